/**
 * The part of a call that is about this side's camera, microphone, loudspeaker and screen: each wish goes straight to the
 * media. Knows no state of the call.
 */
import type { Store } from '../../session/types.ts';
import { Value } from '../../session/value.ts';
import type { CallView, Levels } from '../types.ts';
import { isWished } from './call-view.ts';
import type { LocalMedia } from './deps.ts';

/** What a person wants to have on. */
/** What the person wants to have on. */
export interface Wish {
  microphone: boolean;
  camera: boolean;
}

export abstract class OwnDevices extends Value<CallView> {
  readonly levels: Store<Levels>;
  protected readonly media: LocalMedia;

  constructor(first: CallView, media: LocalMedia) {
    super(first);
    this.media = media;
    this.levels = media.levels;
  }

  /** Both at once, so that the browser asks once. */
  want({ microphone, camera }: Wish): void {
    if (microphone) this.media.setMicrophone(true);
    if (camera) this.media.setCamera(true);
  }

  /** What is on, or about to be. */
  get wished(): Wish {
    const { microphone, camera } = this.media.getState();
    return { microphone: isWished(microphone), camera: isWished(camera) };
  }

  setMicrophone(on: boolean): void {
    this.media.setMicrophone(on);
  }

  setCamera(on: boolean): void {
    this.media.setCamera(on);
  }

  shareScreen(): void {
    void this.showScreen();
  }

  /** Inside the click. */
  showScreen(): Promise<'on' | 'unavailable'> {
    return this.media.shareScreen();
  }

  /** Whoever shows something need neither be seen nor heard. */
  onlyScreen(): void {
    this.media.onlyScreen();
  }

  stopScreen(): void {
    this.media.stopScreen();
  }

  chooseMicrophone(id: string): void {
    this.media.chooseMicrophone(id);
  }

  chooseCamera(id: string): void {
    this.media.chooseCamera(id);
  }

  chooseSpeaker(id: string): void {
    this.media.chooseSpeaker(id);
  }

  flipCamera(): void {
    this.media.flipCamera();
  }

  testSpeaker(): void {
    this.media.testSpeaker();
  }
}
