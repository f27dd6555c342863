/** A conversation's store for tests: shows what it is told, and remembers what it was asked for. */
import { applyMark } from '../../../signaling/protocol/conversation.ts';
import type { Side } from '../../../signaling/protocol/events.ts';
import { ATTACHMENT_MAX_BYTES, ATTACHMENT_TYPES } from '../../../signaling/protocol/limits.ts';
import type { Appended } from '../../../signaling/protocol/realtime.ts';
import type { Result } from '../../../signaling/protocol/reasons.ts';
import type { CallLine, CallLineEvent } from '../../session/call-line.ts';
import { type RecordingLine, recordingLine, type SharingLine } from '../../session/recording-line.ts';
import type { ConversationStore, ConversationView, FileLike, Store } from '../../session/types.ts';
import type { Log } from './events.ts';

export class FakeStore<S> implements Store<S> {
  #state: S;
  readonly #listeners = new Set<() => void>();

  constructor(state: S) {
    this.#state = state;
  }

  getState(): S {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  set(part: Partial<S>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of [...this.#listeners]) listener();
  }
}

export const emptyView = (side: Side): ConversationView => ({
  side,
  phase: { kind: 'empty' },
  state: null,
  events: [],
  notes: [],
  earlier: 'none',
  pending: [],
  uploads: [],
  typing: null,
  draft: '',
  noteDraft: '',
  readWhenOpened: 0,
  unread: 0,
});

/** A view of all that a log holds; this side has read it. */
export function viewOf(log: Log, side: Side): ConversationView {
  const head = log.events.length;
  const { state } = log;
  return {
    ...emptyView(side),
    phase: { kind: 'ready' },
    state: applyMark(state, side, { read: head }),
    events: [...log.events],
    notes: [...log.notes],
    readWhenOpened: head,
  };
}

/** No call can be had; what is asked is counted nowhere. */
export class FakeCalls implements CallLine {
  readonly isOnline = true;
  async ask(): Promise<{ ok: false; reason: 'unavailable' }> {
    return REFUSED;
  }
  readonly accept = this.ask;
  readonly decline = this.ask;
  readonly cancel = this.ask;
  readonly end = this.ask;
  readonly join = this.ask;
  readonly iceServers = this.ask;
  readonly ticket = this.ask;
  readonly signal = this.ask;
  report(): void {}
  leave(): void {}
  subscribe(_listener: (event: CallLineEvent) => void): () => void {
    return () => {};
  }
}
const REFUSED = { ok: false, reason: 'unavailable' } as const;

type Intent = Exclude<keyof ConversationStore, 'calls' | 'recordings' | 'sharing'>;
type Asked = { [K in Intent]: { name: K; with: unknown[] } }[Intent];

export class FakeConversation extends FakeStore<ConversationView> implements ConversationStore {
  /** What the view asked for, in order. Drafts are not kept here. */
  readonly asked: Asked[] = [];
  /** What the service answers to closing and rating. */
  answer: Result<Appended> = { ok: false, reason: 'unavailable' };
  readonly calls = new FakeCalls();
  readonly recordings: RecordingLine = recordingLine(async () => REFUSED);
  readonly sharing: SharingLine = {
    isOnline: true,
    owner: () => null,
    prepare: async () => ({ ok: true }),
    conversation: () => this.getState().state?.id ?? null,
    announce: () => {},
  };
  /** Address of every attachment. */
  url: string | null = null;
  #made = 0;

  constructor(view: Partial<ConversationView> = {}, side: Side = 'customer') {
    super({ ...emptyView(side), ...view });
  }

  of(name: Asked['name']): unknown[][] {
    return this.asked.filter((asked) => asked.name === name).map((asked) => asked.with);
  }

  /** Puts the log's latest events in, as a push does. */
  receive(log: Log): void {
    const { state } = this.getState();
    const marks = state?.marks ?? log.state.marks;
    this.set({
      phase: { kind: 'ready' },
      events: [...log.events],
      notes: [...log.notes],
      state: { ...log.state, marks },
    });
  }

  send(text: string): string {
    return this.#put({ type: 'message', payload: { text } });
  }

  note(text: string): string {
    return this.#put({ type: 'note', payload: { text } });
  }

  #put(body: ConversationView['pending'][number]['body']): string {
    const id = `pending-${String(++this.#made).padStart(8, '0')}`;
    const text = 'text' in body.payload ? body.payload.text : '';
    this.asked.push({ name: body.type === 'note' ? 'note' : 'send', with: [text] });
    const at = this.getState().events.at(-1)?.at ?? 0;
    this.set({ pending: [...this.getState().pending, { id, at, body, delivery: 'sending' }], draft: '' });
    return id;
  }

  retry(id: string): void {
    this.asked.push({ name: 'retry', with: [id] });
  }

  discard(id: string): void {
    this.asked.push({ name: 'discard', with: [id] });
  }

  attach(file: FileLike): ReturnType<ConversationStore['attach']> {
    this.asked.push({ name: 'attach', with: [file] });
    if (!ATTACHMENT_TYPES.some((type) => type === file.type)) return { ok: false, reason: 'file_type' };
    if (file.size === 0 || file.size > ATTACHMENT_MAX_BYTES) return { ok: false, reason: 'file_size' };
    const id = `upload-${String(++this.#made).padStart(8, '0')}`;
    const { name, type, size, preview } = file;
    const upload = { id, at: 0, name, type, size, preview, phase: { kind: 'waiting' } as const };
    this.set({ uploads: [...this.getState().uploads, upload] });
    return { ok: true, id };
  }

  cancelUpload(id: string): void {
    this.asked.push({ name: 'cancelUpload', with: [id] });
    this.set({ uploads: this.getState().uploads.filter((upload) => upload.id !== id) });
  }

  setDraft(draft: string): void {
    this.set({ draft });
  }

  setNoteDraft(noteDraft: string): void {
    this.set({ noteDraft });
  }

  async loadEarlier(): Promise<void> {
    this.asked.push({ name: 'loadEarlier', with: [] });
    this.set({ earlier: 'loading' });
  }

  markRead(seq: number): void {
    this.asked.push({ name: 'markRead', with: [seq] });
    const { state, side } = this.getState();
    if (state !== null) this.set({ state: applyMark(state, side, { read: seq }), unread: 0 });
  }

  async close(): Promise<Result<Appended>> {
    this.asked.push({ name: 'close', with: [] });
    return this.answer;
  }

  async rate(score: 1 | 2 | 3 | 4 | 5, comment: string): Promise<Result<Appended>> {
    this.asked.push({ name: 'rate', with: [score, comment] });
    const { state } = this.getState();
    if (this.answer.ok && state !== null) this.set({ state: { ...state, rating: { score, comment } } });
    return this.answer;
  }

  async attachmentUrl(): Promise<string | null> {
    return this.url;
  }

  retryLoading(): void {
    this.asked.push({ name: 'retryLoading', with: [] });
  }
}
