/** An agent's connection: who it is comes from the session cookie, never from a payload. */
import { AGENT_REQUESTS } from '../identity/access.ts';
import type { Actor } from '../protocol/events.ts';
import type { AgentPushes } from '../protocol/realtime.ts';
import type { Reason, Result } from '../protocol/reasons.ts';
import * as schemas from '../protocol/schemas.ts';
import type { AgentRecord, AskedBody } from '../store/store.ts';
import { callRequests } from './call-requests.ts';
import { appended, type Desk, uploaded, uploadedRecording } from './desk.ts';
import { agentRoom, conversationRoom, type Handlers, type Line, type Seat, signInRoom } from './hub.ts';
import { refusal, request } from './request.ts';
import { catchUp, fileAddress, moveMark, notesAfter, readBack } from './shared-requests.ts';

/** `token`: the session cookie's value. */
export async function seatAgent(
  desk: Desk,
  line: Line<AgentPushes>,
  token: string | null,
): Promise<Result<{ seat: Seat }>> {
  const session = token === null ? null : await desk.agents.bySession(token);
  if (!session) return refusal('not_signed_in');
  return { ok: true, seat: agentSeat(desk, line, session.agent, session.signIn) };
}

type Prepared = { body: AskedBody; note?: string } | { refused: Reason };

function agentSeat(desk: Desk, line: Line<AgentPushes>, agent: AgentRecord, signIn: string): Seat {
  const { store, hub, presence, inbox, log } = desk;
  const ref = { id: agent.id, name: agent.name };
  const actor: Actor = { kind: 'agent', ...ref };
  const followed = new Set<string>();
  const key = () => agent.id;
  const read = { name: 'read', key } as const;

  const prepare = async (body: schemas.AppendBody): Promise<Prepared> => {
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
        return { body: { type: 'assigned', payload: { agent: ref } } };
      case 'closed':
        return { body: { type: 'closed', payload: { by: 'agent' } } };
      case 'returned':
        return { body: { type: 'returned', payload: { from: ref, why: 'agent' } }, note: body.payload.note.trim() };
      case 'transferred': {
        const colleague = await store.agent(body.payload.agent.id);
        if (!colleague) return { refused: 'not_found' };
        const to = { id: colleague.id, name: colleague.name };
        return { body: { type: 'transferred', payload: { from: ref, agent: to } }, note: body.payload.note.trim() };
      }
      case 'attachment': {
        const attachment = await uploaded(store, body.payload.id, agent.id);
        return attachment ? { body: { type: 'attachment', payload: attachment } } : { refused: 'not_found' };
      }
      case 'recording_shared': {
        const recording = await uploadedRecording(store, body.payload.id, agent.id);
        return recording ? { body: { type: 'recording_shared', payload: recording } } : { refused: 'not_found' };
      }
      default:
        return { refused: 'invalid' };
    }
  };

  const calls = callRequests(desk, line, 'agent', () => agent.id);

  const handlers = {
    inbox: request(desk, schemas.nothing, read, async () => {
      const inboxNow = await inbox.load((await store.agent(agent.id)) ?? agent);
      for (const mine of inboxNow.mine) followed.add(mine.state.id);
      return { ok: true, ...inboxNow };
    }),

    append: request(desk, schemas.append, { name: 'agentAppend', key }, async ({ conversation, id, body: asked }) => {
      const prepared = await prepare(asked);
      if ('refused' in prepared) return refusal(prepared.refused);
      const { body, note } = prepared;
      const outcome = await desk.submit(
        { kind: 'append', actor, conversation, id, body, ...(note ? { note } : {}) },
        line.id,
      );
      if (outcome.ok) followed.add(outcome.state.id);
      return appended(outcome);
    }),

    sync: request(desk, schemas.sync, read, async ({ conversation, after, notesAfter: notesCursor }) => {
      const state = conversation === null ? null : await store.conversation(conversation);
      if (!state) return refusal('not_found');
      // Whoever looks follows live, also when it isn't theirs.
      line.join(conversationRoom(state.id));
      followed.add(state.id);
      const page = await catchUp(desk, state, after);
      return { ok: true, ...page, notes: await notesAfter(desk, state.id, notesCursor ?? 0) };
    }),

    leave: request(desk, schemas.conversationOnly, read, async ({ conversation }) => {
      line.leave(conversationRoom(conversation));
      followed.delete(conversation);
      return { ok: true };
    }),

    history: request(desk, schemas.history, read, async ({ conversation, before }) =>
      (await store.conversation(conversation)) ? readBack(desk, conversation, before) : refusal('not_found'),
    ),

    mark: request(desk, schemas.mark, read, (input) => moveMark(desk, actor, input)),

    typing: request(desk, schemas.typing, { name: 'typing', key }, async ({ conversation, on }) => {
      const state = await store.conversation(conversation);
      if (state?.status.kind !== 'assigned' || state.status.agent.id !== agent.id) return refusal('not_assigned');
      hub.toCustomer(state.customer, 'typing', { conversation, side: 'agent', name: agent.name, on });
      return { ok: true };
    }),

    status: request(desk, schemas.agentStatus, read, async ({ status }) => {
      await store.updateAgent(agent.id, { status });
      presence.agentStatus(agent.id, status);
      return { ok: true };
    }),

    customer: request(desk, schemas.conversationOnly, read, async ({ conversation }) => {
      const state = await store.conversation(conversation);
      const customer = state && (await store.customer(state.customer));
      if (!customer) return refusal('not_found');
      const earlier = (await store.conversationsOf(customer.id)).filter((one) => one.state.id !== conversation);
      return { ok: true, card: inbox.card(customer), earlier };
    }),

    'attachment-url': request(desk, schemas.attachmentUrl, read, ({ attachment }) =>
      // Agents may read every conversation, hence every file that stands in one.
      fileAddress(desk, attachment, agent.id, async () => true),
    ),

    ...calls.handlers,
  } satisfies Handlers<keyof typeof AGENT_REQUESTS>;

  return {
    handlers,
    requests: AGENT_REQUESTS,
    person: () => agent.role,
    follows: () => ({ conversations: followed, customer: null, agent: { id: agent.id, signIn } }),
    async begin() {
      line.join(agentRoom(agent.id));
      line.join(signInRoom(signIn));
      if (presence.agentCame(agent.id, agent.status)) log.info({ agent: agent.id }, 'an agent came');
    },
    async left() {
      await calls.left();
      if (!presence.agentLeft(agent.id)) return;
      log.info({ agent: agent.id }, 'an agent left');
      await store.updateAgent(agent.id, { seenAt: desk.now() });
    },
  };
}
