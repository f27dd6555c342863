/** What is recorded in the benchmark of the recorder: painted pictures that move, and a tone. */
import type { Size } from '../../recorder/worker/layout.ts';

export const SCREEN: Size = { width: 1280, height: 720 };
export const FACE: Size = { width: 640, height: 360 };
const FRAME_RATE = 30;

/** Browsers are a little early now and then. */
const EARLY_MS = 4;

/** Of a page with lines: how many, and how far it moves in a second, in pixels. */
const LINES = 24;
const SCROLL_PER_S = 60;
const TONE_HZ = 330;

/** Paints by the browser's own clock, thirty times a second. */
export function paintedTrack({ width, height }: Size, paint: (context: CanvasRenderingContext2D, ms: number) => void) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('this browser paints no canvas');
  let last = 0;
  const frame = (now: number) => {
    if (now - last >= 1000 / FRAME_RATE - EARLY_MS) {
      last = now;
      paint(context, now);
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const [track] = canvas.captureStream(FRAME_RATE).getVideoTracks();
  if (!track) throw new Error('this canvas gives no track');
  return track;
}

/** A page that is read: lines that move up, and something round that crosses them. */
export function movingTrack(size: Size): MediaStreamTrack {
  const { width, height } = size;
  const step = height / LINES;
  return paintedTrack(size, (context, ms) => {
    context.fillStyle = '#f4f6fa';
    context.fillRect(0, 0, width, height);
    const moved = (ms / 1000) * SCROLL_PER_S;
    for (let line = Math.floor(moved / step); line <= (moved + height) / step; line += 1) {
      context.fillStyle = `hsl(${(line * 47) % 360} 55% 45%)`;
      context.fillRect(step, line * step - moved, width * (0.3 + 0.6 * Math.abs(Math.sin(line))), step * 0.6);
    }
    context.fillStyle = '#d0204a';
    context.beginPath();
    context.arc(
      width * (0.5 + 0.4 * Math.cos(ms / 900)),
      height * (0.5 + 0.4 * Math.sin(ms / 700)),
      height / 8,
      0,
      2 * Math.PI,
    );
    context.fill();
  });
}

/** It swells, so that it isn't encoded away. */
export function toneTrack(): MediaStreamTrack {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = new OscillatorNode(context, { frequency: TONE_HZ });
  const swell = new OscillatorNode(context, { frequency: 0.5 });
  const loudness = new GainNode(context, { gain: 0.3 });
  swell.connect(new GainNode(context, { gain: 0.2 })).connect(loudness.gain);
  tone.connect(loudness).connect(out);
  tone.start();
  swell.start();
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('this browser makes no sound');
  return track;
}
