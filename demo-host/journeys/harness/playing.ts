/** What is seen when a recording is played, in the list or in the conversation. */
import { eventually } from './eventually.ts';
import type { Person } from './person.ts';

/** Where videos of recordings stand. */
const PLAYERS = {
  list: '>>> ycyw-recording-player >>> video',
  conversation: '>>> ycyw-shared-recording >>> video',
} as const;

/** A part of the whole: late enough that nobody gets there by playing. */
const LATE = 0.8;
/** How long it is played there, in milliseconds. */
const PLAYED_MS = 300;

export interface Played {
  /** Milliseconds, as the browser knows it before anything was sought. */
  length: number;
  width: number;
  /** Milliseconds, of the first frame that was shown after seeking to 80 %. */
  soughtTo: number;
}

/** Seeks to 80 % and plays on from there. Returns when new frames have come. */
export async function playsAndSeeks(person: Person, where: keyof typeof PLAYERS): Promise<Played> {
  const video = await eventually('there is a player', () => person.page.$(PLAYERS[where]));
  return video.evaluate(
    async (element, late, playedMs) => {
      const shown = element as HTMLVideoElement;
      const broken = () => new Error(`it can't be played: ${shown.error?.message}`);
      await new Promise<void>((resolve, reject) => {
        if (shown.readyState >= HTMLMediaElement.HAVE_METADATA) resolve();
        shown.addEventListener('loadedmetadata', () => resolve(), { once: true });
        shown.addEventListener('error', () => reject(broken()), { once: true });
      });
      const { duration, videoWidth } = shown;
      shown.muted = true;
      shown.pause();
      const target = duration * late;
      await new Promise<void>((resolve, reject) => {
        shown.addEventListener('seeked', () => resolve(), { once: true });
        shown.addEventListener('error', () => reject(broken()), { once: true });
        shown.currentTime = target;
      });
      const first = new Promise<number>((resolve) =>
        shown.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime)),
      );
      await shown.play();
      const soughtTo = await first;
      await new Promise<void>((resolve) => {
        const look = () => (shown.ended || shown.currentTime >= target + playedMs / 1000 ? resolve() : next());
        const next = () => shown.requestVideoFrameCallback(look);
        shown.addEventListener('ended', look, { once: true });
        next();
      });
      shown.pause();
      return { length: duration * 1000, width: videoWidth, soughtTo: soughtTo * 1000 };
    },
    LATE,
    PLAYED_MS,
  );
}
