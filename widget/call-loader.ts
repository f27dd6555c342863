/**
 * The calls of one conversation as its shell holds them: the chunk with engine, views and sentences is fetched when a call
 * is near (it rings, it runs, somebody reaches for the button), and only here. Draws nothing.
 */
import type { CallMedia } from '../signaling/protocol/events.ts';
import type { OpenCalls, OpenCallsOptions } from './call/call.ts';
import type { CallDesk } from './call/types.ts';
import type { ConversationStore } from './session/types.ts';
import { Value } from './session/value.ts';
import type { CallWish } from './support-host.ts';

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
  /** Whether the page wants calls: else nothing rings. Without it, it does. */
  isWanted?: () => boolean;
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

  get here(): OpenCalls | null {
    const state = this.getState();
    return state.kind === 'here' ? state.calls : null;
  }

  get desk(): CallDesk | null {
    return this.here?.desk ?? null;
  }

  /** The person reaches for the button: it is there when they press it. */
  near(): void {
    void this.#open();
  }

  /** Opens the mirror. */
  async prepare(media: CallMedia): Promise<void> {
    (await this.#open())?.desk.prepare(media);
  }

  /** What a page asks for. @throws when the chunk can't be had */
  async start(wish: CallWish): Promise<void> {
    const calls = await this.#open();
    if (calls === null) throw new Error('the call could not be loaded');
    calls.start(wish);
  }

  /** Hangs up, takes back or declines, wherever the call stands. */
  end(): void {
    this.here?.end();
  }

  /** The chat speaks another language now. */
  speak(): void {
    const calls = this.here;
    void calls?.speak().then(() => {
      if (this.here === calls) this.set({ kind: 'here', calls });
    });
  }

  dispose(): void {
    this.#life = 'over';
    this.#leave();
    this.here?.dispose();
  }

  #look(): void {
    if (this.#deps.conversation.getState().state?.call && this.#deps.isWanted?.() !== false) void this.#open();
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
    if (this.#life === 'over') return;
    this.here?.dispose();
    this.#opening = null;
    this.set({ kind: 'failed' });
  }
}
