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
    this.#canvas ??= context(this.#out);
    this.#paint(this.#canvas);
    return new VideoFrame(this.#canvas.canvas, { timestamp, alpha: 'discard' });
  }

  miniature(size: Size): ImageBitmap {
    this.#small ??= context(size);
    clear(this.#small);
    for (const place of arrange(this.#sizes(), size)) this.#draw(this.#small, place);
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

function context({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const made = new OffscreenCanvas(width, height).getContext('2d', { alpha: false });
  if (!made) throw new Error('this browser paints no canvas here');
  return made;
}

function clear(canvas: OffscreenCanvasRenderingContext2D): void {
  canvas.fillStyle = GROUND;
  canvas.fillRect(0, 0, canvas.canvas.width, canvas.canvas.height);
}
