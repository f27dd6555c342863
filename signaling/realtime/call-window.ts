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
import { customerSeat } from './customer-seat.ts';
import type { Desk } from './desk.ts';
import { callRoom, type Handlers, type Line, type Seat } from './hub.ts';
import { parse, refusal } from './request.ts';

type Name = keyof typeof CALL_WINDOW_REQUESTS;
type Check = (payload: unknown) => Promise<Reason | null>;

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
  // Told to nobody who only has a ticket.
  const nameless = { ...customer, name: '', email: '', verified: null };
  const seat = customerSeat(desk, line, nameless, {}, customer.device);
  return {
    ok: true,
    seat: {
      ...seat,
      handlers: only(desk, claims, seat.handlers),
      requests: CALL_WINDOW_REQUESTS,
      follows: () => ({ conversations: [claims.conversation], customer: null, agent: null }),
      async begin() {
        line.join(callRoom(claims.call));
        await seat.begin();
      },
    },
  };
}

/** The conversation, while the call runs in it. */
async function running({ store }: Desk, { conversation, call }: CallClaims): Promise<ConversationState | null> {
  const state = await store.conversation(conversation);
  return state?.call?.id === call ? state : null;
}

/** What the ticket is for, each behind its check. */
function only(desk: Desk, claims: CallClaims, handlers: Handlers): Handlers<Name> {
  const names = (payload: unknown, name: 'conversation' | 'call') =>
    typeof payload === 'object' && payload !== null && name in payload
      ? (payload as Record<string, unknown>)[name] === claims[name]
      : false;
  const here: Check = async (payload) => (names(payload, 'conversation') ? null : 'not_found');
  const thisCall: Check = async (payload) =>
    names(payload, 'conversation') && names(payload, 'call') ? null : 'not_found';
  const append: Check = async (payload) => {
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
  const checks: Record<Name, Check> = {
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
  const checked = Object.entries(checks).map(([name, check]) => {
    const handle = handlers[name];
    if (!handle) throw new Error(`a customer's line has no ${name}`);
    const answer = async (payload: unknown) => {
      const reason = await check(payload).catch((error): Reason => {
        desk.log.error({ error, name }, 'a request of a call’s window failed');
        return 'unavailable';
      });
      return reason ? refusal(reason) : handle(payload);
    };
    return [name, Object.assign(answer, { schema: handle.schema })];
  });
  return Object.fromEntries(checked);
}
