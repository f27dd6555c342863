/**
 * Sends a recording to the service by tus, piece by piece, from where an earlier try ended. One try: when to try again is
 * up to the caller. The library that speaks tus is loaded with the first recording that is sent.
 */
import type { DetailedError, Upload } from 'tus-js-client';
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import type { BrowserUploaderOptions } from '../../platform/upload.ts';
import type { Clock } from '../../session/clock.ts';
import { isRecord } from '../../session/disk.ts';
import type { RecordingToUpload, RecordingUploader, Uploaded, UploadProgress } from '../engine/recording-uploader.ts';

export interface RecordingUploaderOptions extends BrowserUploaderOptions {
  clock: Clock;
}

/** Bytes of one request. Whatever lets attachments through lets it through as well, and it is read from the disk as it goes. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** Nothing moves for as long: the line is dead, though the browser doesn't say so. In milliseconds. */
const STALLED_MS = 60_000;

const LOST = { ok: false, reason: 'lost' } as const;

export function recordingUploader(options: RecordingUploaderOptions): RecordingUploader {
  return {
    async upload(recording, progress) {
      if (recording.url !== null) {
        const reply = await send(options, recording, recording.url, progress);
        // The service has given it up meanwhile: from the beginning.
        if (reply.ok || reply.reason !== 'not_found' || progress.signal.aborted) return reply;
      }
      return send(options, recording, null, progress);
    },
  };
}

async function send(
  { server, identity, clock }: RecordingUploaderOptions,
  { blob, name, type, length, width, height }: RecordingToUpload,
  url: string | null,
  { started, progress, signal }: UploadProgress,
): Promise<Uploaded> {
  const tus = await import('tus-js-client').catch(() => null);
  if (!tus || signal.aborted) return LOST;
  const { promise, resolve } = Promise.withResolvers<Uploaded>();
  const secret = identity.kind === 'bearer' ? identity.read() : null;
  let stopWatch = () => {};
  const moved = () => {
    stopWatch();
    stopWatch = clock.after(STALLED_MS, giveUp);
  };
  const upload: Upload = new tus.Upload(blob, {
    // Without an endpoint it begins no new one by itself, whatever the answer is.
    ...(url === null ? { endpoint: new URL('/api/recordings', server).href } : { uploadUrl: url }),
    metadata: {
      ...{ name, type, length: String(Math.max(1, Math.round(length))) },
      ...(width && height ? { width: String(width), height: String(height) } : {}),
    },
    headers: secret === null ? {} : { Authorization: `Bearer ${secret}` },
    chunkSize: PIECE_BYTES,
    retryDelays: null,
    storeFingerprintForResuming: false,
    fingerprint: async () => '',
    onBeforeRequest(request) {
      moved();
      if (identity.kind === 'cookie') (request.getUnderlyingObject() as XMLHttpRequest).withCredentials = true;
    },
    onUploadUrlAvailable() {
      if (upload.url !== null) started(upload.url);
    },
    onProgress(sent) {
      moved();
      progress(sent);
    },
    onSuccess: () => resolve({ ok: true, file: upload.url?.split('/').at(-1) ?? '' }),
    onError: (error) => resolve('originalResponse' in error ? refusalOf(error) : LOST),
  });
  function giveUp() {
    void upload.abort();
    resolve(LOST);
  }
  signal.addEventListener('abort', giveUp);
  moved();
  upload.start();
  const reply = await promise;
  stopWatch();
  signal.removeEventListener('abort', giveUp);
  return reply;
}

/** What a status means when no word of ours comes with it: to HEAD there is none, and some are not the service's. */
const STATUS: Partial<Record<number, Reason>> = { 401: 'not_signed_in', 404: 'not_found', 429: 'too_many' };

function refusalOf({ originalRequest, originalResponse }: DetailedError): Uploaded {
  if (!originalResponse) return LOST;
  const reason = wordIn(originalResponse.getBody()) ?? STATUS[originalResponse.getStatus()] ?? 'unavailable';
  // Another tab was at it, or it went away in the middle: the next try asks how far it is.
  const isStale = reason === 'conflict' || (reason === 'not_found' && originalRequest.getMethod() === 'PATCH');
  return isStale ? LOST : { ok: false, reason };
}

function wordIn(body: string): Reason | null {
  try {
    const said: unknown = JSON.parse(body);
    return isRecord(said) && typeof said.reason === 'string' ? (said.reason as Reason) : null;
  } catch {
    return null;
  }
}
