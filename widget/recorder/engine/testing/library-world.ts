/** Libraries in the tabs of a memory browser, on virtual time, with an uploader that does what a test tells it. */
import { memoryBrowser } from '../../../session/testing/memory-browser.ts';
import { virtualClock } from '../../../session/testing/virtual-clock.ts';
import type { RecordingItem } from '../../types.ts';
import { RecordingLibrary } from '../library.ts';
import type { LibraryDeps, Repaired } from '../library-deps.ts';
import type { Announcement, RecordingToUpload, Uploaded, UploadProgress } from '../recording-uploader.ts';
import type { RecordingsIndex } from '../recordings-index.ts';
import { memoryFiles, sharedIndex } from './memory-index.ts';

/** An upload that runs, until the test ends it. */
export interface RunningUpload extends UploadProgress {
  asked: RecordingToUpload;
  end(result: Uploaded): void;
}

export interface LibraryTab {
  library: RecordingLibrary;
  items(): readonly RecordingItem[];
  item(id: string): RecordingItem | undefined;
  /** Gone without a word. */
  die(): void;
}

export function libraryWorld() {
  const clock = virtualClock();
  const browser = memoryBrowser(clock);
  const index = sharedIndex(clock);
  const files = memoryFiles();
  let count = 0;
  const world = {
    clock,
    index,
    files,
    /** What repairs find. */
    repair: async (_id: string): Promise<Repaired> => ({ kind: 'whole', length: 4_000, size: 6, format: 'mp4' }),
    thumbnail: async (_blob: Blob): Promise<Uint8Array<ArrayBuffer> | null> => Uint8Array.of(1, 2, 3),
    isOnline: true,
    owner: null as string | null | 'unknown',
    conversation: 'conversation-1' as string | null,
    room: 1_000_000 as number | null,
    uploads: [] as RunningUpload[],
    announced: [] as Announcement[],
    /** What the service says to the next announcements. */
    announce: async (_what: Announcement): ReturnType<LibraryDeps['announce']> => ({ ok: true }),
    saved: [] as { blob: Blob; name: string }[],
    tab(): LibraryTab {
      const tab = browser.tab();
      let isAlive = true;
      const own = index.tab();
      const library = new RecordingLibrary({
        ...tab,
        index: mortal(own, () => isAlive),
        files,
        random: () => 0.5,
        ids: () => {
          count += 1;
          return `event-${count}`;
        },
        uploader: { upload: (asked, progress) => upload(asked, progress, () => isAlive) },
        announce: async (what) => {
          world.announced.push(what);
          return world.announce(what);
        },
        online: () => world.isOnline,
        owner: () => world.owner,
        prepare: async () => ({ ok: true }),
        conversation: () => world.conversation,
        nameOf: ({ name }) => name || 'Recording',
        repair: (id) => world.repair(id),
        thumbnail: (blob) => world.thumbnail(blob),
        room: async () => world.room,
        save: (blob, name) => void world.saved.push({ blob, name }),
      });
      return {
        library,
        items: () => library.getState().items,
        item: (id) => library.getState().items.find((one) => one.id === id),
        die() {
          isAlive = false;
          tab.die();
        },
      };
    },
    /** A tab with one recording that is done. */
    async tabWith(...ids: string[]): Promise<LibraryTab> {
      const tab = world.tab();
      await clock.settle();
      for (const id of ids) {
        await world.record(tab, id);
        await clock.advance(1_000);
      }
      return tab;
    },
    async record({ library }: LibraryTab, id: string): Promise<void> {
      await world.begin(library, id);
      await library.finished(id, { length: 5_000, size: 6, format: 'webm' });
      await clock.settle();
    },
    async begin(library: RecordingLibrary, id: string): Promise<void> {
      await library.begin({ id, what: 'screen', at: clock.now(), format: null, conversation: 'conversation-1' });
      files.blobs.set(id, new Blob(['a film']));
    },
  };

  function upload(asked: RecordingToUpload, progress: UploadProgress, isAlive: () => boolean): Promise<Uploaded> {
    return new Promise((resolve) => {
      const end = (result: Uploaded) => {
        if (isAlive()) resolve(result);
      };
      const { started, signal } = progress;
      world.uploads.push({ asked, started, progress: (sent) => progress.progress(sent), signal, end });
      signal.addEventListener('abort', () => end({ ok: false, reason: 'lost' }), { once: true });
    });
  }

  return world;
}

/** Of a dead tab nothing reaches the disk, and it is told nothing. */
function mortal(index: RecordingsIndex, isAlive: () => boolean): RecordingsIndex {
  const never = () => new Promise<never>(() => {});
  return {
    ...index,
    all: () => (isAlive() ? index.all() : never()),
    get: (id) => (isAlive() ? index.get(id) : never()),
    change: (id, change) => (isAlive() ? index.change(id, change) : never()),
    subscribe: (listener) => index.subscribe((id) => isAlive() && listener(id)),
  };
}
