/** The two halves of a call without a browser: media that switch at once, and a link that says what it is told to. */
import { Value } from '../../../session/value.ts';
import type { Devices, Levels, MediaOn } from '../../types.ts';
import type { LocalMedia, LocalMediaState, PeerLink, PeerLinkDeps, PeerLinkView } from '../deps.ts';

const NO_DEVICES: Devices = {
  microphones: [],
  cameras: [],
  speakers: [],
  microphone: null,
  camera: null,
  speaker: null,
  canFlip: false,
  canShareScreen: true,
};

export class StillMedia extends Value<LocalMediaState> implements LocalMedia {
  readonly levels = new Value<Levels>({ own: 0, peer: 0 });
  /** What the browser answers to the question for the screen. */
  screenIs: 'on' | 'unavailable' = 'on';
  life: 'running' | 'over' = 'running';

  constructor() {
    super({
      microphone: { kind: 'off' },
      camera: { kind: 'off' },
      screen: { kind: 'off' },
      devices: NO_DEVICES,
      isMirrored: true,
      ownCamera: null,
      ownScreen: null,
      hint: null,
    });
  }

  track(): null {
    return null;
  }
  onTrack(): () => void {
    return () => {};
  }
  setMicrophone(on: boolean): void {
    this.update({ microphone: { kind: on ? 'on' : 'off' } });
  }
  setCamera(on: boolean): void {
    this.update({ camera: { kind: on ? 'on' : 'off' } });
  }
  onlyScreen(): void {
    this.update({ microphone: { kind: 'off' }, camera: { kind: 'off' } });
  }
  async shareScreen(): Promise<'on' | 'unavailable'> {
    const isOn = this.screenIs === 'on';
    this.update({
      screen: isOn
        ? { kind: 'on', surface: 'monitor', isThisTab: false, sound: false }
        : { kind: 'unavailable', reason: 'dismissed' },
    });
    return this.screenIs;
  }
  stopScreen(): void {
    this.update({ screen: { kind: 'off' } });
  }
  chooseMicrophone(): void {}
  chooseCamera(): void {}
  chooseSpeaker(): void {}
  flipCamera(): void {}
  testSpeaker(): void {}
  limitCamera(): void {}
  hear(): void {}
  resume(): void {}
  dispose(): void {
    this.life = 'over';
  }
}

const NOTHING = { microphone: null, camera: null, screen: null, screen_sound: null };

export class SpokenLink extends Value<PeerLinkView> implements PeerLink {
  readonly got = null;
  readonly deps: PeerLinkDeps;
  isOpen = false;
  peers: string[] = [];
  /** Seats whose line is gone. */
  away: string[] = [];
  told: MediaOn | null = null;
  life: 'running' | 'over' = 'running';

  constructor(deps: PeerLinkDeps) {
    super({
      state: { kind: 'waiting' },
      on: null,
      tracks: NOTHING,
      hasFrames: false,
      path: null,
      quality: { bars: null, whose: null, latencyMs: 0, jitterMs: 0, lossPercent: 0, mos: 0 },
      step: 'full',
      pointer: null,
      recording: null,
      noSound: false,
    });
    this.deps = deps;
  }

  peerHere({ seat }: { seat: string }): void {
    this.peers.push(seat);
  }
  peerAway(seat: string): void {
    this.away.push(seat);
  }
  receive(): void {}
  lineBack(): void {}
  open(): void {
    this.isOpen = true;
  }
  async setTrack(): Promise<void> {}
  tell(on: MediaOn): void {
    this.told = on;
  }
  point(): void {}
  tellRecording(): void {}
  stepUp(): void {}
  networkChanged(): void {}
  dispose(): void {
    this.life = 'over';
  }
}
