/** What a visitor has written and not sent goes along when they sign in. Nothing of it is left behind. */
import type { Disk } from './disk.ts';
import type { FileDisk } from './file-disk.ts';
import { CONTACT_ASKED_KEY, DRAFT_PREFIX, MUTED_KEY } from './keys.ts';
import { OUTBOX_PREFIX, SECRET_KEY, UPLOAD_PREFIX } from './known-visitor.ts';

export interface Area {
  disk: Disk;
  files: FileDisk;
}

/**
 * Sent twice, a word is known by its id: another tab may be sending it as the visitor right now.
 * @param secret the visitor's, which is worth nothing any more; another one belongs to whom a tab has become since
 */
export async function carryOver(from: Area, to: Area, secret: string | null): Promise<void> {
  const take = (key: string) => {
    const value = from.disk.get(key);
    // A draft of the customer's own stands.
    if (value !== null && to.disk.get(key) === null) to.disk.set(key, value);
    from.disk.remove(key);
  };
  if (from.disk.get(SECRET_KEY) === secret) from.disk.remove(SECRET_KEY);
  for (const key of [OUTBOX_PREFIX, DRAFT_PREFIX].flatMap((prefix) => from.disk.keys(prefix))) take(key);
  take(MUTED_KEY);
  take(CONTACT_ASKED_KEY);
  for (const key of from.disk.keys(UPLOAD_PREFIX)) {
    const id = key.slice(UPLOAD_PREFIX.length);
    // The file first: what is written about it promises that it is there. One that can't be had now is told of as lost.
    try {
      const blob = await from.files.get(id);
      if (blob) await to.files.put(id, blob);
    } catch {}
    take(key);
    await from.files.remove(id).catch(() => {});
  }
}
