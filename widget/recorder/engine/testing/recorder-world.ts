/**
 * A customer and an agent who talk, each with a recorder over the small service, on virtual time. The log, the locks and
 * the library are the real ones; devices, calls in the window and the pipeline do what a test tells them.
 */
import { FakeCall } from '../../../call/testing/fake-call.ts';
import type { Call, RecordingNews, SideTracks } from '../../../call/types.ts';
import { type MemoryBrowser, type MemoryTab, memoryBrowser } from '../../../session/testing/memory-browser.ts';
import { agentTab, customerTab, type World, world } from '../../../session/testing/tabs.ts';
import { agentTakes } from '../../../session/testing/words.ts';
import type { ConversationStore } from '../../../session/types.ts';
import { Value } from '../../../session/value.ts';
import { RecordingLibrary } from '../library.ts';
import type { CreatePipeline } from '../pipeline.ts';
import { RecorderDesk, type RecorderDevices } from '../recorder-desk.ts';
import { memoryFiles, type SharedIndex, sharedIndex } from './memory-index.ts';
import { ScriptedPipeline } from './scripted-pipeline.ts';

/** A track that is real and shows nothing. */
export function pictureTrack(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d');
  const [track] = canvas.captureStream(0).getVideoTracks();
  if (!track) throw new Error('the canvas gave no track');
  // Firefox passes no made-up event on to those who listen to a track.
  const events = new EventTarget();
  track.addEventListener = events.addEventListener.bind(events);
  track.removeEventListener = events.removeEventListener.bind(events);
  track.dispatchEvent = events.dispatchEvent.bind(events);
  return track;
}

/** The browser ends what it gave: the person pressed its own button. */
export function endedByBrowser(track: MediaStreamTrack | null | undefined): void {
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
}

let context: AudioContext | null = null;

export function soundTrack(): MediaStreamTrack {
  context ??= new AudioContext();
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  if (!track) throw new Error('there is no sound');
  return track;
}

type Captured = Awaited<ReturnType<RecorderDevices['captureScreen']>>;

class Devices implements RecorderDevices {
  readonly canCapture = true;
  /** Everything that was opened. */
  readonly opened: MediaStreamTrack[] = [];
  captures = 0;
  /** What the person does with the browser's question. */
  choose: () => Promise<Captured> = async () => this.screen();

  /** A screen with its sound. */
  screen(): Captured {
    const [screen, sound] = [pictureTrack(), soundTrack()];
    this.opened.push(screen, sound);
    return { ok: true, screen, sound };
  }

  captureScreen(): Promise<Captured> {
    this.captures += 1;
    return this.choose();
  }

  async openMicrophone(): Promise<MediaStreamTrack> {
    const track = soundTrack();
    this.opened.push(track);
    return track;
  }

  get live(): number {
    return this.opened.filter(({ readyState }) => readyState === 'live').length;
  }
}

/** A call in a window: what is told of a recording goes over to the other side's. */
export class CallInWindow extends FakeCall {
  readonly told: (RecordingNews | null)[] = [];
  peer: CallInWindow | null = null;

  override tellRecording(news: RecordingNews | null = null): void {
    this.told.push(news);
    this.peer?.update({ recording: news });
  }

  give(side: 'own' | 'peer', change: Partial<SideTracks>): void {
    const { tracks } = this.getState();
    this.update({ tracks: { ...tracks, [side]: { ...tracks[side], ...change } } });
  }
}

/** One side's recorder in one tab. */
class RecordingTab {
  readonly devices = new Devices();
  readonly call = new Value<Call | null>(null);
  readonly talksElsewhere = new Value(false);
  readonly pipelines: ScriptedPipeline[] = [];
  /** How the next pipeline comes about. */
  make: (pipeline: ScriptedPipeline) => Promise<ScriptedPipeline> = async (pipeline) => pipeline;
  readonly library: RecordingLibrary;
  readonly desk: RecorderDesk;
  readonly conversation: ConversationStore;
  readonly #tab: MemoryTab;

  constructor(side: 'customer' | 'agent', conversation: ConversationStore, tab: MemoryTab, index: SharedIndex) {
    this.conversation = conversation;
    this.#tab = tab;
    let count = 0;
    const ids = () => {
      count += 1;
      return `recording-${side}-${count}`;
    };
    const createPipeline: CreatePipeline = (options) =>
      this.make(new ScriptedPipeline(options)).then((made) => this.#made(made));
    this.library = new RecordingLibrary({
      ...tab,
      index: index.tab(),
      files: memoryFiles(),
      random: () => 0.5,
      ids,
      uploader: { upload: () => new Promise(() => {}) },
      announce: async () => ({ ok: true }),
      online: () => false,
      owner: () => null,
      prepare: async () => ({ ok: true }),
      conversation: () => null,
      nameOf: ({ name }) => name,
      repair: async () => ({ kind: 'whole', length: 3_000, size: 900, format: 'mp4' }),
      thumbnail: async () => null,
      room: async () => null,
      save: () => {},
    });
    this.desk = new RecorderDesk({
      ...tab,
      side,
      conversation,
      call: this.call,
      talksElsewhere: this.talksElsewhere,
      devices: this.devices,
      createPipeline,
      folder: side,
      library: this.library,
      pictures: { encode: async () => '', decode: () => createImageBitmap(new ImageData(1, 1)) },
      asked: { read: () => tab.disk.get('asked'), write: (id) => tab.disk.set('asked', id) },
      ids,
      peerName: () => (side === 'customer' ? 'Amélie' : 'Marta'),
    });
  }

  get phase() {
    return this.desk.getState().phase;
  }

  get theirs() {
    return this.desk.getState().theirs;
  }

  get pipeline(): ScriptedPipeline {
    const pipeline = this.pipelines.at(-1);
    if (!pipeline) throw new Error('There is no pipeline');
    return pipeline;
  }

  /** The list: what it holds and where it stands. */
  get kept(): string[] {
    return this.library.getState().items.map(({ state }) => state.kind);
  }

  /** The call is in this window. */
  sit(): CallInWindow {
    const call = new CallInWindow();
    this.call.set(call);
    return call;
  }

  die(): void {
    this.#tab.die();
  }

  #made(pipeline: ScriptedPipeline): ScriptedPipeline {
    this.pipelines.push(pipeline);
    return pipeline;
  }
}

/** Both talk; no call runs. */
export async function talking() {
  const all = world();
  const browsers = { customer: all.browser, agent: memoryBrowser(all.clock) };
  const customer = await customerTab(all);
  const agent = await agentTab({ ...all, browser: browsers.agent });
  customer.session.current.send('Hello');
  await all.clock.advance(100);
  agentTakes(all.service);
  await all.clock.advance(1_000);
  const store = agent.session.conversation(all.service.latest.state.id);
  await all.clock.advance(100);
  const indexes = { customer: sharedIndex(all.clock), agent: sharedIndex(all.clock) };
  const marta = new RecordingTab('customer', customer.session.current, customer, indexes.customer);
  const amelie = new RecordingTab('agent', store, agent, indexes.agent);
  await all.clock.settle();
  return {
    ...all,
    marta,
    amelie,
    lines: { customer: customer.transport, agent: agent.transport },
    /** One more tab of the customer; in a browser of its own it is signed in by the same secret. */
    async customerTab(browser: MemoryBrowser = all.browser) {
      const tab = await customerTab({ ...all, browser });
      return new RecordingTab('customer', tab.session.current, tab, indexes.customer);
    },
    browsers,
    /** What the log says of recordings, in order. */
    said: () => saidIn(all),
    async beginCall() {
      const asked = marta.conversation.calls.ask('video');
      await all.clock.advance(200);
      const call = await asked;
      if (!call.ok) throw new Error(`Refused: ${call.reason}`);
      void amelie.conversation.calls.accept(call.call);
      await all.clock.advance(200);
      const [mine, theirs] = [marta.sit(), amelie.sit()];
      mine.peer = theirs;
      theirs.peer = mine;
      return { id: call.call, mine, theirs };
    },
    async endCall(id: string) {
      void amelie.conversation.calls.end(id);
      await all.clock.advance(200);
      for (const { call } of [marta, amelie]) call.set(null);
      await all.clock.advance(200);
    },
  };
}

/** A call runs in both windows. */
export async function calling() {
  const all = await talking();
  return { ...all, ...(await all.beginCall()) };
}

/** The agent records the call, or a screen during it, and the customer has agreed. */
export async function recording(what: 'call' | 'screen' = 'call') {
  const all = await calling();
  all.amelie.desk.start(what);
  await all.clock.advance(200);
  all.marta.desk.answer(true);
  await all.clock.advance(200);
  return all;
}

function saidIn({ service }: World): string[] {
  return service.latest.main.flatMap(({ type, payload }) => {
    if (!type.startsWith('recording_')) return [];
    return 'why' in payload ? `${type.slice(10)} ${payload.why}` : type.slice(10);
  });
}
