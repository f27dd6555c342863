/** Draws the views of a call in the test's page, around a fake call whose state the test sets. */
import { drawn, findAll, show, testSay } from '../../conversation/testing/page.ts';
import { loadCallSay } from '../../locales/load-call.ts';
import { memoryDisk } from '../../session/disk.ts';
import { type VirtualClock, virtualClock } from '../../session/testing/virtual-clock.ts';
import type { CallDeskView, CallView } from '../types.ts';
import '../views/call-bar.ts';
import type { CallBar } from '../views/call-bar.ts';
import { SHELL_REQUESTS } from '../views/events.ts';
import '../views/ycyw-call.ts';
import type { CallElement } from '../views/ycyw-call.ts';
import { CALL_BEGIN, FakeCall, FakeDesk } from './fake-call.ts';

interface Options {
  scheme?: string;
  width?: number;
  height?: number;
  locale?: string;
  with?: Partial<CallElement>;
}

export interface ShownCall {
  call: FakeCall;
  element: CallElement;
  clock: VirtualClock;
  /** What the shell around the call was asked for, in order. */
  requests: string[];
}

function requestsOf(element: HTMLElement): string[] {
  const requests: string[] = [];
  for (const request of SHELL_REQUESTS) element.addEventListener(request, () => requests.push(request));
  return requests;
}

export async function showCall(change: Partial<CallView> = {}, options: Options = {}): Promise<ShownCall> {
  const { locale = 'en-GB', with: properties = {}, ...size } = options;
  const call = new FakeCall(change);
  const clock = virtualClock(CALL_BEGIN + 252_000);
  const element = document.createElement('ycyw-call');
  const say = await loadCallSay(await testSay(locale));
  Object.assign(element, { call, say, clock, browser: 'chrome', name: 'Amélie', memory: memoryDisk(), ...properties });
  const requests = requestsOf(element);
  show(element, size);
  await drawn();
  return { call, element, clock, requests };
}

export async function showBar(view: CallDeskView, { locale = 'en-GB', scheme = 'light', width = 320 } = {}) {
  const desk = new FakeDesk(view);
  const element: CallBar = document.createElement('ycyw-call-bar');
  const clock = virtualClock(CALL_BEGIN + 252_000);
  Object.assign(element, { desk, clock, say: await loadCallSay(await testSay(locale)), name: 'Amélie' });
  const requests = requestsOf(element);
  show(element, { scheme, width });
  await drawn();
  return { desk, element, requests };
}

/** The button with this name, or with these words on it. */
export function button(from: Element, name: string): HTMLButtonElement {
  const names = ({ ariaLabel, textContent }: HTMLElement) => [ariaLabel, textContent?.trim()];
  const found = findAll<HTMLButtonElement>(from, 'button').find((each) => names(each).includes(name));
  if (found === undefined) throw new Error(`no button is called "${name}"`);
  return found;
}

export const hasButton = (from: Element, name: string): boolean => {
  try {
    return button(from, name).checkVisibility();
  } catch {
    return false;
  }
};

/** All words that are drawn, also inside of shadow roots. */
export function allWords(from: Element): string {
  const roots = [from, ...findAll(from, '*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const texts = roots.flatMap((root) => [...root.children].filter((child) => child.localName !== 'style'));
  return texts
    .map(({ textContent }) => textContent ?? '')
    .join(' ')
    .replace(/\s+/g, ' ');
}

/** What was announced last. */
export const announced = (from: Element): string =>
  findAll(from, 'ycyw-announcer >>> [role=status]')
    .at(-1)
    ?.textContent?.replace(/\u200b/g, '') ?? '';
