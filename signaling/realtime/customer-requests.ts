/** What a customer's line may ask. Every request checks that the conversation is this customer's. */
import type { CUSTOMER_REQUESTS } from '../identity/access.ts';
import type { ConversationState } from '../protocol/conversation.ts';
import { isQuestion, isSaid } from '../protocol/events.ts';
import * as schemas from '../protocol/schemas.ts';
import type { AskedBody, Store } from '../store/store.ts';
import { CALL_HANDLERS, callTicket } from './call-requests.ts';
import type { CustomerSeat } from './customer-seat.ts';
import { appended, uploaded, uploadedRecording } from './desk.ts';
import type { Handlers } from './hub.ts';
import { refusal, requests } from './request.ts';
import { catchUp, fileAddress, moveMark, readBack } from './shared-requests.ts';

const NOTHING_YET = { ok: true, state: null, events: [], more: false, notes: [] } as const;

const key = (seat: CustomerSeat) => seat.identity() ?? seat.line.address;
const asks = requests('read', key);
const identifies = requests('identify', ({ line }: CustomerSeat) => line.address);
const appends = requests('customerAppend', key);
const types = requests('typing', key);

export const CUSTOMER_HANDLERS = {
  identify: identifies(schemas.nothing, (_, seat) => seat.identify()),

  renew: asks(schemas.renewal, ({ token }, seat) => seat.renew(token)),

  append: appends(schemas.append, async ({ conversation, id, body: asked }, seat) => {
    const { desk, line } = seat;
    const me = seat.identity();
    if (me === null) return refusal('not_signed_in');
    if (isQuestion(asked.type) && !(await desk.limits.take('ring', me))) return refusal('too_many');
    const body = await bodyOf(desk.store, asked, me);
    if (!body) return refusal(isSaid(asked.type) ? 'not_found' : 'invalid');
    const actor = { kind: 'customer', id: me } as const;
    const outcome = await desk.submit({ kind: 'append', actor, conversation, id, body }, line.id);
    if (outcome.ok) seat.follow(outcome.state.id);
    return appended(outcome);
  }),

  sync: asks(schemas.sync, async ({ conversation, after }, seat) => {
    const state = conversation === null ? await latest(seat) : await seat.own(conversation);
    if (!state) return conversation === null ? NOTHING_YET : refusal('not_found');
    if (state.status.kind !== 'closed') seat.follow(state.id);
    const page = await catchUp(seat.desk, state, after);
    await tellPosition(seat, state);
    return { ok: true, ...page, notes: [] };
  }),

  history: asks(schemas.history, async ({ conversation, before }, seat) =>
    (await seat.own(conversation)) ? readBack(seat.desk, conversation, before) : refusal('not_found'),
  ),

  conversations: asks(schemas.nothing, async (_, seat) => {
    const me = seat.identity();
    return { ok: true, lines: me === null ? [] : await seat.desk.store.conversationsOf(me) };
  }),

  mark: asks(schemas.mark, async (input, seat) => {
    const me = seat.identity();
    return me === null ? refusal('not_found') : moveMark(seat.desk, { kind: 'customer', id: me }, input);
  }),

  typing: types(schemas.typing, async ({ conversation, on }, seat) => {
    const state = await seat.own(conversation);
    if (state?.status.kind !== 'assigned') return refusal('not_found');
    const agents = [state.status.agent.id];
    seat.desk.hub.toFollowers(conversation, agents, 'typing', { conversation, side: 'customer', name: null, on });
    return { ok: true };
  }),

  contact: asks(schemas.contact, async (contact, seat) => {
    seat.about = { ...seat.about, name: contact.name, email: contact.email };
    const me = seat.identity();
    if (me === null) return { ok: true };
    await seat.desk.visitors.contact(me, contact);
    await seat.desk.inbox.customerChanged(me);
    return { ok: true };
  }),

  about: asks(schemas.about, async (input, seat) => {
    seat.about = { ...seat.about, ...input };
    const me = seat.identity();
    if (me === null) return { ok: true };
    if (await seat.desk.visitors.about(me, input, seat.device)) await seat.desk.inbox.customerChanged(me);
    return { ok: true };
  }),

  'attachment-url': asks(schemas.attachmentUrl, async ({ attachment }, seat) => {
    const me = seat.identity();
    if (me === null) return refusal('not_found');
    return fileAddress(seat.desk, attachment, me, async (id) => (await seat.own(id)) !== null);
  }),

  'call-ticket': callTicket,
  ...CALL_HANDLERS,
} satisfies Handlers<CustomerSeat, keyof typeof CUSTOMER_REQUESTS>;

async function latest(seat: CustomerSeat): Promise<ConversationState | null> {
  const me = seat.identity();
  return me === null ? null : seat.desk.store.latestConversation(me);
}

async function tellPosition({ desk, line }: CustomerSeat, state: ConversationState): Promise<void> {
  if (state.status.kind !== 'queued') return;
  const position = await desk.inbox.position(state.id);
  if (position !== null) line.push('position', { conversation: state.id, position });
}

/** Looked-up form of what the customer wants to add, or why not. */
async function bodyOf(store: Store, body: schemas.AppendBody, customer: string): Promise<AskedBody | null> {
  switch (body.type) {
    case 'message':
    case 'rated':
    case 'call_asked':
    case 'call_started':
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
    case 'recording_asked':
    case 'recording_agreed':
    case 'recording_refused':
    case 'recording_started':
    case 'recording_stopped':
      return body;
    case 'closed':
      return { type: 'closed', payload: { by: 'customer' } };
    case 'attachment': {
      const attachment = await uploaded(store, body.payload.id, customer);
      return attachment && { type: 'attachment', payload: attachment };
    }
    case 'recording_shared': {
      const recording = await uploadedRecording(store, body.payload.id, customer);
      return recording && { type: 'recording_shared', payload: recording };
    }
    default:
      return null;
  }
}
