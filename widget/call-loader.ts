/**
 * The calls of one conversation as its shell holds them: the chunk with engine, views and sentences is fetched when a call
 * is near (it rings, it runs, somebody reaches for the button), and only here. Draws nothing.
 */
import type { CallMedia } from '../signaling/protocol/events.ts';
import type { OpenCalls, OpenCallsOptions } from './call/call.ts';
import type { CallDesk } from './call/types.ts';
import type { ConversationStore } from './session/types.ts';
import { Value } from './session/value.ts';

export type CallsState =
  /** No call is near. */
  | { kind: 'away' }
  /** Somebody wants to call, or is called, and the chunk is on its way. */
  | { kind: 'loading' }
  | { kind: 'failed' }
  | { kind: 'here'; calls: OpenCalls };

export interface LazyCallsDeps {
  conversation: ConversationStore;
  options: () => Omit<OpenCallsOptions, 'failed'>;
  /** Fetches the chunk; tests bring their own. */
  load?: () => Promise<{ openCalls(options: OpenCallsOptions): Promise<OpenCalls> }>;
}

const loadChunk = () => import('./call/call.ts');

export class LazyCalls extends Value<CallsState> {
  readonly #deps: LazyCallsDeps;
  readonly #leave: () => void;
  #opening: Promise<OpenCalls | null> | null = null;
  #life: 'running' | 'over' = 'running';

  constructor(deps: LazyCallsDeps) {
    super({ kind: 'away' });
    this.#deps = deps;
    this.#leave = deps.conversation.subscribe(() => this.#look());
    this.#look();
  }

  get desk(): CallDesk | null {
    const state = this.getState();
    return state.kind === 'here' ? state.calls.desk : null;
  }

  /** The person reaches for the button: it is there when they press it. */
  near(): void {
    void this.#open();
  }

  /** Opens the mirror. */
  async prepare(media: CallMedia): Promise<void> {
    (await this.#open())?.desk.prepare(media);
  }

  /** The chat speaks another language now. */
  speak(): void {
    const state = this.getState();
    if (state.kind === 'here') void state.calls.speak().then(() => this.set({ ...state }));
  }

  dispose(): void {
    this.#life = 'over';
    this.#leave();
    const state = this.getState();
    if (state.kind === 'here') state.calls.dispose();
  }

  #look(): void {
    if (this.#deps.conversation.getState().state?.call) void this.#open();
  }

  #open(): Promise<OpenCalls | null> {
    this.#opening ??= this.#load();
    return this.#opening;
  }

  async #load(): Promise<OpenCalls | null> {
    this.set({ kind: 'loading' });
    try {
      const { openCalls } = await (this.#deps.load ?? loadChunk)();
      const calls = await openCalls({ ...this.#deps.options(), failed: () => this.#fail() });
      if (this.#life === 'over') {
        calls.dispose();
        return null;
      }
      this.set({ kind: 'here', calls });
      return calls;
    } catch {
      this.#fail();
      return null;
    }
  }

  /** The next look or click tries again. */
  #fail(): void {
    const state = this.getState();
    if (state.kind === 'here') state.calls.dispose();
    this.#opening = null;
    this.set({ kind: 'failed' });
  }
}
