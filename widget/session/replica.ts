/**
 * The local copy of one conversation: its state, a window of its log, the notes. Follows live events and catches up by
 * cursor. Knows nothing of what this side is about to say, nor of how any of it is shown.
 */
import {
  applyEvent,
  applyMark,
  type ConversationState,
  countsAsUnread,
  emptyConversation,
  type Mark,
} from '../../signaling/protocol/conversation.ts';
import type { ConversationEvent, Side } from '../../signaling/protocol/events.ts';
import { PAGE_EVENTS } from '../../signaling/protocol/limits.ts';
import type { Synced } from '../../signaling/protocol/realtime.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { SyncRequest } from '../../signaling/protocol/schemas.ts';
import type { Clock } from './clock.ts';
import type { ConversationLink } from './link.ts';
import { isPassing, Retry } from './retry.ts';
import { cursorOf, extended, prepended, type Timeline } from './timeline.ts';
import type { ConversationView } from './types.ts';
import { Value } from './value.ts';

/** Further behind than this, the newest page is asked for instead of all that was missed; the rest is read back. */
const FAR_BEHIND_EVENTS = 10 * PAGE_EVENTS;

export type ReplicaState = Pick<ConversationView, 'phase' | 'state' | 'earlier'> & {
  main: Timeline;
  notes: Timeline;
};

export interface ReplicaDeps {
  side: Side;
  link: Pick<ConversationLink, 'sync' | 'history'>;
  clock: Clock;
  random: () => number;
  online: () => boolean;
  /**
   * `latest`: whichever conversation of the customer is the newest, also when that changes. Otherwise the one with
   * this id.
   */
  follow: 'latest' | { id: string };
  /** A conversation that is not to be followed though it is the latest. */
  dismissed?: () => string | null;
  /** Called when a catching up that began with these waiting ids has ended well. */
  caughtUp?: (landing: string[]) => void;
  landing?: () => string[];
}

const NOTHING: Pick<ReplicaState, 'state' | 'earlier' | 'main' | 'notes'> = {
  state: null,
  earlier: 'none',
  main: [],
  notes: [],
};

export class Replica extends Value<ReplicaState> {
  readonly #deps: ReplicaDeps;
  readonly #retry: Retry;
  /** The highest `seq` that anybody told of. */
  #known = 0;
  #sync: 'resting' | 'running' | 'again' | 'ended' = 'resting';
  #running: Promise<void> = Promise.resolve();
  /** Counts the resets, so that an answer for what was before is not taken for now. */
  #epoch = 0;

  constructor(deps: ReplicaDeps, phase: 'empty' | 'loading') {
    super({ ...NOTHING, phase: { kind: phase } });
    this.#deps = deps;
    this.#retry = new Retry(deps.clock, deps.random);
  }

  get id(): string | null {
    return this.getState().state?.id ?? (this.#deps.follow === 'latest' ? null : this.#deps.follow.id);
  }

  get cursor(): number {
    return cursorOf(this.getState().main);
  }

  /** Begins anew, with nothing. */
  reset(phase: 'empty' | 'loading'): void {
    this.#epoch += 1;
    this.#known = 0;
    this.set({ ...NOTHING, phase: { kind: phase } });
  }

  /** Someone says that there are events up to `seq`. */
  heard(seq: number): void {
    this.#known = Math.max(this.#known, seq);
    if (this.getState().state && this.#known > this.cursor) this.sync();
  }

  /** Someone says that there are notes up to `seq`. */
  heardNotes(seq: number): void {
    const { state, notes } = this.getState();
    if (state && seq > cursorOf(notes)) this.sync();
  }

  /** Live events of this conversation, in order. */
  receive(events: readonly ConversationEvent[]): void {
    const before = this.getState();
    if (!before.state) {
      // Still loading: what the page that is on its way doesn't hold is asked for after it.
      for (const event of events) if (event.log === 'main') this.#known = Math.max(this.#known, event.seq);
      if (this.#sync !== 'running' || events.some((event) => event.log === 'notes')) this.sync();
      return;
    }
    const main = extended(
      before.main,
      events.filter((event) => event.log === 'main'),
    );
    const notes = extended(
      before.notes,
      events.filter((event) => event.log === 'notes'),
    );
    const state = [...main.timeline.slice(before.main.length), ...notes.timeline.slice(before.notes.length)].reduce(
      applyEvent,
      before.state,
    );
    if (state !== before.state) this.update({ state, main: main.timeline, notes: notes.timeline });
    if (main.gap) this.heard(Math.max(...events.map((event) => (event.log === 'main' ? event.seq : 0))));
    if (notes.gap) this.sync();
  }

  receiveMarks(marks: Record<Side, Partial<Mark>>): void {
    const { state } = this.getState();
    if (!state) return;
    const next = applyMark(applyMark(state, 'customer', marks.customer), 'agent', marks.agent);
    if (next !== state) this.update({ state: next });
  }

  /** An own event landed in a conversation that begins with it. */
  begin(event: ConversationEvent, customer: string): void {
    const previous = this.id;
    this.reset('loading');
    if (event.seq === 1) {
      const state = applyEvent(emptyConversation(event.conversation, customer, event.at, previous), event);
      this.set({ ...NOTHING, phase: { kind: 'ready' }, state, main: [event] });
    }
    this.sync();
  }

  unread(): number {
    const { state, main } = this.getState();
    if (!state) return 0;
    const read = state.marks[this.#deps.side].read;
    return main.filter((event) => countsAsUnread(event, this.#deps.side, read)).length;
  }

  /** Asks for everything after the cursor. Calls while it runs make it run once more. */
  sync(): void {
    if (this.#sync === 'running') this.#sync = 'again';
    if (this.#sync !== 'resting' || !this.#deps.online()) return;
    this.#sync = 'running';
    this.#running = this.#catchUp().finally(() => {
      const again = this.#sync === 'again';
      if (this.#sync !== 'ended') this.#sync = 'resting';
      if (again) this.sync();
    });
  }

  /** Asks, and resolves when what was asked from now on is answered, or can't be. */
  async caughtUp(): Promise<void> {
    this.sync();
    while (this.#sync === 'running' || this.#sync === 'again') await this.#running;
  }

  async loadEarlier(): Promise<void> {
    const { state, main, earlier } = this.getState();
    const first = main[0];
    if (!state || !first || earlier !== 'some') return;
    const epoch = this.#epoch;
    this.update({ earlier: 'loading' });
    const reply = await this.#deps.link.history({ conversation: state.id, before: first.seq });
    if (epoch !== this.#epoch) return;
    if (!reply.ok) return this.update({ earlier: 'some' });
    const merged = prepended(this.getState().main, reply.events);
    this.update({ main: merged, earlier: (merged[0]?.seq ?? 1) > 1 ? 'some' : 'none' });
  }

  dispose(): void {
    this.#sync = 'ended';
    this.#epoch += 1;
    this.#retry.cancel();
  }

  async #catchUp(): Promise<void> {
    const landing = this.#deps.landing?.() ?? [];
    for (;;) {
      const epoch = this.#epoch;
      const cursor = this.cursor;
      const reply = await this.#deps.link.sync(this.#request());
      if (this.#sync === 'ended') return;
      if (epoch !== this.#epoch) continue;
      if (!reply.ok) {
        if (reply.reason === 'lost') return;
        if (!isPassing(reply.reason)) return this.#failed(reply.reason);
        await this.#retry.pause(this.#deps.online);
        if (!this.#deps.online()) return;
        continue;
      }
      this.#retry.succeeded();
      const complete = this.#take(reply, cursor);
      // Nothing came although more was promised: the promise was wrong, and asking again would never end.
      if (!complete && this.cursor === cursor && epoch === this.#epoch) this.#known = cursor;
      else if (!complete) continue;
      this.#deps.caughtUp?.(landing);
      return;
    }
  }

  #request(): SyncRequest {
    const { state, main, notes } = this.getState();
    const far = state !== null && this.#known - this.cursor > FAR_BEHIND_EVENTS;
    return {
      conversation: this.#deps.follow === 'latest' ? null : this.#deps.follow.id,
      after: main.length === 0 || far ? null : this.cursor,
      ...(this.#deps.side === 'agent' ? { notesAfter: cursorOf(notes) } : {}),
    };
  }

  /** Takes in the answer to what was asked with this cursor. False when more has to be asked for. */
  #take(synced: Synced, asked: number): boolean {
    const before = this.getState();
    const { state } = synced;
    if (!state || state.id === this.#deps.dismissed?.()) {
      if (before.state || before.phase.kind !== 'empty') this.reset('empty');
      return true;
    }
    if (before.state && (before.state.id !== state.id || state.head < asked)) {
      // A newer conversation than ours, or ours as a restore has left it: what was asked after our cursor says nothing about it.
      this.reset('loading');
      this.#known = state.head;
      return false;
    }
    // The page may reach further than the state that came with it.
    const merged = [...synced.events, ...synced.notes].reduce(
      applyEvent,
      before.state ? newer(before.state, state) : state,
    );
    this.#known = Math.max(this.#known, state.head);
    const first = synced.events[0];
    const follows = before.main.length > 0 && (first === undefined || first.seq <= this.cursor + 1);
    const main = follows ? extended(before.main, synced.events).timeline : synced.events;
    this.update({
      phase: { kind: 'ready' },
      state: merged,
      main,
      notes: extended(before.notes, synced.notes).timeline,
      earlier: (main[0]?.seq ?? 1) > 1 ? (before.earlier === 'loading' ? 'loading' : 'some') : 'none',
    });
    return !synced.more && this.#known <= this.cursor;
  }

  #failed(reason: Reason): void {
    // What is shown stays; only a view with nothing to show has to say why.
    if (!this.getState().state) this.update({ phase: { kind: 'failed', reason } });
  }
}

/** Two descriptions of one conversation: the longer log knows more, and marks only move forward. */
function newer(ours: ConversationState, theirs: ConversationState): ConversationState {
  const [base, other] = theirs.head >= ours.head ? [theirs, ours] : [ours, theirs];
  const marked = applyMark(applyMark(base, 'customer', other.marks.customer), 'agent', other.marks.agent);
  return { ...marked, notesHead: Math.max(ours.notesHead, theirs.notesHead) };
}
