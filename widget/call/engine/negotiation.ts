/**
 * Perfect negotiation as the WebRTC specification writes it (webrtc-pc, 10.7): both sides may offer at any moment, the
 * polite one gives way. Knows nothing of epochs, lines and media.
 */
import type { Signal } from '../../session/call-line.ts';
import { belongsTo, type Candidate, withoutAddresses } from './candidates.ts';
import type { Connection } from './rtc.ts';

/** Candidates that wait for their description; a restart on a machine with many addresses brings some 30. */
const WAITING_MAX = 100;

/** From the polite side, which doesn't offer by itself: the other one is to do so, with a restart of ICE. */
export const ASK_FOR_OFFER = { name: 'ice-candidate', candidate: null } as const satisfies Signal;

export interface NegotiationDeps {
  connection: Connection;
  polite: boolean;
  /** Ends all listening. */
  until: AbortSignal;
  send(signal: Signal): void;
  /** The other side's offer is known and not answered yet: the moment to say what this side has to give. */
  beforeAnswer(): void;
  /** A description of the other side was taken. */
  described(): void;
}

export class Negotiation {
  readonly #deps: NegotiationDeps;
  #makingOffer = false;
  #ignoreOffer = false;
  #isSettingRemoteAnswerPending = false;
  #waiting: Candidate[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(deps: NegotiationDeps) {
    this.#deps = deps;
    const options = { signal: deps.until };
    deps.connection.addEventListener('negotiationneeded', () => void this.#offer(), options);
  }

  /** One after another, in the order in which they came. */
  receive(signal: Signal): void {
    this.#last = this.#last
      .then(() => {
        if (this.#deps.until.aborted) return;
        if (signal.name === 'ice-candidate') return signal.candidate ? this.#candidate(signal.candidate) : undefined;
        return this.#description({ type: signal.name, sdp: signal.sdp });
      })
      // What can't be understood changes nothing. If media don't come, the recovery begins anew.
      .catch(() => {});
  }

  async #offer(): Promise<void> {
    try {
      this.#makingOffer = true;
      await this.#deps.connection.setLocalDescription();
      this.#sendDescription();
    } catch {
      // The connection is closed, or the other side's offer was quicker.
    } finally {
      this.#makingOffer = false;
    }
  }

  async #description(description: { type: 'offer' | 'answer'; sdp: string }): Promise<void> {
    const { connection, polite, beforeAnswer, described } = this.#deps;
    const isOffer = description.type === 'offer';
    const isReadyForOffer =
      !this.#makingOffer && (connection.signalingState === 'stable' || this.#isSettingRemoteAnswerPending);
    this.#ignoreOffer = !polite && isOffer && !isReadyForOffer;
    if (this.#ignoreOffer) return;
    this.#isSettingRemoteAnswerPending = !isOffer;
    try {
      await connection.setRemoteDescription(description);
    } finally {
      this.#isSettingRemoteAnswerPending = false;
    }
    if (isOffer) {
      beforeAnswer();
      await connection.setLocalDescription();
      this.#sendDescription();
    }
    described();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const candidate of waiting) await this.#candidate(candidate);
  }

  #sendDescription(): void {
    const { connection, send, until } = this.#deps;
    const description = connection.localDescription;
    if (until.aborted || (description?.type !== 'offer' && description?.type !== 'answer')) return;
    send({ name: description.type, sdp: withoutAddresses(description.sdp) });
  }

  async #candidate(candidate: Candidate): Promise<void> {
    const { connection } = this.#deps;
    if (connection.remoteDescription && belongsTo(connection.remoteDescription.sdp, candidate)) {
      // One that is of no use (an address family that isn't here, a name that doesn't resolve) is no harm.
      return connection.addIceCandidate(candidate).catch(() => {});
    }
    // The candidates of an ignored offer would wait for ever.
    if (!this.#ignoreOffer) this.#waiting = [...this.#waiting, candidate].slice(-WAITING_MAX);
  }
}
