/** What hands and eyes do with the recorder, and how a recording gets out of the browser to be looked into. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle } from 'puppeteer-core';
import { programPath } from '../../../.ci/programs.ts';
import { Agent } from './agent.ts';
import { eventually } from './eventually.ts';
import type { Person } from './person.ts';

const BAR = 'ycyw-recorder-bar';
const LIST = 'ycyw-recordings';

/** The list of recordings, wherever the person is. */
export async function openRecordings(person: Person): Promise<void> {
  if (person instanceof Agent) await person.click('button', 'More actions');
  else await person.click('button', 'More', '.header');
  await person.click('menuitem', 'Recordings');
  await person.find('button', /^(My screen|This call)$/, LIST);
}

/** Begins from the list. */
export async function record(person: Person, what: 'My screen' | 'This call'): Promise<void> {
  await person.click('button', what, LIST);
}

/** From the menu of a running call. */
export async function recordInCall(person: Person, what: 'Record this call' | 'Record my screen'): Promise<void> {
  await person.click('button', 'More', '.controls');
  await person.click('button', what, 'ycyw-call-stage');
}

/** What the bar says; empty when there is none. */
export const bar = async (person: Person): Promise<string> => (await person.read(BAR)).join(' ');

export async function barSays(person: Person, words: string | RegExp): Promise<void> {
  const pattern = typeof words === 'string' ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : words;
  await eventually(`the bar says ${words}`, async () => pattern.test(await bar(person)));
}

export const press = (person: Person, name: string): Promise<void> => person.click('button', name, BAR);

/** Recorded seconds as the bar shows them. */
async function shownSeconds(person: Person): Promise<number> {
  const [, minutes = '0', seconds = '0'] = /(\d+):(\d\d)/.exec(await bar(person)) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

export async function recordsUntil(person: Person, seconds: number): Promise<void> {
  await eventually(`${seconds} s are recorded`, async () => (await shownSeconds(person)) >= seconds);
}

/** What the recorder tells of the own recording, four times a second: milliseconds, and bytes on disk. */
export async function recorded(person: Person): Promise<{ length: number; size: number }> {
  const element = await person.page.$(`>>> ${BAR}`);
  const told = await element?.evaluate((bar) => {
    const { length, size } = (bar as HTMLElementTagNameMap['ycyw-recorder-bar']).recorder.progress.getState();
    return { length, size };
  });
  return told ?? { length: 0, size: 0 };
}

/** How long something is recorded so that it can be looked for later, in milliseconds. */
const MOMENT_MS = 1200;

/** Lets it record for a moment. Returns a time of the recording, in milliseconds, at which what is on now was on for long. */
export async function momentOf(person: Person): Promise<number> {
  const { length: from } = await recorded(person);
  await eventually('a moment is recorded', async () => (await recorded(person)).length >= from + MOMENT_MS);
  return from + MOMENT_MS - 100;
}

/** The colour in the middle of the small moving picture, or null where there is none. @param x part of its width */
export async function previewColour(person: Person, x = 0.5): Promise<Colour | null> {
  const preview = await person.page.$('>>> ycyw-recorder-preview');
  const pixel = await preview?.evaluate((element, part) => {
    const canvas = element.shadowRoot?.querySelector('canvas');
    const found = canvas?.getContext('2d')?.getImageData(canvas.width * part, canvas.height / 2, 1, 1).data;
    return found ? [...found] : null;
  }, x);
  if (!pixel) return null;
  const [red = 0, green = 0, blue = 0] = pixel;
  return [red, green, blue];
}

/** Names of all files in the page's private file system. */
export async function keptFiles(person: Person): Promise<string[]> {
  return person.page.evaluate(async () => {
    const names = async (folder: FileSystemDirectoryHandle): Promise<string[]> => {
      const found: string[] = [];
      for await (const entry of folder.values()) {
        if (entry instanceof FileSystemDirectoryHandle) found.push(...(await names(entry)));
        else found.push(entry.name);
      }
      return found;
    };
    return names(await navigator.storage.getDirectory());
  });
}

/** Whatever has the recorder at hand: the list where it is open, else the bar. */
async function holder(person: Person): Promise<ElementHandle<HTMLElementTagNameMap[typeof LIST | typeof BAR]> | null> {
  return (await person.page.$(`>>> ${LIST}`)) ?? (await person.page.$(`>>> ${BAR}`));
}

/** The newest, once it is whole. */
export async function saved(person: Person): Promise<Listed> {
  return eventually('it is in the list', async () => {
    const [newest] = await listed(person);
    return newest?.state === 'ready' ? newest : null;
  });
}

/** A recording as the list shows it. */
export interface Listed {
  text: string;
  /** Milliseconds, from the element's own state, finer than the words. */
  length: number;
  size: number;
  state: string;
  id: string;
}

export async function listed(person: Person): Promise<Listed[]> {
  const list = await holder(person);
  if (list === null) return [];
  const items = await list.evaluate((element) =>
    element.recorder.library
      .getState()
      .items.map(({ id, length, size, state }) => ({ id, length, size, state: state.kind, text: '' })),
  );
  const texts = await person.read('ycyw-recording-item');
  return items.map((item, index) => ({ ...item, text: texts[index] ?? '' }));
}

/** Of the only recording in the list, or the first: what its menu offers. */
export async function itemMenu(person: Person, entry: string): Promise<void> {
  await person.click('button', /^More about /, LIST);
  await person.click('menuitem', entry, LIST);
}

/** What stands in the middle of the open player at this moment. */
export async function playedColour(person: Person): Promise<Colour> {
  const video = await eventually('the player is there', () => person.page.$('>>> ycyw-recording-player >>> video'));
  const [red = 0, green = 0, blue = 0] = await video.evaluate((element) => {
    const player = element as HTMLVideoElement;
    const brush = new OffscreenCanvas(player.videoWidth, player.videoHeight).getContext('2d');
    brush?.drawImage(player, 0, 0);
    return [...(brush?.getImageData(player.videoWidth / 2, player.videoHeight / 2, 1, 1).data ?? [])];
  });
  return [red, green, blue];
}

/** The bytes of a recording, out of the browser's own store, as a file in a folder that goes with the test. */
export async function withFile<T>(person: Person, id: string, look: (path: string) => Promise<T>): Promise<T> {
  const list = await holder(person);
  if (list === null) throw new Error('Neither the list of recordings nor the bar is there.');
  const text = await list.evaluate(async (element, wanted) => {
    const blob = await element.recorder.library.open(wanted);
    if (!blob) return '';
    const reader = new FileReader();
    return new Promise<string>((resolve) => {
      reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
      reader.readAsDataURL(blob);
    });
  }, id);
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-recording-'));
  try {
    const path = join(folder, 'recording');
    await writeFile(path, Buffer.from(text, 'base64'));
    return await look(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface Probed {
  /** Milliseconds. */
  length: number;
  format: string;
  /** By kind: codec, and the times of first and last packet, and of all, in milliseconds. */
  tracks: Record<
    'video' | 'audio',
    { codec: string; from: number; to: number; packets: number; times: number[]; largestGap: number } | null
  >;
  width: number;
  height: number;
}

/** Milliseconds between the shown length and that of the file. */
const LENGTH_OFF_MS = 200;
/** A picture that stands is written anew so often; sound is written all the time, silence too. */
const PICTURE_GAP_MS = 1100;
const SOUND_GAP_MS = 100;

/** The file is as long as shown, and has picture and sound from its beginning to its end. */
export function isWhole({ length, tracks: { video, audio } }: Probed, item: Pick<Listed, 'length'>): void {
  assert.ok(Math.abs(length - item.length) < LENGTH_OFF_MS, `${length} ms, shown ${item.length}`);
  assert.ok(video && audio, 'there is picture and sound');
  assert.ok(video.largestGap < PICTURE_GAP_MS, `no picture for ${video.largestGap} of ${length} ms`);
  assert.ok(audio.largestGap < SOUND_GAP_MS, `no sound for ${audio.largestGap} of ${length} ms`);
  for (const { from, to, codec } of [video, audio]) {
    assert.ok(from < LENGTH_OFF_MS && length - to < LENGTH_OFF_MS, `${codec} from ${from} to ${to} of ${length} ms`);
  }
}

/** What ffprobe finds in a file. */
export async function probe(path: string): Promise<Probed> {
  const json = ffmpegTool('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path]).toString();
  const { format, streams } = JSON.parse(json) as {
    format: { duration: string; format_name: string };
    streams: { codec_type: 'video' | 'audio'; codec_name: string; width?: number; height?: number }[];
  };
  const track = (kind: 'video' | 'audio') => {
    const stream = streams.find(({ codec_type }) => codec_type === kind);
    if (!stream) return null;
    const times = ffmpegTool('ffprobe', [
      '-v',
      'error',
      '-select_streams',
      kind === 'video' ? 'v' : 'a',
      '-show_entries',
      'packet=pts_time',
      '-of',
      'csv=p=0',
      path,
    ])
      .toString()
      .split('\n')
      .map((line) => Number.parseFloat(line))
      .filter((time) => !Number.isNaN(time))
      .sort((a, b) => a - b);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? time));
    return {
      codec: stream.codec_name,
      from: (times[0] ?? 0) * 1000,
      to: (times.at(-1) ?? 0) * 1000,
      packets: times.length,
      times: times.map((time) => time * 1000),
      largestGap: Math.max(0, ...gaps) * 1000,
    };
  };
  const video = streams.find(({ codec_type }) => codec_type === 'video');
  return {
    length: Number(format.duration) * 1000,
    format: format.format_name,
    tracks: { video: track('video'), audio: track('audio') },
    width: video?.width ?? 0,
    height: video?.height ?? 0,
  };
}

export type Colour = [red: number, green: number, blue: number];

/** Only what sounds at this height, in hertz: once is too little against a loud neighbour. */
const onlyTone = (hertz: number): string => `${`bandpass=f=${hertz}:width_type=h:w=40,`.repeat(3)}volumedetect`;

/** Loudness of a stretch, in decibels below full scale: silence is under -60. @param hertz of one tone in it */
export function loudness(path: string, from: number, to: number, hertz?: number): number {
  const result = spawnSync(
    programPath('ffmpeg'),
    [
      '-hide_banner',
      '-ss',
      String(from / 1000),
      '-t',
      String((to - from) / 1000),
      '-i',
      path,
      '-vn',
      '-af',
      hertz === undefined ? 'volumedetect' : onlyTone(hertz),
      '-f',
      'null',
      '-',
    ],
    { encoding: 'utf8' },
  );
  return Number(/mean_volume: (-?[\d.]+|-inf) dB/.exec(result.stderr)?.[1]?.replace('-inf', '-999') ?? Number.NaN);
}

export function ffmpegTool(name: 'ffprobe' | 'ffmpeg', args: string[]): Buffer {
  const result = spawnSync(programPath(name), args, { maxBuffer: 64 * 1024 * 1024 });
  if (result.status !== 0) throw new Error(`${name}: ${result.stderr.toString()}`);
  return result.stdout;
}
