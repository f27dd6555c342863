/**
 * A camera or a microphone: what the person wishes, kept apart from what the device does. One thing is opened at a time;
 * whatever arrives is measured by what is wished for by then, and stopped when nobody wants it any more.
 */
import type { Clock } from '../../session/clock.ts';
import type { DeviceReason, SourceState } from '../types.ts';
import type { DeviceAdapter, Facing, FoundDevice, SourceKind } from './media-adapters.ts';
import type { OpenSource } from './media-opener.ts';

/** What is to be opened: this very device, or, when nothing is required, whichever suits best. */
export type Aim = Required | { preferred: string | null };
type Required = { id: string } | { facing: Facing };

interface Choice {
  aim: Required;
  /** `return`: a device is back that was lost. */
  by: 'person' | 'return';
}

interface Ended {
  id: string;
  /** Whether it is known if it was pulled out or forbidden. */
  isJudged: boolean;
}

export interface SourceDeps {
  kind: SourceKind;
  devices: DeviceAdapter;
  clock: Clock;
  open: OpenSource;
  constraints(aim: Aim): MediaTrackConstraints;
  /** Switched off, a microphone keeps its track, disabled; a camera lets it go, so that its light goes out. */
  keepsTrackWhenOff: boolean;
  /** The device that was chosen the last time. */
  preferred: string | null;
  /** To be remembered for the next time. */
  prefer(id: string): void;
  /** The track is another one. */
  onTrack(track: MediaStreamTrack | null): void;
  onChange(): void;
  /** A device went or came back, and another track stands in its place. */
  onHint(hint: 'device_lost' | 'device_back'): void;
  /** A track was opened: only now do browsers tell the names of the devices. */
  refresh(): Promise<void>;
}

/** Opening takes a browser that needn't ask less than this: after it, the person is told to look for the question. */
const QUESTION_AFTER_MS = 1_000;
/** Where the browser says that it needn't ask, it may ask all the same (Firefox, later). A camera takes less than this. */
const QUESTION_ANYWAY_MS = 4_000;

/** A device that goes out sooner than this after it was opened would go out again. */
const BROKEN_MS = 2_000;

const idOf = (track: MediaStreamTrack | null) => track?.getSettings().deviceId ?? null;

export class MediaSource {
  readonly #deps: SourceDeps;
  #wish: 'on' | 'off' = 'off';
  /** A poor line keeps the camera off, whatever is wished. */
  #held = false;
  #track: MediaStreamTrack | null = null;
  #reason: DeviceReason | null = null;
  #phase: 'idle' | 'asking' | 'switching' | 'disposed' = 'idle';
  #isRunning = false;
  /** A device that was asked for by name and isn't open yet. */
  #choice: Choice | null = null;
  #preferred: string | null;
  /** Pulled out, or not there to begin with. Once it was seen to be gone it is gone back to when it is there again. */
  #lost: { id: string; wasGone: boolean } | null = null;
  /** The device whose track ended by itself, until another takes its place. */
  #ended: Ended | null = null;
  #found: readonly string[] = [];
  #hasOpened = false;
  #openedAt = 0;
  #cancelQuestion = () => {};

  constructor(deps: SourceDeps) {
    this.#deps = deps;
    this.#preferred = deps.preferred;
  }

  get state(): SourceState {
    if (!this.#isWanted) return { kind: 'off' };
    if (this.#phase === 'asking' || this.#phase === 'switching') return { kind: this.#phase };
    if (this.#reason) return { kind: 'unavailable', reason: this.#reason };
    // Between two openings it isn't off either.
    return { kind: this.#track && !this.#choice ? 'on' : 'switching' };
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  get isOn(): boolean {
    return this.#isWanted && this.#track !== null;
  }

  /** The device in use or about to be, so that a list shows what was chosen. */
  get device(): string | null {
    const chosen = this.#choice && 'id' in this.#choice.aim ? this.#choice.aim.id : null;
    return chosen ?? idOf(this.#track) ?? this.#preferred;
  }

  get #isWanted(): boolean {
    return this.#wish === 'on' && !this.#held;
  }

  get #isDisposed(): boolean {
    return this.#phase === 'disposed';
  }

  /** Wished for again, what was refused is asked for again. */
  set(on: boolean): void {
    this.#reason = null;
    this.#wish = on ? 'on' : 'off';
    this.#apply();
  }

  /** Off, and its light is out even where the track would be kept. */
  release(): void {
    this.#drop();
    this.set(false);
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#apply();
  }

  choose(aim: Required): void {
    this.#choice = { aim, by: 'person' };
    this.#reason = null;
    this.#apply();
  }

  /** Asks again what was refused, when it was for one of these reasons. */
  retry(reasons: readonly DeviceReason[]): void {
    if (!this.#reason || !reasons.includes(this.#reason)) return;
    this.#reason = null;
    this.#apply();
  }

  /** What is connected now. */
  see(devices: readonly FoundDevice[]): void {
    this.#found = devices.flatMap(({ kind, id }) => (kind === this.#deps.kind ? [id] : []));
    // Before the permission the ids are hidden.
    if (this.#lost && !this.#found.includes('')) {
      const isHere = this.#found.includes(this.#lost.id);
      if (!isHere) this.#lost.wasGone = true;
      else if (this.#lost.wasGone && this.#track && !this.#choice) {
        this.#choice = { aim: { id: this.#lost.id }, by: 'return' };
      }
    }
    const endedIsGone = this.#ended?.isJudged && !this.#found.includes(this.#ended.id);
    // Its track may have ended before the browser took the device off the list.
    if (endedIsGone || (this.#reason === 'missing' && this.#found.length > 0)) this.#reason = null;
    this.#apply();
  }

  dispose(): void {
    this.#phase = 'disposed';
    this.#cancelQuestion();
    this.#drop();
  }

  #apply(): void {
    if (this.#isDisposed) return;
    if (!this.#isWanted) this.#reason = null;
    if (!this.#isWanted && !this.#deps.keepsTrackWhenOff) this.#drop();
    if (this.#track) this.#track.enabled = this.#isWanted;
    if (this.#choice && !this.#track && !this.#isWanted) {
      if ('id' in this.#choice.aim) {
        this.#preferred = this.#choice.aim.id;
        this.#deps.prefer(this.#preferred);
      }
      this.#choice = null;
    }
    this.#deps.onChange();
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#isDisposed) {
      if (this.#ended && !this.#ended.isJudged) await this.#judgeEnd(this.#ended);
      else if (this.#choice) await this.#switchTo(this.#choice);
      else if (this.#isWanted && !this.#track && !this.#reason) await this.#openAny();
      else break;
    }
    this.#isRunning = false;
  }

  async #openAny(): Promise<void> {
    const opened = await this.#open({ preferred: this.#preferred });
    if ('track' in opened) {
      if (this.#isWanted) this.#adopt(opened.track);
      else opened.track.stop();
    } else if (this.#isWanted && !this.#choice) this.#reason = opened.reason;
    this.#deps.onChange();
  }

  async #switchTo(choice: Choice): Promise<void> {
    const before = this.#track;
    let opened = await this.#open(choice.aim);
    if ('reason' in opened && opened.reason === 'in_use' && before && before === this.#track) {
      // Phones open one camera at a time.
      this.#drop();
      opened = await this.#open(choice.aim);
    }
    const isCurrent = this.#choice === choice;
    if (isCurrent) this.#choice = null;
    if ('track' in opened) {
      if (isCurrent && (this.#track || this.#isWanted)) {
        this.#adopt(opened.track, choice.by);
        if ('id' in choice.aim && choice.by === 'person') this.#deps.prefer(choice.aim.id);
      } else opened.track.stop();
    } else if (isCurrent && !this.#track && this.#isWanted && !before) this.#reason = opened.reason;
    // Where there was a track before, and it had to go, the next turn opens whichever is left.
    this.#deps.onChange();
  }

  async #open(aim: Aim) {
    const { devices, kind, clock, constraints, open } = this.#deps;
    let isOpen = false;
    const tell = (phase: 'asking' | 'switching') => {
      if (isOpen || this.#isDisposed) return;
      this.#phase = phase;
      this.#deps.onChange();
    };
    tell(this.#hasOpened ? 'switching' : 'asking');
    let isGranted = false;
    const cancels = [
      clock.after(QUESTION_AFTER_MS, () => {
        if (!isGranted) tell('asking');
      }),
      clock.after(QUESTION_ANYWAY_MS, () => tell('asking')),
    ];
    this.#cancelQuestion = () => {
      for (const cancel of cancels) cancel();
    };
    void devices.permission(kind).then((state) => {
      isGranted = state === 'granted';
      if (isGranted) tell('switching');
    });
    const opened = await open(kind, constraints(aim));
    isOpen = true;
    this.#cancelQuestion();
    if (this.#isDisposed) {
      if ('track' in opened) opened.track.stop();
      return { reason: 'failed' } as const;
    }
    this.#phase = 'idle';
    if ('track' in opened) {
      this.#hasOpened = true;
      void this.#deps.refresh();
    }
    return opened;
  }

  #adopt(track: MediaStreamTrack, by: 'person' | 'return' | 'chance' = 'chance'): void {
    const before = this.#track;
    const id = idOf(track);
    this.#track = track;
    this.#reason = null;
    track.enabled = this.#isWanted;
    track.onended = () => this.#onEnded(id ?? '');
    this.#deps.onTrack(track);
    this.#letGo(before);
    if (by === 'person') {
      if (id) this.#preferred = id;
      this.#lost = null;
    } else if (by === 'return') {
      this.#lost = null;
      this.#deps.onHint('device_back');
    } else if (id === this.#lost?.id) this.#lost = null;
    else if (this.#preferred && id !== this.#preferred) this.#lost ??= { id: this.#preferred, wasGone: false };
    if (this.#ended && this.#ended.id !== id && by === 'chance') this.#deps.onHint('device_lost');
    this.#ended = null;
    this.#openedAt = this.#deps.clock.now();
  }

  #onEnded(id: string): void {
    this.#ended = { id, isJudged: false };
    // When what took the place of another is pulled out as well, the other is still what is waited for.
    this.#lost ??= { id, wasGone: false };
    this.#drop();
    this.#apply();
  }

  /** Pulled out, or no longer allowed? What was taken back on purpose isn't asked for again. */
  async #judgeEnd(ended: Ended): Promise<void> {
    this.#phase = 'switching';
    this.#deps.onChange();
    await this.#deps.refresh();
    const permission = await this.#deps.devices.permission(this.#deps.kind);
    if (this.#isDisposed) return;
    this.#phase = 'idle';
    ended.isJudged = true;
    if (this.#isWanted && this.#found.includes(ended.id)) {
      if (permission === 'prompt') this.#reason = 'dismissed';
      else if (permission === 'denied') this.#reason = 'denied';
      else if (this.#deps.clock.now() - this.#openedAt < BROKEN_MS) this.#reason = 'failed';
    }
    this.#deps.onChange();
  }

  #drop(): void {
    const track = this.#track;
    if (!track) return;
    this.#track = null;
    this.#deps.onTrack(null);
    this.#letGo(track);
  }

  #letGo(track: MediaStreamTrack | null): void {
    if (!track) return;
    track.onended = null;
    track.stop();
  }
}
