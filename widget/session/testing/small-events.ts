/** What becomes of a client's words in the small service: the stored form of an event, told by its only agent. */
import type { Actor, EventBody, Side } from '../../../signaling/protocol/events.ts';
import type { AppendBody } from '../../../signaling/protocol/schemas.ts';

export const AGENT = { id: 'agent-amelie-0001', name: 'Amélie', email: 'amelie@example.org' };

export function stored(body: AppendBody, actor: Actor): EventBody {
  const agent = { id: AGENT.id, name: AGENT.name };
  switch (body.type) {
    case 'attachment':
      return {
        type: 'attachment',
        payload: { id: body.payload.id, name: 'file.pdf', type: 'application/pdf', size: 3 },
      };
    case 'assigned':
      return { type: 'assigned', payload: { agent } };
    case 'transferred':
      return { type: 'transferred', payload: { from: agent, agent: { ...body.payload.agent, name: 'Jules' } } };
    case 'returned':
      return { type: 'returned', payload: { from: agent, why: 'agent' } };
    case 'closed':
      return { type: 'closed', payload: { by: actor.kind } };
    case 'call_declined':
      return { type: 'call_declined', payload: { ...body.payload, by: otherThan(actor) } };
    case 'call_missed':
      return {
        type: 'call_missed',
        payload: { ...body.payload, by: actor.kind === 'agent' ? 'agent' : 'customer', why: 'cancelled' },
      };
    case 'call_ended':
      return { type: 'call_ended', payload: { ...body.payload, why: 'hung_up', length: 1_000 } };
    default:
      return body;
  }
}

const otherThan = (actor: Actor): Side => (actor.kind === 'customer' ? 'agent' : 'customer');
