/** What is seen at this moment: keeps the last frame of each picture and makes one of them. Knows no time and no encoder. */
import { PICTURES, type Picture } from '../engine/pipeline.ts';
import { arrange, type Place, type Size, type Sizes } from './layout.ts';

/** The dark of the surface around pictures, also when there is none. */
const GROUND = '#0d1117';

export class Scene {
  readonly #out: Size;
  readonly #frames = new Map<Picture, VideoFrame>();
  #canvas: OffscreenCanvasRenderingContext2D | null = null;
  /** What is on the canvas; null: nothing that could be built on. */
  #painted: string | null = null;
  readonly #changed = new Set<Picture>();
  #small: OffscreenCanvasRenderingContext2D | null = null;
  /** Of one frame, at its own size. */
  #pixels: { image: ImageData; to: OffscreenCanvasRenderingContext2D } | null = null;

  constructor(out: Size) {
    this.#out = out;
  }

  get isEmpty(): boolean {
    return this.#frames.size === 0;
  }

  /** Takes the frame over. */
  show(which: Picture, frame: VideoFrame): void {
    this.#frames.get(which)?.close();
    this.#frames.set(which, frame);
    this.#changed.add(which);
  }

  /** @returns whether it was there */
  remove(which: Picture): boolean {
    this.#frames.get(which)?.close();
    return this.#frames.delete(which);
  }

  /** @param timestamp microseconds. @returns a frame that the caller must close */
  frame(timestamp: number): VideoFrame {
    const straight = this.#straight();
    if (straight) {
      this.#painted = null;
      return new VideoFrame(straight, { timestamp });
    }
    return new VideoFrame(this.#composed(), { timestamp, alpha: 'discard' });
  }

  async miniature(size: Size): Promise<ImageBitmap> {
    const straight = this.#straight();
    const whole = straight ? await this.#copy(straight) : this.#composed();
    this.#small ??= context(size);
    this.#small.drawImage(whole, 0, 0, size.width, size.height);
    return this.#small.canvas.transferToImageBitmap();
  }

  close(): void {
    for (const frame of this.#frames.values()) frame.close();
    this.#frames.clear();
  }

  /** One picture of the right shape goes to the encoder as it is, which fits the size. */
  #straight(): VideoFrame | null {
    const [only, ...others] = this.#frames.values();
    if (!only || others.length > 0 || isTurned(only)) return null;
    return only.displayWidth * this.#out.height === only.displayHeight * this.#out.width ? only : null;
  }

  #composed(): OffscreenCanvas {
    this.#canvas ??= context(this.#out);
    this.#paint(this.#canvas);
    return this.#canvas.canvas;
  }

  /**
   * Its pixels. What is drawn of frames directly Chromium keeps, where it has no graphics card: half a gigabyte, at two of
   * these a second within a minute or so.
   */
  async #copy(frame: VideoFrame): Promise<OffscreenCanvas> {
    const { width, height } = frame.visibleRect ?? frame.codedRect ?? this.#out;
    if (this.#pixels?.image.width !== width || this.#pixels.image.height !== height) {
      this.#pixels = { image: new ImageData(width, height), to: context({ width, height }, true) };
    }
    const { image, to } = this.#pixels;
    // The scene may close it meanwhile.
    const kept = frame.clone();
    try {
      await kept.copyTo(image.data, { format: 'RGBX' });
      to.putImageData(image, 0, 0);
    } catch {
      // Not every browser turns it into such pixels.
      to.drawImage(kept, 0, 0, width, height);
    } finally {
      kept.close();
    }
    return to.canvas;
  }

  /** Only what has changed is drawn anew, as long as everything stays in its place. */
  #paint(canvas: OffscreenCanvasRenderingContext2D): void {
    const places = arrange(this.#sizes(), this.#out);
    const arrangement = JSON.stringify(places);
    const isNew = arrangement !== this.#painted;
    if (isNew) clear(canvas);
    for (const place of places) if (isNew || this.#changed.has(place.which)) this.#draw(canvas, place);
    this.#painted = arrangement;
    this.#changed.clear();
  }

  #draw(canvas: OffscreenCanvasRenderingContext2D, { which, from, to }: Place): void {
    const frame = this.#frames.get(which);
    if (frame) canvas.drawImage(frame, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  }

  #sizes(): Sizes {
    const sizes: Sizes = {};
    for (const which of PICTURES) {
      const frame = this.#frames.get(which);
      if (frame) sizes[which] = { width: frame.displayWidth, height: frame.displayHeight };
    }
    return sizes;
  }
}

/** A phone's frames may lie on the side, which encoders don't heed. */
function isTurned(frame: VideoFrame & { rotation?: number; flip?: boolean }): boolean {
  return (frame.rotation ?? 0) !== 0 || frame.flip === true;
}

function context({ width, height }: Size, isWritten = false): OffscreenCanvasRenderingContext2D {
  const made = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: isWritten });
  if (!made) throw new Error('this browser paints no canvas here');
  return made;
}

function clear(canvas: OffscreenCanvasRenderingContext2D): void {
  canvas.fillStyle = GROUND;
  canvas.fillRect(0, 0, canvas.canvas.width, canvas.canvas.height);
}
