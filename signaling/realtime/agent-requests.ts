/** What an agent's line may ask. Agents read every conversation, and write in those that they have. */
import type { AGENT_REQUESTS } from '../identity/access.ts';
import type { AgentRef } from '../protocol/events.ts';
import type { Reason } from '../protocol/reasons.ts';
import * as schemas from '../protocol/schemas.ts';
import type { AskedBody } from '../store/store.ts';
import type { AgentSeat } from './agent-seat.ts';
import { CALL_HANDLERS } from './call-requests.ts';
import { appended, uploaded, uploadedRecording } from './desk.ts';
import { conversationRoom, type Handlers } from './hub.ts';
import { refusal, requests } from './request.ts';
import { catchUp, fileAddress, moveMark, notesAfter, readBack } from './shared-requests.ts';

const key = ({ agent }: AgentSeat) => agent.id;
const asks = requests('read', key);
const appends = requests('agentAppend', key);
const types = requests('typing', key);

const refOf = ({ agent }: AgentSeat): AgentRef => ({ id: agent.id, name: agent.name });
const actorOf = (seat: AgentSeat) => ({ kind: 'agent', ...refOf(seat) }) as const;

export const AGENT_HANDLERS = {
  inbox: asks(schemas.nothing, async (_, { desk, agent, followed }) => {
    const inboxNow = await desk.inbox.load((await desk.store.agent(agent.id)) ?? agent);
    for (const mine of inboxNow.mine) followed.add(mine.state.id);
    return { ok: true, ...inboxNow };
  }),

  append: appends(schemas.append, async ({ conversation, id, body: asked }, seat) => {
    const prepared = await prepare(asked, seat);
    if ('refused' in prepared) return refusal(prepared.refused);
    const { body, note } = prepared;
    const outcome = await seat.desk.submit(
      { kind: 'append', actor: actorOf(seat), conversation, id, body, ...(note ? { note } : {}) },
      seat.line.id,
    );
    if (outcome.ok) seat.followed.add(outcome.state.id);
    return appended(outcome);
  }),

  sync: asks(schemas.sync, async ({ conversation, after, notesAfter: notesCursor }, { desk, line, followed }) => {
    const state = conversation === null ? null : await desk.store.conversation(conversation);
    if (!state) return refusal('not_found');
    // Whoever looks follows live, also when it isn't theirs.
    line.join(conversationRoom(state.id));
    followed.add(state.id);
    const page = await catchUp(desk, state, after);
    return { ok: true, ...page, notes: await notesAfter(desk, state.id, notesCursor ?? 0) };
  }),

  leave: asks(schemas.conversationOnly, async ({ conversation }, { line, followed }) => {
    line.leave(conversationRoom(conversation));
    followed.delete(conversation);
    return { ok: true };
  }),

  history: asks(schemas.history, async ({ conversation, before }, { desk }) =>
    (await desk.store.conversation(conversation)) ? readBack(desk, conversation, before) : refusal('not_found'),
  ),

  mark: asks(schemas.mark, (input, seat) => moveMark(seat.desk, actorOf(seat), input)),

  typing: types(schemas.typing, async ({ conversation, on }, { desk, agent }) => {
    const state = await desk.store.conversation(conversation);
    if (state?.status.kind !== 'assigned' || state.status.agent.id !== agent.id) return refusal('not_assigned');
    desk.hub.toCustomer(state.customer, 'typing', { conversation, side: 'agent', name: agent.name, on });
    return { ok: true };
  }),

  status: asks(schemas.agentStatus, async ({ status }, { desk, agent }) => {
    await desk.store.updateAgent(agent.id, { status });
    desk.presence.agentStatus(agent.id, status);
    return { ok: true };
  }),

  customer: asks(schemas.conversationOnly, async ({ conversation }, { desk }) => {
    const state = await desk.store.conversation(conversation);
    const customer = state && (await desk.store.customer(state.customer));
    if (!customer) return refusal('not_found');
    const earlier = (await desk.store.conversationsOf(customer.id)).filter((one) => one.state.id !== conversation);
    return { ok: true, card: desk.inbox.card(customer), earlier };
  }),

  'attachment-url': asks(schemas.attachmentUrl, ({ attachment }, { desk, agent }) =>
    // Agents may read every conversation, hence every file that stands in one.
    fileAddress(desk, attachment, agent.id, async () => true),
  ),

  ...CALL_HANDLERS,
} satisfies Handlers<AgentSeat, keyof typeof AGENT_REQUESTS>;

type Prepared = { body: AskedBody; note?: string } | { refused: Reason };

/** Looked-up form of what the agent wants to add, or why not. */
async function prepare(body: schemas.AppendBody, seat: AgentSeat): Promise<Prepared> {
  const { desk, agent } = seat;
  switch (body.type) {
    case 'message':
    case 'note':
    case 'call_started':
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
    case 'recording_agreed':
    case 'recording_refused':
    case 'recording_started':
    case 'recording_stopped':
      return { body };
    case 'call_asked':
    case 'recording_asked':
      return (await desk.limits.take('ring', agent.id)) ? { body } : { refused: 'too_many' };
    case 'assigned':
      return { body: { type: 'assigned', payload: { agent: refOf(seat) } } };
    case 'closed':
      return { body: { type: 'closed', payload: { by: 'agent' } } };
    case 'returned':
      return {
        body: { type: 'returned', payload: { from: refOf(seat), why: 'agent' } },
        note: body.payload.note.trim(),
      };
    case 'transferred': {
      const colleague = await desk.store.agent(body.payload.agent.id);
      if (!colleague) return { refused: 'not_found' };
      const to = { id: colleague.id, name: colleague.name };
      return {
        body: { type: 'transferred', payload: { from: refOf(seat), agent: to } },
        note: body.payload.note.trim(),
      };
    }
    case 'attachment': {
      const attachment = await uploaded(desk.store, body.payload.id, agent.id);
      return attachment ? { body: { type: 'attachment', payload: attachment } } : { refused: 'not_found' };
    }
    case 'recording_shared': {
      const recording = await uploadedRecording(desk.store, body.payload.id, agent.id);
      return recording ? { body: { type: 'recording_shared', payload: recording } } : { refused: 'not_found' };
    }
    default:
      return { refused: 'invalid' };
  }
}
