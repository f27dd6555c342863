/**
 * The window's half of the way between it and the page that opened it: gets the call from there, tells what becomes of
 * it. The page may be of any origin, so nothing but a bare word is said before it has shown whose call it hands over.
 */
import {
  type FromWindow,
  type Handed,
  isHanded,
  isToWindow,
  type SwitchedOn,
} from '../../widget/platform/call-window-messages.ts';
import { type TabMemory, tabMemory } from '../../widget/platform/tab-memory.ts';
import type { Clock } from '../../widget/session/clock.ts';

/** A page that wants to hand over does so in a fraction of this; after it, there is none. In milliseconds. */
const PATIENCE_MS = 15_000;
/** A reload takes seconds. A window that is opened again long after that has no business in the call. */
const KEPT_MS = 120_000;

const KEY = 'ycyw:call-window';

/** The call, and the origin of the page that handed it over. */
interface Note {
  handed: Handed;
  origin: string;
}

const isNote = (value: unknown): value is Note =>
  typeof value === 'object' &&
  value !== null &&
  'handed' in value &&
  'origin' in value &&
  isHanded(value.handed) &&
  typeof value.origin === 'string';

export class Opener {
  readonly #clock: Clock;
  readonly #memory: TabMemory<Note>;
  #stage:
    | { kind: 'empty' }
    | { kind: 'waiting'; stop: () => void }
    | { kind: 'holding'; origin: string }
    | { kind: 'over' } = { kind: 'empty' };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#memory = tabMemory({ key: KEY, clock, keptMs: KEPT_MS, accepts: isNote });
    window.addEventListener('pagehide', this.#onGoing);
  }

  /** What is on in the call; goes along with this window's last words. */
  switchedOn: () => SwitchedOn | undefined = () => undefined;

  /** From the page, or from before this window was loaded anew. Null when nobody hands anything over. */
  async handed(): Promise<{ handed: Handed; isReload: boolean } | null> {
    const kept = this.#memory.recall();
    const note = kept ?? (await this.#wait());
    if (note === null || this.#stage.kind === 'over') return null;
    this.#memory.remember(note);
    this.#stage = { kind: 'holding', origin: note.origin };
    if (kept !== null) this.#say('here');
    return { handed: note.handed, isReload: kept !== null };
  }

  /** The call leaves this window, or is over: a reload has nothing to come back to. */
  tell(kind: 'back' | 'ended'): void {
    this.#say(kind);
    this.#memory.remember(null);
    this.dispose();
  }

  dispose(): void {
    if (this.#stage.kind === 'waiting') this.#stage.stop();
    this.#stage = { kind: 'over' };
    this.#memory.dispose();
    window.removeEventListener('pagehide', this.#onGoing);
  }

  readonly #onGoing = () => this.#say('going');

  #wait(): Promise<Note | null> {
    const opener: Window | null = window.opener;
    if (opener === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      const end = (note: Note | null) => {
        window.removeEventListener('message', onMessage);
        cancel();
        resolve(note);
      };
      const onMessage = ({ source, origin, data }: MessageEvent) => {
        if (source === opener && isToWindow(data)) end({ handed: data.handed, origin });
      };
      const cancel = this.#clock.after(PATIENCE_MS, () => end(null));
      window.addEventListener('message', onMessage);
      this.#stage = { kind: 'waiting', stop: () => end(null) };
      // To whichever page it is: this says nothing but that the window is there.
      post(opener, 'ready', '*');
    });
  }

  #say(kind: FromWindow['kind']): void {
    if (this.#stage.kind === 'holding' && window.opener !== null)
      post(window.opener, kind, this.#stage.origin, this.switchedOn());
  }
}

function post(to: Window, kind: FromWindow['kind'], origin: string, on?: SwitchedOn): void {
  const message: FromWindow = { ycyw: 'call-window', kind, ...(on && { on }) };
  to.postMessage(message, origin);
}
