/** What the views of the recorder ask of the shell around them. A recorder itself is asked directly. */

/** All of them bubble, leave shadow roots, and come inside the person's click. */
export const RECORDER_REQUESTS = [
  /** From the bar: the list of recordings. */
  'show-recordings',
  /** From the player: back to where it was opened. */
  'close-recording',
] as const;

type RecorderRequest = (typeof RECORDER_REQUESTS)[number];

class RecorderRequestEvent extends Event {
  constructor(request: RecorderRequest) {
    super(request, { bubbles: true, composed: true });
  }
}

export const ask = (from: EventTarget, request: RecorderRequest): boolean =>
  from.dispatchEvent(new RecorderRequestEvent(request));
