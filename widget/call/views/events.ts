/** What the views of a call ask of the shell around them. A call itself is asked directly. */

/** All of them bubble, leave shadow roots, and come inside the person's click: browsers open screens and windows only there. */
export const SHELL_REQUESTS = [
  /** Opens or closes the chat beside the call. */
  'toggle-chat',
  /** From the mirror: no camera, no microphone, only the screen. */
  'show-screen',
  /** From the mirror, when the other side asks. */
  'decline-call',
  'move-to-window',
  /** From the call's own window back into the page that it came from. */
  'move-to-page',
  'continue-here',
  /** After a call that came to nothing: the same again. */
  'call-again',
  /** From the menu: this call is to be recorded; the screen is; the recordings that there are. */
  'record-call',
  'record-screen',
  'show-recordings',
  /** From the small bar: the whole call. */
  'open-call',
] as const;

export type ShellRequest = (typeof SHELL_REQUESTS)[number];

class ShellRequestEvent extends Event {
  constructor(request: ShellRequest) {
    super(request, { bubbles: true, composed: true });
  }
}

export const ask = (from: EventTarget, request: ShellRequest): boolean =>
  from.dispatchEvent(new ShellRequestEvent(request));
