/**
 * Where blocks of sound belong on the time of the recording, so that sound never drifts from the picture: gaps become
 * silence, and what comes twice or too fast is cut. Knows neither samples nor encoders; time is brought along.
 */

/** Milliseconds that a block may be off before it is moved: blocks come in bursts, and a cut can be heard. */
const TOLERANCE_MS = 60;
/** Milliseconds that are waited for a late block before there is silence in its place. */
const LATE_MS = 200;

/** What is to be encoded: so many frames of silence, then the block from that frame on. */
export interface Placed {
  silence: number;
  from: number;
}

export class SoundLine {
  readonly #rate: number;
  /** Frames. */
  #written = 0;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** @param endsAt milliseconds of the recording. @returns null: all of it was there already */
  place(frames: number, endsAt: number): Placed | null {
    const ahead = this.#frames(endsAt) - frames - this.#written;
    const tolerance = this.#frames(TOLERANCE_MS);
    const silence = ahead > tolerance ? ahead : 0;
    const from = ahead < -tolerance ? -ahead : 0;
    if (from >= frames) return null;
    this.#written += silence + frames - from;
    return { silence, from };
  }

  /** @returns frames of silence that are missing now. */
  fill(now: number): number {
    return this.#upTo(now - LATE_MS);
  }

  /** @returns frames of silence up to the end, of which nothing comes any more */
  end(now: number): number {
    return this.#upTo(now);
  }

  #upTo(time: number): number {
    const silence = Math.max(0, this.#frames(time) - this.#written);
    this.#written += silence;
    return silence;
  }

  #frames(ms: number): number {
    return Math.round((ms * this.#rate) / 1000);
  }
}
