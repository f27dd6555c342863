/** Recordings on their way into a conversation, and what has come of them there. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { eventually, eventuallyEqual } from './eventually.ts';
import type { Person } from './person.ts';
import {
  barSays,
  itemMenu,
  type Listed,
  listed,
  openRecordings,
  press,
  record,
  recordsUntil,
  withFile,
} from './recorder.ts';

const SHARED = 'ycyw-shared-recording';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface Made extends Listed {
  sha256: string;
}

/** Records the screen for some seconds; afterwards the list is open, with this recording first. */
export async function makeRecording(person: Person, seconds: number): Promise<Made> {
  await openRecordings(person);
  await record(person, 'My screen');
  await recordsUntil(person, seconds);
  await press(person, 'Stop the recording');
  await barSays(person, 'Recording saved.');
  await press(person, 'Show');
  const item = await eventually('it is in the list', async () => {
    const [newest] = await listed(person);
    return newest?.state === 'ready' ? newest : null;
  });
  return { ...item, sha256: await withFile(person, item.id, async (path) => sha256(await readFile(path))) };
}

export const share = (person: Person): Promise<void> => itemMenu(person, 'Share in the conversation');

/** Watches the pieces of uploads that a page sends. In Chromium and Firefox. */
export function watchPieces(person: Person): { offsets: number[] } {
  const seen = { offsets: [] as number[] };
  person.page.on('request', (request) => {
    const offset = request.method() === 'PATCH' ? request.headers()['upload-offset'] : undefined;
    if (offset !== undefined) seen.offsets.push(Number(offset));
  });
  return seen;
}

/** What this page sends goes no faster than so many bytes a second. Chromium only. */
export async function slowDown(person: Person, bytesPerSecond: number): Promise<void> {
  await person.page.emulateNetworkConditions({ upload: bytesPerSecond, download: -1, latency: 0 });
}

/** Bytes that have been sent of the first recording in the list, as it shows them. */
export async function sent(person: Person): Promise<number> {
  const progress = await person.page.$('>>> ycyw-recording-item >>> progress');
  return (await progress?.evaluate((element) => (element as HTMLProgressElement).value)) ?? 0;
}

/** The only recording in the conversation, as it reads there. */
export async function theOnlyOne(person: Person): Promise<string> {
  await eventuallyEqual('one recording is in the conversation', async () => (await person.read(SHARED)).length, 1);
  return (await person.read(SHARED))[0] ?? '';
}

/** Has the recording in the conversation played. Returns where it comes from. */
export async function openShared(person: Person): Promise<string> {
  await person.click('button', /^Play the recording /, SHARED);
  const video = await eventually('it is played', () => person.page.$(`>>> ${SHARED} >>> video`));
  return video.evaluate((element) => (element as HTMLVideoElement).currentSrc || (element as HTMLVideoElement).src);
}

/** What is served is what was recorded, whole and in parts, and only to whoever has a signed address. */
export async function isServedAs(
  address: string,
  { sha256: expected, size }: Pick<Made, 'sha256' | 'size'>,
): Promise<void> {
  const whole = await fetch(address);
  assert.equal(whole.status, 200);
  assert.equal(sha256(new Uint8Array(await whole.arrayBuffer())), expected, 'each byte is there');
  const part = await fetch(address, { headers: { Range: `bytes=${size - 100}-` } });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('Content-Range'), `bytes ${size - 100}-${size - 1}/${size}`);
  assert.equal((await part.arrayBuffer()).byteLength, 100);
  const unsigned = new URL(address);
  unsigned.search = '';
  assert.equal((await fetch(unsigned)).status, 404, 'a stranger finds nothing');
}
