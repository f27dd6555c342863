/**
 * The recorder of one conversation in one window: asks the other person, opens what has to be opened, feeds a pipeline while it
 * runs and says why it ended. Nothing is recorded before the service has stored the agreement. Knows no view, no encoder. Long
 * because at each moment of a recording each of person, browser, service, call and disk may end it, and that stands in one place.
 */
import type { RecordingOf, Side } from '../../../signaling/protocol/events.ts';
import type { Call, DeviceReason } from '../../call/types.ts';
import type { Clock } from '../../session/clock.ts';
import type { Locks } from '../../session/locks.ts';
import type { OwnStop } from '../../session/recording-line.ts';
import type { ConversationStore, Store } from '../../session/types.ts';
import { Value } from '../../session/value.ts';
import type {
  PausedBy,
  Recorder,
  RecorderPhase,
  RecorderReason,
  RecorderView,
  RecordingProgress,
  StoppedBy,
} from '../types.ts';
import { consentOf, runningCall, theirs } from './consent.ts';
import { Endings, type EndingsDeps } from './endings.ts';
import type { RecordingLibrary } from './library.ts';
import { News } from './news.ts';
import type { CreatePipeline, FinishedRecording, Pipeline } from './pipeline.ts';
import {
  failedBy,
  IDLE,
  isAlive,
  letGo,
  newRun,
  ownStop,
  phaseWith,
  phaseWithout,
  type Run,
  reasonOf,
  stopAll,
} from './run.ts';
import { feed, sourcesOf } from './sources.ts';

/** The browser's devices, as the recorder needs them. */
export interface RecorderDevices {
  readonly canCapture: boolean;
  /** Asks before it returns, so that the click counts. */
  captureScreen(): Promise<
    { ok: true; screen: MediaStreamTrack; sound: MediaStreamTrack | null } | { ok: false; reason: DeviceReason }
  >;
  /** Null when there is none to be had: a screen is recorded without a voice then. */
  openMicrophone(): Promise<MediaStreamTrack | null>;
}

export interface RecorderDeps {
  side: Side;
  conversation: Pick<ConversationStore, 'getState' | 'subscribe' | 'recordings'>;
  /** A call runs in another conversation of this person: nobody there has been asked. */
  talksElsewhere: Store<boolean>;
  /** The call that runs in this window. */
  call: Store<Call | null>;
  devices: RecorderDevices;
  createPipeline: CreatePipeline;
  /** Where the recordings are. */
  folder: string;
  library: RecordingLibrary;
  /** Between the pictures of a recording and what goes over the line. */
  pictures: { encode(picture: ImageBitmap): Promise<string>; decode(picture: string): Promise<ImageBitmap> };
  clock: Clock;
  locks: Locks;
  asked: EndingsDeps['asked'];
  ids: () => string;
  peerName: () => string;
}

/** Nothing is kept of it. */
const NOTHING: FinishedRecording = { length: 0, size: 0 };
const NO_PROGRESS: RecordingProgress = { paused: false, length: 0, size: 0 };

export class RecorderDesk extends Value<RecorderView> implements Recorder {
  readonly progress = new Value<RecordingProgress>(NO_PROGRESS);
  readonly preview = new Value<ImageBitmap | null>(null);
  readonly library: RecordingLibrary;
  readonly #deps: RecorderDeps;
  readonly #news: News;
  readonly #endings: Endings;
  #leave: (() => void)[];
  #leaveCall = () => {};
  #run: Run | null = null;
  /** What was recovered and put away. */
  readonly #told = new Set<string>();
  /** What is being opened or closed at this moment. */
  #work: Promise<unknown> = Promise.resolve();
  #life: 'open' | 'over' = 'open';

  constructor(deps: RecorderDeps) {
    super({
      phase: IDLE,
      theirs: { kind: 'none' },
      can: { screen: false, call: false },
      recovered: null,
      peer: deps.peerName(),
    });
    this.#deps = deps;
    this.library = deps.library;
    this.#endings = new Endings(deps);
    this.#news = new News({ ...deps, show: (picture) => this.preview.set(picture) });
    this.#leave = [
      deps.conversation.subscribe(() => this.#look()),
      deps.call.subscribe(() => this.#followCall()),
      deps.talksElsewhere.subscribe(() => this.#look()),
      deps.library.subscribe(() => this.#look()),
      () => this.#leaveCall(),
    ];
    this.#followCall();
    this.#look();
  }

  // What the person asks for.

  start(what: RecordingOf): void {
    if (this.#run !== null || this.#life === 'over' || !this.getState().can[what]) return;
    const run = newRun(what);
    this.#run = run;
    if (what === 'call') void this.#ask(run);
    else void this.#choose(run).then((isChosen) => (isChosen ? this.#ask(run) : undefined));
  }

  cancel(): void {
    const run = this.#run;
    const { kind } = this.getState().phase;
    if (!run || (kind !== 'choosing' && kind !== 'asking' && kind !== 'starting')) return;
    if (kind !== 'choosing' || !run.pipeline) return this.#end(run, 'person');
    run.choice = null;
    this.#pause(run, 'screen_gone');
  }

  pause(): void {
    if (this.#run && this.getState().phase.kind === 'recording') this.#pause(this.#run, 'person');
  }

  resume(): void {
    const { phase } = this.getState();
    const run = this.#run;
    if (phase.kind !== 'paused' || !run || phase.by === 'call') return;
    run.wasPaused = false;
    if (run.what === 'call' || isAlive(run.opened.screen)) return this.#record(run);
    void this.#choose(run).then(() => {
      // A call that began meanwhile has the other person asked first.
      if (this.#isOpen(run) && this.getState().phase.kind === 'choosing') this.#record(run);
    });
  }

  stop(): void {
    if (this.#run) this.#end(this.#run, 'person');
  }

  dismiss(): void {
    if (this.#run !== null) return;
    const { phase, recovered } = this.getState();
    if (phase.kind !== 'idle') this.#show(IDLE);
    else if (recovered) {
      this.#told.add(recovered.id);
      this.#look();
    }
  }

  answer(agrees: boolean): void {
    const recording = runningCall(this.#deps.conversation.getState())?.recording;
    if (recording?.kind !== 'asked' || recording.by === this.#deps.side) return;
    void (agrees ? this.#line.agree(recording.id) : this.#line.refuse(recording.id));
  }

  withdraw(): void {
    const recording = runningCall(this.#deps.conversation.getState())?.recording;
    if (!recording || recording.by === this.#deps.side) return;
    // Whoever takes it back may rely on it, also when the line is gone at this moment.
    this.#endings.tell(recording.id, 'stopped');
  }

  /** What is being written is written to its end. */
  dispose(): void {
    this.#life = 'over';
    for (const leave of this.#leave) leave();
    this.#leave = [];
    if (this.#run) this.#end(this.#run, 'person');
    this.#news.dispose();
    this.#endings.dispose();
    // Until then its lock says that the recording has somebody who looks after it.
    void this.#work.then(() => this.library.dispose());
  }

  get #line() {
    return this.#deps.conversation.recordings;
  }

  /** Neither ended nor given up while something was waited for. */
  #isOpen(run: Run): boolean {
    return this.#run === run && run.stage === 'open';
  }

  // From the click to the first frame.

  /** @returns whether there is a screen now */
  async #choose(run: Run): Promise<boolean> {
    const shared = this.#call?.getState().tracks.own.screen ?? null;
    this.#show({ kind: 'choosing' });
    if (isAlive(shared)) {
      run.opened = { ...run.opened, screen: shared, screenSound: null };
      return true;
    }
    const choice = {};
    run.choice = choice;
    const captured = await this.#deps.devices.captureScreen();
    if (!this.#isOpen(run) || run.choice !== choice) {
      if (captured.ok) stopAll(captured.screen, captured.sound);
      return false;
    }
    run.choice = null;
    if (captured.ok) {
      this.#chosen(run, captured.screen, captured.sound);
      return true;
    }
    if (run.pipeline) return false;
    // Whoever closes the browser's question has changed their mind: nothing needs to be said.
    this.#drop(run, captured.reason === 'dismissed' ? IDLE : failedBy({ from: 'screen', reason: captured.reason }));
    return false;
  }

  #chosen(run: Run, screen: MediaStreamTrack, sound: MediaStreamTrack | null): void {
    run.opened = { ...run.opened, screen, screenSound: sound };
    run.captured = screen;
    const gone = () => this.#screenGone(run, screen);
    screen.addEventListener('ended', gone);
    run.leave.push(() => {
      screen.removeEventListener('ended', gone);
      stopAll(screen, sound);
    });
  }

  async #ask(run: Run): Promise<void> {
    const call = runningCall(this.#deps.conversation.getState());
    if (call === null) return run.what === 'screen' ? this.#begin(run) : this.#drop(run, IDLE);
    run.consent = { kind: 'asking' };
    // Until the service has said since when, it is as good as now.
    if (!run.pipeline) this.#show({ kind: 'starting', what: run.what });
    const asked = await this.#line.ask(call.id, run.what);
    if (asked.ok) this.#endings.hold(asked.recording);
    else if (asked.reason === 'unavailable') this.#endings.lost(call.id);
    if (!this.#isOpen(run)) {
      if (asked.ok) this.#endings.tell(asked.recording, 'stopped');
      return;
    }
    if (asked.ok) {
      run.consent = { kind: 'asked', id: asked.recording };
      this.#look();
    } else this.#end(run, asked.reason === 'call_over' ? 'call_over' : { from: 'service', reason: asked.reason });
  }

  /** Agreed, or nobody has to agree. */
  #begin(run: Run): void {
    this.#show({ kind: 'starting', what: run.what });
    this.#during(this.#open(run));
  }

  async #open(run: Run): Promise<void> {
    const isFree = run.consent.kind === 'asked' ? await this.#started(run, run.consent.id) : await this.#heard(run);
    if (!isFree) return;
    const { library, ids, clock, conversation, createPipeline, folder } = this.#deps;
    const id = run.consent.kind === 'started' ? run.consent.id : ids();
    const inConversation = conversation.getState().state?.id ?? null;
    let pipeline: Pipeline | null = null;
    try {
      await library.begin({ id, what: run.what, at: clock.now(), format: null, conversation: inConversation });
      if (this.#isOpen(run)) pipeline = await createPipeline({ id, folder });
    } catch (error) {
      await library.finished(id, NOTHING).catch(() => {});
      if (this.#isOpen(run)) this.#drop(run, failedBy({ from: 'recorder', reason: reasonOf(error) }), 'failed');
      return;
    }
    if (pipeline && this.#isOpen(run)) {
      run.id = id;
      return this.#attach(run, pipeline);
    }
    await pipeline?.finish();
    await library.finished(id, NOTHING);
  }

  /** @returns whether the service has acknowledged the start, and it is still wanted */
  async #started(run: Run, id: string): Promise<boolean> {
    run.consent = { kind: 'agreed', id };
    const started = await this.#line.start(id);
    if (!this.#isOpen(run)) return false;
    if (started.ok) run.consent = { kind: 'started', id };
    else this.#end(run, { from: 'service', reason: started.reason });
    return started.ok;
  }

  /** Opens the person's own voice. @returns whether it is still wanted */
  async #heard(run: Run): Promise<boolean> {
    const microphone = await this.#deps.devices.openMicrophone();
    if (!this.#isOpen(run)) {
      stopAll(microphone);
      return false;
    }
    run.leave.push(() => stopAll(microphone));
    run.opened = { ...run.opened, microphone };
    return true;
  }

  #attach(run: Run, pipeline: Pipeline): void {
    run.pipeline = pipeline;
    run.leave.push(
      pipeline.subscribe(() => this.#pipelineChanged(run, pipeline)),
      pipeline.preview.subscribe(() => this.preview.set(pipeline.preview.getState())),
    );
    this.#record(run);
    this.#tellNews(run);
    this.#pipelineChanged(run, pipeline);
    // What has changed while it was being made.
    this.#look();
  }

  // While it runs.

  /** Who hasn't agreed is told nothing either. */
  #tellNews(run: Run): void {
    if (run.consent.kind === 'started') this.#news.begin(this.progress, this.preview);
  }

  #feed(): void {
    const run = this.#run;
    if (!run?.pipeline || run.stage === 'ending') return;
    const tracks = run.consent.kind === 'started' ? (this.#call?.getState().tracks ?? null) : null;
    const now = sourcesOf(run.what, tracks, run.opened);
    feed(run.pipeline, run.fed, now);
    run.fed = now;
  }

  #pipelineChanged(run: Run, pipeline: Pipeline): void {
    if (this.#run !== run) return;
    const state = pipeline.getState();
    switch (state.kind) {
      case 'running': {
        const { paused, length, size } = state;
        this.progress.set({ paused, length, size });
        return;
      }
      case 'failed':
        this.#end(run, state.reason === 'no_room' ? 'no_room' : { from: 'recorder', reason: state.reason });
        return letGo(run);
      case 'finished':
        // What remains to be done with the file may take a while: no light stays on for it.
        return letGo(run);
    }
  }

  #pause(run: Run, by: PausedBy): void {
    run.pipeline?.pause();
    this.#show({ kind: 'paused', what: run.what, by });
  }

  /** Goes on, unless something stands in the way. */
  #record(run: Run): void {
    this.#feed();
    if (run.what === 'screen' && !isAlive(run.opened.screen)) return this.#pause(run, 'screen_gone');
    if (run.wasPaused) return this.#pause(run, 'person');
    run.pipeline?.resume();
    this.#show({ kind: 'recording', what: run.what });
  }

  /** The person ended the share in the browser's own bar, or closed what was shared. */
  #screenGone(run: Run, screen: MediaStreamTrack | null): void {
    if (!this.#isOpen(run) || run.opened.screen !== screen) return;
    // A tab's sound may outlive its picture.
    if (run.captured) stopAll(run.opened.screenSound);
    run.opened = { ...run.opened, screen: null, screenSound: null };
    run.captured = null;
    this.#feed();
    const { phase } = this.getState();
    if (phase.kind === 'recording' || (phase.kind === 'paused' && phase.by === 'person')) {
      run.wasPaused = phase.kind === 'paused';
      this.#pause(run, 'screen_gone');
    }
  }

  /** A screen that is the call's goes, or becomes another one, with the call's share. */
  #followShare(run: Run): void {
    const { screen } = run.opened;
    if (screen === null || screen === run.captured) return;
    const shared = this.#call?.getState().tracks.own.screen ?? null;
    if (shared === null) this.#screenGone(run, screen);
    else run.opened = { ...run.opened, screen: shared };
  }

  // The end.

  /** @param why who or what ended it; a reason of the recorder's when it failed */
  #end(run: Run, why: StoppedBy | RecorderReason): void {
    if (!this.#isOpen(run)) return;
    if (run.pipeline && run.id !== null) this.#during(this.#finish(run, run.pipeline, run.id, why));
    else this.#drop(run, phaseWithout(why), ownStop(why));
  }

  async #finish(run: Run, pipeline: Pipeline, id: string, why: StoppedBy | RecorderReason): Promise<void> {
    run.stage = 'ending';
    this.#show({ kind: 'stopping', what: run.what });
    this.#news.end();
    this.#tell(run, ownStop(why));
    let phase: RecorderPhase;
    try {
      const finished = await pipeline.finish();
      await this.library.finished(id, { ...finished, format: pipeline.format });
      phase = finished.length > 0 ? phaseWith(why, id) : phaseWithout(why);
    } catch {
      phase = failedBy({ from: 'recorder', reason: 'failed' });
    }
    this.#drop(run, phase);
  }

  /** Of what the log already says nothing is told. */
  #tell({ consent }: Run, why: OwnStop): void {
    if ('id' in consent) this.#endings.tell(consent.id, why);
  }

  /** Lets go of everything that was opened for it. */
  #drop(run: Run, phase: RecorderPhase, why: OwnStop = 'stopped'): void {
    if (this.#run !== run) return;
    this.#run = null;
    if (run.stage === 'open') this.#tell(run, why);
    letGo(run);
    this.progress.set(NO_PROGRESS);
    this.preview.set(null);
    this.#show(phase);
    this.#look();
  }

  #during(work: Promise<void>): void {
    this.#work = Promise.allSettled([this.#work, work]);
  }

  // What the log and the call say.

  #look(): void {
    if (this.#life === 'over') return;
    const view = this.#deps.conversation.getState();
    const call = this.#call?.getState() ?? null;
    const isFree = runningCall(view)?.recording == null;
    const can = {
      screen: this.#deps.devices.canCapture && isFree && !this.#talksElsewhere,
      call: runningCall(view) !== null && call !== null && isFree,
    };
    const theirNews = call?.recording ?? null;
    this.update({
      theirs: theirs(view, this.#deps.side, theirNews),
      can,
      recovered: this.#recovered(),
      peer: this.#deps.peerName(),
    });
    const consent = this.#run?.consent;
    // A question may be in the log before this page has heard that it is its own.
    if (consent?.kind !== 'asking') this.#endings.look(consent && 'id' in consent ? consent.id : null);
    this.#follow();
    this.#feed();
    this.#news.hear(this.getState().theirs.kind === 'records' ? theirNews : null);
  }

  get #talksElsewhere(): boolean {
    return this.#deps.talksElsewhere.getState();
  }

  /** The same object as long as it is the same. */
  #recovered(): RecorderView['recovered'] {
    const { items } = this.library.getState();
    const item = items.find(({ id, state }) => state.kind === 'recovered' && !this.#told.has(id));
    const { recovered } = this.getState();
    if (!item || item.id === recovered?.id) return item ? recovered : null;
    return { id: item.id, length: item.length };
  }

  #follow(): void {
    const run = this.#run;
    if (!run || run.stage === 'ending') return;
    // Whoever is in that call is heard and seen on the screen, and nobody has asked them.
    if (run.what === 'screen' && this.#talksElsewhere) return this.#end(run, 'other_call');
    this.#followShare(run);
    const view = this.#deps.conversation.getState();
    const hasCall = runningCall(view) !== null;
    const { consent } = run;
    if (consent.kind === 'none') {
      // Somebody can be heard now who hasn't been asked.
      if (hasCall && run.pipeline) this.#callBegan(run);
      return;
    }
    if (consent.kind === 'asking') return;
    const said = consentOf(view, consent.id);
    switch (said.kind) {
      case 'asked':
        // One that runs already stands still meanwhile, and says so.
        if (run.pipeline || this.getState().phase.kind === 'asking') return;
        return this.#show({ kind: 'asking', what: run.what, until: said.until });
      case 'agreed':
        if (consent.kind !== 'asked') return;
        if (run.pipeline) this.#during(this.#goOn(run, consent.id));
        else this.#begin(run);
        return;
      case 'refused':
        return this.#answeredNo(run, said.why);
      case 'stopped':
        return this.#end(run, said.why === 'withdrawn' || said.why === 'call_over' ? said.why : 'person');
      case 'running':
        // Another window has the call now: here nothing of it is left to be recorded.
        if (run.what === 'call' && run.pipeline && this.#call === null) this.#end(run, 'call_over');
        return;
      case 'unknown':
        if (!hasCall) this.#end(run, 'call_over');
        return;
    }
  }

  #callBegan(run: Run): void {
    const { phase } = this.getState();
    run.wasPaused = phase.kind === 'paused' && (run.wasPaused || phase.by === 'person');
    this.#pause(run, 'call');
    // The call has a microphone of its own, with a switch.
    stopAll(run.opened.microphone);
    run.opened = { ...run.opened, microphone: null };
    void this.#ask(run);
  }

  /** During the recording of a screen a call began, and the other person agreed. */
  async #goOn(run: Run, consent: string): Promise<void> {
    this.#pause(run, 'call');
    if (!(await this.#started(run, consent))) return;
    this.#record(run);
    this.#tellNews(run);
    this.#look();
  }

  #answeredNo(run: Run, why: 'refused' | 'no_answer' | 'cancelled'): void {
    if (why === 'cancelled') this.#end(run, 'call_over');
    else if (run.pipeline) this.#end(run, 'not_agreed');
    else this.#drop(run, { kind: 'refused', why });
  }

  get #call(): Call | null {
    return this.#deps.call.getState();
  }

  #followCall(): void {
    this.#leaveCall();
    const call = this.#call;
    this.#leaveCall = call?.subscribe(() => this.#look()) ?? (() => {});
    this.#look();
  }

  #show(phase: RecorderPhase): void {
    this.update({ phase });
  }
}
