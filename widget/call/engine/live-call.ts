/**
 * One call in one window: drives the state machine, and joins the conversation's decisions, this side's media and the way
 * to the other side into what views draw. One disposer: after it nothing of the call is left.
 */
import type { CallMedia, Side } from '../../../signaling/protocol/events.ts';
import type { Clock } from '../../session/clock.ts';
import type { ConversationStore } from '../../session/types.ts';
import type { Call, Point, RecordingNews, SideTracks } from '../types.ts';
import { CallSeat } from './call-seat.ts';
import { firstView, givenBy, isWished, lastView, nextView } from './call-view.ts';
import { type LocalMedia, type PeerLink, type PeerLinkDeps, type PeerLinkView, SLOTS } from './deps.ts';
import { callOf, type EndEvent, type MachineEvent, type MachineState, step } from './machine.ts';
import { OwnDevices, type Wish } from './own-devices.ts';
import { Reports } from './reports.ts';

/** After so long without the other side the person is asked whether to go on. */
const PATIENCE_MS = 60_000;

/** How this side leaves a call for good; told to the service until it has heard it. */
export type Leaving = 'decline' | 'cancel' | 'end';

/** What a tab keeps, to find back into its call after a reload or a walk to the next page. */
export interface Remembered extends Wish {
  call: string;
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

export class LiveCall extends OwnDevices implements Call {
  readonly #deps: CallDeps;
  readonly #place: CallSeat;
  readonly #reports: Reports;
  #leave: (() => void)[] = [];
  #state: MachineState;
  /** The log has shown this call: from then on its absence means that it is over. */
  #seen = '';
  #blocked: 'nothing' | 'sound' | 'window' = 'nothing';
  readonly #streams = new Map<MediaStreamTrack, MediaStream>();
  #heard: readonly MediaStreamTrack[] = [];
  /** What was on before the page was loaded anew, as long as a click is wanted for it. */
  #wanted: Wish | null = null;
  #cancelPatience = () => {};
  /** Aborted when the call is over, taken away or dismissed. */
  readonly #over = new AbortController();

  /** @param begin the mirror, a ring, or a running call that this page comes back into */
  constructor(deps: CallDeps, begin: MachineState, media: CallMedia) {
    const seat = deps.ids();
    const local = deps.createMedia(seat);
    super(firstView(begin, media, deps.peerName(), local.getState()), local);
    this.#deps = deps;
    this.#state = begin;
    this.#reports = new Reports(deps.clock, (report) => {
      if (this.id) deps.conversation.calls.report(this.id, report);
    });
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
      local.onTrack((slot, track) => {
        void this.#link?.setTrack(slot, track);
        this.#refresh();
      }),
      deps.onNetwork(() => this.#link?.networkChanged()),
      deps.onGoing(() => this.#place.leave()),
    ];
    this.#keep();
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

  /** The other side asks while the person looks in the mirror to ask it. */
  rings(id: string): void {
    this.#apply({ type: 'rings', id });
    this.#readLog();
    this.#place.take();
  }

  async end(): Promise<void> {
    const state = this.#state;
    switch (state.kind) {
      case 'ringing':
        this.#deps.leave(state.id, 'cancel');
        break;
      case 'accepting':
      case 'running':
        // While there is a call to report.
        this.#reports.ends();
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

  override setCamera(on: boolean): void {
    // Whoever wants to be seen though the line is poor has their way.
    if (on && this.getState().step === 'sound_only') this.stepUp();
    super.setCamera(on);
  }

  point(at: Point | null): void {
    this.#link?.point(at);
  }

  tellRecording(news: RecordingNews | null): void {
    this.#link?.tellRecording(news);
  }

  stepUp(): void {
    this.#link?.stepUp();
  }

  resume(): void {
    this.#blocked = 'nothing';
    this.media.resume();
    if (this.#wanted) {
      this.want(this.#wanted);
      this.#wanted = null;
      this.#apply({ type: 'own', own: 'given' });
    }
    this.#refresh();
  }

  /** The browser wants no window: the person hears why nothing happens. */
  windowBlocked(): void {
    this.#blocked = 'window';
    this.#refresh();
  }

  keepTrying(): void {
    this.#apply({ type: 'patience', left: 'new' });
    this.#link?.networkChanged();
  }

  /** @param mayOpen whether the browser gives the devices without asking */
  comeBack(was: Wish, mayOpen: boolean): void {
    if (mayOpen) this.want(was);
    else {
      this.#wanted = was;
      this.#apply({ type: 'own', own: 'wants_click' });
    }
    this.#keep();
  }

  dispose(): void {
    this.#release();
  }

  // What the service and the other side say.

  async #ask(): Promise<void> {
    const { calls } = this.#deps.conversation;
    const media = this.#asksFor();
    this.update({ media });
    const reply = await calls.ask(media, this.#over.signal);
    if (this.#isOver) {
      if (reply.ok) this.#deps.leave(reply.call, 'cancel');
      return;
    }
    this.#apply(reply.ok ? { type: 'asked', id: reply.call } : { type: 'refused', reason: reply.reason });
    this.#readLog();
    this.#place.take();
  }

  #asksFor(): CallMedia {
    const { camera, microphone, screen } = this.media.getState();
    if (isWished(camera)) return 'video';
    return screen.kind === 'on' && microphone.kind === 'off' ? 'screen' : 'audio';
  }

  async #accept(call: string): Promise<void> {
    this.#place.take();
    const reply = await this.#deps.conversation.calls.accept(call, this.#over.signal);
    if (this.#isOver) return;
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
    for (const slot of SLOTS) void link.setTrack(slot, this.media.track(slot));
    if (this.#state.kind === 'running') link.open();
    link.tell(givenBy(this.media));
  }

  get #link(): PeerLink | null {
    return this.#place.link;
  }

  #mediaChanged(): void {
    if (this.#isOver) return;
    this.#link?.tell(givenBy(this.media));
    this.#keep();
    this.#refresh();
  }

  #linkChanged(): void {
    if (this.#isOver) return;
    const view = this.#link?.getState();
    if (!view) return;
    this.#apply({ type: 'line', state: view.state, at: this.#deps.clock.now() });
    if (this.#state.kind === 'running') this.#reports.look(view);
    this.#listen(view);
    this.media.limitCamera(view.step);
    this.#refresh();
  }

  /** The other side's sound, once the person is in the call. */
  #listen({ tracks }: PeerLinkView): void {
    if (this.#state.kind !== 'running') return;
    const sounds = [tracks.microphone, tracks.screen_sound].filter((track) => track !== null);
    if (sounds.length === this.#heard.length && sounds.every((track, index) => track === this.#heard[index])) return;
    this.#heard = sounds;
    this.media.hear(sounds, () => {
      this.#blocked = 'sound';
      this.#refresh();
    });
  }

  // The state.

  #apply(event: MachineEvent): void {
    if (this.#isOver) return;
    const before = this.#state;
    const next = step(before, event);
    if (next === before) return;
    this.#state = next;
    if (next.kind === 'running') this.#enterRunning(before);
    else if (next.kind === 'elsewhere' || next.kind === 'ended' || next.kind === 'failed') {
      this.#deps.remember(null);
      this.#release();
    } else this.#keep();
    this.#refresh();
  }

  #enterRunning(before: MachineState): void {
    if (before.kind !== 'running') {
      this.#reports.accepted();
      this.#link?.open();
      this.#keep();
      if (this.#wanted) this.#state = step(this.#state, { type: 'own', own: 'wants_click' });
      const view = this.#link?.getState();
      if (view) {
        this.#state = step(this.#state, { type: 'line', state: view.state, at: this.#deps.clock.now() });
        this.#listen(view);
        this.#reports.look(view);
      }
    }
    this.#watchPatience();
  }

  #watchPatience(): void {
    this.#cancelPatience();
    const state = this.#state;
    const { course } = state.kind === 'running' ? state : { course: null };
    if (course === null || course.kind === 'live' || (course.kind === 'broken' && course.asks)) return;
    this.#cancelPatience = this.#deps.clock.after(PATIENCE_MS, () => this.#apply({ type: 'patience', left: 'none' }));
  }

  /** A page that comes back from a reload finds its call by this. What was asked for and what was answered count as well. */
  #keep(): void {
    const state = this.#state;
    if (state.kind !== 'ringing' && state.kind !== 'accepting' && state.kind !== 'running') return;
    this.#deps.remember({ call: state.id, ...this.wished });
  }

  override get wished(): Wish {
    return this.#wanted ?? super.wished;
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Lights out, nothing sent, nothing heard. What is shown of the end stays. */
  #release(): void {
    if (this.#isOver) return;
    this.#over.abort();
    const { kind } = this.#state;
    if (kind !== 'elsewhere' && kind !== 'ended') this.#place.leave();
    this.#cancelPatience();
    this.#reports.dispose();
    this.#place.dispose();
    this.media.dispose();
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#streams.clear();
  }

  #refresh(): void {
    const before = this.getState();
    if (this.#isOver) return this.set(lastView(before, this.#state));
    const parts = {
      state: this.#state,
      peerName: this.#deps.peerName(),
      local: this.media.getState(),
      own: this.#ownTracks(),
      link: this.#link?.getState() ?? null,
      blocked: this.#blocked,
      streamOf: (track: MediaStreamTrack) => this.#stream(track),
    };
    this.set(nextView(before, parts));
  }

  #ownTracks(): SideTracks {
    return Object.fromEntries(SLOTS.map((slot) => [slot, this.media.track(slot)])) as SideTracks;
  }

  /** The same stream for the same track: a picture that is set anew flickers. */
  #stream(track: MediaStreamTrack): MediaStream {
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
