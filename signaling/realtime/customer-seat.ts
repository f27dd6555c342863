/**
 * A customer's connection: who it is comes from the secret or the token of the handshake (or from `identify` on this very
 * connection), never from a payload. One that a token opened lives no longer than its tokens. Every request checks that the conversation is this customer's.
 */
import { CUSTOMER_REQUESTS } from '../identity/access.ts';
import type { ConversationState } from '../protocol/conversation.ts';
import { isQuestion, isSaid, type Time } from '../protocol/events.ts';
import type { CustomerPushes } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import * as schemas from '../protocol/schemas.ts';
import type { AskedBody, CustomerRecord } from '../store/store.ts';
import { callRequests } from './call-requests.ts';
import { appended, type Desk, uploaded, uploadedRecording } from './desk.ts';
import { customerRoom, type Handlers, type Line, type Seat } from './hub.ts';
import { refusal, request } from './request.ts';
import { catchUp, fileAddress, moveMark, readBack } from './shared-requests.ts';

/** What a connection has from the site's token. */
interface Vouched {
  until: Time;
  adopted: boolean;
}

/** Refused, or a seat. A secret that isn't known is refused, and so is a bad token: it never falls back to somebody else. */
export async function seatCustomer(
  desk: Desk,
  line: Line<CustomerPushes>,
  handshake: schemas.CustomerHandshake,
  device: string,
): Promise<Result<{ seat: Seat }>> {
  const about = handshake.about ?? {};
  if (handshake.token !== undefined) {
    const signedIn = await desk.verified.byToken(handshake.token);
    if (!signedIn.ok) return signedIn;
    const { customer, until } = signedIn;
    // A secret that counts for nothing any more is no harm: the token says who it is.
    const adopted = handshake.secret !== undefined && (await desk.verified.adopt(customer, handshake.secret));
    const known = (adopted && (await desk.store.customer(customer.id))) || customer;
    return { ok: true, seat: customerSeat(desk, line, known, about, device, { until, adopted }) };
  }
  let customer: CustomerRecord | null = null;
  if (handshake.secret !== undefined) {
    customer = await desk.visitors.bySecret(handshake.secret);
    if (!customer) return refusal('not_signed_in');
  }
  return { ok: true, seat: customerSeat(desk, line, customer, about, device) };
}

/** `known`: who it is already; null for somebody who has not said a word yet. */
export function customerSeat(
  desk: Desk,
  line: Line<CustomerPushes>,
  known: CustomerRecord | null,
  handshakeAbout: schemas.About,
  device: string,
  vouched: Vouched | null = null,
): Seat {
  const { store, hub, presence, inbox, visitors, log } = desk;
  let who: { kind: 'nobody' } | { kind: 'identifying' } | { kind: 'customer'; id: string } | { kind: 'gone' } = known
    ? { kind: 'customer', id: known.id }
    : { kind: 'nobody' };
  /** What the page said last; a visitor is made of it with the first message. */
  let about = handshakeAbout;
  const followed = new Set<string>();
  let cancelEnd = () => {};

  // A function, since the answer changes while something is awaited.
  const isGone = () => who.kind === 'gone';
  const limitKey = () => (who.kind === 'customer' ? who.id : line.address);
  const read = { name: 'read', key: limitKey } as const;

  /** The conversation, if it is this customer's. */
  const own = async (id: string): Promise<ConversationState | null> => {
    if (who.kind !== 'customer') return null;
    const state = await store.conversation(id);
    return state?.customer === who.id ? state : null;
  };

  /** @returns how long the token is still good */
  const endsAt = (until: Time): number => {
    cancelEnd();
    const left = until - desk.now();
    if (!isGone()) cancelEnd = desk.after(left, () => line.cut());
    return left;
  };

  const arrive = (id: string) => {
    who = { kind: 'customer', id };
    line.join(customerRoom(id));
    return presence.customerCame(id);
  };

  const tellPosition = async (state: ConversationState) => {
    if (state.status.kind !== 'queued') return;
    const position = await inbox.position(state.id);
    if (position !== null) line.push('position', { conversation: state.id, position });
  };

  /** Looked-up form of what the customer wants to add, or why not. */
  const bodyOf = async (body: schemas.AppendBody, id: string): Promise<AskedBody | null> => {
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
        const attachment = await uploaded(store, body.payload.id, id);
        return attachment && { type: 'attachment', payload: attachment };
      }
      case 'recording_shared': {
        const recording = await uploadedRecording(store, body.payload.id, id);
        return recording && { type: 'recording_shared', payload: recording };
      }
      default:
        return null;
    }
  };

  const calls = callRequests(desk, line, 'customer', () => (who.kind === 'customer' ? who.id : null));

  const handlers = {
    identify: request(desk, schemas.nothing, { name: 'identify', key: () => line.address }, async () => {
      // A second identity on one connection would make of one person two.
      if (who.kind !== 'nobody') return refusal('conflict');
      who = { kind: 'identifying' };
      const added = await visitors.add(about, device).catch((error) => {
        if (who.kind === 'identifying') who = { kind: 'nobody' };
        throw error;
      });
      const { customer, secret } = added;
      // Whoever has left meanwhile is not counted as present.
      if (isGone()) return refusal('unavailable');
      arrive(customer.id);
      log.info({ customer: customer.id }, 'a visitor is new');
      return { ok: true, customer: customer.id, secret };
    }),

    renew: request(desk, schemas.renewal, read, async ({ token }) => {
      if (who.kind !== 'customer' || !vouched) return refusal('conflict');
      const renewed = await desk.verified.renewed(who.id, token);
      if (!renewed) return refusal('conflict');
      return renewed.ok ? { ok: true, expiresIn: endsAt(renewed.until) } : renewed;
    }),

    append: request(desk, schemas.append, { name: 'customerAppend', key: limitKey }, async (input) => {
      if (who.kind !== 'customer') return refusal('not_signed_in');
      if (isQuestion(input.body.type) && !(await desk.limits.take('ring', who.id))) return refusal('too_many');
      const body = await bodyOf(input.body, who.id);
      if (!body) return refusal(isSaid(input.body.type) ? 'not_found' : 'invalid');
      const { conversation, id } = input;
      const outcome = await desk.submit(
        { kind: 'append', actor: { kind: 'customer', id: who.id }, conversation, id, body },
        line.id,
      );
      if (outcome.ok) followed.add(outcome.state.id);
      return appended(outcome);
    }),

    sync: request(desk, schemas.sync, read, async ({ conversation, after }) => {
      if (who.kind !== 'customer') {
        return conversation === null
          ? { ok: true, state: null, events: [], more: false, notes: [] }
          : refusal('not_found');
      }
      const state = conversation === null ? await store.latestConversation(who.id) : await own(conversation);
      if (!state) {
        return conversation === null
          ? { ok: true, state: null, events: [], more: false, notes: [] }
          : refusal('not_found');
      }
      if (state.status.kind !== 'closed') followed.add(state.id);
      const page = await catchUp(desk, state, after);
      await tellPosition(state);
      return { ok: true, ...page, notes: [] };
    }),

    history: request(desk, schemas.history, read, async ({ conversation, before }) =>
      (await own(conversation)) ? readBack(desk, conversation, before) : refusal('not_found'),
    ),

    conversations: request(desk, schemas.nothing, read, async () => ({
      ok: true,
      lines: who.kind === 'customer' ? await store.conversationsOf(who.id) : [],
    })),

    mark: request(desk, schemas.mark, read, async (input) =>
      who.kind === 'customer' ? moveMark(desk, { kind: 'customer', id: who.id }, input) : refusal('not_found'),
    ),

    typing: request(desk, schemas.typing, { name: 'typing', key: limitKey }, async ({ conversation, on }) => {
      const state = await own(conversation);
      if (state?.status.kind !== 'assigned') return refusal('not_found');
      const agents = [state.status.agent.id];
      hub.toFollowers(conversation, agents, 'typing', { conversation, side: 'customer', name: null, on });
      return { ok: true };
    }),

    contact: request(desk, schemas.contact, read, async (contact) => {
      about = { ...about, name: contact.name, email: contact.email };
      if (who.kind !== 'customer') return { ok: true };
      await visitors.contact(who.id, contact);
      await inbox.customerChanged(who.id);
      return { ok: true };
    }),

    about: request(desk, schemas.about, read, async (input) => {
      about = { ...about, ...input };
      if (who.kind !== 'customer') return { ok: true };
      if (await visitors.about(who.id, input, device)) await inbox.customerChanged(who.id);
      return { ok: true };
    }),

    'attachment-url': request(desk, schemas.attachmentUrl, read, async ({ attachment }) => {
      if (who.kind !== 'customer') return refusal('not_found');
      return fileAddress(desk, attachment, who.id, async (id) => (await own(id)) !== null);
    }),

    'call-ticket': calls.ticket,
    ...calls.handlers,
  } satisfies Handlers<keyof typeof CUSTOMER_REQUESTS>;

  return {
    handlers,
    requests: CUSTOMER_REQUESTS,
    person: () => (who.kind === 'customer' ? 'customer' : 'nobody'),
    follows: () => ({ conversations: followed, customer: who.kind === 'customer' ? who.id : null }),
    async begin() {
      line.push('hello', {
        protocol: desk.protocol,
        version: desk.version,
        agents: presence.anyAgent(),
        customer: known?.id ?? null,
        contact: {
          name: known?.verified?.name || known?.name || '',
          email: known?.verified?.email || known?.email || '',
        },
        expiresIn: vouched && endsAt(vouched.until),
        adopted: vouched?.adopted ?? false,
      });
      if (!known) return;
      const first = arrive(known.id);
      const changed = await visitors.about(known.id, about, device);
      if (first || changed) await inbox.customerChanged(known.id);
    },
    async left() {
      const left = who;
      who = { kind: 'gone' };
      cancelEnd();
      await calls.left();
      if (left.kind === 'customer' && presence.customerLeft(left.id)) await inbox.customerChanged(left.id);
    },
  };
}
