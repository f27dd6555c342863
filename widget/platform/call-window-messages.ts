/** What the customer's page and the call's window say to each other. Shapes only; both sides check what they get. */

/** What a window needs to take a call over. The ticket is a secret: it goes to the service's own pages only. */
export interface Handed {
  ticket: string;
  conversation: string;
  call: string;
  /** BCP 47. */
  locale: string;
  /** What was on, so that it is again. */
  microphone: boolean;
  camera: boolean;
}

export type ToWindow = { ycyw: 'call-window'; kind: 'hand'; handed: Handed };

/** What is on in the window: what is mute there stays mute in the page. */
export interface SwitchedOn {
  microphone: boolean;
  camera: boolean;
}

export type FromWindow = {
  ycyw: 'call-window';
  /** With the last words of a window that shows a call. */
  on?: SwitchedOn;
  kind: /** It listens, and has no call yet. */
    | 'ready'
    /** The person wants the call back in the page. */
    | 'back'
    /** The call is over. */
    | 'ended'
    /** It is closed or loaded anew; which of the two, it doesn't know. */
    | 'going'
    /** It is back from being loaded anew. */
    | 'here';
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export function isHanded(value: unknown): value is Handed {
  return (
    isRecord(value) &&
    ['ticket', 'conversation', 'call', 'locale'].every((name) => typeof value[name] === 'string') &&
    ['microphone', 'camera'].every((name) => typeof value[name] === 'boolean')
  );
}

export const isToWindow = (value: unknown): value is ToWindow =>
  isRecord(value) && value.ycyw === 'call-window' && value.kind === 'hand' && isHanded(value.handed);

const KINDS: readonly unknown[] = ['ready', 'back', 'ended', 'going', 'here'];

const isSwitchedOn = (value: unknown): boolean =>
  value === undefined ||
  (isRecord(value) && typeof value.microphone === 'boolean' && typeof value.camera === 'boolean');

export const isFromWindow = (value: unknown): value is FromWindow =>
  isRecord(value) && value.ycyw === 'call-window' && KINDS.includes(value.kind) && isSwitchedOn(value.on);
