/**
 * Who may do what with a conversation's call: pure, like all rules. They also complete what is stored: whose call it
 * was, why it ended and how long it lasted is never taken from whoever asks.
 */
import type { CallState, ConversationState } from '../protocol/conversation.ts';
import type { EventBody, EventType, Side, Time } from '../protocol/events.ts';
import { RING_MS } from '../protocol/limits.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { CallEnding, Decision } from '../store/store.ts';

type CallBody = CallEnding | Extract<EventBody, { type: 'call_started' }>;

const refuse = (reason: Reason): Decision => ({ kind: 'refuse', reason });
const accept = (body: EventBody): Decision => ({ kind: 'accept', body });

/** One call in a conversation at a time. */
export function callMayBegin({ call }: ConversationState): Decision {
  return call ? refuse('busy') : { kind: 'accept' };
}

/** Whether this side of the conversation, or the service itself, may do this to its call now. */
export function callMay({ call }: ConversationState, body: CallBody, who: Side | 'system', at: Time): Decision {
  if (call?.id !== body.payload.call) return refuse('call_over');
  if (body.type === 'call_ended') {
    if (call.kind !== 'live') return refuse('invalid');
    return accept(ended(call, who === 'system' ? 'gone' : 'hung_up', body.payload.until ?? at));
  }
  // Accepted already: it rings no more.
  if (call.kind !== 'ringing') return refuse('call_over');
  const isAsked = who !== 'system' && who !== call.by;
  switch (body.type) {
    case 'call_started':
      return isAsked ? accept(body) : refuse('invalid');
    case 'call_declined':
      return isAsked ? accept({ type: 'call_declined', payload: { call: call.id, by: call.by } }) : refuse('invalid');
    case 'call_missed':
      if (who === call.by) return accept(missed(call, 'cancelled'));
      return who === 'system' && hasRungOut(call, at) ? accept(missed(call, 'no_answer')) : refuse('invalid');
  }
}

/** How a call ends by what else happens to its conversation; null when it goes on. */
export function endOfCall({ call }: ConversationState, by: EventType, at: Time): EventBody | null {
  if (!call || (by !== 'closed' && by !== 'transferred' && by !== 'returned')) return null;
  if (call.kind === 'live') return ended(call, 'conversation', at);
  // A customer who rings is heard by whoever has the conversation next.
  return by === 'closed' || call.by === 'agent' ? missed(call, 'cancelled') : null;
}

function hasRungOut(call: Extract<CallState, { kind: 'ringing' }>, at: Time): boolean {
  return call.ringsSince !== null && at - call.ringsSince >= RING_MS;
}

function missed(call: CallState, why: 'no_answer' | 'cancelled'): EventBody {
  return { type: 'call_missed', payload: { call: call.id, by: call.by, why } };
}

function ended(
  call: Extract<CallState, { kind: 'live' }>,
  why: Extract<EventBody, { type: 'call_ended' }>['payload']['why'],
  until: Time,
): EventBody {
  const length = Math.max(0, until - call.startedAt);
  return { type: 'call_ended', payload: { call: call.id, why, length } };
}
