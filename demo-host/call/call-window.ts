/**
 * The page of a call's own window: gets the call from the page that opened it, shows it, and says what becomes of it. The
 * only file here that puts the browser's own services together.
 */
import { directionOf } from '../../widget/locales/directions.ts';
import { browserCallWindowSession } from '../../widget/platform/browser-call-window-session.ts';
import type { Handed } from '../../widget/platform/call-window-messages.ts';
import { systemClock } from '../../widget/session/clock.ts';
import { mountCall } from './mount-call.ts';
import { Opener } from './opener.ts';
import { loadWords, type Words } from './words.ts';

const server = location.origin;
const root = document.querySelector('main') ?? document.body;
const opener = new Opener(systemClock);

function speak(words: Words): void {
  document.documentElement.lang = words.locale;
  document.documentElement.dir = directionOf(words.locale);
  document.title = words('window.title', { brand: 'Your Car Your Way' });
}

/** For a window that is of no use any more. */
const closing = (words: Words) => ({ words: words('window.close'), act: () => window.close() });

let shown = '';

/** A sentence in the middle, with what can be done. */
function show(sentence: string, action?: { words: string; act: () => void }): void {
  if (sentence === shown) return;
  shown = sentence;
  const section = document.createElement('section');
  section.className = 'word';
  section.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = sentence;
  section.append(line);
  if (action !== undefined) {
    const button = document.createElement('button');
    button.textContent = action.words;
    button.onclick = action.act;
    section.append(button);
  }
  root.replaceChildren(section);
}

function run(handed: Handed, isReload: boolean, words: Words): void {
  const session = browserCallWindowSession(server, handed);
  let phase: 'fetching' | 'shown' | 'ended' = 'fetching';
  let unmount = () => {};
  const close = () => {
    unmount();
    session.dispose();
    window.close();
  };
  const failed = () => {
    unmount();
    show(words('window.failed'), { words: words('window.retry'), act: () => location.reload() });
  };
  const mount = async () => {
    const mounted = await mountCall({
      root,
      session,
      server,
      locale: handed.locale,
      begins: isReload ? null : handed,
      back() {
        opener.tell('back');
        close();
      },
      done() {
        // The page is not to fetch what another tab has taken, or what is over.
        opener.tell('ended');
        close();
      },
      failed,
    });
    opener.switchedOn = mounted.switchedOn;
    unmount = mounted.unmount;
  };
  const look = () => {
    const { connection } = session.getState();
    const { phase: loaded, state } = session.current.getState();
    const runs = state?.call?.id === handed.call;
    if (phase === 'fetching' && runs) {
      phase = 'shown';
      void mount().catch(failed);
    }
    if (phase === 'ended' || runs) return;
    const isGone = loaded.kind === 'ready' || loaded.kind === 'failed' || connection.kind === 'refused';
    if (isGone) opener.tell('ended');
    // What is shown of a call says by itself how it ended.
    if (phase === 'fetching') {
      const isAway = connection.kind === 'offline' || connection.kind === 'reconnecting';
      if (isGone) show(words('window.over'), closing(words));
      else show(isAway ? words('window.unreachable') : words('window.waiting'));
    }
    if (isGone) phase = 'ended';
  };
  session.subscribe(look);
  session.current.subscribe(look);
  session.connect();
  look();
}

async function begin(): Promise<void> {
  const waiting = await loadWords(navigator.language);
  speak(waiting);
  show(waiting('window.waiting'));
  const call = await opener.handed();
  if (!call) return show(waiting('window.none'), closing(waiting));
  const words = await loadWords(call.handed.locale);
  speak(words);
  run(call.handed, call.isReload, words);
}

begin().catch(() => {
  // No dictionary came: the only words that stand in the code.
  show('The call could not be loaded.', { words: 'Try again', act: () => location.reload() });
});
