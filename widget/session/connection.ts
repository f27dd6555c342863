/**
 * Keeps a line to the service: opens it, notices when it is dead although nothing says so, opens the next. Knows
 * nothing of conversations.
 */
import type { Time } from '../../signaling/protocol/events.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { Clock } from './clock.ts';
import { type ConnectionInput, isFinal, nextConnectionState, pauseBefore } from './connection-state.ts';
import type { PageLife } from './page-life.ts';
import {
  type Answer,
  type Api,
  type Asked,
  type Line,
  LOST,
  type Lost,
  type Payload,
  type Told,
  type Transport,
} from './transport.ts';
import type { ConnectionState } from './types.ts';
import { Value } from './value.ts';

/** An answer takes far less than a second. After this long the line is taken for half-open: it sends and never hears. */
export const ACK_TIMEOUT_MS = 5_000;
/** Time for one try to open a line; a mobile network that wakes up needs a few seconds. */
const OPEN_TIMEOUT_MS = 10_000;
/** Two heartbeats and a half (see HEARTBEAT_MS) without a word: time to ask whether anybody is there. */
export const SILENCE_MS = 40_000;

export interface ConnectionDeps<A extends Api> {
  transport: Transport<A>;
  clock: Clock;
  /** 0 up to 1. */
  random: () => number;
  page: PageLife;
  /** Asked for every line anew. */
  handshake: () => A['handshake'];
  /**
   * A refusal that trying again can't help. `retry` when the cause is gone and the next handshake will differ, `wait` when
   * somebody sees to that, and calls `reconnect` then.
   */
  onRefused?: (reason: Reason, message?: string) => 'retry' | 'wait' | 'stop';
}

interface Held<A extends Api> {
  line: Line<A>;
  phase: 'opening' | 'open';
  since: Time;
  /** Whether anything was answered on it. */
  proven: boolean;
}

export class Connection<A extends Api> extends Value<ConnectionState> {
  readonly #deps: ConnectionDeps<A>;
  #held: Held<A> | null = null;
  #network: 'up' | 'down' = 'up';
  /** Lines in a row that didn't prove to be good. */
  #attempt = 0;
  #cancelTimer = () => {};
  readonly #leavePage: () => void;
  readonly #online = new Set<() => void>();
  readonly #doubt = new Set<() => void>();
  readonly #pushes = new Map<string, Set<(payload: never) => void>>();

  constructor(deps: ConnectionDeps<A>) {
    super({ kind: 'idle' });
    this.#deps = deps;
    this.#leavePage = deps.page.subscribe((event) => {
      switch (event) {
        case 'wake':
          return this.wake();
        case 'sleep':
          return this.#sleep();
        case 'network-up':
          return this.#networkUp();
        case 'network-down':
          return this.#networkDown();
        case 'moved':
          return;
      }
    });
  }

  get isOnline(): boolean {
    return this.getState().kind === 'online';
  }

  connect(): void {
    const before = this.getState();
    this.#step({ kind: 'connect' });
    if (this.getState() !== before) this.#open();
  }

  /** Back to idle. */
  disconnect(): void {
    this.#drop();
    this.#attempt = 0;
    this.#step({ kind: 'disconnect' });
  }

  /** The handshake would be another one now: a new line, at once. */
  reconnect(): void {
    const { kind } = this.getState();
    if (kind === 'idle' || kind === 'refused') return;
    this.#lose('now');
  }

  /** Ends the line for a reason that trying again can't help. */
  refuse(reason: Reason, message?: string): void {
    this.#drop();
    this.#step({ kind: 'refused', reason, message });
  }

  /** The page came back: whatever the line looks like, find out now. */
  wake(): void {
    const { kind } = this.getState();
    if (kind === 'idle' || kind === 'refused') return;
    if (kind === 'online') return this.#verify();
    const trying = this.#held !== null && this.#deps.clock.now() - this.#held.since < ACK_TIMEOUT_MS;
    if (!trying) this.#open();
  }

  /**
   * `lost` without a line, and when no answer came in time: then the line is given up as well.
   * @param within milliseconds; shorter where something else already speaks for a line that is gone
   */
  async request<K extends Asked<A['requests']>>(
    name: K,
    payload: Payload<A['requests'], K>,
    within = ACK_TIMEOUT_MS,
  ): Promise<Answer<A['requests'], K> | Lost> {
    const held = this.#held;
    if (held?.phase !== 'open') return LOST;
    return new Promise((resolve) => {
      const stopWaiting = this.#deps.clock.after(within, () => {
        resolve(LOST);
        if (this.#held === held) this.#abort();
      });
      void held.line.request(name, payload).then((reply) => {
        stopWaiting();
        if (reply !== LOST && this.#held === held) {
          held.proven = true;
          this.#attempt = 0;
          this.#heard();
        }
        resolve(reply);
      });
    });
  }

  /** Not answered and not kept: lost without a line. */
  tell<K extends Told<A['requests']>>(name: K, payload: Payload<A['requests'], K>): void {
    if (this.#held?.phase === 'open') this.#held.line.tell(name, payload);
  }

  on<K extends Told<A['pushes']>>(name: K, listener: (payload: Payload<A['pushes'], K>) => void): void {
    const listeners = this.#pushes.get(name) ?? new Set();
    this.#pushes.set(name, listeners.add(listener));
  }

  /** Called each time that a line stands: what was missed must be asked for. */
  onOnline(listener: () => void): void {
    this.#online.add(listener);
  }

  /** Called when a line that looks good may not be: ask anything, the answer or its absence tells. */
  onDoubt(listener: () => void): void {
    this.#doubt.add(listener);
  }

  dispose(): void {
    this.#leavePage();
    this.disconnect();
  }

  #step(input: ConnectionInput): void {
    this.set(nextConnectionState(this.getState(), input, this.#deps.clock.now()));
  }

  #open(): void {
    this.#drop();
    let held: Held<A>;
    const isCurrent = () => this.#held === held;
    const line = this.#deps.transport.open(this.#deps.handshake(), {
      opened: () => {
        if (!isCurrent()) return;
        held.phase = 'open';
        this.#heard();
        this.#step({ kind: 'opened' });
        for (const listener of [...this.#online]) listener();
      },
      closed: (refusal, message) => {
        if (!isCurrent()) return;
        this.#held = null;
        this.#closed(refusal, message);
      },
      pushed: (name, payload) => {
        if (!isCurrent()) return;
        this.#heard();
        for (const listener of [...(this.#pushes.get(name) ?? [])])
          (listener as (value: typeof payload) => void)(payload);
      },
    });
    held = { line, phase: 'opening', since: this.#deps.clock.now(), proven: false };
    this.#held = held;
    this.#cancelTimer = this.#deps.clock.after(OPEN_TIMEOUT_MS, () => this.#lose('later'));
  }

  #closed(refusal: Reason | null, message?: string): void {
    if (refusal === null || !isFinal(refusal)) return this.#lose('later');
    const answer = this.#deps.onRefused?.(refusal, message);
    if (answer === 'retry') return this.#lose('now');
    if (answer === 'wait') return this.#lose('on-wake');
    this.refuse(refusal, message);
  }

  /** The line is presumed dead. One that had answered before is replaced at once. */
  #abort(): void {
    this.#lose(this.#held?.proven ? 'now' : 'later');
  }

  #lose(next: 'now' | 'later' | 'on-wake'): void {
    this.#drop();
    this.#step({ kind: 'lost', network: this.#network });
    // A listener of the state may have ended it all.
    const { kind } = this.getState();
    if (kind === 'idle' || kind === 'refused' || this.#held) return;
    if (next === 'now') return this.#open();
    if (next === 'on-wake') return;
    const pause = pauseBefore(this.#attempt, this.#deps.random);
    this.#attempt += 1;
    this.#cancelTimer = this.#deps.clock.after(pause, () => this.#open());
  }

  #drop(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    const held = this.#held;
    this.#held = null;
    held?.line.close();
  }

  /** Something arrived; the watch for silence begins anew. */
  #heard(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.clock.after(SILENCE_MS, () => this.#verify());
  }

  #verify(): void {
    this.#heard();
    for (const listener of [...this.#doubt]) listener();
  }

  #sleep(): void {
    const { kind } = this.getState();
    if (kind !== 'idle' && kind !== 'refused') this.#lose('on-wake');
  }

  #networkUp(): void {
    this.#network = 'up';
    const { kind } = this.getState();
    if (kind === 'offline') this.#step({ kind: 'lost', network: 'up' });
    this.wake();
  }

  /**
   * Says so at once, and tries all the same: what a browser calls its network is a guess, and a service on the same
   * machine needs none.
   */
  #networkDown(): void {
    this.#network = 'down';
    const { kind } = this.getState();
    if (kind !== 'idle' && kind !== 'refused') this.#lose('later');
  }
}
