/**
 * What both sides ask around a call: seats, credentials, and the signals that go from one seat to the other, unread. Each
 * request is checked against the conversation as it is stored: its customer, or the agent who has it, in the call that
 * rings or runs at this moment.
 */
import type { ConversationState } from '../protocol/conversation.ts';
import type { Side } from '../protocol/events.ts';
import { CALL_PAGE } from '../protocol/http.ts';
import type { CallPushes, CallTicket, Joined } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import * as schemas from '../protocol/schemas.ts';
import { isMember, otherSide } from './call-seats.ts';
import type { Desk } from './desk.ts';
import type { Handler, Handlers, Line } from './hub.ts';
import { refusal, request } from './request.ts';

type CallRequestName = 'call-join' | 'call-leave' | 'call-ice' | 'call-stats' | 'offer' | 'answer' | 'ice-candidate';

/** `person`: who sits on this side of the line; null as long as that is nobody. */
export function callRequests(
  desk: Desk,
  line: Pick<Line<CallPushes>, 'id' | 'address'>,
  side: Side,
  person: () => string | null,
): { handlers: Handlers<CallRequestName>; ticket: Handler; left: () => Promise<void> } {
  const { store, hub, callSeats, callTimers } = desk;
  const key = () => person() ?? line.address;
  const joining = { name: 'callJoin', key } as const;
  const signalling = { name: 'callSignal', key } as const;
  const other = otherSide(side);
  let life: 'here' | 'gone' = 'here';
  // A function, since the answer changes while something is awaited.
  const isGone = () => life === 'gone';

  /** The person, if this is a call of theirs that rings or runs. */
  const member = async ({
    conversation,
    call,
  }: schemas.CallOnly): Promise<Result<{ person: string; state: ConversationState }>> => {
    const who = person();
    const state = who === null ? null : await store.conversation(conversation);
    if (who === null || !state || !isMember(state, side, who)) return refusal('not_found');
    return state.call?.id === call ? { ok: true, person: who, state } : refusal('call_over');
  };

  const leaveAll = async () => callTimers.left(await callSeats.leave(line.id));

  const join = async ({ conversation, call, seat, got }: schemas.CallJoin): Promise<Result<Joined>> => {
    const checked = await member({ conversation, call });
    if (!checked.ok) return checked;
    // A seat of a line that is gone would never be left.
    if (isGone()) return refusal('unavailable');
    const sat = await callSeats.sit({ conversation, call, side, person: checked.person, seat, got, line: line.id });
    // Over since it was read: nobody sits down at a table that was cleared.
    if (sat.kind === 'over') return refusal('call_over');
    if (sat.kind === 'refused') return refusal('taken');
    if (isGone()) {
      await leaveAll();
      return refusal('unavailable');
    }
    const { lost } = sat;
    if (lost) hub.toLine(side, lost.line, 'call-taken', { conversation, call, seat });
    await callTimers.came(conversation);
    const peer = (await callSeats.places(checked.state))[other];
    if (!peer || !callSeats.isHere(peer)) return { ok: true, ...desk.iceServers(call, side), peer: null };
    hub.toLine(other, peer.line, 'call-peer', { conversation, call, state: 'here', peer: { seat, got } });
    return { ok: true, ...desk.iceServers(call, side), peer: { seat: peer.seat, got: peer.got } };
  };

  /** From the seat that this line has to the other side's. */
  const signal = async (
    input: schemas.CallOnly & { from: string; to: string },
    pass: (to: string) => void,
  ): Promise<Result> => {
    const checked = await member(input);
    if (!checked.ok) return checked;
    const { [side]: own, [other]: peer } = await callSeats.places(checked.state);
    if (own?.line !== line.id || own.seat !== input.from || own.awayAt !== null) return refusal('not_found');
    if (!peer || peer.seat !== input.to || !callSeats.isHere(peer)) return refusal('away');
    pass(peer.line);
    return { ok: true };
  };

  const handlers = {
    ...inOrder({
      'call-join': request(desk, schemas.callJoin, joining, join),
      'call-leave': request(desk, schemas.callSeat, joining, async ({ call, seat }) => {
        await callTimers.left(await callSeats.leave(line.id, { call, seat }));
        return { ok: true };
      }),
      offer: request(desk, schemas.sessionDescription, signalling, (input) =>
        signal(input, (to) => hub.toLine(other, to, 'offer', input)),
      ),
      answer: request(desk, schemas.sessionDescription, signalling, (input) =>
        signal(input, (to) => hub.toLine(other, to, 'answer', input)),
      ),
      'ice-candidate': request(desk, schemas.iceCandidate, signalling, (input) =>
        signal(input, (to) => hub.toLine(other, to, 'ice-candidate', input)),
      ),
    }),
    'call-ice': request(desk, schemas.callOnly, joining, async (input) => {
      const checked = await member(input);
      return checked.ok ? { ok: true, ...desk.iceServers(input.call, side) } : checked;
    }),
    'call-stats': request(desk, schemas.callStats, { name: 'callStats', key }, async ({ report, ...place }) => {
      const checked = await member(place);
      if (!checked.ok) return checked;
      desk.metrics.told(side, place.call, report);
      return { ok: true };
    }),
  };
  return {
    handlers,
    /** For customers: the agents' own window has their cookie. */
    ticket: request(desk, schemas.callOnly, joining, async (input): Promise<Result<CallTicket>> => {
      const checked = await member(input);
      if (!checked.ok) return checked;
      return { ok: true, url: CALL_PAGE, ticket: desk.tickets.make(input) };
    }),
    /** The line is gone: its seats are kept for a while. */
    async left() {
      life = 'gone';
      // If it can't be noted, the seats are lost as those of a node that has fallen silent.
      await leaveAll().catch((error) =>
        desk.log.warn({ error }, 'the seats of a line that left could not be given up'),
      );
    },
  };
}

/** One after the other, whatever is awaited in between: an answer must not overtake the offer that it follows. */
function inOrder<Name extends string>(handlers: Handlers<Name>): Handlers<Name> {
  let last: Promise<unknown> = Promise.resolve();
  const chained = Object.entries<Handler>(handlers).map(([name, handle]) => {
    // A handler never fails: what goes wrong is a refusal.
    const next = (payload: unknown) => {
      const answer = last.then(() => handle(payload));
      last = answer;
      return answer;
    };
    return [name, Object.assign(next, { schema: handle.schema })];
  });
  return Object.fromEntries(chained);
}
