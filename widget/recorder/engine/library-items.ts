/** Recordings as the views see them, made of what is known of each. */
import type { RecordingItem, ShareState } from '../types.ts';
import { formatOr } from './library-names.ts';
import type { RecordingEntry } from './recordings-index.ts';

export class Items {
  /** A blob is made once, since views compare. */
  readonly #thumbnails = new Map<string, { bytes: Uint8Array; blob: Blob }>();

  itemOf(entry: RecordingEntry, share: ShareState): RecordingItem {
    const { id, name, what, at, length, size, format, state } = entry;
    const facts = { id, name, what, at, length, size, format: formatOr(format) };
    return { ...facts, state: { kind: state }, thumbnail: this.#thumbnailOf(entry), share };
  }

  forget(id: string): void {
    this.#thumbnails.delete(id);
  }

  #thumbnailOf({ id, thumbnail }: RecordingEntry): Blob | null {
    if (!thumbnail) return null;
    const known = this.#thumbnails.get(id);
    // Read anew it is another array with the same content.
    if (known?.bytes.length === thumbnail.length) return known.blob;
    const blob = new Blob([thumbnail], { type: 'image/jpeg' });
    this.#thumbnails.set(id, { bytes: thumbnail, blob });
    return blob;
  }
}
