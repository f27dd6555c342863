/**
 * What whoever records tells the other side of a call, and what is made of it there: how long, how much, and a small picture.
 * All of it may be lost: the next one says it again.
 */
import type { Call, RecordingNews } from '../../call/types.ts';
import type { Clock } from '../../session/clock.ts';
import type { Store } from '../../session/types.ts';
import type { RecordingProgress } from '../types.ts';

/** People read seconds. */
const TELL_MS = 1_000;
/** Every which time a picture goes along: it should look alive and cost the call nothing. */
const PICTURE_EVERY = 2;
/** Characters of a picture: the line's messages are small. */
const PICTURE_MAX_CHARS = 12_000;

export interface NewsDeps {
  call: Store<Call | null>;
  clock: Clock;
  pictures: { encode(picture: ImageBitmap): Promise<string>; decode(picture: string): Promise<ImageBitmap> };
  /** The other side's picture. */
  show(picture: ImageBitmap | null): void;
}

export class News {
  readonly #deps: NewsDeps;
  #cancel = () => {};
  #phase: 'quiet' | 'telling' | 'hearing' = 'quiet';
  /** Of which recording it tells: a picture of the one before may still be on its way. */
  #told: object | null = null;
  #shown: { picture: string; bitmap: ImageBitmap | null } | null = null;

  constructor(deps: NewsDeps) {
    this.#deps = deps;
  }

  /** From now on this side tells. */
  begin(progress: Store<RecordingProgress>, preview: Store<ImageBitmap | null>): void {
    this.#forget();
    this.#cancel();
    this.#phase = 'telling';
    const recording = {};
    this.#told = recording;
    let count = 0;
    const tell = async () => {
      const news: RecordingNews = { ...progress.getState() };
      const bitmap = count++ % PICTURE_EVERY === 0 ? preview.getState() : null;
      const picture = bitmap === null ? '' : await this.#deps.pictures.encode(bitmap).catch(() => '');
      if (this.#phase !== 'telling' || this.#told !== recording) return;
      if (picture !== '' && picture.length <= PICTURE_MAX_CHARS) news.picture = picture;
      this.#deps.call.getState()?.tellRecording(news);
      this.#cancel = this.#deps.clock.after(TELL_MS, () => void tell());
    };
    void tell();
  }

  end(): void {
    if (this.#phase !== 'telling') return;
    this.#phase = 'quiet';
    this.#cancel();
    this.#deps.call.getState()?.tellRecording(null);
  }

  /** What the other side tells; null: nothing. */
  hear(news: RecordingNews | null): void {
    if (this.#phase === 'telling') return;
    if (news === null) return this.#forget();
    this.#phase = 'hearing';
    const { picture } = news;
    if (picture === undefined || picture === this.#shown?.picture) return;
    // Until it is decoded the one before is seen.
    const shown = { picture, bitmap: this.#shown?.bitmap ?? null };
    this.#shown = shown;
    void this.#deps.pictures.decode(picture).then(
      (bitmap) => {
        if (this.#shown !== shown) return bitmap.close();
        const old = shown.bitmap;
        shown.bitmap = bitmap;
        // Whoever draws the old one lets go of it first.
        this.#deps.show(bitmap);
        old?.close();
      },
      // A picture that can't be read is as good as none.
      () => {},
    );
  }

  dispose(): void {
    this.end();
    this.#forget();
  }

  #forget(): void {
    if (this.#phase !== 'hearing') return;
    this.#phase = 'quiet';
    const old = this.#shown?.bitmap;
    this.#shown = null;
    this.#deps.show(null);
    old?.close();
  }
}
