/** From a place on the page to a place in the shared picture, and not more often than is worth sending. */
import type { Clock } from '../../session/clock.ts';
import type { Point } from '../types.ts';

/** Milliseconds between two places that are told: 30 a second look smooth. */
const EVERY_MS = 33;
/** How long a finger's place stays after the finger has gone, in milliseconds: a tap is too short to be seen. */
const TAP_STAYS_MS = 1500;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Where a picture of this size stands inside of its box under `object-fit: contain`: with bars on two of its sides.
 */
function containedIn(box: Box, width: number, height: number): Box {
  if (width === 0 || height === 0) return box;
  const scale = Math.min(box.width / width, box.height / height);
  const [shownWidth, shownHeight] = [width * scale, height * scale];
  return {
    left: box.left + (box.width - shownWidth) / 2,
    top: box.top + (box.height - shownHeight) / 2,
    width: shownWidth,
    height: shownHeight,
  };
}

/** Null beside the picture. */
function pointIn(picture: Box, clientX: number, clientY: number): Point | null {
  const point = { x: (clientX - picture.left) / picture.width, y: (clientY - picture.top) / picture.height };
  return point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1 ? point : null;
}

/** The place that a pointer event on a video means. */
export function pointOn(video: HTMLVideoElement, { clientX, clientY }: PointerEvent): Point | null {
  const picture = containedIn(video.getBoundingClientRect(), video.videoWidth, video.videoHeight);
  return pointIn(picture, clientX, clientY);
}

/** Tells places at a bearable rate; the last one always arrives. */
export class Pointing {
  readonly #clock: Clock;
  readonly #tell: (point: Point | null) => void;
  #stop = () => {};
  #last = Number.NEGATIVE_INFINITY;
  #points = false;

  constructor(clock: Clock, tell: (point: Point | null) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  at(point: Point | null): void {
    this.#stop();
    const wait = this.#last + EVERY_MS - this.#clock.now();
    if (wait <= 0) this.#send(point);
    else this.#stop = this.#clock.after(wait, () => this.#send(point));
  }

  /** The pointer has left. A finger does that with every tap. */
  leave(touch: boolean): void {
    if (!this.#points) this.#stop();
    else if (touch) this.#stop = this.#clock.after(TAP_STAYS_MS, () => this.#send(null));
    else this.#stopAndSend();
  }

  #stopAndSend(): void {
    this.#stop();
    this.#send(null);
  }

  #send(point: Point | null): void {
    if (point === null && !this.#points) return;
    this.#points = point !== null;
    this.#last = this.#clock.now();
    this.#tell(point);
  }
}
