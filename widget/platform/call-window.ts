/**
 * The page's half of the call's own window: opens it inside the click, hands it the call, hears when that is over or
 * comes back. A page that the customer walked to hears it as well, since a window speaks to its tab, not to a page.
 */
import type { Clock } from '../session/clock.ts';
import { type Handed, isFromWindow, type SwitchedOn, type ToWindow } from './call-window-messages.ts';

/** By then a window that was closed says so to the page that holds it. */
const CLOSED_MS = 500;
/** A page that the customer walked to holds no window: it can only wait whether that comes back from its reload. */
const RELOADED_MS = 5_000;

/** One call, one window: opening it again shows the same. */
const NAME = 'ycyw-call';
/** Pixels: a phone's shape, beside which the page can still be read. */
const FEATURES = 'popup,width=400,height=640';

export interface CallWindowOptions {
  /** The service's address. */
  server: string;
  clock: Clock;
  /** `back`: the call is wanted in the page again, or its window was closed; with what was on there, where it is known. */
  said: (news: 'back' | 'ended', on?: SwitchedOn) => void;
}

export interface CallWindow {
  /**
   * Must be called inside the click.
   * @param hand asked at once, so that the ticket is there when the window is; null when there is none to be had
   */
  open(hand: () => Promise<Handed | null>): 'open' | 'blocked';
  /** Hears nothing any more; the window itself stays. */
  dispose(): void;
}

export function callWindow({ server, clock, said }: CallWindowOptions): CallWindow {
  const { origin } = new URL(server);
  let opened: { popup: Window; handed: Promise<Handed | null> } | null = null;
  let cancelLook = () => {};

  const hand = async ({ popup, handed }: NonNullable<typeof opened>) => {
    const call = await handed;
    const message: ToWindow | null = call && { ycyw: 'call-window', kind: 'hand', handed: call };
    // Only the service's own page may have the ticket, whatever the window shows by now.
    if (message) popup.postMessage(message, origin);
    else popup.close();
  };

  const onMessage = ({ origin: from, source, data }: MessageEvent) => {
    if (from !== origin || !isFromWindow(data)) return;
    switch (data.kind) {
      case 'ready':
        if (opened && source === opened.popup) void hand(opened);
        return;
      case 'going':
        cancelLook();
        cancelLook = clock.after(opened ? CLOSED_MS : RELOADED_MS, () => {
          if (!opened || opened.popup.closed) said('back', data.on);
        });
        return;
      case 'here':
        return cancelLook();
      default:
        return said(data.kind, data.on);
    }
  };
  window.addEventListener('message', onMessage);

  return {
    open(wanted) {
      const popup = window.open(`${origin}/call`, NAME, FEATURES);
      if (!popup) return 'blocked';
      opened = { popup, handed: wanted() };
      popup.focus();
      return 'open';
    },
    dispose() {
      window.removeEventListener('message', onMessage);
      cancelLook();
    },
  };
}
