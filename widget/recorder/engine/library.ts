/**
 * The recordings of this browser, the same list in all of its tabs: what the views show and ask for, and what the
 * recorder tells while it runs. Knows nothing of the browser itself; how a recording is sent stands in
 * `library-sharing.ts`, how one is saved whose tab died in `library-rescue.ts`.
 */
import type { RecordingOf, Time } from '../../../signaling/protocol/events.ts';
import { FILE_NAME_MAX_CHARS } from '../../../signaling/protocol/limits.ts';
import { Value } from '../../session/value.ts';
import type { Library, LibraryView, RecordingFormat } from '../types.ts';
import type { LibraryDeps } from './library-deps.ts';
import { Items } from './library-items.ts';
import { fileNameOf, typeOf } from './library-names.ts';
import { Removals } from './library-removals.ts';
import { lockOf, rescue, tidy } from './library-rescue.ts';
import { Sharing } from './library-sharing.ts';
import type { FinishedRecording } from './pipeline.ts';
import type { RecordingEntry } from './recordings-index.ts';

/** How often the room is looked at while a recording runs, in milliseconds. */
const ROOM_MS = 5_000;

/** Before a repair that failed is tried again, in milliseconds. */
const RESCUE_AGAIN_MS = 2_000;

export interface BegunRecording {
  id: string;
  what: RecordingOf;
  at: Time;
  /** Null: not known yet, `finished` tells it. */
  format: RecordingFormat | null;
  /** In which it is made, if there is one. */
  conversation: string | null;
}

export class RecordingLibrary extends Value<LibraryView> implements Library {
  readonly #deps: LibraryDeps;
  readonly #sharing: Sharing;
  readonly #entries = new Map<string, RecordingEntry>();
  readonly #items = new Items();
  /** Recordings of this tab that run: calling gives the lock away. */
  readonly #held = new Map<string, () => void>();
  /** Recordings of other tabs, dead or alive, whose lock this tab waits for. */
  readonly #awaited = new Set<string>();
  readonly #removals: Removals;
  readonly #leave: () => void;
  #stopLooking = () => {};
  #isDisposed = false;

  constructor(deps: LibraryDeps) {
    super({ phase: { kind: 'loading' }, items: [], room: null });
    this.#deps = deps;
    this.#removals = new Removals(deps.clock, (id) => this.#forget(id));
    this.#sharing = new Sharing(deps, {
      entries: () =>
        [...this.#entries.values()].filter(({ id }) => !this.#removals.has(id)).sort((a, b) => a.at - b.at),
      fresh: (id) => this.#read(id),
      change: async (id, change) => void (await this.#change(id, (entry) => entry && change(entry))),
      changed: () => this.#publish(),
    });
    this.#leave = deps.index.subscribe((id) => void (id === null ? this.#load() : this.#read(id)).catch(() => {}));
    void this.#load().then(() => this.#tidy());
  }

  /**
   * Must have resolved before the first byte is written: a file that nobody has written down counts as forgotten.
   * Rejects with a `reason` where the browser keeps nothing.
   */
  async begin({ id, what, at, format, conversation }: BegunRecording): Promise<void> {
    await this.#hold(id);
    const known = { id, what, at, format, conversation };
    const empty = { name: '', length: 0, size: 0, thumbnail: null, repairs: 0 };
    try {
      const entry: RecordingEntry = { ...known, ...empty, state: 'recording', share: { kind: 'none' } };
      this.#entered(id, await this.#deps.index.change(id, () => entry));
    } catch (error) {
      this.#release(id);
      throw error;
    }
    this.#lookForRoom();
  }

  /** Its file is closed. Of one in which nothing can be seen nothing is kept. */
  async finished(
    id: string,
    { length, size, format }: FinishedRecording & { format?: RecordingFormat },
  ): Promise<void> {
    if (size === 0 || length === 0) {
      await this.#forget(id);
      this.#release(id);
      return;
    }
    const entry = await this.#change(
      id,
      (one) => one && { ...one, length, size, format: format ?? one.format, state: 'ready' },
    );
    // Its person has logged out meanwhile. A file that was open then could not be removed.
    if (!entry) await this.#deps.files.remove(id).catch(() => {});
    this.#release(id);
    this.#lookForRoom();
    // The recording is safe without it.
    if (entry) void this.#draw(id);
  }

  async open(id: string): Promise<Blob | null> {
    const blob = await this.#deps.files.read(id);
    if (!blob) return null;
    if (this.#entries.get(id)?.state === 'recovered') {
      await this.#change(
        id,
        (entry) => entry && { ...entry, state: entry.state === 'recovered' ? 'ready' : entry.state },
      );
    }
    // With the right type, since players ask for it; still by reference.
    return blob.slice(0, blob.size, typeOf({ format: this.#entries.get(id)?.format ?? null }));
  }

  async download(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    const blob = entry && (await this.open(id));
    if (blob) this.#deps.save(blob, fileNameOf(this.#deps.nameOf(entry), entry.format));
  }

  rename(id: string, name: string): void {
    const given = name.trim().slice(0, FILE_NAME_MAX_CHARS);
    void this.#change(id, (entry) => entry && { ...entry, name: given });
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || this.#removals.has(id) || entry.state === 'recording' || entry.state === 'repairing') return;
    this.#removals.add(id);
    this.#sharing.look();
    this.#publish();
  }

  restore(id: string): void {
    if (!this.#removals.take(id)) return;
    this.#publish();
    this.#sharing.pump();
  }

  settle(): void {
    this.#removals.settle();
  }

  share(id: string): void {
    void this.#sharing.share(id);
  }

  cancelShare(id: string): void {
    void this.#sharing.cancel(id);
  }

  retry(): void {
    void this.#sharing.retry();
  }

  /** The line is back, or somebody has signed in: sends what waits, if that is possible now. */
  pump(): void {
    this.#sharing.pump();
  }

  dispose(): void {
    this.settle();
    this.#isDisposed = true;
    this.#leave();
    this.#stopLooking();
    this.#sharing.dispose();
    for (const id of [...this.#held.keys()]) this.#release(id);
  }

  async #load(): Promise<void> {
    try {
      const entries = await this.#deps.index.all();
      if (this.#isDisposed) return;
      this.#entries.clear();
      for (const entry of entries) this.#entries.set(entry.id, entry);
      this.#sharing.look();
      this.update({ phase: { kind: 'ready' } });
    } catch {
      this.update({ phase: { kind: 'failed' } });
      return;
    }
    for (const { id } of this.#entries.values()) this.#look(id);
    this.#publish();
    this.#sharing.pump();
    await this.#refreshRoom();
  }

  async #tidy(): Promise<void> {
    if (this.getState().phase.kind !== 'ready' || this.#isDisposed) return;
    // Where the files can't be listed now, nothing is thrown away on suspicion.
    await tidy([...this.#entries.values()], this.#rescueDeps()).catch(() => {});
  }

  async #read(id: string): Promise<RecordingEntry | null> {
    const entry = await this.#deps.index.get(id);
    this.#entered(id, entry);
    this.#sharing.pump();
    return entry;
  }

  /** What is known of one has changed. */
  #entered(id: string, entry: RecordingEntry | null): void {
    if (this.#isDisposed) return;
    if (entry) this.#entries.set(id, entry);
    else this.#gone(id);
    this.#sharing.look();
    this.#look(id);
    this.#publish();
  }

  #gone(id: string): void {
    this.#entries.delete(id);
    this.#items.forget(id);
    this.#removals.take(id);
    void this.#refreshRoom();
  }

  /** Waits for the lock of a recording that isn't this tab's own. */
  #look(id: string): void {
    const state = this.#entries.get(id)?.state;
    if (this.#isDisposed || (state !== 'recording' && state !== 'repairing')) return;
    if (this.#held.has(id) || this.#awaited.has(id)) return;
    this.#awaited.add(id);
    void rescue(id, this.#rescueDeps()).then(
      () => this.#awaited.delete(id),
      // A worker that dies with its tab may hold the file a moment longer than the lock.
      () =>
        this.#deps.clock.after(RESCUE_AGAIN_MS, () => {
          this.#awaited.delete(id);
          this.#look(id);
        }),
    );
  }

  #rescueDeps() {
    return { ...this.#deps, change: (...args: Parameters<LibraryDeps['index']['change']>) => this.#change(...args) };
  }

  async #change(
    id: string,
    change: (entry: RecordingEntry | null) => RecordingEntry | null,
  ): Promise<RecordingEntry | null> {
    let entry: RecordingEntry | null;
    try {
      entry = await this.#deps.index.change(id, change);
    } catch {
      // A full disk takes no change. This tab still shows how it is; the next page finds out anew.
      entry = change(this.#entries.get(id) ?? null);
    }
    this.#entered(id, entry);
    return entry;
  }

  /** The file first: an entry without a file is noticed, a file without an entry only takes room. */
  async #forget(id: string): Promise<void> {
    // What can't be removed now is found without an entry by the next page.
    await this.#deps.files.remove(id).catch(() => {});
    await this.#change(id, () => null);
  }

  async #draw(id: string): Promise<void> {
    const blob = await this.#deps.files.read(id);
    const thumbnail = blob && (await this.#deps.thumbnail(blob));
    if (thumbnail) await this.#change(id, (entry) => entry && { ...entry, thumbnail });
  }

  #hold(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const held = () =>
        new Promise<void>((release) => {
          this.#held.set(id, release);
          resolve();
        });
      this.#deps.locks.exclusive(lockOf(id), held).catch(reject);
    });
  }

  #release(id: string): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
  }

  #lookForRoom(): void {
    this.#stopLooking();
    void this.#refreshRoom();
    if (this.#held.size > 0) this.#stopLooking = this.#deps.clock.after(ROOM_MS, () => this.#lookForRoom());
  }

  async #refreshRoom(): Promise<void> {
    const room = await this.#deps.room();
    if (!this.#isDisposed && room !== this.getState().room) this.update({ room });
  }

  #publish(): void {
    if (this.#isDisposed) return;
    const shown = [...this.#entries.values()].filter(({ id }) => !this.#removals.has(id));
    this.update({
      items: shown.sort((a, b) => b.at - a.at).map((entry) => this.#items.itemOf(entry, this.#sharing.stateOf(entry))),
    });
  }
}

/** Logging out: nothing of what was recorded for this service on this side is left. */
export async function wipeRecordings({ index, files }: Pick<LibraryDeps, 'index' | 'files'>): Promise<void> {
  await index.clear();
  // One that is being written can't be removed now; without an entry the next page does it.
  const ids = await files.list().catch(() => []);
  await Promise.allSettled(ids.map((id) => files.remove(id)));
}
