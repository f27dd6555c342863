/** A call and its desk for tests of views: any state can be set, and every intent is written down. */
import type { CallMedia } from '../../../signaling/protocol/events.ts';
import type { Result } from '../../../signaling/protocol/reasons.ts';
import { Value } from '../../session/value.ts';
import type { Call, CallDesk, CallDeskView, CallView, Levels, Point } from '../types.ts';

const NO_TRACKS = { microphone: null, camera: null, screen: null, screen_sound: null };

export const CALL_BEGIN = Date.UTC(2026, 10, 20, 9);

/** A live call with sound and picture on both sides, where no picture has come yet. */
export function callView(change: Partial<CallView> = {}): CallView {
  return {
    phase: { kind: 'live' },
    id: 'c1',
    media: 'video',
    peer: { name: 'Amélie', on: { microphone: true, camera: true, screen: false } },
    startedAt: CALL_BEGIN,
    microphone: { kind: 'on' },
    camera: { kind: 'on' },
    screen: { kind: 'off' },
    devices: {
      microphones: [
        { id: 'm1', label: 'MacBook microphone' },
        { id: 'm2', label: 'Headset' },
      ],
      cameras: [
        { id: 'v1', label: 'FaceTime HD Camera' },
        { id: 'v2', label: 'USB camera' },
      ],
      speakers: [
        { id: 's1', label: 'Headphones' },
        { id: 's2', label: 'Loudspeakers' },
      ],
      microphone: 'm1',
      camera: 'v1',
      speaker: 's1',
      canFlip: false,
      canShareScreen: true,
    },
    isMirrored: true,
    ownCamera: null,
    ownScreen: null,
    peerCamera: null,
    peerScreen: null,
    quality: { bars: 4, whose: null, latencyMs: 42, jitterMs: 3, lossPercent: 0.2, mos: 4.4 },
    step: 'full',
    hint: null,
    pointer: null,
    tracks: { own: NO_TRACKS, peer: NO_TRACKS },
    recording: null,
    ...change,
  };
}

export class FakeCall extends Value<CallView> implements Call {
  readonly levels: Value<Levels> = new Value({ own: 0, peer: 0 });
  /** What was asked of it, in order: the intent's name and what it was given. */
  readonly asked: string[] = [];
  readonly points: (Point | null)[] = [];

  constructor(change: Partial<CallView> = {}) {
    super(callView(change));
  }

  #note(...words: (string | boolean)[]): void {
    this.asked.push(words.join(' '));
  }

  async go(): Promise<void> {
    this.#note('go');
  }
  async end(): Promise<void> {
    this.#note('end');
  }
  dismiss(): void {
    this.#note('dismiss');
  }
  setMicrophone(on: boolean): void {
    this.#note('microphone', on);
  }
  setCamera(on: boolean): void {
    this.#note('camera', on);
  }
  onlyScreen(): void {
    this.#note('only screen');
  }
  shareScreen(): void {
    this.#note('share');
  }
  stopScreen(): void {
    this.#note('stop sharing');
  }
  chooseMicrophone(id: string): void {
    this.#note('choose', id);
  }
  chooseCamera(id: string): void {
    this.#note('choose', id);
  }
  chooseSpeaker(id: string): void {
    this.#note('choose', id);
  }
  flipCamera(): void {
    this.#note('flip');
  }
  testSpeaker(): void {
    this.#note('test sound');
  }
  point(at: Point | null): void {
    this.points.push(at);
  }
  tellRecording(): void {}
  stepUp(): void {
    this.#note('step up');
  }
  resume(): void {
    this.#note('resume');
  }
  keepTrying(): void {
    this.#note('keep trying');
  }
}

export class FakeDesk extends Value<CallDeskView> implements CallDesk {
  readonly asked: string[] = [];

  prepare(media: CallMedia): void {
    this.asked.push(`prepare ${media}`);
  }
  async ask(media: CallMedia): Promise<void> {
    this.asked.push(`ask ${media}`);
  }
  answer(how: 'video' | 'audio' | 'mirror'): void {
    this.asked.push(`answer ${how}`);
  }
  async decline(): Promise<Result> {
    this.asked.push('decline');
    return { ok: true };
  }
  continueHere(): void {
    this.asked.push('continue here');
  }
  moveToWindow(): void {
    this.asked.push('move to window');
  }
  dispose(): void {
    this.asked.push('dispose');
  }
}
