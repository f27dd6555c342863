/**
 * The page of a call's own window: gets the call from the page that opened it, shows it, and says what becomes of it. The
 * only file here that puts the browser's own services together.
 */
import { browserCallWindowSession } from '../../widget/platform/browser-call-window-session.ts';
import type { Handed } from '../../widget/platform/call-window-messages.ts';
import { systemClock } from '../../widget/session/clock.ts';
import { mountCall } from './mount-call.ts';
import { Opener } from './opener.ts';
import { type Words, wordsFor } from './words.ts';

const server = location.origin;
const root = document.querySelector('main') ?? document.body;
const opener = new Opener(systemClock);

function speak(words: Words): void {
  document.documentElement.lang = words.language;
  document.title = words.title;
}

let shown = '';

/** A sentence in the middle; `close` when the window is of no use any more. */
function show(sentence: string, close?: string): void {
  if (sentence === shown) return;
  shown = sentence;
  const section = document.createElement('section');
  section.className = 'word';
  section.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = sentence;
  section.append(line);
  if (close !== undefined) {
    const button = document.createElement('button');
    button.textContent = close;
    button.onclick = () => window.close();
    section.append(button);
  }
  root.replaceChildren(section);
}

function run(handed: Handed, isReload: boolean): void {
  const words = wordsFor(handed.locale);
  speak(words);
  const session = browserCallWindowSession(server, handed);
  let phase: 'fetching' | 'shown' | 'ended' = 'fetching';
  let unmount = () => {};
  const close = () => {
    unmount();
    session.dispose();
    window.close();
  };
  const mount = async () => {
    unmount = await mountCall({
      root,
      session,
      server,
      locale: handed.locale,
      begins: isReload ? null : handed,
      back() {
        opener.tell('back');
        close();
      },
      done: close,
      failed: () => show(words.unreachable),
    });
  };
  const look = () => {
    const { connection } = session.getState();
    const { phase: loaded, state } = session.current.getState();
    const runs = state?.call?.id === handed.call;
    if (phase === 'fetching' && runs) {
      phase = 'shown';
      void mount().catch(() => show(words.unreachable));
    }
    if (phase === 'ended' || runs) return;
    const isGone = loaded.kind === 'ready' || loaded.kind === 'failed' || connection.kind === 'refused';
    if (isGone) opener.tell('ended');
    // What is shown of a call says by itself how it ended.
    if (phase === 'fetching') {
      const isAway = connection.kind === 'offline' || connection.kind === 'reconnecting';
      if (isGone) show(words.over, words.close);
      else show(isAway ? words.unreachable : words.waiting);
    }
    if (isGone) phase = 'ended';
  };
  session.subscribe(look);
  session.current.subscribe(look);
  session.connect();
  look();
}

const words = wordsFor(navigator.language);
speak(words);
show(words.waiting);
const call = await opener.handed();
if (call) run(call.handed, call.isReload);
else show(words.none, words.close);
