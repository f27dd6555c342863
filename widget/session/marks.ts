/**
 * Tells the service how far this side has received and read. Several marks in a short time travel as one, and what was
 * lost or came at a bad moment is told again.
 */
import type { ConversationState, Mark } from '../../signaling/protocol/conversation.ts';
import type { Side } from '../../signaling/protocol/events.ts';
import type { MarkRequest } from '../../signaling/protocol/schemas.ts';
import type { Clock } from './clock.ts';
import type { ConversationLink } from './link.ts';
import { isPassing, Retry } from './retry.ts';

/** Long enough to gather a page of events, too short for a person to notice. */
const COALESCE_MS = 150;

export interface MarksDeps {
  side: Side;
  clock: Clock;
  random: () => number;
  online: () => boolean;
  link: Pick<ConversationLink, 'mark'>;
  /** The conversation as it is here, and the latest `seq` that the other side caused. */
  look: () => { state: ConversationState | null; received: number };
  /** Whether this client speaks for its side: an agent who only looks in has not received anything. */
  counts: (state: ConversationState) => boolean;
}

type Phase = { kind: 'resting' } | { kind: 'gathering'; cancel: () => void } | { kind: 'telling' } | { kind: 'ended' };

export class Marks {
  readonly #deps: MarksDeps;
  #conversation: string | null = null;
  /** What the person has seen. */
  #read = 0;
  /** What the service knows, or is being told. */
  #told: Mark = { delivered: 0, read: 0 };
  #phase: Phase = { kind: 'resting' };
  readonly #retry: Retry;

  constructor(deps: MarksDeps) {
    this.#deps = deps;
    this.#retry = new Retry(deps.clock, deps.random);
  }

  read(seq: number): void {
    this.#look();
    this.#read = Math.max(this.#read, seq);
    this.changed();
  }

  /** The conversation or the line changed: perhaps there is something to tell. */
  changed(): void {
    if (this.#phase.kind !== 'resting' || !this.#news()) return;
    this.#phase = { kind: 'gathering', cancel: this.#deps.clock.after(COALESCE_MS, () => void this.#tell()) };
  }

  dispose(): void {
    if (this.#phase.kind === 'gathering') this.#phase.cancel();
    this.#phase = { kind: 'ended' };
    this.#retry.cancel();
  }

  async #tell(): Promise<void> {
    this.#phase = { kind: 'telling' };
    const outcome = await this.#tellNews();
    if (outcome === 'later') await this.#retry.pause(this.#deps.online);
    if (this.#isEnded()) return;
    this.#phase = { kind: 'resting' };
    // After a lost one whoever keeps the line says when it stands again.
    if (outcome !== 'lost') this.changed();
  }

  async #tellNews(): Promise<'settled' | 'lost' | 'later'> {
    const news = this.#news();
    if (!news) return 'settled';
    const before = this.#told;
    this.#told = { delivered: Math.max(before.delivered, news.delivered ?? 0), read: news.read ?? before.read };
    const reply = await this.#deps.link.mark(news);
    if (reply.ok || !isPassing(reply.reason)) {
      // What is refused for good is not told again: the next event brings the next mark.
      this.#retry.succeeded();
      return 'settled';
    }
    if (this.#conversation === news.conversation) this.#told = before;
    return reply.reason === 'lost' ? 'lost' : 'later';
  }

  #isEnded(): boolean {
    return this.#phase.kind === 'ended';
  }

  #news(): MarkRequest | null {
    const { state, received } = this.#look();
    if (!state || !this.#deps.counts(state)) return null;
    const news: MarkRequest = { conversation: state.id };
    const read = Math.min(this.#read, state.head);
    if (read > this.#told.read) news.read = read;
    // What is read is delivered.
    const known = Math.max(state.marks[this.#deps.side].delivered, this.#told.delivered, read);
    if (received > known) news.delivered = received;
    return news.read === undefined && news.delivered === undefined ? null : news;
  }

  #look(): { state: ConversationState | null; received: number } {
    const seen = this.#deps.look();
    if (seen.state && seen.state.id !== this.#conversation) {
      this.#conversation = seen.state.id;
      this.#read = 0;
      this.#told = seen.state.marks[this.#deps.side];
    }
    return seen;
  }
}
