/** What the nodes of one service say to each other, besides what they read from the store. May be lost without harm. */
import type { Gathering } from './gathering.ts';

/** `alone`: there is one node and nothing to say. `lost`: there are others, but nothing goes through at the moment. */
export type LinkState = 'alone' | 'linked' | 'lost';

export interface NodeLink {
  /** This node, different from every other. */
  readonly node: string;
  state(): LinkState;
  /** Every other node that can be reached hears it. */
  tell(word: Gathering): void;
  /** `node`: who says it. */
  hear(listener: (word: Gathering, node: string) => void): void;
  /** Called when the state has become another. */
  changed(listener: (state: LinkState) => void): void;
}

export const alone: NodeLink = { node: 'alone', state: () => 'alone', tell() {}, hear() {}, changed() {} };
