/**
 * The call's lazily loaded part: joins engine, browser and views for one conversation, and gives its shell two things to
 * draw, the whole call and a small bar. What the views ask of the shell is answered here as far as it is about the call.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Side } from '../../signaling/protocol/events.ts';
import { SEAT_KEPT_MS } from '../../signaling/protocol/limits.ts';
import type { CustomerSay } from '../locales/load.ts';
import { loadCallSay } from '../locales/load-call.ts';
import { pageTitle } from '../platform/browser-attention.ts';
import { browserDeps } from '../platform/browser-deps.ts';
import { callWindow } from '../platform/call-window.ts';
import type { Handed } from '../platform/call-window-messages.ts';
import { createRingtone } from '../platform/ringtone.ts';
import { openPlayer } from '../platform/sound.ts';
import { tabMemory } from '../platform/tab-memory.ts';
import { storagePrefix } from '../session/known-visitor.ts';
import { lead } from '../session/lead.ts';
import type { ConversationStore } from '../session/types.ts';
import type { CallNews, CallWish } from '../support-host.ts';
import { createDevices } from './browser/devices.ts';
import { mayOpen, onGoing, onNetwork } from './browser/page.ts';
import { browserRtc } from './browser/rtc.ts';
import { createScreenAdapter } from './browser/screen.ts';
import { createSound } from './browser/sound.ts';
import { LiveCallDesk } from './engine/call-desk.ts';
import { createPeerLink } from './engine/link.ts';
import type { Remembered } from './engine/live-call.ts';
import { createLocalMedia, rememberedWish } from './engine/media.ts';
import { followNews } from './news.ts';
import type { Call, CallDesk } from './types.ts';
import './views/call-bar.ts';
import { browserOf, type Records } from './views/words.ts';

/** A ring is told before any number of messages. */
const RING_COUNT = Number.MAX_SAFE_INTEGER;

export interface OpenCallsOptions {
  side: Side;
  conversation: ConversationStore;
  /** The other side's name, as far as it is known. */
  peerName: () => string;
  /** The chat's sentences: the call speaks the same language. */
  say: () => CustomerSay;
  isMuted: () => boolean;
  /** False where the page wants no screen to be shown. */
  sharesScreen?: boolean;
  /** Told of each change of where the call stands. */
  tell?: (news: CallNews) => void;
  /** A part could not be fetched: what there is of the call can't be shown. */
  failed: () => void;
  /** The service's address without a path. */
  server: string;
  /** It stands in the call's own window: what was on comes along (null: loaded anew), and there is a way back into the page. */
  own?: { was: Pick<Remembered, 'microphone' | 'camera'> | null; back: () => void };
}

/** What stands around the call. */
export interface CallShell {
  chat: 'open' | 'closed' | 'none';
  /** Messages in the chat that nobody has seen. */
  unread: number;
  records: Records;
  /** Of the recorder, for the call's slots. */
  more?: unknown;
}

export interface OpenCalls {
  desk: CallDesk;
  /** The whole call, to fill its place. */
  full(call: Call, shell: CallShell): TemplateResult;
  /** Who rings, or how the call goes on, in one line. Asks its shell for `open-call`. */
  bar(): TemplateResult;
  /** What a page asks for: the mirror, or straight to the browser's question about the screen. */
  start(wish: CallWish): void;
  /** Hangs up, takes back or declines, wherever the call stands. */
  end(): void;
  /** The chat speaks another language now. */
  speak(): Promise<void>;
  dispose(): void;
}

export async function openCalls(options: OpenCallsOptions): Promise<OpenCalls> {
  const { side, conversation, peerName, server, own } = options;
  const { clock, ids, disk, locks } = browserDeps({ side, server });
  let say = await loadCallSay(options.say());
  const tab = tabMemory<Remembered>({
    key: `${storagePrefix(side, server)}call`,
    clock,
    keptMs: SEAT_KEPT_MS,
    accepts: isRemembered,
  });
  const screenAdapter = (seat: string) => {
    const screen = createScreenAdapter(seat);
    return options.sharesScreen === false ? { ...screen, canShare: false } : screen;
  };
  // An agent has the console open all day: their call needs no window of its own.
  const popup =
    side === 'customer' && own === undefined
      ? callWindow({ server, clock, said: (news, on) => news === 'back' && desk.continueHere(on) })
      : null;
  const ringtone = createRingtone({ player: openPlayer(), clock, isMuted: options.isMuted });
  const desk: LiveCallDesk = new LiveCallDesk({
    side,
    conversation,
    clock,
    ids,
    peerName,
    createMedia: (seat) =>
      createLocalMedia({ devices: createDevices(), screen: screenAdapter(seat), sound: createSound() }, clock, disk),
    createLink: (deps) => createPeerLink(deps, browserRtc, clock),
    streamOf: (track) => new MediaStream([track]),
    onNetwork,
    onGoing,
    mayOpen,
    wish: () => rememberedWish(disk),
    remember: tab.remember,
    remembered: tab.recall,
    lead: (call, isLead) => lead(locks, `ring/${call}`, isLead),
    openWindow: (call, was) => popup?.open(() => hand(conversation, call, was, say.locale)) ?? 'blocked',
  });
  const browser = browserOf(navigator.userAgent);

  /** One tab sounds, and says in its title who calls. */
  const ring = () => {
    const view = desk.getState();
    const isRinging = view.kind === 'incoming';
    const titleWith = (_: number, title: string) => (isRinging ? say('ring.title', { name: view.peer, title }) : title);
    pageTitle(desk, isRinging ? { count: RING_COUNT, titleWith } : null);
    if (isRinging && view.isLead) ringtone.start();
    else ringtone.stop();
  };
  const leave = desk.subscribe(ring);
  ring();
  const leaveNews = followNews(desk, options.tell ?? (() => {}));
  // The small bar is there at once; the whole call comes while somebody reads it.
  const whole = Promise.all([import('./views/page-pointer.ts'), import('./views/ycyw-call.ts')]);
  let leavePointer = () => {};
  let life: 'running' | 'over' = 'running';
  whole.then(([{ followPointer }]) => {
    if (life === 'running') leavePointer = followPointer(desk);
  }, options.failed);
  if (own?.was) desk.continueHere(own.was);

  const requests = {
    'show-screen': () => void desk.ask('screen'),
    'decline-call': () => void desk.decline(),
    'move-to-window': () => desk.moveToWindow(),
    'move-to-page': () => own?.back(),
    'continue-here': () => desk.continueHere(),
    'call-again': (event: Event) => callAgain(desk, event),
  };

  return {
    desk,
    full: (call, { chat, unread, records, more = nothing }) => html`<ycyw-call
      .call=${call}
      .say=${say}
      .name=${peerName()}
      .browser=${browser}
      .memory=${disk}
      exportparts="controls"
      .chat=${chat}
      .unread=${unread}
      .records=${records}
      @show-screen=${requests['show-screen']}
      @decline-call=${requests['decline-call']}
      .place=${own ? 'window' : popup ? 'page' : 'console'}
      @move-to-window=${requests['move-to-window']}
      @move-to-page=${requests['move-to-page']}
      @continue-here=${requests['continue-here']}
      @call-again=${requests['call-again']}
      >${more}</ycyw-call
    >`,
    bar: () => html`<ycyw-call-bar
      .desk=${desk}
      .say=${say}
      .name=${peerName()}
      @decline-call=${requests['decline-call']}
      @continue-here=${requests['continue-here']}
    ></ycyw-call-bar>`,
    start({ video, screen }) {
      if (screen) void desk.ask('screen');
      else desk.prepare(video ? 'video' : 'audio');
    },
    end() {
      const view = desk.getState();
      if (view.kind === 'call') void view.call.end();
      else if (view.kind === 'incoming') void desk.decline();
      else if (view.kind === 'elsewhere') {
        const { calls } = conversation;
        void (view.startedAt === null ? calls.cancel(view.id) : calls.end(view.id));
      }
    },
    async speak() {
      const chat = options.say();
      const spoken = await loadCallSay(chat);
      // Two languages may arrive in another order than they were chosen.
      if (options.say() === chat) say = spoken;
    },
    dispose() {
      leave();
      leaveNews();
      leavePointer();
      life = 'over';
      pageTitle(desk, null);
      ringtone.dispose();
      tab.dispose();
      popup?.dispose();
      desk.dispose();
    },
  };
}

async function hand(
  store: Pick<ConversationStore, 'calls' | 'getState'>,
  call: string,
  { microphone, camera }: Pick<Remembered, 'microphone' | 'camera'>,
  locale: string,
): Promise<Handed | null> {
  const reply = await store.calls.ticket(call);
  const conversation = store.getState().state?.id;
  if (!reply.ok || conversation === undefined) return null;
  return { ticket: reply.ticket, conversation, call, locale, microphone, camera };
}

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'call' in value &&
    typeof value.call === 'string' &&
    'microphone' in value &&
    typeof value.microphone === 'boolean' &&
    'camera' in value &&
    typeof value.camera === 'boolean'
  );
}

/** After a call that came to nothing: what was asked for the last time is asked for again. */
function callAgain(desk: CallDesk, event: Event): void {
  const view = desk.getState();
  const media = view.kind === 'call' ? view.call.getState().media : 'video';
  event.stopPropagation();
  if (view.kind === 'call') view.call.dismiss();
  desk.prepare(media === 'screen' ? 'audio' : media);
}
