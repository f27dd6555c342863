/**
 * Two links in one page, over a service of a few lines: it relays between the seats that it knows, delays, and can lose
 * lines. The connections are real.
 */

import type { IceServers } from '../../../../signaling/protocol/realtime.ts';
import type { Signal, SignalAddress } from '../../../session/call-line.ts';
import { type Clock, systemClock } from '../../../session/clock.ts';
import { browserRtc } from '../../browser/rtc.ts';
import type { PeerLink, PeerLinkView } from '../deps.ts';
import { createPeerLink } from '../link.ts';
import type { Connection, RtcAdapter } from '../rtc.ts';

export interface Passed {
  address: SignalAddress;
  signal: Signal;
}

export interface TestSeat {
  readonly link: PeerLink;
  readonly seat: string;
  readonly connections: RTCPeerConnection[];
  /** `dead`: the service still believes in the line, and what it passes on is lost. */
  line: 'up' | 'down' | 'dead';
  /** Joins (again): each hears of the other. */
  join(): void;
  leaveLine(): void;
}

export interface TwoLinks {
  /** Everything that came through, in order. */
  readonly passed: Passed[];
  /** Milliseconds from seat to seat. */
  delay: number;
  /** What the service passes on and nobody ever gets. */
  loses: (signal: Signal) => boolean;
  /** What the service says of the network when a seat is taken, and when it is asked again. */
  servers: IceServers;
  fresh: () => IceServers | null;
  /** One seat of each side counts: the one that joined last. */
  seat(side: 'customer' | 'agent', name?: string): TestSeat;
  dispose(): void;
}

/** `pace`: how many times faster the engine's clock goes than the connections do. */
export function twoLinks(pace = 1): TwoLinks {
  const clock: Clock = {
    now: () => systemClock.now() * pace,
    after: (ms, call) => systemClock.after(ms / pace, call),
  };
  const passed: Passed[] = [];
  const seats: (TestSeat & { side: 'customer' | 'agent'; joined: boolean })[] = [];
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let count = 0;
  const find = (name: string) => seats.find(({ seat, joined }) => joined && seat === name);
  const other = (side: 'customer' | 'agent') => seats.find((seat) => seat.joined && seat.side !== side);
  const wire: TwoLinks = {
    passed,
    delay: 0,
    loses: () => false,
    servers: { iceServers: [] },
    fresh: () => ({ iceServers: [] }),
    seat(side, name) {
      count += 1;
      const seat = name ?? `${side}-${count}`;
      const connections: RTCPeerConnection[] = [];
      const rtc: RtcAdapter = {
        connect(iceServers): Connection {
          const connection = browserRtc.connect(iceServers);
          connections.push(connection as RTCPeerConnection);
          return connection;
        },
        stream: () => browserRtc.stream(),
      };
      const link = createPeerLink(
        {
          seat,
          polite: side === 'customer',
          servers: wire.servers,
          freshServers: async () => wire.fresh(),
          async signal(address, signal) {
            await Promise.resolve();
            const to = find(address.to);
            if (self.line !== 'up' || !find(seat) || !to || to.line === 'down') return { ok: false };
            const late = setTimeout(() => {
              timers.delete(late);
              if (to.line !== 'up' || wire.loses(signal)) return;
              passed.push({ address, signal });
              to.link.receive(address, signal);
            }, wire.delay);
            timers.add(late);
            return { ok: true };
          },
        },
        rtc,
        clock,
      );
      const self = {
        side,
        seat,
        link,
        connections,
        joined: false,
        line: 'up' as TestSeat['line'],
        join() {
          for (const old of seats) if (old.side === side && old !== self) old.joined = false;
          self.joined = true;
          self.line = 'up';
          const peer = other(side);
          if (peer && peer.line !== 'down') {
            peer.link.peerHere({ seat, got: link.got });
            link.lineBack();
            link.peerHere({ seat: peer.seat, got: peer.link.got });
          }
        },
        leaveLine() {
          self.line = 'down';
          other(side)?.link.peerAway(seat);
        },
      };
      seats.push(self);
      return self;
    },
    dispose() {
      for (const timer of timers) clearTimeout(timer);
      for (const { link } of seats) link.dispose();
    },
  };
  return wire;
}

/** Resolves when a link's view is as wished; a test's own time limit ends the wait. */
export function until(link: PeerLink, is: (view: PeerLinkView) => boolean): Promise<PeerLinkView> {
  return new Promise((resolve) => {
    const look = () => {
      const view = link.getState();
      if (!is(view)) return;
      stop();
      resolve(view);
    };
    const stop = link.subscribe(look);
    look();
  });
}

export const isConnected = ({ state }: PeerLinkView) => state.kind === 'connected';

/** A picture that moves: what a camera or a screen gives. */
export function movingPicture(): { track: MediaStreamTrack; stop(): void } {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 180;
  const context = canvas.getContext('2d');
  let shade = 0;
  const draw = () => {
    shade = (shade + 8) % 256;
    if (context) context.fillStyle = `rgb(${shade} 80 ${255 - shade})`;
    context?.fillRect(0, 0, canvas.width, canvas.height);
  };
  draw();
  const timer = setInterval(draw, 50);
  const track = canvas.captureStream(20).getVideoTracks()[0]!;
  return {
    track,
    stop() {
      clearInterval(timer);
      track.stop();
    },
  };
}
