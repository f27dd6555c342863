/** Where a call stands, told in words: for what is drawn, and for what is announced. Pure. */
import type { CallSay } from '../../locales/load-call.ts';
import type { CallPhase, CallView, DeviceReason } from '../types.ts';

/** The browser, as far as the way to its settings differs. Edge and the like are told as Chrome. */
export type Browser = 'chrome' | 'firefox' | 'safari' | 'other';
/** Whether the call can be recorded: not at all here; not now, since it is being recorded or somebody is asked; yes. */
export type Records = 'unwanted' | 'busy' | 'free';
/** Where the call stands: in the customer's page, the agent's console, or a window of its own. */
export type Place = 'page' | 'console' | 'window';
/** What a person's wishes are kept in, from one call to the next. */
export interface Memory {
  get(key: string): string | null;
  set(key: string, value: string): void;
}
export type Source = 'microphone' | 'camera' | 'screen';

export interface Told {
  title: string;
  text: string;
}

/** @param userAgent as browsers say it of themselves: no other property tells which settings a person has to open */
export function browserOf(userAgent: string): Browser {
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrom(e|ium)\//.test(userAgent)) return 'chrome';
  // Other browsers on Apple's phones call themselves Safari as well, but for the version.
  return /Version\/.*Safari\//.test(userAgent) ? 'safari' : 'other';
}

export const peerOf = ({ peer }: CallView, fallback: string, say: CallSay): string =>
  peer.name || fallback || say('peer.unknown');

/** Why a source can't be had, and what to do. */
export function sayDevice(say: CallSay, source: Source, reason: DeviceReason, browser: Browser): string {
  const device = say(`the.${source}`);
  if (reason === 'denied') return say(`why.denied.${browser}`, { device });
  if (reason === 'dismissed' && source === 'screen') return say('why.dismissedScreen');
  return say(`why.${reason}`, { device });
}

/** What goes on with a source right now; empty when there is nothing to wait for. */
export function sayBusy(say: CallSay, view: CallView, source: Source): string {
  const { kind } = view[source];
  if (kind === 'asking') return say(`asking.${source}`);
  return kind === 'switching' && source !== 'screen' ? say(`switching.${source}`) : '';
}

export function tellPhase(phase: CallPhase, name: string, say: CallSay): Told {
  switch (phase.kind) {
    case 'lobby':
      return { title: name, text: say('lobby.look') };
    case 'ringing':
      if (phase.since === null) return { title: say('ringing.queue'), text: say('ringing.queueText') };
      return { title: say('ringing.title'), text: '' };
    case 'asking':
      return { title: say('asking.title'), text: '' };
    case 'connecting':
    case 'paused':
    case 'elsewhere':
      return { title: say(`${phase.kind}.title`), text: say(`${phase.kind}.text`) };
    case 'live':
      return { title: say('live.title'), text: '' };
    case 'reconnecting':
      if (phase.asks) return { title: say('reconnecting.asks'), text: say('reconnecting.asksText') };
      return {
        title: say(phase.why === 'network' ? 'reconnecting.title' : 'reconnecting.changed'),
        text: say('reconnecting.text'),
      };
    case 'away':
      return { title: say('away.title'), text: say('away.text', { name }) };
    case 'ended':
      return tellEnd(phase, name, say);
    case 'failed':
      return { title: say('failed.title'), text: say.reason(phase.reason) };
  }
}

function tellEnd({ why, length }: Extract<CallPhase, { kind: 'ended' }>, name: string, say: CallSay): Told {
  switch (why) {
    case 'declined':
    case 'no_answer':
    case 'cancelled':
      return { title: say(`ended.${why}`), text: say(`ended.${why}Text`, { name }) };
    case 'hung_up':
    case 'gone':
    case 'conversation': {
      const lasted = length === null ? '' : say('ended.length', { time: say.format.duration(length) });
      const reason = why === 'hung_up' ? '' : say(`ended.${why}`);
      return { title: say('ended.title'), text: `${reason} ${lasted}`.trim() };
    }
  }
}

/** What a person who doesn't see the call is told of it: what is new in here since the last time is announced. */
export function announcements(view: CallView, name: string, say: CallSay): string[] {
  const { phase, peer, screen, hint, step } = view;
  const { title, text } = tellPhase(phase, name, say);
  const lines = [`${title} ${text}`.trim()];
  for (const source of ['microphone', 'camera', 'screen'] as const) {
    const busy = sayBusy(say, view, source);
    if (busy !== '') lines.push(busy);
    // In the call only: in the mirror it stands beside what it is about.
    if (view[source].kind === 'unavailable') lines.push(say(`without.${source}`));
  }
  if (phase.kind !== 'live') return lines;
  lines.push(say(peer.on.microphone ? 'told.microphoneOn' : 'told.microphoneOff', { name }));
  lines.push(say(peer.on.camera ? 'told.cameraOn' : 'told.cameraOff', { name }));
  if (peer.on.screen) lines.push(say('told.screenOn', { name }));
  if (screen.kind === 'on') lines.push(sayShare(say, screen));
  if (hint !== null) lines.push(say(`hint.${hint}`, { name }));
  const line = sayLine(view, name, say);
  if (line !== '') lines.push(line);
  if (step !== 'full') lines.push(say(`line.${step}`));
  return lines;
}

export function sayShare(
  say: CallSay,
  { surface, isThisTab, sound }: Extract<CallView['screen'], { kind: 'on' }>,
): string {
  const what = say(isThisTab ? 'share.thisTab' : `share.${surface ?? 'any'}`);
  return sound ? `${what} ${say('share.sound')}` : what;
}

/** Whose line it is, when it is poor enough to be worth a word. */
export function sayLine({ quality, phase }: CallView, name: string, say: CallSay): string {
  if (phase.kind !== 'live' || quality.bars === null || quality.bars > 2) return '';
  return say(`line.${quality.whose ?? 'poor'}`, { name });
}
