/**
 * The recorder of one conversation as its shell holds it: fetched when a recording is near (somebody reaches for it, the other
 * person asks, the last page died while it recorded), and only here. Draws nothing.
 */
import type { RecordingOf } from '../signaling/protocol/events.ts';
import { LazyPart } from './lazy-part.ts';
import type { CustomerSay } from './locales/load.ts';
import type { RecorderSay } from './locales/load-recorder.ts';
import type { OpenRecorder, OpenRecorderOptions } from './recorder/recorder.ts';
import type { ConversationStore } from './session/types.ts';

export interface LazyRecorderDeps {
  conversation: ConversationStore;
  options: () => Omit<OpenRecorderOptions, 'failed'>;
  /** Whether the page wants recordings. Without it, it does. */
  isWanted?: () => boolean;
  /** Something of an earlier page waits here: a recording that broke off, or one on its way. */
  hasLeftovers: () => Promise<boolean>;
  /** Fetches the chunk; tests bring their own. */
  load?: () => Promise<{ openRecorder(options: OpenRecorderOptions): Promise<OpenRecorder> }>;
}

const loadChunk = () => import('./recorder/recorder.ts');

export class LazyRecorder extends LazyPart<OpenRecorder> {
  readonly #deps: LazyRecorderDeps;
  readonly #leave: () => void;
  /** A question that was answered because the page wants no recordings. */
  #declined = '';

  constructor(deps: LazyRecorderDeps) {
    super();
    this.#deps = deps;
    this.#leave = deps.conversation.subscribe(() => this.#look());
    void this.#lookForLeftovers();
    this.#look();
  }

  /** Whether one may be begun here. One that runs is shown all the same. */
  get isWanted(): boolean {
    return this.#deps.isWanted?.() !== false;
  }

  /** Inside the click, where the chunk is here already: browsers ask for a screen only then. */
  start(what: RecordingOf): void {
    const { here } = this;
    if (here) here.recorder.start(what);
    else void this.open().then((recorder) => recorder?.recorder.start(what));
  }

  /** Whoever was here is gone: what runs is ended, and nothing is shown of what was recorded. */
  forget(): void {
    this.here?.recorder.stop();
  }

  /** The chat speaks another language now. */
  speak(): void {
    const recorder = this.here;
    void recorder?.speak().then(() => this.changed(recorder));
  }

  override dispose(): void {
    this.#leave();
    super.dispose();
  }

  protected override async fetch(failed: () => void): Promise<OpenRecorder> {
    const { openRecorder } = await (this.#deps.load ?? loadChunk)();
    return openRecorder({ ...this.#deps.options(), failed });
  }

  /** Where the page wants no recordings nobody is recorded, and whoever asks needn't wait for an answer. */
  async #decline(recording: string): Promise<void> {
    if (recording === this.#declined) return;
    this.#declined = recording;
    const declined = await this.#deps.conversation.recordings.refuse(recording);
    // Once more with the next thing that is heard of the conversation.
    if (!declined.ok && this.#declined === recording) this.#declined = '';
  }

  async #lookForLeftovers(): Promise<void> {
    if (await this.#deps.hasLeftovers()) this.near();
  }

  #look(): void {
    const { state, side } = this.#deps.conversation.getState();
    const recording = state?.call?.kind === 'live' ? state.call.recording : null;
    if (!recording) return;
    const isQuestion = recording.kind === 'asked' && recording.by !== side;
    if (isQuestion && !this.isWanted) void this.#decline(recording.id);
    // Also where the page wants none: one that another page has agreed to is seen, and can be stopped, everywhere.
    else this.near();
  }
}

/** Removes all recordings that lie under this prefix in this browser. @throws when they can't be removed now */
export async function wipeRecordings(prefix: string): Promise<void> {
  const { wipeBrowserRecordings } = await import('./recorder/browser/browser-library.ts');
  await wipeBrowserRecordings(prefix);
}

/** What shows a recording that was shared, with its sentences. */
export async function loadSharedRecording(say: CustomerSay): Promise<RecorderSay> {
  const [{ loadRecorderSay }] = await Promise.all([
    import('./locales/load-recorder.ts'),
    import('./recorder/views/shared-recording.ts'),
  ]);
  return loadRecorderSay(say);
}
