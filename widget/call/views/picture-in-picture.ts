/**
 * The other side's picture in the browser's own small window: by button, and by itself when the tab is left, if the person
 * wishes so. The browser's interfaces for that are known here only.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Memory } from './words.ts';

const REMEMBERED = 'call/picture-in-picture';
/** Chrome's name for "the tab is left during a call"; other browsers refuse it. */
const TAB_LEFT = 'enterpictureinpicture';

/** @returns whether the browser has such an event at all */
function whenTabIsLeft(act: (() => void) | null): boolean {
  try {
    navigator.mediaSession.setActionHandler(TAB_LEFT as MediaSessionAction, act);
    return true;
  } catch {
    return false;
  }
}

type Host = ReactiveControllerHost & { readonly memory: Memory };

export class PictureInPicture implements ReactiveController {
  readonly #host: Host;
  readonly #video: () => HTMLVideoElement | null;
  #canBeAutomatic = false;

  /** @param video what is to be seen there at this moment */
  constructor(host: Host, video: () => HTMLVideoElement | null) {
    this.#host = host;
    this.#video = video;
    host.addController(this);
  }

  /** Firefox has a button of its own on every picture instead. */
  get isPossible(): boolean {
    return document.pictureInPictureEnabled === true;
  }

  /** Null where the browser can't do it by itself. */
  get automatic(): boolean | null {
    return this.isPossible && this.#canBeAutomatic ? this.#isWished : null;
  }

  set automatic(on: boolean) {
    this.#host.memory.set(REMEMBERED, on ? 'on' : 'off');
    this.#listen();
    this.#host.requestUpdate();
  }

  get #isWished(): boolean {
    return this.#host.memory.get(REMEMBERED) === 'on';
  }

  hostConnected(): void {
    this.#listen();
  }

  hostDisconnected(): void {
    whenTabIsLeft(null);
  }

  #listen(): void {
    this.#canBeAutomatic = whenTabIsLeft(this.#isWished ? () => void this.#enter() : null);
  }

  /** Must be called inside the click. */
  toggle(): void {
    if (document.pictureInPictureElement === null) void this.#enter();
    else void document.exitPictureInPicture().catch(() => {});
  }

  async #enter(): Promise<void> {
    // Refused before the first frame has come, and where a policy forbids it: then the call stays where it is.
    await this.#video()
      ?.requestPictureInPicture()
      .catch(() => {});
  }
}
