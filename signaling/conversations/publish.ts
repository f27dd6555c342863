/** From committed batches to pushes: events and marks to both sides, and word to the inbox and the queue. */

import type { ConversationState, Status } from '../protocol/conversation.ts';
import type { ConversationEvent } from '../protocol/events.ts';
import type { Hub } from '../realtime/hub.ts';
import type { Outcome } from '../store/store.ts';
import type { Submitted } from './group-commit.ts';

export interface PublishDeps {
  hub: Hub;
  /** The line in the agents' inbox has changed. */
  lineChanged: (conversation: string) => void;
  /** Somebody began to wait, or waits no more. */
  queueChanged: () => void;
}

interface Change {
  state: ConversationState;
  main: ConversationEvent[];
  notes: ConversationEvent[];
  marked: boolean;
  /** The line that all of it came from; undefined as long as nothing came, null when there were several. */
  origin: string | null | undefined;
  statusChanged: boolean;
  queueChanged: boolean;
  /** A call was asked for, began or ended. */
  callChanged: boolean;
  /** Who has it or had it until this. */
  agents: Set<string>;
}

/** Who has or had the conversation in this state. */
function agentOf(status: Status): string | null {
  return status.kind === 'queued' ? null : (status.agent?.id ?? null);
}

/** Each conversation's news of one batch as one push. */
export function publish(deps: PublishDeps, batch: readonly { submitted: Submitted; outcome: Outcome }[]): void {
  const changes = new Map<string, Change>();
  for (const { submitted, outcome } of batch) {
    if (!outcome.ok || (outcome.fresh.length === 0 && !outcome.marked)) continue;
    collect(changes, outcome, submitted.origin);
  }
  let queueChanged = false;
  for (const [id, change] of changes) {
    tell(deps, id, change);
    queueChanged ||= change.queueChanged;
  }
  if (queueChanged) deps.queueChanged();
}

function collect(changes: Map<string, Change>, outcome: Extract<Outcome, { ok: true }>, origin: string | null): void {
  const { state, before } = outcome;
  let change = changes.get(state.id);
  if (!change) {
    change = {
      state,
      main: [],
      notes: [],
      marked: false,
      origin,
      statusChanged: false,
      queueChanged: false,
      callChanged: false,
      agents: new Set(),
    };
    changes.set(state.id, change);
  }
  change.state = state;
  // An acknowledgement tells one event. Whoever caused more of them gets the push like everybody else.
  const told = outcome.fresh.filter((event) => event.log === 'main').length;
  if (change.origin !== origin || told > 1) change.origin = null;
  change.marked ||= outcome.marked;
  for (const event of outcome.fresh) (event.log === 'main' ? change.main : change.notes).push(event);
  for (const status of [before, state.status]) {
    const agent = status ? agentOf(status) : null;
    if (agent) change.agents.add(agent);
  }
  const handedOver = outcome.event?.type === 'transferred' && outcome.fresh.length > 0;
  const moved = before?.kind !== state.status.kind;
  change.statusChanged ||= moved || handedOver;
  change.callChanged ||= outcome.fresh.some((event) => event.type.startsWith('call_'));
  change.queueChanged ||= moved && (before?.kind === 'queued' || state.status.kind === 'queued');
}

function tell({ hub, lineChanged }: PublishDeps, id: string, change: Change): void {
  const { state, main, notes, origin } = change;
  const agents = [...change.agents];
  if (main.length > 0) {
    hub.toCustomer(state.customer, 'events', { conversation: id, events: main }, origin ?? null);
    hub.toFollowers(id, agents, 'events', { conversation: id, events: main }, origin ?? null);
  }
  // Also to the line that caused them: a note that came with a transfer isn't in its acknowledgement.
  if (notes.length > 0) hub.toFollowers(id, agents, 'events', { conversation: id, events: notes });
  if (change.marked) {
    hub.toCustomer(state.customer, 'marks', { conversation: id, marks: state.marks });
    hub.toFollowers(id, agents, 'marks', { conversation: id, marks: state.marks });
  }
  // The one who has it follows its events; everybody else sees it in the list only when it waits, rings or changes hands.
  if (change.statusChanged || change.callChanged || (main.length > 0 && state.status.kind === 'queued'))
    lineChanged(id);
}
