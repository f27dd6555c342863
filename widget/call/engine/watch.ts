/**
 * Watches over a connection that stands or should: that something comes, how good it is, what to send over it. Decides by
 * the pure policies next to it and asks its host to act. Knows nothing of signals.
 */
import type { Time } from '../../../signaling/protocol/events.ts';
import type { Clock } from '../../session/clock.ts';
import type { Step } from '../types.ts';
import type { Alive, Measure, Message } from './channel.ts';
import type { PeerLinkState, PeerLinkView } from './deps.ts';
import type { Epoch } from './epoch.ts';
import { climb, type Ladder, raise, startLadder } from './ladder.ts';
import { type Judgement, judge, UNJUDGED } from './quality.ts';
import { FIRST_MS, POLITE_MS, RESTART_MS, type Recovery, recover, restartedAt, STALL_MS, WELL } from './recovery.ts';
import type { Reading } from './stats.ts';

/** How often this side says that it lives and looks whether the other one does, in milliseconds. */
const BEAT_MS = 250;
/** The same, while the first picture is waited for: the person waits as well. */
const FIRST_FRAME_MS = 50;
/** For how long after a silence this side sees to it that pictures come again, in milliseconds. Browsers wait 3 s by themselves. */
const REFRESH_MS = 5_000;
/** How often the line is judged, in milliseconds. */
const JUDGE_MS = 1_000;
/** Browsers begin carefully; before this many milliseconds their guess at the line says nothing. */
const GUESS_AFTER_MS = 10_000;
/** Silence of a microphone that is on, in milliseconds, until the person is told. */
const NO_SOUND_MS = 15_000;
/** Browsers tell one change of the network several times; between two restarts for it are so many milliseconds. */
const SETTLE_MS = 500;
/** For how long a change of the network is the reason for what happens, in milliseconds. */
const CHANGE_MS = 30_000;

export interface WatchHost {
  readonly view: PeerLinkView;
  /** Accepted, and signals can be passed to the other side. */
  readonly canSignal: boolean;
  readonly isPolite: boolean;
  /** Whether a camera's picture is being sent. */
  readonly sendsCamera: boolean;
  /** What the other side has to know of what came. */
  readonly got: number;
  show(change: Partial<PeerLinkView>): void;
  restart(why: 'silence' | 'network_changed'): void;
  /** A new connection in place of this one. */
  renew(): void;
}

export class Watch {
  readonly #clock: Clock;
  readonly #host: WatchHost;
  #epoch: Epoch | null = null;
  #cancel = () => {};
  #cancelChange = () => {};
  #recovery: Recovery = WELL;
  /** Since when this connection is waited for. */
  #begunAt: Time = 0;
  #packetAt: Time = 0;
  /** When the last silence ended. */
  #silentUntil: Time = 0;
  #beatAt: Time = 0;
  #lookedAt: Time = 0;
  #judgedAt: Time = 0;
  #voiceAt: Time = 0;
  #changedAt: Time | null = null;
  #alive: Alive = { every: BEAT_MS, got: 0 };
  /** How the other side came through in the last second, and what it says of this one. */
  #inbound: Measure | null = null;
  #report: Measure | null = null;
  #last: Reading | null = null;
  #lastJudged: Reading | null = null;
  #judgement: Judgement = UNJUDGED;
  #ladder: Ladder;

  constructor(clock: Clock, host: WatchHost) {
    this.#clock = clock;
    this.#host = host;
    this.#ladder = startLadder(clock.now());
  }

  /** `why`: another person's page is on the other side, or the same one over a new connection. */
  begin(epoch: Epoch, why: 'new_peer' | 'renewed'): void {
    const now = this.#clock.now();
    this.#epoch = epoch;
    this.#recovery = WELL;
    this.#begunAt = now;
    this.#lookedAt = now;
    this.#judgedAt = now;
    this.#voiceAt = now;
    this.#inbound = null;
    this.#report = null;
    this.#last = null;
    this.#lastJudged = null;
    if (why === 'new_peer') {
      this.#packetAt = 0;
      this.#beatAt = 0;
      this.#judgement = UNJUDGED;
    }
    epoch.step(this.#ladder.step);
    this.#next(0);
  }

  end(): void {
    this.#cancel();
    this.#cancelChange();
    this.#epoch = null;
  }

  /** The time before doesn't count: nothing could come of it. */
  opened(): void {
    this.#begunAt = this.#clock.now();
    this.#voiceAt = this.#begunAt;
    this.look();
  }

  heard({ alive, report }: Message): void {
    this.#beatAt = this.#clock.now();
    if (alive) this.#alive = alive;
    if (report) this.#report = report;
  }

  /** Something may be possible now that wasn't. */
  look(): void {
    if (this.#epoch) this.#next(0);
  }

  networkChanged(): void {
    const now = this.#clock.now();
    const wait = this.#changedAt === null ? 0 : this.#changedAt + SETTLE_MS - now;
    this.#cancelChange();
    if (wait > 0) {
      this.#cancelChange = this.#clock.after(wait, () => this.networkChanged());
      return;
    }
    this.#changedAt = now;
    if (!this.#epoch) return;
    this.#recovery = restartedAt(now, this.#recovery);
    this.#host.restart('network_changed');
  }

  /** The other side does something about it: a second restart would only throw the first away. */
  offered(): void {
    this.#recovery = restartedAt(this.#clock.now(), this.#recovery);
  }

  stepUp(): void {
    this.#setLadder(raise(this.#ladder, this.#clock.now()));
  }

  /** What can be said without asking the connection. */
  get state(): PeerLinkState {
    const now = this.#clock.now();
    const heardAt = this.#heardAt;
    if (heardAt === 0) return { kind: this.#epoch?.state === 'connected' ? 'connected' : 'connecting' };
    if (now - heardAt < STALL_MS + this.#slack) return { kind: 'connected' };
    const isChanged = this.#changedAt !== null && now - this.#changedAt < CHANGE_MS + (now - heardAt);
    return { kind: 'stalled', since: heardAt, why: isChanged ? 'network_changed' : 'network' };
  }

  #showState(): void {
    const { state } = this;
    const shown = this.#host.view.state;
    const isSame =
      state.kind === shown.kind &&
      (state.kind !== 'stalled' || shown.kind !== 'stalled' || state.since === shown.since);
    if (!isSame) this.#host.show({ state });
  }

  /** 0 when nothing has come of this other side yet. */
  get #heardAt(): Time {
    return Math.max(this.#packetAt, this.#beatAt);
  }

  /** Whoever only has beats to go by must bear the slow ones of a hidden tab. */
  get #slack(): number {
    return this.#beatAt - this.#packetAt > STALL_MS ? Math.max(0, this.#alive.every - BEAT_MS) : 0;
  }

  #next(ms: number): void {
    this.#cancel();
    this.#cancel = this.#clock.after(ms, () => void this.#look());
  }

  async #look(): Promise<void> {
    const epoch = this.#epoch;
    if (!epoch) return;
    const now = this.#clock.now();
    const every = now - this.#lookedAt;
    this.#lookedAt = now;
    const isJudging = now - this.#judgedAt >= JUDGE_MS;
    const report = isJudging && this.#inbound;
    epoch.mention({ alive: { every, got: this.#host.got }, ...(report && { report }) });
    const reading = await epoch.read().catch(() => null);
    if (this.#epoch !== epoch) return;
    if (reading) this.#take(reading, now);
    if (reading && isJudging) this.#judge(reading, now);
    this.#showState();
    this.#recover();
    if (this.#epoch === epoch) this.#next(this.#untilNext());
  }

  /** A restart is due at an exact moment: it shouldn't wait for the next beat. */
  #untilNext(): number {
    const { on, hasFrames } = this.#host.view;
    const now = this.#clock.now();
    if (!hasFrames && (on?.camera || on?.screen) && now - this.#begunAt < FIRST_MS) return FIRST_FRAME_MS;
    const left = this.#heardAt + this.#restartMs - now;
    return left > 0 && left < BEAT_MS ? left : BEAT_MS;
  }

  #take(reading: Reading, now: Time): void {
    const { view } = this.#host;
    const before = this.#last;
    this.#last = reading;
    if (reading.packets > (before?.packets ?? 0)) {
      if (now - this.#packetAt > STALL_MS) this.#silentUntil = now;
      // Packets without pictures: they build on what was lost.
      const isStuck = before !== null && reading.frames === before.frames && (view.on?.camera || view.on?.screen);
      if (isStuck && now - this.#silentUntil < REFRESH_MS) this.#epoch?.mention({ refresh: true });
      this.#packetAt = now;
    }
    if (reading.path && reading.path !== view.path) this.#host.show({ path: reading.path });
    if (reading.frames > 0 && !view.hasFrames) this.#host.show({ hasFrames: true });
    // A voice may pause, but a line that has never carried any isn't pausing.
    const sounds = ({ voicePackets, voiceEnergy }: Reading) => (voiceEnergy > 0 ? voicePackets : 0);
    if (!view.on?.microphone || sounds(reading) > (before ? sounds(before) : 0)) this.#voiceAt = now;
    const noSound = now - this.#voiceAt >= NO_SOUND_MS;
    if (noSound !== view.noSound) this.#host.show({ noSound });
  }

  #judge(reading: Reading, now: Time): void {
    const before = this.#lastJudged;
    this.#judgedAt = now;
    this.#lastJudged = reading;
    if (!before) return;
    const came = reading.packets - before.packets;
    // Packets that were only late are taken off the count again.
    const lost = Math.max(0, reading.lost - before.lost);
    this.#inbound = came > 0 ? { lossPercent: (100 * lost) / (came + lost), jitterMs: reading.jitterMs } : null;
    this.#judgement = judge(this.#judgement, { inbound: this.#inbound, outbound: this.#report, rttMs: reading.rttMs });
    this.#host.show({ quality: this.#judgement.quality });
    const mayGuess = this.#host.sendsCamera && now - this.#begunAt >= GUESS_AFTER_MS;
    this.#setLadder(
      climb(this.#ladder, {
        now,
        lossPercent: this.#judgement.outbound?.lossPercent ?? 0,
        rttMs: this.#judgement.rttMs ?? 0,
        availableBps: mayGuess ? reading.availableBps : null,
      }),
    );
    this.#report = null;
  }

  #setLadder(ladder: Ladder): void {
    const before: Step = this.#ladder.step;
    this.#ladder = ladder;
    if (ladder.step === before) return;
    this.#epoch?.step(ladder.step);
    this.#host.show({ step: ladder.step });
  }

  #recover(): void {
    const epoch = this.#epoch;
    if (!epoch) return;
    const { state, action } = recover(this.#recovery, {
      now: this.#clock.now(),
      since: Math.max(this.#heardAt, this.#begunAt),
      patience: this.#patience(epoch),
      canSignal: this.#host.canSignal,
      isDead: epoch.isDead,
    });
    this.#recovery = state;
    if (action === 'restart') this.#host.restart('silence');
    if (action === 'renew') this.#host.renew();
  }

  get #restartMs(): number {
    return RESTART_MS + this.#slack + (this.#host.isPolite ? POLITE_MS : 0);
  }

  #patience(epoch: Epoch): number {
    if (epoch.hasStood) return this.#restartMs;
    return epoch.state === 'failed' ? 0 : FIRST_MS;
  }
}
