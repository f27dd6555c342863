/** Uploads by XMLHttpRequest, since `fetch` doesn't tell how much was sent. */
import type { Attachment } from '../../signaling/protocol/events.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import { isRecord } from '../session/disk.ts';
import { LOST, type Reply } from '../session/transport.ts';
import type { Uploader, UploadItem } from '../session/uploads.ts';

export interface BrowserUploaderOptions {
  /** The service's address without a path. */
  server: string;
  /** How the service knows who uploads: a customer's secret or token, or the agent's cookie. */
  identity: { kind: 'bearer'; read: () => string | null } | { kind: 'cookie' };
}

export function browserUploader(options: BrowserUploaderOptions): Pick<Uploader, 'upload'> {
  return {
    upload: (file, { progress, signal }) =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('POST', addressOf(options.server, file));
        request.withCredentials = options.identity.kind === 'cookie';
        const secret = options.identity.kind === 'bearer' ? options.identity.read() : null;
        if (secret !== null) request.setRequestHeader('Authorization', `Bearer ${secret}`);
        request.setRequestHeader('Content-Type', file.type);
        request.upload.onprogress = ({ loaded }) => progress(Math.min(loaded, file.size));
        request.onload = () => resolve(replyOf(request));
        request.onerror = () => resolve(LOST);
        request.onabort = () => resolve(LOST);
        signal.addEventListener('abort', () => request.abort(), { once: true });
        request.send(file.blob);
      }),
  };
}

function addressOf(server: string, { name, width, height }: UploadItem): string {
  const address = new URL('/api/attachments', server);
  address.searchParams.set('name', name);
  if (width !== undefined && height !== undefined) {
    address.searchParams.set('width', String(width));
    address.searchParams.set('height', String(height));
  }
  return address.href;
}

function replyOf(request: XMLHttpRequest): Reply<{ attachment: Attachment }> {
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    body = null;
  }
  if (request.status === 201 && isRecord(body) && typeof body.id === 'string') {
    return { ok: true, attachment: body as unknown as Attachment };
  }
  // Something between the page and the service answered in its place.
  const reason = isRecord(body) && typeof body.reason === 'string' ? (body.reason as Reason) : 'unavailable';
  return { ok: false, reason };
}
