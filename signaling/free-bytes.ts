/** How much fits on a disk; for the service and for whoever looks after it. */
import { statfs } from 'node:fs/promises';

/** Free for this user, on the disk of this folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
