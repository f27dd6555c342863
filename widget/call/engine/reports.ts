/**
 * What the operator hears of a call from this side of it: how long it took to stand and which way it goes, then every half
 * minute how good it is, and at the end once more. Told and forgotten: nothing depends on it. Knows neither line nor service.
 */
import type { CallReport } from '../../../signaling/protocol/schemas.ts';
import type { Clock } from '../../session/clock.ts';
import type { PeerLinkView } from './deps.ts';

/** How often a running call is reported, in milliseconds. */
const REPORT_MS = 30_000;

type View = Pick<PeerLinkView, 'state' | 'path' | 'quality'>;

export class Reports {
  readonly #clock: Clock;
  readonly #tell: (report: CallReport) => void;
  /** Null on a page that came back into a call: it was set up before. */
  #acceptedAt: number | null = null;
  #stoodAt: number | null = null;
  #phase: 'waiting' | 'standing' | 'over' = 'waiting';
  #view: View | null = null;
  #cancel = () => {};

  constructor(clock: Clock, tell: (report: CallReport) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  accepted(): void {
    this.#acceptedAt = this.#clock.now();
  }

  look(view: View): void {
    const { state, path } = view;
    this.#view = view;
    if (this.#phase !== 'waiting' || state.kind !== 'connected') return;
    this.#stoodAt ??= this.#clock.now();
    // Which way it goes is known a moment later.
    if (!path) return;
    this.#phase = 'standing';
    if (this.#acceptedAt !== null) this.#tell({ kind: 'set_up', ms: this.#stoodAt - this.#acceptedAt, path });
    this.#next();
  }

  /** The person hangs up. */
  ends(): void {
    if (this.#phase === 'standing') this.#live();
    else if (this.#acceptedAt !== null && this.#stoodAt === null) this.#tell({ kind: 'failed' });
  }

  dispose(): void {
    this.#phase = 'over';
    this.#cancel();
  }

  #next(): void {
    this.#cancel = this.#clock.after(REPORT_MS, () => {
      this.#live();
      this.#next();
    });
  }

  #live(): void {
    const { path, quality } = this.#view ?? {};
    // Without bars nothing has come that could be judged.
    if (!path || !quality?.bars) return;
    const { lossPercent, latencyMs, jitterMs, mos } = quality;
    this.#tell({ kind: 'live', path, lossPercent, rttMs: 2 * latencyMs, jitterMs, mos });
  }
}
