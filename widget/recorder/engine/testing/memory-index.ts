/** An index and files made of memory that several tabs share. A tab is told of what the others change, a moment later. */
import type { Clock } from '../../../session/clock.ts';
import type { LibraryFiles } from '../library-deps.ts';
import type { RecordingEntry, RecordingsIndex } from '../recordings-index.ts';

export interface SharedIndex {
  tab(): RecordingsIndex;
  /** What is on disk. */
  readonly entries: Map<string, RecordingEntry>;
}

export function sharedIndex(clock: Clock): SharedIndex {
  const entries = new Map<string, RecordingEntry>();
  const tabs = new Set<Set<(id: string | null) => void>>();
  return {
    entries,
    tab() {
      const listeners = new Set<(id: string | null) => void>();
      tabs.add(listeners);
      const tell = (id: string | null) => {
        for (const others of tabs) {
          if (others !== listeners) clock.after(0, () => others.forEach((listener) => void listener(id)));
        }
      };
      return {
        all: async () => [...entries.values()],
        get: async (id) => entries.get(id) ?? null,
        async change(id, change) {
          const now = change(entries.get(id) ?? null);
          if (now) entries.set(id, now);
          else entries.delete(id);
          tell(id);
          return now;
        },
        subscribe(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        async clear() {
          entries.clear();
          tell(null);
        },
        dispose: () => listeners.clear(),
      };
    },
  };
}

export function memoryFiles(): LibraryFiles & { readonly blobs: Map<string, Blob> } {
  const blobs = new Map<string, Blob>();
  return {
    blobs,
    read: async (id) => blobs.get(id) ?? null,
    remove: async (id) => void blobs.delete(id),
    list: async () => [...blobs.keys()],
  };
}
