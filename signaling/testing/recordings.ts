/** For tests: recordings that are sent to a service, by hand and by the library that the widget has. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Upload } from 'tus-js-client';
import type { TestService } from './service.ts';

/** The begin of an MP4 file, and then anything: more than a socket and a stream hold on their way. */
export const FILM = Buffer.concat([
  Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex'),
  randomBytes(3 * 1024 * 1024),
]);
export const WEBM = Buffer.concat([
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ff', 'hex'),
  randomBytes(2000),
]);
export const PIECE = 'application/offset+octet-stream';
export const FACTS = { name: 'Écran 1.mp4', type: 'video/mp4', length: '61000', width: '1280', height: '720' };

export const encoded = (facts: Record<string, string>) =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
const reasonOf = async (response: Response) => ((await response.json()) as { reason: string }).reason;
export const verdict = async (response: Response) => [response.status, await reasonOf(response)];
export const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });

/** One request by hand. */
export const tus = (test: TestService, method: string, path: string, headers: object, body?: Buffer) =>
  fetch(new URL(path, test.url), {
    method,
    headers: { 'Tus-Resumable': '1.0.0', ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
export const begin = (
  test: TestService,
  secret: string,
  size: number,
  facts: Record<string, string> = FACTS,
  more = {},
) =>
  tus(test, 'POST', '/api/recordings', {
    ...bearer(secret),
    'Upload-Length': String(size),
    'Upload-Metadata': encoded(facts),
    ...more,
  });
export const piece = (test: TestService, secret: string, path: string, offset: number, body: Buffer) =>
  tus(test, 'PATCH', path, { ...bearer(secret), 'Upload-Offset': String(offset), 'Content-Type': PIECE }, body);
export const head = (test: TestService, secret: string, path: string) => tus(test, 'HEAD', path, bearer(secret));
export const offsetOf = (response: Response) => Number(response.headers.get('Upload-Offset'));
export const begun = async (test: TestService, secret: string, bytes = FILM) =>
  (await begin(test, secret, bytes.length)).headers.get('Location') ?? '';
export const idOf = (path: string) => path.split('/').at(-1) ?? '';

/** What the widget's uploader does, with the same library; the id of the file. */
export function send(test: TestService, secret: string, uploadUrl: string | null = null): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(FILM, {
      ...(uploadUrl ? { uploadUrl } : { endpoint: `${test.url}/api/recordings` }),
      metadata: FACTS,
      headers: bearer(secret),
      chunkSize: 1024 * 1024,
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(idOf(upload.url ?? '')),
    });
    upload.start();
  });
}

/** A piece of which only a part is sent, over a line that stays open; some of it has arrived. */
export async function halfPiece(test: TestService, secret: string, path: string, part: Buffer): Promise<ClientRequest> {
  const headers = { ...bearer(secret), 'Tus-Resumable': '1.0.0', 'Upload-Offset': 0, 'Content-Type': PIECE };
  const line = request(new URL(path, test.url), {
    method: 'PATCH',
    headers: { ...headers, 'Content-Length': FILM.length },
  });
  line.on('error', () => {});
  line.write(part);
  const bytes = join(test.folder, 'recordings/incoming', idOf(path));
  while ((await stat(bytes)).size === 0) await setImmediate();
  return line;
}
