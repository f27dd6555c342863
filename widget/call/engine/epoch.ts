/**
 * One connection between the two seats: its four sections, its channels, its candidates. It lives until the other side is
 * another one, or nothing else helps. Knows nothing of seats, lines and recovery.
 */
import type { IceServer } from '../../../signaling/protocol/realtime.ts';
import type { Signal } from '../../session/call-line.ts';
import type { Step } from '../types.ts';
import { type Candidate, mayGoEarly, toWire } from './candidates.ts';
import { decode, encode, type Message } from './channel.ts';
import { SLOTS, type Slot } from './deps.ts';
import { CAMERA_LIMITS } from './ladder.ts';
import { ASK_FOR_OFFER, Negotiation } from './negotiation.ts';
import type { Connection, RtcAdapter } from './rtc.ts';
import { type Reading, readStats } from './stats.ts';

/** Bits a second for a screen: sharp text at 1080p and 15 frames, as LiveKit sends it. */
const SCREEN_BPS = 2_500_000;
/** Bytes that may wait in a channel. More means that nothing gets through, and old points and beats are worth nothing. */
const CHANNEL_WAITING_MAX = 4_096;

export interface EpochDeps {
  rtc: RtcAdapter;
  iceServers: IceServer[];
  polite: boolean;
  send(signal: Signal): void;
  heard(message: Message): void;
  /** The connection's state is another one, the sections are laid out, or the channel is open. */
  changed(): void;
}

export class Epoch {
  readonly #deps: EpochDeps;
  readonly #connection: Connection;
  readonly #negotiation: Negotiation;
  readonly #life = new AbortController();
  /** Candidates with own addresses in them, until the person has accepted. */
  readonly #held: Candidate[] = [];
  readonly #local: Map<Slot, MediaStreamTrack | null>;
  #phase: 'prepared' | 'open' = 'prepared';
  #hasStood = false;
  #isDescribed = false;
  #step: Step = 'full';
  #transceivers: RTCRtpTransceiver[] = [];
  /** In order and without loss, for what must arrive. */
  #sure: RTCDataChannel | null = null;
  /** Never resent, for what is old a moment later. */
  #fast: RTCDataChannel | null = null;

  constructor(deps: EpochDeps, local: Map<Slot, MediaStreamTrack | null>) {
    this.#deps = deps;
    this.#local = local;
    this.#connection = deps.rtc.connect(deps.iceServers);
    const options = { signal: this.#life.signal };
    this.#connection.addEventListener(
      'connectionstatechange',
      () => {
        // The two have just shaken hands.
        if (this.state === 'connected') {
          this.#hasStood = true;
          deps.heard({});
        }
        deps.changed();
      },
      options,
    );
    this.#connection.addEventListener('icecandidate', ({ candidate }) => this.#found(candidate), options);
    this.#negotiation = new Negotiation({
      connection: this.#connection,
      polite: deps.polite,
      until: this.#life.signal,
      send: deps.send,
      beforeAnswer: () => {
        if (this.#transceivers.length > 0) return;
        this.#layOut(this.#connection.getTransceivers());
        deps.changed();
      },
      described: () => {
        this.#isDescribed = true;
        this.#limitAll();
      },
    });
    // Sections that both sides lay out at once would become eight, so the polite side takes those of the other's offer.
    if (!deps.polite) {
      const kinds = SLOTS.map((slot) => (slot === 'camera' || slot === 'screen' ? 'video' : 'audio'));
      this.#layOut(kinds.map((kind) => this.#connection.addTransceiver(kind)));
    }
  }

  get state(): RTCPeerConnectionState {
    return this.#connection.connectionState;
  }

  /**
   * No restart brings it to life. Seen in Firefox: a connection that failed before it ever stood (it gives up after 5 s
   * without candidates) restarts and carries nothing; many restarts at once end the encryption while the path stands.
   */
  get isDead(): boolean {
    const { connectionState, iceConnectionState } = this.#connection;
    const hasPath = iceConnectionState === 'connected' || iceConnectionState === 'completed';
    return !this.#hasStood || connectionState === 'closed' || (connectionState === 'failed' && hasPath);
  }

  /** Whether it ever connected the two. */
  get hasStood(): boolean {
    return this.#hasStood;
  }

  get isSteady(): boolean {
    return this.#connection.signalingState === 'stable';
  }

  /** There is something to restart. */
  get isDescribed(): boolean {
    return this.#isDescribed;
  }

  /** What comes from the other side. */
  track(slot: Slot): MediaStreamTrack | null {
    return this.#transceivers[SLOTS.indexOf(slot)]?.receiver.track ?? null;
  }

  receive(signal: Signal): void {
    this.#negotiation.receive(signal);
  }

  open(): void {
    if (this.#phase === 'open') return;
    this.#phase = 'open';
    for (const candidate of this.#held.splice(0)) this.#deps.send({ name: 'ice-candidate', candidate });
    for (const slot of SLOTS) void this.give(slot);
    // What was prepared may have given up while it rang.
    if (this.#hasStood && this.state !== 'connected') this.restart();
  }

  /** The slot's own track is another one. */
  async give(slot: Slot): Promise<void> {
    const sender = this.#transceivers[SLOTS.indexOf(slot)]?.sender;
    if (!sender || this.#phase === 'prepared' || this.#life.signal.aborted) return;
    // A closed connection takes nothing any more; the next one gets the track when it is laid out.
    await sender.replaceTrack(this.#local.get(slot) ?? null).catch(() => {});
    await this.#limit(slot);
  }

  step(step: Step): void {
    this.#step = step;
    void this.#limit('camera');
  }

  /** Begins the pictures anew with whole ones. Only a stream that stops and starts does that in every browser. */
  async refresh(): Promise<void> {
    for (const slot of ['camera', 'screen'] as const) {
      if (!this.#local.get(slot)) continue;
      await this.#limit(slot, false);
      await this.#limit(slot);
    }
  }

  /** What must arrive, in order. */
  tell(message: Message): void {
    if (this.#sure?.readyState === 'open') this.#sure.send(encode(message));
  }

  /** What may be lost. */
  mention(message: Message): void {
    if (this.#fast?.readyState !== 'open' || this.#fast.bufferedAmount > CHANNEL_WAITING_MAX) return;
    this.#fast.send(encode(message));
  }

  /** From the next restart on. */
  use(iceServers: IceServer[]): void {
    try {
      this.#connection.setConfiguration({ iceServers, bundlePolicy: 'max-bundle' });
    } catch {
      // Servers that this browser can't use: the old ones stay.
    }
  }

  restart(): void {
    // Only one side offers. When both do, one takes its offer back, and after that Chromium decodes and shows nothing.
    if (this.#deps.polite) this.#deps.send(ASK_FOR_OFFER);
    else if (this.state !== 'closed') this.#connection.restartIce();
  }

  async read(): Promise<Reading> {
    return readStats(await this.#connection.getStats(), this.track('microphone')?.id);
  }

  dispose(): void {
    this.#life.abort();
    this.#sure?.close();
    this.#fast?.close();
    this.#connection.close();
  }

  #layOut(transceivers: RTCRtpTransceiver[]): void {
    this.#transceivers = transceivers;
    // Browsers keep in step what belongs to one stream: voice with face, a screen's sound with the screen.
    const streams = [this.#deps.rtc.stream(), this.#deps.rtc.stream()] as const;
    for (const [index, transceiver] of transceivers.entries()) {
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams?.(streams[index < 2 ? 0 : 1]);
    }
    this.#sure = this.#channel(0, {});
    this.#fast = this.#channel(1, { ordered: false, maxRetransmits: 0 });
    for (const slot of SLOTS) void this.give(slot);
  }

  #channel(id: number, init: RTCDataChannelInit): RTCDataChannel {
    const channel = this.#connection.createDataChannel('call', { ...init, negotiated: true, id });
    const options = { signal: this.#life.signal };
    channel.addEventListener('open', () => this.#deps.changed(), options);
    channel.addEventListener('message', ({ data }) => this.#deps.heard(decode(data)), options);
    return channel;
  }

  #found(found: RTCIceCandidate | null): void {
    // An empty one says that there are no more, which the other side needn't know.
    if (!found?.candidate) return;
    const candidate = toWire(found);
    if (this.#phase === 'open' || mayGoEarly(candidate)) this.#deps.send({ name: 'ice-candidate', candidate });
    else this.#held.push(candidate);
  }

  #limitAll(): void {
    void this.#limit('camera');
    void this.#limit('screen');
  }

  async #limit(slot: Slot, active = true): Promise<void> {
    const sender = this.#transceivers[SLOTS.indexOf(slot)]?.sender;
    if (!sender || (slot !== 'camera' && slot !== 'screen')) return;
    try {
      const parameters = sender.getParameters();
      const [encoding] = parameters.encodings;
      if (!encoding) return;
      encoding.active = active;
      if (slot === 'camera') Object.assign(encoding, CAMERA_LIMITS[this.#step]);
      else {
        encoding.maxBitrate = SCREEN_BPS;
        parameters.degradationPreference = 'maintain-resolution';
      }
      await sender.setParameters(parameters);
    } catch {
      // Not negotiated yet, or another change came between: the next one sets it again.
    }
  }
}
