/**
 * The calls of all conversations that an agent has: what rings, what runs, in which conversation. Each is fetched when it
 * is near. Draws nothing.
 */
import type { CallMedia } from '../../signaling/protocol/events.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import { LazyCalls } from '../../widget/call-loader.ts';
import type { AgentSession } from '../../widget/session/types.ts';
import { Value } from '../../widget/session/value.ts';
import type { ConsoleSay } from './console-say.ts';
import { nameOf } from './people.ts';

export interface AgentCallsDeps {
  server: string;
  session: AgentSession;
  say: () => ConsoleSay;
  /** Somebody rings: told outside of the page, if the agent doesn't look. Returns what takes it back. */
  notifyRing: (name: string, conversation: string) => () => void;
}

interface Held {
  calls: LazyCalls;
  leave: () => void;
  /** What the call was when it was looked at last. */
  was: 'none' | 'incoming' | 'elsewhere' | 'call';
  closeNotice: () => void;
}

/** By conversation. A new object whenever something has changed. */
export type CallsByConversation = ReadonlyMap<string, LazyCalls>;

export class AgentCalls extends Value<CallsByConversation> {
  readonly #deps: AgentCallsDeps;
  readonly #held = new Map<string, Held>();
  readonly #leave: () => void;

  constructor(deps: AgentCallsDeps) {
    super(new Map());
    this.#deps = deps;
    this.#leave = deps.session.subscribe(() => this.#look());
    this.#look();
  }

  /** Opens the mirror in a conversation. */
  prepare(conversation: string, media: CallMedia): void {
    void this.#hold(conversation).calls.prepare(media);
  }

  /** The agent reaches for the button. */
  near(conversation: string): void {
    this.#hold(conversation).calls.near();
  }

  speak(): void {
    for (const { calls } of this.#held.values()) calls.speak();
  }

  dispose(): void {
    this.#leave();
    for (const id of [...this.#held.keys()]) this.#drop(id);
  }

  #look(): void {
    const { mine } = this.#deps.session.getState();
    for (const line of mine) if (line.state.call !== null) this.#hold(line.state.id);
    for (const [id, { calls }] of this.#held) {
      const isMine = mine.some((line) => line.state.id === id);
      const kind = calls.desk?.getState().kind ?? 'none';
      // What is shown of a call's end stays until it was read.
      if (!isMine && kind !== 'call') this.#drop(id);
    }
  }

  #hold(id: string): Held {
    const known = this.#held.get(id);
    if (known) return known;
    const { session, say, server } = this.#deps;
    const conversation = session.conversation(id);
    const calls = new LazyCalls({
      conversation,
      options: () => ({
        side: 'agent',
        server,
        conversation,
        peerName: () => this.#nameOf(id),
        say,
        // Whoever talks to somebody is not to be startled.
        isMuted: () => session.getState().muted || this.#isTalking(id),
      }),
    });
    const held: Held = { calls, leave: () => {}, was: 'none', closeNotice: () => {} };
    this.#held.set(id, held);
    let leaveDesk = () => {};
    const leaveCalls = calls.subscribe(() => {
      leaveDesk();
      leaveDesk = calls.desk?.subscribe(() => this.#changed(id, held)) ?? (() => {});
      this.#changed(id, held);
    });
    held.leave = () => {
      leaveCalls();
      leaveDesk();
    };
    this.set(this.#all());
    return held;
  }

  #changed(id: string, held: Held): void {
    const kind = held.calls.desk?.getState().kind ?? 'none';
    const { was } = held;
    held.was = kind;
    if (kind !== was) {
      held.closeNotice();
      held.closeNotice = kind === 'incoming' ? this.#deps.notifyRing(this.#nameOf(id), id) : () => {};
      // Whoever answers, or comes back into a call, wants to see it.
      if (kind === 'call') this.#deps.session.select(id);
    }
    this.set(this.#all());
    this.#look();
  }

  #drop(id: string): void {
    const held = this.#held.get(id);
    if (!held) return;
    this.#held.delete(id);
    held.leave();
    held.closeNotice();
    held.calls.dispose();
    this.set(this.#all());
  }

  #isTalking(except: string): boolean {
    return [...this.#held].some(([id, { was }]) => id !== except && was === 'call');
  }

  #nameOf(id: string): string {
    const { mine, queue } = this.#deps.session.getState();
    const line = [...mine, ...queue].find((one: InboxLine) => one.state.id === id);
    return line ? nameOf(this.#deps.say(), line.customer) : this.#deps.say()('log.customer');
  }

  #all(): CallsByConversation {
    return new Map([...this.#held].map(([id, { calls }]) => [id, calls]));
  }
}
