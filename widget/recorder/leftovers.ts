/**
 * Whether an earlier page left something of its recordings for this one to look after. The index of recordings says so, and
 * not the local storage: browsers write that one down only after seconds, and may die within them.
 */
import type { Side } from '../../signaling/protocol/events.ts';
import { databaseExists } from '../platform/databases.ts';
import { areaOf } from '../session/areas.ts';
import { RECORDINGS_INDEX } from '../session/keys.ts';
import type { RecordingEntry } from './engine/recordings-index.ts';

/** A recording broke off, nobody has been told of what was saved of it, or it is on its way into a conversation. */
const isLeftover = ({ state, share }: RecordingEntry): boolean =>
  (state !== 'ready' && state !== 'broken') || share.kind === 'waiting';

export async function hasLeftovers(side: Side, server: string, owner?: string): Promise<boolean> {
  if (!(await databaseExists(RECORDINGS_INDEX))) return false;
  try {
    const { idbIndex } = await import('./storage/idb-index.ts');
    const index = idbIndex(areaOf(side, server, owner));
    const entries = await index.all().finally(() => index.dispose());
    return entries.some(isLeftover);
  } catch {
    // Where storage is blocked nothing was left.
    return false;
  }
}
