/** What every session in a browser is made of. */

import { areaOf } from '../session/areas.ts';
import { systemClock } from '../session/clock.ts';
import { VERSION } from '../session/version.ts';
import { browserLocks } from './browser-locks.ts';
import { newId } from './ids.ts';
import { lazyBlobDisk } from './lazy-files.ts';
import { localDisk } from './local-disk.ts';
import { browserPage } from './wake.ts';

export interface Scope {
  side: 'customer' | 'agent';
  server: string;
  /** The site's id of a customer who is signed in. */
  owner?: string | undefined;
}

export function browserDeps(scope: Scope) {
  const { side, server, owner } = scope;
  return {
    ...browserShared(scope),
    files: lazyBlobDisk(areaOf(side, server, owner)),
    random: Math.random,
    page: browserPage(),
    version: VERSION,
    address: (path: string) => new URL(path, server).href,
  };
}

/** What the tabs of a browser do together. */
export function browserShared({ side, server, owner }: Scope) {
  const prefix = areaOf(side, server, owner);
  const disk = localDisk(prefix);
  const clock = systemClock;
  return { disk, clock, ids: newId, locks: browserLocks(prefix, { disk, clock, ids: newId }) };
}
