/**
 * The lazily loaded part of the customer's chat: makes the session, draws the panel from it, and tells the public element
 * what happens. The first script imports this on the first click, or when a known visitor's page is idle.
 */
import { MESSAGE_MAX_CHARS } from '../../signaling/protocol/limits.ts';
import { LazyCalls } from '../call-loader.ts';
import { agentOf } from '../conversation/agent-of.ts';
import { customerSay, loadSay } from '../locales/load.ts';
import type { Spoken } from '../locales/load-sentences.ts';
import { browserCustomerSession } from '../platform/browser-customer-session.ts';
import { readChosenFile } from '../platform/lazy-files.ts';
import { isStorageBlocked } from '../platform/local-disk.ts';
import { hasLeftovers } from '../recorder/leftovers.ts';
import { LazyRecorder } from '../recorder-loader.ts';
import { fitContext } from '../session/about.ts';
import { isKnownVisitor } from '../session/known-visitor.ts';
import type { Feature } from '../support-attributes.ts';
import type { MountedPanel, SupportHost } from '../support-host.ts';
import { aboutPage, asText } from './about-page.ts';
import { tellHost } from './host-events.ts';
import { keepEvents } from './kept-events.ts';
import { LazyAttention } from './lazy-attention.ts';
import './panel-view.ts';
import { PhoneScreen } from './phone-screen.ts';
import { forgetEverybody, whoIsHere } from './who.ts';

/**
 * @param host the public element; its properties are read anew with every `update`
 * @param first what is spoken at first
 * @param spoken for which language it was asked; the host may speak another by now
 */
export async function mount(
  host: SupportHost & HTMLElement,
  first: Spoken<'chat'>,
  spoken: string,
): Promise<MountedPanel> {
  const who = await whoIsHere(host);
  const panel = document.createElement('ycyw-panel');
  const phone = new PhoneScreen(host);
  let speaking = spoken;
  panel.say = customerSay(first);
  const warn = warnOfContext(host);
  // Frameworks empty a property with null, whatever its type says.
  const wants = (feature: Feature) => (host.features ?? feature).includes(feature);
  const session = browserCustomerSession({
    server: host.server,
    about: () => aboutPage(host),
    signedIn: who.signedIn,
  });
  panel.session = session;
  panel.readFile = readChosenFile;
  panel.forgets = isStorageBlocked();
  keepEvents(panel);
  warnOfOrigin(host);
  const attention = new LazyAttention(
    session,
    host,
    (count, title) => panel.say('title.unread', { count, title }),
    who.signedIn?.owner,
  );
  const calls = new LazyCalls({
    conversation: session.current,
    isWanted: () => wants('video'),
    options: () => ({
      side: 'customer',
      server: host.server,
      conversation: session.current,
      peerName: () => agentOf(session.current.getState())?.name ?? '',
      say: () => panel.say,
      isMuted: () => session.getState().muted,
      sharesScreen: wants('screen'),
      tell(news) {
        host.tell('ycyw-call', news);
        // From the bar beside the launcher, too: the mirror needs room.
        if (news.state === 'lobby') host.show();
      },
    }),
  });
  const recorder = new LazyRecorder({
    conversation: session.current,
    isWanted: () => wants('recording'),
    hasLeftovers: () => hasLeftovers('customer', host.server, who.signedIn?.owner),
    options: () => ({
      side: 'customer',
      server: host.server,
      signedIn: who.signedIn,
      conversation: session.current,
      calls,
      peerName: () => agentOf(session.current.getState())?.name ?? '',
      say: () => panel.say,
      tell: (news) => host.tell('ycyw-recording', news),
    }),
  });
  const beside = document.createElement('ycyw-floating-call');
  beside.calls = calls;
  beside.recorder = recorder;
  beside.addEventListener('show-recordings', () => {
    panel.showRecordings();
    host.show();
  });
  beside.addEventListener('open-call', () => {
    panel.openCall();
    host.show();
  });
  panel.setAttribute('exportparts', 'header, messages, message, composer, call, controls, recorder');
  panel.addEventListener('hide', () => host.hide());

  const speak = async (locale: string) => {
    speaking = locale;
    const say = await loadSay(locale);
    if (speaking !== locale) return;
    panel.say = say;
    host.requestUpdate();
    calls.speak();
    recorder.speak();
  };
  // One that is there already stays in sight, also where the page wants no recordings: it can be stopped.
  const showRecorder = () => {
    panel.recorder = wants('recording') || recorder.here ? recorder : null;
  };
  const leaveRecorder = recorder.subscribe(showRecorder);
  // A call needs the line, and so does a recording that is shared. Both are also shown beside the launcher.
  const near = () => {
    session.connect();
    import('../call/floating-call.ts').catch(() => {});
  };
  const leaveNear = [calls, recorder].map((part) => part.subscribe(near));
  // A line is asked for when it is needed, not whenever an attribute changes: it may have been ended for good reason.
  let opened = false;
  let life: 'here' | 'gone' = 'here';
  const update = () => {
    if (who.isOther()) return host.leave();
    if (who.isRenewed()) session.renew();
    warn();
    panel.active = host.open;
    // A call that is there already stays in sight.
    panel.calls = wants('video') || calls.desk ? calls : null;
    showRecorder();
    beside.isPanelOpen = host.open;
    panel.topic = asText(host.topic);
    panel.attachments = wants('attachments');
    phone.setOpen(host.open);
    if (host.speaks !== speaking) void speak(host.speaks);
    attention.here?.update();
    if (host.open && !opened) session.open();
    opened = host.open;
  };

  update();
  if (isKnownVisitor(host.server, () => localStorage)) session.connect();
  const silence = tellHost(session, host);
  return {
    shown() {
      const count = session.getState().unread;
      return {
        element: panel,
        beside,
        launcherName: count > 0 ? panel.say('launcher.unread', { count }) : panel.say('launcher.open'),
        name: panel.say('launcher.name'),
      };
    },
    update,
    focus: () => void panel.updateComplete.then(() => panel.focusFirst()),
    send(text) {
      if (text.trim() === '' || text.length > MESSAGE_MAX_CHARS) {
        throw new RangeError(`A message has between 1 and ${MESSAGE_MAX_CHARS} characters.`);
      }
      const id = session.current.send(text);
      session.connect();
      return id;
    },
    async startCall(wish) {
      if (!wants('video')) throw new Error('features has no video');
      await calls.start(wish);
    },
    endCall: () => calls.end(),
    async logout() {
      calls.end();
      // Whoever opens the panel again meanwhile wants a line.
      opened = false;
      recorder.forget();
      await session.logout();
      await forgetEverybody(host.server);
      if (life === 'here') update();
    },
    dispose() {
      life = 'gone';
      who.dispose();
      silence();
      leaveRecorder();
      for (const leave of leaveNear) leave();
      recorder.dispose();
      calls.dispose();
      beside.remove();
      attention.dispose();
      phone.dispose();
      session.dispose();
      panel.remove();
    },
  };
}

/** Tells the developer of a context that agents won't see; once for each way in which it doesn't fit. */
function warnOfContext(host: SupportHost): () => void {
  let warned = '';
  return () => {
    const context = fitContext(host.context ?? {});
    const why = context.fits ? '' : context.why;
    if (why !== warned && why !== '') {
      host.tell('ycyw-error', { reason: 'attribute', message: `ycyw-support: context ${why}. It is left out.` });
    }
    warned = why;
  };
}

/** No service can know such a page, and its browser keeps nothing for it. */
function warnOfOrigin(host: SupportHost): void {
  if (origin !== 'null') return;
  const message =
    'ycyw-support: this page has no origin. A sandboxed frame needs allow-same-origin beside allow-scripts.';
  console.warn(message);
  host.tell('ycyw-error', { reason: 'sandbox', message });
}
