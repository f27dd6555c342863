/** What every session in a browser is made of. */
import { systemClock } from '../session/clock.ts';
import { storagePrefix } from '../session/keys.ts';
import { VERSION } from '../session/version.ts';
import { browserLocks } from './browser-locks.ts';
import { newId } from './ids.ts';
import { lazyBlobDisk } from './lazy-files.ts';
import { localDisk } from './local-disk.ts';
import { browserPage } from './wake.ts';

export type Scope = { side: 'customer' | 'agent'; server: string };

export function browserDeps({ side, server }: Scope) {
  return {
    ...browserShared({ side, server }),
    files: lazyBlobDisk(storagePrefix(side, server)),
    random: Math.random,
    page: browserPage(),
    version: VERSION,
    address: (path: string) => new URL(path, server).href,
  };
}

/** What the tabs of a browser do together. */
export function browserShared({ side, server }: Scope) {
  const prefix = storagePrefix(side, server);
  const disk = localDisk(prefix);
  const clock = systemClock;
  return { disk, clock, ids: newId, locks: browserLocks(prefix, { disk, clock, ids: newId }) };
}
