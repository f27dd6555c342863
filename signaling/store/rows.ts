/** Rows to what the service works with, and back. */
import type { Selectable } from 'kysely';
import type { CallState, ConversationState, Status } from '../protocol/conversation.ts';
import type { Actor, ConversationEvent } from '../protocol/events.ts';
import type { ConversationRow, Database, EventRow } from './schema.ts';
import type { AgentRecord, AttachmentRecord, CustomerRecord } from './store.ts';

function statusOf(row: ConversationRow): Status {
  const agent = row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' };
  if (row.status === 'queued') return { kind: 'queued', since: row.status_at };
  if (row.status === 'closed') return { kind: 'closed', at: row.status_at, by: row.closed_by ?? 'system', agent };
  if (!agent) throw new Error(`conversation ${row.id} is assigned to nobody`);
  return { kind: 'assigned', agent, since: row.status_at };
}

export function stateOf(row: ConversationRow): ConversationState {
  return {
    id: row.id,
    customer: row.customer_id,
    status: statusOf(row),
    createdAt: row.created_at,
    lastAt: row.last_at,
    head: row.head,
    notesHead: row.notes_head,
    marks: {
      customer: { delivered: row.customer_delivered, read: row.customer_read },
      agent: { delivered: row.agent_delivered, read: row.agent_read },
    },
    rating: row.rating === null ? null : { score: row.rating as 1 | 2 | 3 | 4 | 5, comment: row.rating_comment ?? '' },
    call: row.call === null ? null : callOf(row.call),
    previous: row.previous_id,
  };
}

export function rowOf(state: ConversationState, lastMessage: number): ConversationRow {
  const { status } = state;
  const agent = status.kind === 'queued' ? null : status.agent;
  return {
    id: state.id,
    customer_id: state.customer,
    status: status.kind,
    status_at: status.kind === 'closed' ? status.at : status.since,
    agent_id: agent?.id ?? null,
    agent_name: agent?.name ?? null,
    closed_by: status.kind === 'closed' ? status.by : null,
    created_at: state.createdAt,
    last_at: state.lastAt,
    head: state.head,
    notes_head: state.notesHead,
    last_message: lastMessage,
    customer_delivered: state.marks.customer.delivered,
    customer_read: state.marks.customer.read,
    agent_delivered: state.marks.agent.delivered,
    agent_read: state.marks.agent.read,
    rating: state.rating?.score ?? null,
    rating_comment: state.rating?.comment ?? null,
    previous_id: state.previous,
    call: state.call === null ? null : JSON.stringify(state.call),
  };
}

function callOf(json: string): CallState {
  const call = JSON.parse(json) as CallState;
  // Stored before there were recordings.
  return call.kind === 'live' ? { ...call, recording: call.recording ?? null } : call;
}

function actorOf(row: EventRow): Actor {
  switch (row.actor_kind) {
    case 'customer':
      return { kind: 'customer', id: row.actor_id };
    case 'agent':
      return { kind: 'agent', id: row.actor_id, name: row.actor_name ?? '' };
    case 'system':
      return { kind: 'system', id: 'system' };
  }
}

export function eventOf(row: EventRow): ConversationEvent {
  return {
    conversation: row.conversation_id,
    log: row.log,
    seq: row.seq,
    id: row.id,
    at: row.at,
    actor: actorOf(row),
    type: row.type,
    payload: JSON.parse(row.payload),
  } as ConversationEvent;
}

export function eventRowOf(event: ConversationEvent): EventRow {
  return {
    conversation_id: event.conversation,
    log: event.log,
    seq: event.seq,
    id: event.id,
    at: event.at,
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    actor_name: event.actor.kind === 'agent' ? event.actor.name : null,
    type: event.type,
    payload: JSON.stringify(event.payload),
  };
}

export function customerOf(row: Selectable<Database['customers']>): CustomerRecord {
  return {
    id: row.id,
    label: row.label,
    secretHash: row.secret_hash,
    subject: row.subject,
    verified: row.verified === null ? null : JSON.parse(row.verified),
    name: row.name,
    email: row.email,
    context: JSON.parse(row.context),
    topic: row.topic,
    locale: row.locale,
    device: row.device,
    pages: JSON.parse(row.pages),
    createdAt: row.created_at,
  };
}

export function agentOf(row: Selectable<Database['agents']>): AgentRecord {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    passwordHash: row.password_hash,
    role: row.role,
    status: row.status,
    seenAt: row.seen_at,
    createdAt: row.created_at,
  };
}

export function attachmentOf(row: Selectable<Database['attachments']>): AttachmentRecord {
  return {
    id: row.id,
    owner: row.owner_id,
    conversation: row.conversation_id,
    name: row.name,
    type: row.type as AttachmentRecord['type'],
    size: row.size,
    createdAt: row.created_at,
    ...(row.width !== null && row.height !== null ? { width: row.width, height: row.height } : {}),
    ...(row.length !== null ? { length: row.length } : {}),
  };
}
