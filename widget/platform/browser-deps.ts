/** What every session in a browser is made of. */
import { systemClock } from '../session/clock.ts';
import { SECRET_KEY, storagePrefix } from '../session/keys.ts';
import { VERSION } from '../session/version.ts';
import { type Attention, createAttention, sharedTitle } from './attention.ts';
import { blobDisk } from './blob-disk.ts';
import { browserLocks } from './browser-locks.ts';
import { newId } from './ids.ts';
import { localDisk } from './local-disk.ts';
import { softSound } from './sound.ts';
import { browserPage } from './wake.ts';

export type Scope = { side: 'customer' | 'agent'; server: string };

export function browserDeps({ side, server }: Scope) {
  return {
    ...browserShared({ side, server }),
    files: blobDisk(storagePrefix(side, server)),
    random: Math.random,
    page: browserPage(),
    version: VERSION,
    address: (path: string) => new URL(path, server).href,
  };
}

/** What the tabs of a browser do together. */
function browserShared({ side, server }: Scope) {
  const prefix = storagePrefix(side, server);
  const disk = localDisk(prefix);
  const clock = systemClock;
  return { disk, clock, ids: newId, locks: browserLocks(prefix, { disk, clock, ids: newId }) };
}

/** One for the page, however many elements it has. */
export const pageTitle = sharedTitle({
  read: () => document.title,
  write: (title) => {
    document.title = title;
  },
});

/** The title hint and the sound of one side, in step with its other tabs. */
export function browserAttention(options: Scope & { titleWith: (count: number, title: string) => string }): Attention {
  const shared = browserShared(options);
  return createAttention({
    ...shared,
    mayStore: () => options.side === 'agent' || shared.disk.get(SECRET_KEY) !== null,
    sound: softSound(),
    titleWith: options.titleWith,
    title: pageTitle,
  });
}
