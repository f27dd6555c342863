/**
 * Sends one built file as a browser wants it: the smallest form that it takes, nothing at all when it has it already. Knows no
 * route; which files there are is decided by whoever asks.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Context } from 'hono';
import { getMimeType } from 'hono/utils/mime';

/** What the build may have put beside a file, the best first. */
export const ENCODINGS = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof ENCODINGS;

/** Hashes of files as they were when they were last looked at, so that one that hasn't changed is not read for a 304. */
const known = new Map<string, { changed: number; size: number; hash: string }>();

/** @param cache the `Cache-Control` of an answer. @returns null when there is no such file */
export async function sendFile(context: Context, path: string, cache: string): Promise<Response | null> {
  const hash = await hashOf(path);
  if (hash === null) return null;
  const found = await smallest(path, context.req.header('Accept-Encoding') ?? '');
  const etag = `"${hash}${found.encoding === null ? '' : `-${found.encoding}`}"`;
  context.header('ETag', etag);
  context.header('Cache-Control', cache);
  context.header('Vary', 'Accept-Encoding');
  if (matches(context.req.header('If-None-Match') ?? '', hash)) return context.body(null, 304);
  context.header('Content-Type', getMimeType(path) ?? 'application/octet-stream');
  context.header('Content-Length', String(found.size));
  if (found.encoding) context.header('Content-Encoding', found.encoding);
  if (context.req.method === 'HEAD') return context.body(null);
  return context.body(new Uint8Array(await readFile(found.path)));
}

async function hashOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs: changed, size } = await stat(path);
    const last = known.get(path);
    if (last?.changed === changed && last.size === size) return last.hash;
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('base64url')
      .slice(0, 22);
    known.set(path, { changed, size, hash });
    return hash;
  } catch {
    return null;
  }
}

/** Of those that the browser takes. `q=0` is how one says no. */
async function smallest(
  path: string,
  accepts: string,
): Promise<{ path: string; size: number; encoding: Encoding | null }> {
  const taken = new Map(
    accepts.split(',').map((part) => {
      const [name = '', ...parameters] = part.toLowerCase().split(';');
      return [name.trim(), !parameters.some((text) => /^\s*q\s*=\s*0(\.0*)?\s*$/.test(text))];
    }),
  );
  for (const encoding of Object.keys(ENCODINGS) as Encoding[]) {
    if (!(taken.get(encoding) ?? taken.get('*') ?? false)) continue;
    const packed = path + ENCODINGS[encoding];
    const size = await stat(packed).then(
      (file) => file.size,
      () => null,
    );
    if (size !== null) return { path: packed, size, encoding };
  }
  return { path, size: (await stat(path)).size, encoding: null };
}

/** Whatever form of it the browser holds, and however weak a proxy has made its tag. */
function matches(header: string, hash: string): boolean {
  if (header.trim() === '*') return true;
  return [...header.matchAll(/"([^"]*)"/g)].some(([, tag = '']) => tag.replace(/-(br|gzip)$/, '') === hash);
}
