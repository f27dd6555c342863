/**
 * Calls a person who looks elsewhere: a hint in the page's title, and one sound however many tabs are open. Knows
 * nothing of conversations; it is told what there is to notice.
 */
import type { Clock } from '../session/clock.ts';
import type { Disk } from '../session/disk.ts';
import type { Locks } from '../session/locks.ts';
import type { Sound } from './sound.ts';

/** What there is to notice now. */
export interface Notice {
  /** Shown in the title while the tab isn't attended; 0 takes the hint away. */
  count: number;
  /** Id of the newest unread thing, the same in every tab; null when there is none. A new one sounds. */
  newest: string | null;
  muted: boolean;
  /** The person looks at it in this tab right now. */
  attending: boolean;
}

export interface AttentionDeps {
  disk: Disk;
  locks: Locks;
  clock: Clock;
  ids: () => string;
  sound: Sound;
  /** Whether anything may be stored: nothing is, for a visitor who isn't known or has logged out. */
  mayStore: () => boolean;
  /** The page's title with a hint, in the words of the language: "(2) Your booking". Given the bare title. */
  titleWith: (count: number, title: string) => string;
  title: PageTitle;
}

/** One who shows a hint, and what it says; null takes it away. */
export type PageTitle = (owner: object, hint: Hint | null) => void;
type Hint = Pick<AttentionDeps, 'titleWith'> & { count: number };

export interface Attention {
  update(notice: Notice): void;
  dispose(): void;
}

/** Time for another tab, in which the person reads, to say so. */
export const DELAY_MS = 300;
/** A tab that attends says so again and again; one that died is believed this long. */
const ATTENDING_MS = 4_000;
const RENEW_MS = 1_500;

const ATTENDING_PREFIX = 'attending/';
const SOUNDED_KEY = 'sounded';

/**
 * A page's title for all who give hints in it, since several chats may be on one page: the highest count is shown, and
 * nobody takes another's hint for a part of the title.
 */
export function sharedTitle(title: { read(): string; write(title: string): void }): PageTitle {
  const hints = new Map<object, Hint>();
  /** The title with a hint as it was written last, and the title it was made of. */
  let last: { written: string; bare: string } | null = null;
  return (owner, hint) => {
    if (hint) hints.set(owner, hint);
    else hints.delete(owner);
    const shown = title.read();
    // A page may have changed its title meanwhile; then that is the bare one.
    const bare = last && shown === last.written ? last.bare : shown;
    const most = [...hints.values()].sort((one, other) => other.count - one.count)[0];
    const written = most ? most.titleWith(most.count, bare) : bare;
    last = most ? { written, bare } : null;
    if (written !== shown) title.write(written);
  };
}

export function createAttention(deps: AttentionDeps): Attention {
  const { disk, clock, locks, sound } = deps;
  const own = ATTENDING_PREFIX + deps.ids();
  let notice: Notice = { count: 0, newest: null, muted: false, attending: false };
  let cancelSound = () => {};
  let cancelRenewal: (() => void) | null = null;
  const owner = {};

  const renew = () => {
    if (deps.mayStore()) disk.set(own, String(clock.now() + ATTENDING_MS));
    cancelRenewal = clock.after(RENEW_MS, renew);
  };
  const stopAttending = () => {
    cancelRenewal?.();
    if (cancelRenewal) disk.remove(own);
    cancelRenewal = null;
  };
  const somebodyAttends = () => disk.keys(ATTENDING_PREFIX).some((key) => Number(disk.get(key)) > clock.now());

  const ring = async (newest: string) => {
    const worthwhile = () => notice.newest !== null && !notice.muted && !somebodyAttends() && sound.ready();
    if (!worthwhile()) return;
    await locks.exclusive('sound', async () => {
      // Another tab may have sounded, or been read, while this one waited for its turn.
      if (disk.get(SOUNDED_KEY) === newest || !worthwhile()) return;
      disk.set(SOUNDED_KEY, newest);
      sound.play();
    });
  };

  const showHint = () => {
    const count = notice.attending ? 0 : notice.count;
    deps.title(owner, count > 0 ? { count, titleWith: deps.titleWith } : null);
  };

  return {
    update(next) {
      const before = notice;
      notice = next;
      if (next.attending && !cancelRenewal) renew();
      if (!next.attending) stopAttending();
      showHint();
      if (next.newest === null || next.newest === before.newest) return;
      const { newest } = next;
      cancelSound();
      cancelSound = clock.after(DELAY_MS, () => void ring(newest));
    },
    dispose() {
      cancelSound();
      stopAttending();
      notice = { ...notice, count: 0 };
      showHint();
      sound.dispose();
    },
  };
}
