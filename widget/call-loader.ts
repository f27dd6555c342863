/**
 * The calls of one conversation as its shell holds them: the chunk with engine, views and sentences is fetched when a call
 * is near (it rings, it runs, somebody reaches for the button), and only here. Draws nothing.
 */
import type { CallMedia } from '../signaling/protocol/events.ts';
import type { OpenCalls, OpenCallsOptions } from './call/call.ts';
import type { CallDesk } from './call/types.ts';
import { LazyPart } from './lazy-part.ts';
import type { ConversationStore } from './session/types.ts';
import type { CallWish } from './support-host.ts';

export interface LazyCallsDeps {
  conversation: ConversationStore;
  options: () => Omit<OpenCallsOptions, 'failed'>;
  /** Whether the page wants calls: else nothing rings. Without it, it does. */
  isWanted?: () => boolean;
  /** Fetches the chunk; tests bring their own. */
  load?: () => Promise<{ openCalls(options: OpenCallsOptions): Promise<OpenCalls> }>;
}

const loadChunk = () => import('./call/call.ts');

export class LazyCalls extends LazyPart<OpenCalls> {
  readonly #deps: LazyCallsDeps;
  readonly #leave: () => void;

  constructor(deps: LazyCallsDeps) {
    super();
    this.#deps = deps;
    this.#leave = deps.conversation.subscribe(() => this.#look());
    this.#look();
  }

  get desk(): CallDesk | null {
    return this.here?.desk ?? null;
  }

  /** Opens the mirror. */
  async prepare(media: CallMedia): Promise<void> {
    (await this.open())?.desk.prepare(media);
  }

  /** What a page asks for. @throws when the chunk can't be had */
  async start(wish: CallWish): Promise<void> {
    const calls = await this.open();
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
    void calls?.speak().then(() => this.changed(calls));
  }

  override dispose(): void {
    this.#leave();
    super.dispose();
  }

  protected override async fetch(failed: () => void): Promise<OpenCalls> {
    const { openCalls } = await (this.#deps.load ?? loadChunk)();
    return openCalls({ ...this.#deps.options(), failed });
  }

  #look(): void {
    if (this.#deps.conversation.getState().state?.call && this.#deps.isWanted?.() !== false) this.near();
  }
}
