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
import { refusal, requests } from './request.ts';

type CallRequestName = 'call-join' | 'call-leave' | 'call-ice' | 'call-stats' | 'offer' | 'answer' | 'ice-candidate';

const NOTHING_BEFORE: Promise<unknown> = Promise.resolve();

/** Of one line: whether it is there, and the last of what it asks in order. */
export class InCalls {
  #life: 'here' | 'gone' = 'here';
  last = NOTHING_BEFORE;

  isGone(): boolean {
    return this.#life === 'gone';
  }

  /** The line is gone: its seats are kept for a while. */
  async left(desk: Desk, line: string): Promise<void> {
    this.#life = 'gone';
    // If it can't be noted, the seats are lost as those of a node that has fallen silent.
    await leaveAll(desk, line).catch((error) =>
      desk.log.warn({ error }, 'the seats of a line that left could not be given up'),
    );
  }
}

const leaveAll = async ({ callTimers, callSeats }: Desk, line: string) => callTimers.left(await callSeats.leave(line));

/** A seat of the service from which calls are made. */
export interface Caller {
  readonly desk: Desk;
  readonly line: Pick<Line<CallPushes>, 'id' | 'address'>;
  readonly side: Side;
  readonly calls: InCalls;
  /** Who it is; null as long as that is nobody. */
  identity(): string | null;
}

/** The person, if this is a call of theirs that rings or runs. */
async function memberOf(
  caller: Caller,
  { conversation, call }: schemas.CallOnly,
): Promise<Result<{ person: string; state: ConversationState }>> {
  const who = caller.identity();
  const state = who === null ? null : await caller.desk.store.conversation(conversation);
  if (who === null || !state || !isMember(state, caller.side, who)) return refusal('not_found');
  return state.call?.id === call ? { ok: true, person: who, state } : refusal('call_over');
}

async function join({ conversation, call, seat, got }: schemas.CallJoin, caller: Caller): Promise<Result<Joined>> {
  const { desk, line, side, calls } = caller;
  const { hub, callSeats, callTimers } = desk;
  const checked = await memberOf(caller, { conversation, call });
  if (!checked.ok) return checked;
  // A seat of a line that is gone would never be left.
  if (calls.isGone()) return refusal('unavailable');
  const sat = await callSeats.sit({ conversation, call, side, person: checked.person, seat, got, line: line.id });
  // Over since it was read: nobody sits down at a table that was cleared.
  if (sat.kind === 'over') return refusal('call_over');
  if (sat.kind === 'refused') return refusal('taken');
  if (calls.isGone()) {
    await leaveAll(desk, line.id);
    return refusal('unavailable');
  }
  const { lost } = sat;
  if (lost) hub.toLine(side, lost.line, 'call-taken', { conversation, call, seat });
  await callTimers.came(conversation);
  const other = otherSide(side);
  const peer = (await callSeats.places(checked.state))[other];
  if (!peer || !callSeats.isHere(peer)) return { ok: true, ...desk.iceServers(call, side), peer: null };
  hub.toLine(other, peer.line, 'call-peer', { conversation, call, state: 'here', peer: { seat, got } });
  return { ok: true, ...desk.iceServers(call, side), peer: { seat: peer.seat, got: peer.got } };
}

/** From the seat that this line has to the other side's. */
async function signal(
  input: schemas.CallOnly & { from: string; to: string },
  caller: Caller,
  pass: (other: Side, line: string) => void,
): Promise<Result> {
  const { desk, line, side } = caller;
  const checked = await memberOf(caller, input);
  if (!checked.ok) return checked;
  const other = otherSide(side);
  const { [side]: own, [other]: peer } = await desk.callSeats.places(checked.state);
  if (own?.line !== line.id || own.seat !== input.from || own.awayAt !== null) return refusal('not_found');
  if (!peer || peer.seat !== input.to || !desk.callSeats.isHere(peer)) return refusal('away');
  pass(other, peer.line);
  return { ok: true };
}

/** One after the other, whatever is awaited in between: an answer must not overtake the offer that it follows. */
function inOrder(handle: Handler<Caller>): Handler<Caller> {
  const next = (caller: Caller, payload: unknown) => {
    // A handler never fails: what goes wrong is a refusal.
    const answer = caller.calls.last.then(() => handle(caller, payload));
    caller.calls.last = answer;
    return answer;
  };
  return Object.assign(next, { schema: handle.schema });
}

const key = (caller: Caller) => caller.identity() ?? caller.line.address;
const joining = requests('callJoin', key);
const signalling = requests('callSignal', key);
const telling = requests('callStats', key);

export const CALL_HANDLERS: Handlers<Caller, CallRequestName> = {
  'call-join': inOrder(joining(schemas.callJoin, join)),
  'call-leave': inOrder(
    joining(schemas.callSeat, async ({ call, seat }, { desk, line }) => {
      await desk.callTimers.left(await desk.callSeats.leave(line.id, { call, seat }));
      return { ok: true };
    }),
  ),
  offer: inOrder(
    signalling(schemas.sessionDescription, (input, caller) =>
      signal(input, caller, (other, to) => caller.desk.hub.toLine(other, to, 'offer', input)),
    ),
  ),
  answer: inOrder(
    signalling(schemas.sessionDescription, (input, caller) =>
      signal(input, caller, (other, to) => caller.desk.hub.toLine(other, to, 'answer', input)),
    ),
  ),
  'ice-candidate': inOrder(
    signalling(schemas.iceCandidate, (input, caller) =>
      signal(input, caller, (other, to) => caller.desk.hub.toLine(other, to, 'ice-candidate', input)),
    ),
  ),
  'call-ice': joining(schemas.callOnly, async (input, caller) => {
    const checked = await memberOf(caller, input);
    return checked.ok ? { ok: true, ...caller.desk.iceServers(input.call, caller.side) } : checked;
  }),
  'call-stats': telling(schemas.callStats, async ({ report, ...place }, caller) => {
    const checked = await memberOf(caller, place);
    if (!checked.ok) return checked;
    caller.desk.metrics.told(caller.side, place.call, report);
    return { ok: true };
  }),
};

/** For customers: the agents' own window has their cookie. */
export const callTicket: Handler<Caller> = joining(
  schemas.callOnly,
  async (input, caller): Promise<Result<CallTicket>> => {
    const checked = await memberOf(caller, input);
    if (!checked.ok) return checked;
    return { ok: true, url: CALL_PAGE, ticket: caller.desk.tickets.make(input) };
  },
);
