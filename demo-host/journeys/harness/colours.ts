/**
 * Cameras, screens and microphones of one colour and one tone each, in place of the browser's own, so that a decoded picture
 * tells whose it was; and what was to be seen in a recorded file at each of its times.
 */

import type { Person } from './person.ts';
import { type Colour, ffmpegTool } from './recorder.ts';

const COLOURS = {
  blue: [0, 0, 255],
  magenta: [255, 0, 255],
  orange: [255, 140, 0],
  white: [255, 255, 255],
  yellow: [255, 255, 0],
  green: [0, 150, 0],
  red: [220, 0, 0],
  /** Where there is no picture. */
  dark: [13, 17, 23],
} as const satisfies Record<string, Colour>;
export type ColourName = keyof typeof COLOURS;

export interface Sources {
  /** The first one is opened unless another is chosen. */
  cameras: readonly ColourName[];
  screen: ColourName;
  /** Of the microphone, in hertz. The screen sounds an octave higher. */
  tone: number;
}

/** Pictures a second: few, since the machine has to encode them all. */
const RATE = 12;

/** Runs in each page before everything else (`beforePages`), and before `CALL_SPY`, which then counts these. */
export function coloured(sources: Sources): string {
  return `if (navigator.mediaDevices) {
  const COLOURS = ${JSON.stringify(COLOURS)};
  const { cameras, screen, tone } = ${JSON.stringify(sources)};
  const Context = AudioContext;
  let context = null;
  const painted = { screen };
  window.__painted = painted;
  const named = (track, label, deviceId) => {
    const settings = track.getSettings.bind(track);
    Object.defineProperty(track, 'label', { value: label });
    track.getSettings = () => ({ ...settings(), deviceId });
    return track;
  };
  const ending = (track, end) => {
    const stop = track.stop.bind(track);
    track.stop = () => {
      end();
      stop();
    };
    return track;
  };
  const picture = (colour, width, height) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const brush = canvas.getContext('2d');
    let step = 0;
    const paint = () => {
      brush.fillStyle = 'rgb(' + COLOURS[colour()].join() + ')';
      brush.fillRect(0, 0, width, height);
      // Something moves, lest the picture count as standing.
      brush.fillStyle = step % 2 ? '#000' : '#777';
      brush.fillRect((width / 2) + (step % 8) * 4, height - 12, 12, 12);
      step += 1;
    };
    paint();
    const timer = setInterval(paint, ${Math.round(1000 / RATE)});
    const [track] = canvas.captureStream(${RATE}).getVideoTracks();
    return ending(track, () => clearInterval(timer));
  };
  const sound = (hertz) => {
    context ??= new Context();
    void context.resume();
    const from = new OscillatorNode(context, { frequency: hertz });
    const quieter = new GainNode(context, { gain: 0.2 });
    const to = context.createMediaStreamDestination();
    from.connect(quieter).connect(to);
    from.start();
    const [track] = to.stream.getAudioTracks();
    return ending(track, () => {
      from.stop();
      quieter.disconnect();
    });
  };
  const labelOf = (colour) => 'Camera ' + colour;
  const devices = navigator.mediaDevices;
  devices.enumerateDevices = async () => [
    ...cameras.map((colour) => ({ kind: 'videoinput', deviceId: colour, label: labelOf(colour), groupId: colour })),
    { kind: 'audioinput', deviceId: 'tone', label: 'Tone', groupId: 'tone' },
  ];
  devices.getUserMedia = async ({ video, audio }) => {
    const id = video?.deviceId?.exact ?? video?.deviceId?.ideal ?? video?.deviceId;
    const colour = cameras.find((one) => one === id) ?? cameras[0];
    return new MediaStream([
      ...(video ? [named(picture(() => colour, 640, 360), labelOf(colour), colour)] : []),
      ...(audio ? [named(sound(tone), 'Tone', 'tone')] : []),
    ]);
  };
  devices.getDisplayMedia = async ({ audio }) =>
    new MediaStream([picture(() => painted.screen, 1280, 720), ...(audio ? [sound(2 * tone)] : [])]);
}`;
}

/** What is on the screen from now on. Wants `coloured` in the page. */
export async function paintScreen(person: Person, colour: ColourName): Promise<void> {
  await person.page.evaluate(`window.__painted.screen = ${JSON.stringify(colour)}`);
}

/** Codecs and browsers shift colours a little; what is further away than this is none of them. */
const FAR = 90;

/** The colour that this is nearest to, or its numbers when it is near to none. */
export function nameOf(colour: Colour): string {
  const distance = ([red, green, blue]: Readonly<Colour>): number =>
    Math.hypot(red - colour[0], green - colour[1], blue - colour[2]);
  const [nearest] = Object.entries(COLOURS)
    .map(([name, of]) => ({ name, far: distance(of) }))
    .sort((a, b) => a.far - b.far);
  return nearest && nearest.far < FAR ? nearest.name : colour.join(' ');
}

/** Places in what is recorded, as parts of its width and height: alone or beside each other, or beside a screen. */
export const PLACES = {
  middle: [0.5, 0.5],
  left: [0.25, 0.5],
  right: [0.75, 0.5],
  screen: [0.4, 0.5],
  upperFace: [0.89, 0.36],
  lowerFace: [0.89, 0.64],
  onlyFace: [0.89, 0.5],
} as const;
export type Place = keyof typeof PLACES;

export interface Film {
  /** @param at milliseconds */
  colour(at: number, place: Place): string;
  /** The names of all colours that stand at a place at some time, in their order, each as often as it came anew. */
  sequence(place: Place): string[];
}

const WIDTH = 64;
const HEIGHT = 36;
const STEP_MS = 100;

/** Decodes a file once: ten small pictures a second. */
export function filmOf(path: string): Film {
  const filter = `fps=${1000 / STEP_MS},scale=${WIDTH}:${HEIGHT}:flags=area`;
  const raw = ffmpegTool('ffmpeg', [
    '-v',
    'error',
    '-i',
    path,
    '-an',
    '-vf',
    filter,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ]);
  const size = WIDTH * HEIGHT * 3;
  const count = Math.floor(raw.length / size);
  const at = (index: number, place: Place): string => {
    const [x, y] = PLACES[place];
    const first = index * size + (Math.floor(y * HEIGHT) * WIDTH + Math.floor(x * WIDTH)) * 3;
    return nameOf([raw[first] ?? 0, raw[first + 1] ?? 0, raw[first + 2] ?? 0]);
  };
  return {
    colour: (ms, place) => at(Math.min(count - 1, Math.floor(ms / STEP_MS)), place),
    sequence(place) {
      const all = Array.from({ length: count }, (_, index) => at(index, place));
      return all.filter((name, index) => name !== all[index - 1]);
    },
  };
}
