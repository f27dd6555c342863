/** What calls leave behind in a page: counted, and weighed after the browser has thrown away what nobody holds. */
import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import type { Agent } from './agent.ts';
import { inCall, spied } from './call.ts';
import type { Customer } from './customer.ts';
import { eventually, eventuallyEqual } from './eventually.ts';
import { findByName, type Wanted } from './in-page.ts';
import type { Person } from './person.ts';
import type { Pair } from './together.ts';

/** By a script in the page: a handle of the test, as `Person.click` has one, would hold what was clicked, and all around it. */
export async function click({ page }: Person, name: string, within: string): Promise<void> {
  const wanted: Wanted = { selector: 'button', name: `^${name}$`, within };
  const script = `(() => {
    const found = (${findByName})(${JSON.stringify(wanted)});
    found?.click();
    return found !== null;
  })()`;
  await eventually(`"${name}" is clicked`, () => page.evaluate(script));
}

/** Rings, is answered, runs, is ended by one of the two, and is read and closed by the other. */
export async function callOnce(
  { customer, agent }: Pair,
  ender: Customer | Agent,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  await click(customer, 'Ask for a call', '.header');
  await click(customer, 'Ask for a video call', 'ycyw-call-lobby');
  await click(agent, 'Answer', 'ycyw-call-bar');
  await inCall(customer, agent);
  await meanwhile();
  await click(ender, 'End the call', '.controls');
  const other = ender === customer ? agent : customer;
  await other.sees('Call ended');
  await click(other, 'Close', '.card');
}

/** The page's own sounds have one audio context, from the first click on. */
const OWN_CONTEXTS = 1;

/** Closed, stopped and silent: holds in every browser. Wants `CALL_SPY` in the page. */
export async function isOver(page: Page): Promise<void> {
  const left = async () => {
    const { open, cameras, microphones, screens, contexts } = await spied(page);
    return { open, cameras, microphones, screens, contexts };
  };
  await eventuallyEqual('nothing of the call is on', left, {
    open: 0,
    cameras: 0,
    microphones: 0,
    screens: 0,
    contexts: OWN_CONTEXTS,
  });
}

export interface Held {
  connections: number;
  liveTracks: number;
  contexts: number;
  /** Whole calls as they are drawn. */
  views: number;
  /** Of the window, the document and the list of devices. */
  listeners: number;
  heapBytes: number;
}

/** What is reachable in the page. Chromium only. */
export async function held(page: Page): Promise<Held> {
  const session = await page.createCDPSession();
  try {
    await session.send('HeapProfiler.collectGarbage');
    const reachable = async (name: 'RTCPeerConnection' | 'MediaStreamTrack' | 'AudioContext' | 'ycyw-call') => {
      using prototype = await page.evaluateHandle((wanted) => {
        if (wanted === 'ycyw-call') return (customElements.get(wanted) ?? class {}).prototype as object;
        // Under the spy's class stands the browser's own.
        const own = window[wanted].prototype as object;
        const below = Object.getPrototypeOf(own) as object;
        return String(below) === String(own) ? below : own;
      }, name);
      using all = await page.queryObjects(prototype);
      return all.evaluate((objects) => {
        const isOn = (one: object) => {
          try {
            return !('readyState' in one) || one.readyState === 'live';
          } catch {
            // A prototype, which has no state.
            return false;
          }
        };
        const isThing = (one: object) => !Object.hasOwn(one, 'constructor');
        return (objects as object[]).filter((one) => isThing(one) && isOn(one)).length;
      });
    };
    let listeners = 0;
    for (const expression of ['window', 'document', 'navigator.mediaDevices']) {
      const { result } = await session.send('Runtime.evaluate', { expression });
      if (result.objectId === undefined) throw new Error(`No ${expression}.`);
      listeners += (await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId })).listeners
        .length;
    }
    const connections = await reachable('RTCPeerConnection');
    const liveTracks = await reachable('MediaStreamTrack');
    const contexts = await reachable('AudioContext');
    const views = await reachable('ycyw-call');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize: heapBytes } = await session.send('Runtime.getHeapUsage');
    return { connections, liveTracks, contexts, views, listeners, heapBytes };
  } finally {
    await session.detach();
  }
}

/** @param first after the first call, when everything that calls need is loaded */
export function assertNothingLeft(name: string, now: Held, first: Held): void {
  const { heapBytes: _, ...counted } = now;
  assert.deepEqual(
    counted,
    { connections: 0, liveTracks: 0, contexts: OWN_CONTEXTS, views: 0, listeners: first.listeners },
    `${name} holds nothing of the calls`,
  );
}
