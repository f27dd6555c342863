/** A recorder and its library for tests of views: any state can be set, and every intent is written down. */
import type { RecordingOf } from '../../../signaling/protocol/events.ts';
import { Value } from '../../session/value.ts';
import type { Library, LibraryView, Recorder, RecorderView, RecordingItem, RecordingProgress } from '../types.ts';

export const RECORDER_NOW = Date.UTC(2026, 10, 26, 13, 30);
const MINUTE = 60_000;
const MIB = 1024 * 1024;

export function recordingItem(change: Partial<RecordingItem> = {}): RecordingItem {
  return {
    id: 'r1',
    name: 'Deposit and fuel policy',
    what: 'call',
    at: RECORDER_NOW - 9 * MINUTE,
    length: 252_000,
    size: 38 * MIB,
    format: 'mp4',
    thumbnail: null,
    state: { kind: 'ready' },
    share: { kind: 'none' },
    ...change,
  };
}

const recorderView = (change: Partial<RecorderView> = {}): RecorderView => ({
  phase: { kind: 'idle' },
  theirs: { kind: 'none' },
  can: { screen: true, call: true },
  recovered: null,
  peer: 'Amélie',
  ...change,
});

/** Removes and brings back as the real one does, at once; the rest of its intents change nothing. */
export class FakeLibrary extends Value<LibraryView> implements Library {
  /** What was asked of it, in order: the intent's name and what it was given. */
  readonly asked: string[] = [];
  /** What `open` gives. */
  file: Blob | null = null;
  readonly #removed = new Map<string, RecordingItem>();

  constructor(change: Partial<LibraryView> = {}) {
    super({ phase: { kind: 'ready' }, items: [], room: 2.1 * 1024 * MIB, ...change });
  }

  async open(id: string): Promise<Blob | null> {
    this.asked.push(`open ${id}`);
    return this.file;
  }
  async download(id: string): Promise<void> {
    this.asked.push(`download ${id}`);
  }
  rename(id: string, name: string): void {
    this.asked.push(`rename ${id} ${name}`);
    this.change(id, { name });
  }
  remove(id: string): void {
    this.asked.push(`remove ${id}`);
    const { items } = this.getState();
    const item = items.find((each) => each.id === id);
    if (item !== undefined) this.#removed.set(id, item);
    this.update({ items: items.filter((each) => each.id !== id) });
  }
  restore(id: string): void {
    this.asked.push(`restore ${id}`);
    const item = this.#removed.get(id);
    if (item === undefined) return;
    this.update({ items: [...this.getState().items, item].sort((a, b) => b.at - a.at) });
  }
  settle(): void {
    this.asked.push('settle');
  }
  share(id: string): void {
    this.asked.push(`share ${id}`);
  }
  cancelShare(id: string): void {
    this.asked.push(`cancel share ${id}`);
  }
  retry(): void {
    this.asked.push('retry');
  }

  change(id: string, change: Partial<RecordingItem>): void {
    this.update({ items: this.getState().items.map((item) => (item.id === id ? { ...item, ...change } : item)) });
  }
}

export class FakeRecorder extends Value<RecorderView> implements Recorder {
  readonly progress: Value<RecordingProgress> = new Value({ paused: false, length: 97_000, size: 3.2 * MIB });
  readonly preview: Value<ImageBitmap | null> = new Value<ImageBitmap | null>(null);
  readonly library: FakeLibrary;
  /** What was asked of it, in order: the intent's name and what it was given. */
  readonly asked: string[] = [];

  constructor(change: Partial<RecorderView> = {}, library: Partial<LibraryView> = {}) {
    super(recorderView(change));
    this.library = new FakeLibrary(library);
  }

  start(what: RecordingOf): void {
    this.asked.push(`start ${what}`);
  }
  cancel(): void {
    this.asked.push('cancel');
  }
  pause(): void {
    this.asked.push('pause');
  }
  resume(): void {
    this.asked.push('resume');
  }
  stop(): void {
    this.asked.push('stop');
  }
  dismiss(): void {
    this.asked.push('dismiss');
  }
  answer(agrees: boolean): void {
    this.asked.push(`answer ${agrees}`);
  }
  withdraw(): void {
    this.asked.push('withdraw');
  }
}
