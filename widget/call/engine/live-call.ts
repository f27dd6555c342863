/**
 * One call in one window: drives the state machine, and joins the conversation's decisions, this side's media and the way
 * to the other side into what views draw. One disposer: after it nothing of the call is left.
 */
import type { CallMedia, Side } from '../../../signaling/protocol/events.ts';
import type { Clock } from '../../session/clock.ts';
import type { ConversationStore, Store } from '../../session/types.ts';
import { Value } from '../../session/value.ts';
import type { Call, CallView, Levels, MediaOn, Point, SourceState } from '../types.ts';
import { CallSeat } from './call-seat.ts';
import { type LocalMedia, type PeerLink, type PeerLinkDeps, type PeerLinkView, SLOTS, type Slot } from './deps.ts';
import { callOf, type EndEvent, type MachineEvent, type MachineState, phaseOf, step } from './machine.ts';

/** After so long without the other side the person is asked whether to go on. */
const PATIENCE_MS = 60_000;

/** How this side stands in a call that it has to leave for good; told to the service until it has heard it. */
export type Leaving = 'cancel' | 'end';

/** What a tab keeps, to find back into its call after a reload or a walk to the next page. */
export interface Remembered {
  call: string;
  microphone: boolean;
  camera: boolean;
}

export interface CallDeps {
  side: Side;
  conversation: Pick<ConversationStore, 'getState' | 'subscribe' | 'calls'>;
  clock: Clock;
  ids: () => string;
  peerName: () => string;
  createMedia: (seat: string) => LocalMedia;
  createLink: (deps: PeerLinkDeps) => PeerLink;
  streamOf: (track: MediaStreamTrack) => MediaStream;
  /** The browser's network is another one, or is back. Returns what ends it. */
  onNetwork: (listener: () => void) => () => void;
  /** The page goes, perhaps to be loaded anew. */
  onGoing: (listener: () => void) => () => void;
  remember: (what: Remembered | null) => void;
  /** Tells the service, now or when the line is back. */
  leave: (call: string, how: Leaving) => void;
  /** Nothing is to be shown of this call any more. */
  closed: () => void;
}

const NOTHING_ON: MediaOn = { microphone: false, camera: false, screen: false };
const NO_QUALITY: CallView['quality'] = { bars: null, whose: null, latencyMs: 0, jitterMs: 0, lossPercent: 0, mos: 0 };

export class LiveCall extends Value<CallView> implements Call {
  readonly levels: Store<Levels>;
  readonly seat: string;
  readonly #deps: CallDeps;
  readonly #media: LocalMedia;
  readonly #leave: (() => void)[];
  readonly #place: CallSeat;
  #state: MachineState;
  /** The log has shown this call: from then on its absence means that it is over. */
  #seen = '';
  #sound: 'plays' | 'blocked' = 'plays';
  #streams = new Map<MediaStreamTrack, MediaStream>();
  #heard: readonly MediaStreamTrack[] = [];
  #cancelPatience = () => {};
  #life: 'running' | 'released' = 'running';

  /** @param begin the mirror, a ring, or a running call that this page comes back into */
  constructor(deps: CallDeps, begin: MachineState, media: CallMedia) {
    const seat = deps.ids();
    const local = deps.createMedia(seat);
    super(viewOf(begin, media, deps.peerName(), local));
    this.seat = seat;
    this.#deps = deps;
    this.#media = local;
    this.levels = local.levels;
    this.#state = begin;
    this.#place = new CallSeat({
      calls: deps.conversation.calls,
      clock: deps.clock,
      seat,
      polite: deps.side === 'customer',
      call: () => this.id,
      createLink: deps.createLink,
      linked: (link) => this.#linked(link),
      peer: (state) => this.#apply({ type: 'peer', state, at: deps.clock.now() }),
      taken: () => this.#apply({ type: 'taken' }),
    });
    this.#leave = [
      deps.conversation.subscribe(() => this.#readLog()),
      local.subscribe(() => this.#mediaChanged()),
      local.onTrack((slot, track) => void this.#link?.setTrack(slot, track)),
      deps.onNetwork(() => this.#link?.networkChanged()),
      deps.onGoing(() => this.#place.leave()),
    ];
    this.#readLog();
    this.#place.take();
  }

  get state(): MachineState {
    return this.#state;
  }

  get id(): string | null {
    return callOf(this.#state);
  }

  // What the person asks for.

  async go(): Promise<void> {
    const { state } = this;
    if (state.kind !== 'lobby') return;
    this.#apply({ type: 'go' });
    if (state.answers === null) await this.#ask();
    else await this.#accept(state.answers);
  }

  /** Straight from the ring into the call. */
  async answer(how: 'video' | 'audio'): Promise<void> {
    const { state } = this;
    if (state.kind !== 'incoming') return;
    this.#apply({ type: 'answer' });
    this.want({ microphone: true, camera: how === 'video' });
    await this.#accept(state.id);
  }

  /** From the ring to the mirror, while it rings on. */
  look(camera: boolean): void {
    this.#apply({ type: 'look' });
    this.want({ microphone: true, camera });
    this.#place.take();
  }

  /** Both at once, so that the browser asks once. */
  want({ microphone, camera }: { microphone: boolean; camera: boolean }): void {
    if (microphone) this.#media.setMicrophone(true);
    if (camera) this.#media.setCamera(true);
  }

  async end(): Promise<void> {
    const state = this.#state;
    switch (state.kind) {
      case 'ringing':
        this.#deps.leave(state.id, 'cancel');
        break;
      case 'accepting':
      case 'running':
        this.#deps.leave(state.id, 'end');
        break;
      default:
        break;
    }
    // While the service is still being asked, its answer finds a call that nobody wants any more, and takes it back.
    this.dismiss();
  }

  dismiss(): void {
    this.#deps.remember(null);
    this.dispose();
    this.#deps.closed();
  }

  setMicrophone(on: boolean): void {
    this.#media.setMicrophone(on);
  }

  setCamera(on: boolean): void {
    // Whoever wants to be seen though the line is poor has their way.
    if (on && this.getState().step === 'sound_only') this.stepUp();
    this.#media.setCamera(on);
  }

  shareScreen(): void {
    void this.showScreen();
  }

  /** Inside the click. */
  showScreen(): Promise<'on' | 'unavailable'> {
    return this.#media.shareScreen();
  }

  stopScreen(): void {
    this.#media.stopScreen();
  }

  chooseMicrophone(id: string): void {
    this.#media.chooseMicrophone(id);
  }

  chooseCamera(id: string): void {
    this.#media.chooseCamera(id);
  }

  chooseSpeaker(id: string): void {
    this.#media.chooseSpeaker(id);
  }

  flipCamera(): void {
    this.#media.flipCamera();
  }

  testSpeaker(): void {
    this.#media.testSpeaker();
  }

  point(at: Point | null): void {
    this.#link?.point(at);
  }

  stepUp(): void {
    this.#link?.stepUp();
  }

  resume(): void {
    this.#sound = 'plays';
    this.#media.resume();
    if (this.#state.kind === 'running' && this.#state.own === 'wants_click') {
      this.want(this.#wished);
      this.#apply({ type: 'own', own: 'given' });
    }
    this.#refresh();
  }

  keepTrying(): void {
    this.#apply({ type: 'patience', left: 'new' });
    this.#link?.networkChanged();
  }

  /** What the person had on before the page was loaded anew. */
  #wished: { microphone: boolean; camera: boolean } = { microphone: false, camera: false };

  /** @param mayOpen whether the browser gives the devices without asking */
  comeBack(wished: { microphone: boolean; camera: boolean }, mayOpen: boolean): void {
    this.#wished = wished;
    if (mayOpen) this.want(wished);
    else this.#apply({ type: 'own', own: 'wants_click' });
  }

  dispose(): void {
    this.#release();
    for (const leave of this.#leave) leave();
    this.#leave.length = 0;
  }

  // What the service and the other side say.

  async #ask(): Promise<void> {
    const { calls } = this.#deps.conversation;
    const media = this.#asksFor();
    this.update({ media });
    const reply = await calls.ask(media);
    if (this.#life === 'released') {
      if (reply.ok) this.#deps.leave(reply.call, 'cancel');
      return;
    }
    this.#apply(reply.ok ? { type: 'asked', id: reply.call } : { type: 'refused', reason: reply.reason });
    this.#readLog();
    this.#place.take();
  }

  #asksFor(): CallMedia {
    const { camera, microphone, screen } = this.#media.getState();
    if (camera.kind === 'on' || camera.kind === 'asking' || camera.kind === 'switching') return 'video';
    return screen.kind === 'on' && microphone.kind === 'off' ? 'screen' : 'audio';
  }

  async #accept(call: string): Promise<void> {
    this.#place.take();
    const reply = await this.#deps.conversation.calls.accept(call);
    if (this.#life === 'released') return;
    if (reply.ok || reply.reason === 'call_over') this.#readLog();
    if (!reply.ok) this.#apply({ type: 'refused', reason: reply.reason });
  }

  #readLog(): void {
    const id = this.id;
    const { state, events } = this.#deps.conversation.getState();
    if (id === null || !state) return;
    const end = events.findLast((event): event is EndEvent => isEndOf(event, id)) ?? null;
    if (state.call?.id === id) {
      this.#seen = id;
      if (state.call.media !== this.getState().media) this.update({ media: state.call.media });
    } else if (end === null && this.#seen !== id) return;
    this.#apply({ type: 'log', call: state.call, end });
  }

  #linked(link: PeerLink): void {
    this.#leave.push(link.subscribe(() => this.#linkChanged()));
    for (const slot of SLOTS) void link.setTrack(slot, this.#media.track(slot));
    if (this.#state.kind === 'running') link.open();
    link.tell(this.#on());
  }

  get #link(): PeerLink | null {
    return this.#place.link;
  }

  #on(): MediaOn {
    const { microphone, camera, screen } = this.#media.getState();
    // While another device is being opened the old one still runs, where two can.
    const runs = ({ kind }: SourceState, slot: Slot) =>
      kind === 'on' || (kind === 'switching' && this.#media.track(slot) !== null);
    return { microphone: runs(microphone, 'microphone'), camera: runs(camera, 'camera'), screen: screen.kind === 'on' };
  }

  #mediaChanged(): void {
    if (this.#life === 'released') return;
    this.#link?.tell(this.#on());
    if (this.#state.kind === 'running') this.#keep(this.#state.id);
    this.#refresh();
  }

  #linkChanged(): void {
    if (this.#life === 'released') return;
    const view = this.#link?.getState();
    if (!view) return;
    this.#apply({ type: 'line', state: view.state, at: this.#deps.clock.now() });
    this.#listen(view);
    this.#media.limitCamera(view.step);
    this.#refresh();
  }

  /** The other side's sound, once the person is in the call. */
  #listen({ tracks }: PeerLinkView): void {
    if (this.#state.kind !== 'running') return;
    const sounds = [tracks.microphone, tracks.screen_sound].filter((track) => track !== null);
    if (sounds.length === this.#heard.length && sounds.every((track, index) => track === this.#heard[index])) return;
    this.#heard = sounds;
    this.#media.hear(sounds, () => {
      this.#sound = 'blocked';
      this.#refresh();
    });
  }

  // The state.

  #apply(event: MachineEvent): void {
    if (this.#life === 'released') return;
    const before = this.#state;
    const next = step(before, event);
    if (next === before) return;
    this.#state = next;
    if (next.kind === 'running') this.#enterRunning(before, next);
    else if (next.kind === 'elsewhere' || next.kind === 'ended' || next.kind === 'failed') {
      this.#deps.remember(null);
      this.#release();
    }
    this.#refresh();
  }

  #enterRunning(before: MachineState, next: Extract<MachineState, { kind: 'running' }>): void {
    if (before.kind !== 'running') {
      this.#link?.open();
      this.#keep(next.id);
      const view = this.#link?.getState();
      if (view) {
        this.#state = step(next, { type: 'line', state: view.state, at: this.#deps.clock.now() });
        this.#listen(view);
      }
    }
    this.#watchPatience();
  }

  #watchPatience(): void {
    this.#cancelPatience();
    const state = this.#state;
    if (state.kind !== 'running' || state.course.kind !== 'broken' || state.course.asks) return;
    this.#cancelPatience = this.#deps.clock.after(PATIENCE_MS, () => this.#apply({ type: 'patience', left: 'none' }));
  }

  #keep(call: string): void {
    this.#deps.remember({ call, ...this.wished });
  }

  /** What the person wants to have on. */
  get wished(): { microphone: boolean; camera: boolean } {
    if (this.#state.kind === 'running' && this.#state.own === 'wants_click') return this.#wished;
    const wished = (kind: string) => kind === 'on' || kind === 'asking' || kind === 'switching';
    const { microphone, camera } = this.#media.getState();
    return { microphone: wished(microphone.kind), camera: wished(camera.kind) };
  }

  /** Lights out, nothing sent, nothing heard. What is shown of the end stays. */
  #release(): void {
    if (this.#life === 'released') return;
    this.#life = 'released';
    const { kind } = this.#state;
    if (kind !== 'elsewhere' && kind !== 'ended') this.#place.leave();
    this.#cancelPatience();
    this.#place.dispose();
    this.#media.dispose();
    this.#streams.clear();
  }

  #refresh(): void {
    const before = this.getState();
    if (this.#life === 'released') {
      return this.update({
        phase: phaseOf(this.#state),
        ownCamera: null,
        ownScreen: null,
        peerCamera: null,
        peerScreen: null,
        pointer: null,
        hint: null,
      });
    }
    const view = this.#link?.getState();
    const { hint, ...local } = this.#media.getState();
    const on = view?.on ?? NOTHING_ON;
    this.set({
      ...before,
      ...local,
      phase: phaseOf(this.#state),
      id: this.id,
      peer: { name: this.#deps.peerName(), on },
      startedAt: this.#state.kind === 'running' ? this.#state.startedAt : null,
      peerCamera: on.camera ? this.#stream(view?.tracks.camera) : null,
      peerScreen: on.screen ? this.#stream(view?.tracks.screen) : null,
      quality: view?.quality ?? before.quality,
      step: view?.step ?? 'full',
      pointer: view?.pointer ?? null,
      hint: this.#sound === 'blocked' ? 'sound_blocked' : (hint ?? (view?.noSound ? 'no_sound_from_peer' : null)),
    });
  }

  /** The same stream for the same track: a picture that is set anew flickers. */
  #stream(track: MediaStreamTrack | null | undefined): MediaStream | null {
    if (!track) return null;
    let stream = this.#streams.get(track);
    if (!stream) {
      stream = this.#deps.streamOf(track);
      this.#streams.set(track, stream);
    }
    return stream;
  }
}

function isEndOf(event: { type: string; payload: object }, call: string): boolean {
  const ends = event.type === 'call_declined' || event.type === 'call_missed' || event.type === 'call_ended';
  return ends && 'call' in event.payload && event.payload.call === call;
}

function viewOf(begin: MachineState, media: CallMedia, peer: string, local: LocalMedia): CallView {
  const { hint, ...own } = local.getState();
  return {
    ...own,
    phase: phaseOf(begin),
    id: callOf(begin),
    media,
    peer: { name: peer, on: NOTHING_ON },
    startedAt: begin.kind === 'running' ? begin.startedAt : null,
    peerCamera: null,
    peerScreen: null,
    quality: NO_QUALITY,
    step: 'full',
    hint,
    pointer: null,
  };
}
