/** More of what nobody sees in a call: the ways that media take, gaps between frames, signals on the socket. */
import type { CDPSession, JSHandle, Page } from 'puppeteer-core';

/** Runs in each page before everything else (`beforePages`): media may only go through a relay. */
export const RELAY_ONLY = `{
  const { prototype } = RTCPeerConnection;
  const { setConfiguration } = prototype;
  // New servers would else bring the other ways back.
  prototype.setConfiguration = function (options) {
    return setConfiguration.call(this, { ...options, iceTransportPolicy: 'relay' });
  };
}
window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
  construct: (Native, [options, ...rest], self) =>
    Reflect.construct(Native, [{ ...options, iceTransportPolicy: 'relay' }, ...rest], self),
});`;

/** Between two counts, in milliseconds. */
const COUNT_MS = 100;

/**
 * Counts the frames that come from the other side, of camera and screen together, from now on. Wants `CALL_SPY` in the page.
 * Counted at the connection, since a picture may be out of sight meanwhile.
 */
export async function countFrames(page: Page): Promise<{ longestGapMs(): Promise<number> }> {
  const counting: JSHandle<{ count: number; since: number; longest: number }> = await page.evaluateHandle((everyMs) => {
    const { connections } = (window as unknown as { __calls: { connections: WeakRef<RTCPeerConnection>[] } }).__calls;
    const seen = { count: 0, since: performance.now(), longest: 0 };
    const look = async () => {
      let count = 0;
      for (const held of connections) {
        const stats = await held.deref()?.getStats();
        stats?.forEach((one: { type: string; framesDecoded?: number }) => {
          if (one.type === 'inbound-rtp') count += one.framesDecoded ?? 0;
        });
      }
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.since);
      if (count !== seen.count) Object.assign(seen, { count, since: now });
      setTimeout(look, everyMs);
    };
    void look();
    return seen;
  }, COUNT_MS);
  return { longestGapMs: () => counting.evaluate(({ longest }) => Math.round(longest)) };
}

/** How often the media of this page's call have changed their way, and what the other side's have lost on it. Wants `CALL_SPY`. */
export function mediaWay(page: Page): Promise<{ changes: number; lost: number }> {
  return page.evaluate(async () => {
    const { connections } = (window as unknown as { __calls: { connections: WeakRef<RTCPeerConnection>[] } }).__calls;
    const way = { changes: 0, lost: 0 };
    for (const held of connections) {
      const stats = await held.deref()?.getStats();
      stats?.forEach((one: { type: string; packetsLost?: number; selectedCandidatePairChanges?: number }) => {
        if (one.type === 'inbound-rtp') way.lost += one.packetsLost ?? 0;
        if (one.type === 'transport') way.changes += one.selectedCandidatePairChanges ?? 0;
      });
    }
    return way;
  });
}

/** Candidates that this page has sent over its socket so far, as they stand in a description. Chromium only. */
export async function watchCandidates(page: Page): Promise<{ sent: string[]; stop(): Promise<void> }> {
  const session: CDPSession = await page.createCDPSession();
  const sent: string[] = [];
  session.on('Network.webSocketFrameSent', ({ response }) => {
    sent.push(...(response.payloadData.match(/candidate:[^"\\]+/g) ?? []));
  });
  await session.send('Network.enable');
  return { sent, stop: () => session.detach() };
}
