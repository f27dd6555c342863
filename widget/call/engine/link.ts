/**
 * The way to the other side: which seat is there, which connection (epoch) stands between the two, and that every signal
 * of it arrives. Knows no browser and no socket: both are passed in.
 */
import type { IceServers, PeerSeat } from '../../../signaling/protocol/realtime.ts';
import type { Signal, SignalAddress } from '../../session/call-line.ts';
import type { Clock } from '../../session/clock.ts';
import { Value } from '../../session/value.ts';
import type { MediaOn, Point, RecordingNews } from '../types.ts';
import type { Message } from './channel.ts';
import type { PeerLink, PeerLinkDeps, PeerLinkView, Slot } from './deps.ts';
import { Epoch } from './epoch.ts';
import { ASK_FOR_OFFER } from './negotiation.ts';
import { UNJUDGED } from './quality.ts';
import type { RtcAdapter } from './rtc.ts';
import { Inbox, Outbox } from './signals.ts';
import { Watch, type WatchHost } from './watch.ts';

/** How long a restart waits for fresh servers, in milliseconds: a service that can be reached answers sooner. */
const SERVERS_MS = 200;
/** Credentials are replaced when so much of their time has passed: the rest is for a service that can't be reached meanwhile. */
const RENEWED_AT = 0.75;
/** How long until a service that gave none is asked again, in milliseconds. */
const RENEW_AGAIN_MS = 30_000;

const NO_TRACKS: PeerLinkView['tracks'] = { microphone: null, camera: null, screen: null, screen_sound: null };

interface Peer {
  seat: string;
  line: 'here' | 'away';
  number: number;
  epoch: Epoch;
  outbox: Outbox<Signal>;
  inbox: Inbox<Signal>;
}

class LivePeerLink extends Value<PeerLinkView> implements PeerLink {
  readonly #deps: PeerLinkDeps;
  readonly #rtc: RtcAdapter;
  readonly #clock: Clock;
  readonly #watch: Watch;
  readonly #tracks = new Map<Slot, MediaStreamTrack | null>();
  /** Seats that were replaced: what still comes from there is old. */
  readonly #left = new Set<string>();
  #phase: 'ringing' | 'open' | 'over' = 'ringing';
  #peer: Peer | null = null;
  #on: MediaOn | null = null;
  #servers: IceServers;
  #cancelRenewal = () => {};

  constructor(deps: PeerLinkDeps, rtc: RtcAdapter, clock: Clock) {
    super({
      state: { kind: 'waiting' },
      on: null,
      tracks: NO_TRACKS,
      hasFrames: false,
      path: null,
      quality: UNJUDGED.quality,
      step: 'full',
      pointer: null,
      recording: null,
      noSound: false,
    });
    this.#deps = deps;
    this.#rtc = rtc;
    this.#clock = clock;
    this.#servers = deps.servers;
    this.#renewLater(this.#renewalMs);
    this.#watch = new Watch(clock, this.#watchHost());
  }

  get got(): PeerLink['got'] {
    return this.#peer && { seat: this.#peer.seat, epoch: this.#peer.number, seq: this.#peer.inbox.seq };
  }

  peerHere({ seat, got }: PeerSeat): void {
    if (this.#phase === 'over') return;
    this.#left.delete(seat);
    if (this.#peer?.seat !== seat) return this.#begin(seat, 1);
    this.#peer.line = 'here';
    if (got?.seat === this.#deps.seat && got.epoch === this.#peer.number) this.#peer.outbox.got(got.seq);
    this.#peer.outbox.resend();
    this.#watch.look();
  }

  peerAway(seat: string): void {
    if (this.#peer?.seat !== seat) return;
    this.#peer.line = 'away';
    this.#peer.outbox.hold();
  }

  receive({ from, to, epoch, seq }: SignalAddress, signal: Signal): void {
    if (this.#phase === 'over' || to !== this.#deps.seat || this.#left.has(from)) return;
    // A signal may be quicker than the news that its sender is there, or has begun anew.
    if (this.#peer?.seat !== from) this.#begin(from, epoch);
    else if (epoch > this.#peer.number) this.#begin(from, epoch);
    const peer = this.#peer;
    if (peer?.number !== epoch) return;
    for (const next of peer.inbox.take(seq, signal)) {
      const isAsking = next.name === 'ice-candidate' && !next.candidate;
      if (isAsking || next.name === 'offer') this.#watch.offered();
      if (isAsking) void this.#restart('asked');
      else peer.epoch.receive(next);
    }
  }

  lineBack(): void {
    if (this.#peer?.line === 'here') this.#peer.outbox.resend();
    this.#watch.look();
  }

  open(): void {
    if (this.#phase !== 'ringing') return;
    this.#phase = 'open';
    this.#watch.opened();
    this.#peer?.epoch.open();
    this.#tellOn();
  }

  async setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks.set(slot, track);
    await this.#peer?.epoch.give(slot);
  }

  tell(on: MediaOn): void {
    this.#on = on;
    this.#tellOn();
  }

  point(at: Point | null): void {
    // Each place is old with the next one; but that there is none any more must arrive.
    if (at) this.#peer?.epoch.mention({ point: at });
    else this.#peer?.epoch.tell({ point: null });
  }

  tellRecording(news: RecordingNews | null): void {
    if (news) this.#peer?.epoch.mention({ recording: news });
    else this.#peer?.epoch.tell({ recording: null });
  }

  stepUp(): void {
    this.#watch.stepUp();
  }

  networkChanged(): void {
    this.#watch.networkChanged();
  }

  dispose(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#cancelRenewal();
    this.#drop();
    this.update({ state: { kind: 'waiting' }, tracks: NO_TRACKS, pointer: null, recording: null });
  }

  #watchHost(): WatchHost {
    const link = this;
    return {
      get view() {
        return link.getState();
      },
      get canSignal() {
        return link.#phase === 'open' && link.#peer?.line === 'here' && !link.#peer.outbox.isBlocked;
      },
      isPolite: link.#deps.polite,
      get sendsCamera() {
        return Boolean(link.#tracks.get('camera'));
      },
      get got() {
        return link.#peer?.inbox.seq ?? 0;
      },
      show: (change) => link.update(change),
      restart: (why) => void link.#restart(why),
      renew: () => link.#renew(),
    };
  }

  #begin(seat: string, number: number): void {
    const before = this.#peer;
    const isNew = before?.seat !== seat;
    if (before && isNew) this.#left.add(before.seat);
    this.#drop();
    const isCurrent = () => this.#peer?.epoch === epoch;
    const outbox = new Outbox<Signal>(this.#clock, (seq, signal) =>
      this.#deps.signal({ from: this.#deps.seat, to: seat, epoch: number, seq }, signal).catch(() => ({ ok: false })),
    );
    const epoch: Epoch = new Epoch(
      {
        rtc: this.#rtc,
        iceServers: this.#servers.iceServers,
        polite: this.#deps.polite,
        send: (signal) => outbox.add(signal),
        heard: (message) => isCurrent() && this.#heard(message),
        changed: () => isCurrent() && this.#changed(),
      },
      this.#tracks,
    );
    this.#peer = { seat, line: 'here', number, epoch, outbox, inbox: new Inbox() };
    this.#watch.begin(epoch, isNew ? 'new_peer' : 'renewed');
    this.update({
      hasFrames: false,
      pointer: null,
      recording: null,
      noSound: false,
      ...(isNew && { on: null, quality: UNJUDGED.quality }),
    });
    this.#changed();
    if (this.#phase === 'open') epoch.open();
  }

  #drop(): void {
    this.#watch.end();
    this.#peer?.outbox.dispose();
    this.#peer?.epoch.dispose();
    this.#peer = null;
  }

  #changed(): void {
    const epoch = this.#peer?.epoch;
    if (!epoch) return;
    const tracks = {
      microphone: epoch.track('microphone'),
      camera: epoch.track('camera'),
      screen: epoch.track('screen'),
      screen_sound: epoch.track('screen_sound'),
    };
    this.update({ state: this.#watch.state, tracks });
    this.#tellOn();
  }

  #tellOn(): void {
    if (this.#on && this.#phase === 'open') this.#peer?.epoch.tell({ on: this.#on });
  }

  #heard(message: Message): void {
    this.#watch.heard(message);
    if (message.alive) this.#peer?.outbox.got(message.alive.got);
    if (message.refresh) void this.#peer?.epoch.refresh();
    if (message.on) this.update({ on: message.on });
    if (message.point !== undefined) this.update({ pointer: message.point });
    if (message.recording !== undefined) this.update({ recording: message.recording });
  }

  async #restart(why: 'silence' | 'network_changed' | 'asked'): Promise<void> {
    const epoch = this.#peer?.epoch;
    if (!epoch?.isDescribed) return;
    await this.#refreshServers();
    if (this.#peer?.epoch !== epoch) return;
    // One that isn't answered yet goes on. Another network makes it worthless: then a second one follows it.
    if (why === 'network_changed' || epoch.isSteady) epoch.restart();
  }

  /** A line that can't be reached mustn't hold a restart up: what comes late serves the next one. */
  #refreshServers(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#clock.after(SERVERS_MS, resolve);
      void this.#renewServers().then(() => {
        stop();
        resolve();
      });
    });
  }

  /** 0: there is nothing that expires. */
  get #renewalMs(): number {
    return (this.#servers.expiresIn ?? 0) * RENEWED_AT;
  }

  async #renewServers(): Promise<void> {
    const fresh = await this.#deps.freshServers().catch(() => null);
    if (this.#phase === 'over') return;
    if (fresh) this.#peer?.epoch.use(fresh.iceServers);
    this.#servers = fresh ?? this.#servers;
    this.#renewLater(fresh ? this.#renewalMs : RENEW_AGAIN_MS);
  }

  /** Whoever's credentials have run out gets no relay any more when the path breaks, and then the service may be gone as well. */
  #renewLater(ms: number): void {
    this.#cancelRenewal();
    if (this.#renewalMs > 0) this.#cancelRenewal = this.#clock.after(ms, () => void this.#renewServers());
  }

  /** A new connection to the same seat. */
  #renew(): void {
    const peer = this.#peer;
    if (!peer) return;
    this.#begin(peer.seat, peer.number + 1);
    // The other side hears of the new epoch by it, and offers.
    if (this.#deps.polite) this.#peer?.outbox.add(ASK_FOR_OFFER);
  }
}

export const createPeerLink = (deps: PeerLinkDeps, rtc: RtcAdapter, clock: Clock): PeerLink =>
  new LivePeerLink(deps, rtc, clock);
