/**
 * The recorder's lazily loaded part: joins engine, browser and views for one conversation, and gives its shell what to draw:
 * the list, a bar for what runs, and what a call shows of it.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Side } from '../../signaling/protocol/events.ts';
import type { LazyCalls } from '../call-loader.ts';
import type { CustomerSay } from '../locales/load.ts';
import { loadRecorderSay, type RecorderSay } from '../locales/load-recorder.ts';
import { browserDeps } from '../platform/browser-deps.ts';
import { areaOf } from '../session/areas.ts';
import { RECORDING_ASKED_KEY } from '../session/keys.ts';
import { RECORDED_KEY, SECRET_KEY } from '../session/known-visitor.ts';
import type { ConversationStore, Store } from '../session/types.ts';
import { Value } from '../session/value.ts';
import type { RecordingNews } from '../support-host.ts';
import { browserLibrary } from './browser/browser-library.ts';
import { newsPictures } from './browser/news-pictures.ts';
import { createRecorderDevices } from './browser/recorder-devices.ts';
import { recordingUploader } from './browser/recording-upload.ts';
import { createSealedPipeline } from './browser/sealed-pipeline.ts';
import { CallHere } from './call-here.ts';
import { RecorderDesk } from './engine/recorder-desk.ts';
import { followRecordings } from './news.ts';
import type { LibraryView, Recorder } from './types.ts';
import { recordingBadge } from './views/badge.ts';
import './views/recorder-bar.ts';
import type {} from './views/recordings.ts';
import { fileTitle, summaryOf } from './views/words.ts';

export interface OpenRecorderOptions {
  side: Side;
  conversation: ConversationStore;
  calls: LazyCalls;
  /** A call runs in another conversation of this person. Without it, there is only one. */
  talksElsewhere?: Store<boolean>;
  /** The other side's name, as far as it is known. */
  peerName: () => string;
  /** The chat's sentences: the recorder speaks the same language. */
  say: () => CustomerSay;
  /** The service's address without a path. */
  server: string;
  /** A customer who is signed in: the site's id, and the token as it is now. */
  signedIn?: { owner: string; token: () => string } | null;
  /** Told of each change of where a recording stands. */
  tell?: (news: RecordingNews) => void;
  /** A part could not be fetched. */
  failed: () => void;
}

/** What the shell around it needs to know: it changes whenever one of these does. */
export interface RecorderShell {
  /** Something that the person should see wherever they are: it runs, somebody asks, it ended and nobody has read why. */
  hasBar: boolean;
  /** Whether one more could be begun. */
  isFree: boolean;
  /** How many recordings there are, and how much room. */
  summary: string;
}

export interface OpenRecorder extends Value<RecorderShell> {
  readonly recorder: Recorder;
  bar(): TemplateResult;
  /** For the slots of a call. */
  inCall(): TemplateResult;
  list(): TemplateResult;
  /** The chat speaks another language now. */
  speak(): Promise<void>;
  dispose(): void;
}

export async function openRecorder(options: OpenRecorderOptions): Promise<OpenRecorder> {
  const { side, server, conversation } = options;
  const { signedIn = null } = options;
  const owner = signedIn?.owner;
  const deps = browserDeps({ side, server, owner });
  const say = await loadRecorderSay(options.say());
  const folder = areaOf(side, server, owner);
  const opened: Opened = { say };
  const { sharing } = conversation;
  const library = browserLibrary(folder, {
    ...deps,
    uploader: recordingUploader({
      clock: deps.clock,
      server,
      identity:
        side === 'agent'
          ? { kind: 'cookie' }
          : { kind: 'bearer', read: signedIn?.token ?? (() => deps.disk.get(SECRET_KEY)) },
    }),
    // On disk it is as good as said.
    announce: async (what) => {
      sharing.announce(what);
      return { ok: true };
    },
    online: () => sharing.isOnline,
    owner: () => sharing.owner(),
    prepare: () => sharing.prepare(),
    conversation: () => sharing.conversation(),
    nameOf: (item) => fileTitle(item, opened.say),
  });
  const here = new CallHere(options.calls);
  const devices = createRecorderDevices(deps.ids());
  const recorder = new RecorderDesk({
    side,
    conversation,
    call: here,
    talksElsewhere: options.talksElsewhere ?? new Value(false),
    devices,
    createPipeline: createSealedPipeline,
    folder,
    library,
    pictures: newsPictures,
    clock: deps.clock,
    locks: deps.locks,
    asked: {
      read: () => deps.disk.get(RECORDING_ASKED_KEY),
      write: (recording) => deps.disk.set(RECORDING_ASKED_KEY, recording),
    },
    ids: deps.ids,
    peerName: options.peerName,
  });
  // What couldn't be sent while the line was gone.
  const leaveLine = conversation.calls.subscribe(({ kind }) => {
    if (kind === 'online') library.pump();
  });
  return new BrowserRecorder(recorder, options, opened, {
    mark({ items }) {
      if (items.length > 0) deps.disk.set(RECORDED_KEY, '');
      else deps.disk.remove(RECORDED_KEY);
    },
    leave() {
      leaveLine();
      here.dispose();
      devices.dispose();
    },
  });
}

/** Changes with the language. */
interface Opened {
  say: RecorderSay;
}

interface Around {
  /** Writes down what the next page has to know before the recorder is there. */
  mark(library: LibraryView): void;
  leave(): void;
}

class BrowserRecorder extends Value<RecorderShell> implements OpenRecorder {
  readonly recorder: RecorderDesk;
  readonly #options: OpenRecorderOptions;
  readonly #opened: Opened;
  readonly #around: Around;
  readonly #leave: (() => void)[];

  constructor(recorder: RecorderDesk, options: OpenRecorderOptions, opened: Opened, around: Around) {
    super({ hasBar: false, isFree: false, summary: '' });
    this.recorder = recorder;
    this.#options = options;
    this.#opened = opened;
    this.#around = around;
    this.#leave = [
      recorder.subscribe(() => this.#look()),
      recorder.library.subscribe(() => this.#look()),
      followRecordings(recorder, options.side, options.tell ?? (() => {})),
    ];
    this.#look();
  }

  bar(): TemplateResult {
    return html`<ycyw-recorder-bar .recorder=${this.recorder} .say=${this.#opened.say}></ycyw-recorder-bar>`;
  }

  inCall(): TemplateResult {
    const { recorder } = this;
    const bar = this.getState().hasBar
      ? html`<ycyw-recorder-bar slot="words" .recorder=${recorder} .say=${this.#opened.say}></ycyw-recorder-bar>`
      : nothing;
    return html`${recordingBadge(recorder, this.#opened.say)}${bar}`;
  }

  list(): TemplateResult {
    const { say } = this.#opened;
    void import('./views/recordings.ts').catch(() => this.#listFailed());
    // What stands inside is seen until the list is there.
    return html`<ycyw-recordings .recorder=${this.recorder} .say=${say}
      ><p role="status">${say('list.loading')}</p></ycyw-recordings
    >`;
  }

  /** A list that can't be fetched is no reason to end what is being recorded: the next look at it tries again. */
  #listFailed(): void {
    const { kind } = this.recorder.getState().phase;
    if (kind === 'idle' || kind === 'stopped' || kind === 'refused' || kind === 'failed') this.#options.failed();
  }

  async speak(): Promise<void> {
    const chat = this.#options.say();
    const spoken = await loadRecorderSay(chat);
    // Two languages may arrive in another order than they were chosen.
    if (this.#options.say() !== chat) return;
    this.#opened.say = spoken;
    this.#look();
  }

  dispose(): void {
    for (const leave of this.#leave) leave();
    this.recorder.dispose();
    this.#around.leave();
  }

  #look(): void {
    const { phase, theirs, can, recovered } = this.recorder.getState();
    const shelf = this.recorder.library.getState();
    const now: RecorderShell = {
      hasBar: phase.kind !== 'idle' || theirs.kind !== 'none' || recovered !== null,
      isFree: phase.kind === 'idle' && theirs.kind === 'none' && (can.call || can.screen),
      summary: summaryOf(shelf, this.#opened.say),
    };
    if (shelf.phase.kind === 'ready') this.#around.mark(shelf);
    const before = this.getState();
    const isSame = before.hasBar === now.hasBar && before.isFree === now.isFree && before.summary === now.summary;
    if (!isSame) this.set(now);
  }
}
