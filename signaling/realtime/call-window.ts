/**
 * The connection of a window that was let in by a ticket: it stands for its customer in one call of one conversation while
 * that call runs. Everything else is refused, also what the same customer may do elsewhere.
 */
import { CALL_WINDOW_REQUESTS } from '../identity/access.ts';
import type { CallClaims } from '../identity/call-tickets.ts';
import type { ConversationState } from '../protocol/conversation.ts';
import type { CustomerPushes } from '../protocol/realtime.ts';
import type { Reason, Result } from '../protocol/reasons.ts';
import * as schemas from '../protocol/schemas.ts';
import type { CustomerRecord } from '../store/store.ts';
import { CustomerSeat } from './customer-seat.ts';
import type { Desk } from './desk.ts';
import { callRoom, type Line, type Seat } from './hub.ts';
import { parse, refusal } from './request.ts';

/** Refused once the call is over. */
export async function seatCallWindow(
  desk: Desk,
  line: Line<CustomerPushes>,
  handshake: schemas.CustomerHandshake,
): Promise<Result<{ seat: Seat }>> {
  const claims = handshake.ticket === undefined ? null : desk.tickets.read(handshake.ticket);
  const state = claims && (await running(desk, claims));
  // Not who it was when the ticket was made: the customer may have signed in since.
  const customer = state && (await desk.store.customer(state.customer));
  if (!claims || !customer) return refusal('not_signed_in');
  return { ok: true, seat: new CallWindowSeat(desk, line, customer, claims) };
}

class CallWindowSeat extends CustomerSeat {
  readonly #claims: CallClaims;

  constructor(desk: Desk, line: Line<CustomerPushes>, customer: CustomerRecord, claims: CallClaims) {
    // Told to nobody who only has a ticket.
    const nameless = { ...customer, name: '', email: '', verified: null };
    super(desk, line, nameless, {}, customer.device);
    this.#claims = claims;
  }

  override get requests(): Seat['requests'] {
    return CALL_WINDOW_REQUESTS;
  }

  override async ask(name: string, payload: unknown): Promise<object> {
    const checks: Readonly<Record<string, Check>> = CALL_WINDOW_CHECKS;
    const check = Object.hasOwn(checks, name) ? checks[name] : null;
    if (!check) return refusal('invalid');
    const reason = await check(payload, this.#claims, this.desk).catch((error): Reason => {
      this.desk.log.error({ error, name }, 'a request of a call’s window failed');
      return 'unavailable';
    });
    return reason ? refusal(reason) : super.ask(name, payload);
  }

  override follows(): ReturnType<Seat['follows']> {
    return { conversations: [this.#claims.conversation], customer: null, agent: null };
  }

  override async begin(): Promise<void> {
    this.line.join(callRoom(this.#claims.call));
    await super.begin();
  }
}

/** The conversation, while the call runs in it. */
async function running({ store }: Desk, { conversation, call }: CallClaims): Promise<ConversationState | null> {
  const state = await store.conversation(conversation);
  return state?.call?.id === call ? state : null;
}

const names = (payload: unknown, name: 'conversation' | 'call', claims: CallClaims) =>
  typeof payload === 'object' && payload !== null && name in payload
    ? (payload as Record<string, unknown>)[name] === claims[name]
    : false;

/** Null: the ticket is for this. */
type Check = (payload: unknown, claims: CallClaims, desk: Desk) => Promise<Reason | null>;

const here: Check = async (payload, claims) => (names(payload, 'conversation', claims) ? null : 'not_found');
const thisCall: Check = async (payload, claims) =>
  names(payload, 'conversation', claims) && names(payload, 'call', claims) ? null : 'not_found';
const append: Check = async (payload, claims, desk) => {
  const input = parse(schemas.append, payload);
  if (!input.ok) return input.reason;
  if (input.value.conversation !== claims.conversation) return 'not_found';
  const { body } = input.value;
  switch (body.type) {
    case 'message':
      // In a closed conversation it would begin another one.
      return (await running(desk, claims)) ? null : 'call_over';
    case 'call_started':
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
      return body.payload.call === claims.call ? null : 'not_found';
    default:
      return 'not_found';
  }
};

/** What stands before each of its requests. */
export const CALL_WINDOW_CHECKS: Readonly<Record<keyof typeof CALL_WINDOW_REQUESTS, Check>> = {
  append,
  sync: here,
  history: here,
  mark: here,
  typing: here,
  'call-join': thisCall,
  'call-leave': thisCall,
  'call-ice': thisCall,
  'call-stats': thisCall,
  offer: thisCall,
  answer: thisCall,
  'ice-candidate': thisCall,
};
