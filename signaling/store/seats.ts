/**
 * Where the two sides of each call take part, in SQL: any node may have either side's line, and a node that is gone takes no
 * seat with it. Knows nothing of who may sit down.
 */
import type { Kysely } from 'kysely';
import type { Side, Time } from '../protocol/events.ts';
import type { Writers } from './claims.ts';
import type { CallSeatRow, Database } from './schema.ts';
import type { Sat, SeatRecord, Store } from './store.ts';

/** Seats that are remembered as replaced: more than anybody moves a call about while a tab has no line. */
const REPLACED_MAX = 50;

const seatOf = (row: CallSeatRow): SeatRecord => ({
  conversation: row.conversation_id,
  call: row.call_id,
  side: row.side,
  person: row.person_id,
  seat: row.seat,
  got: row.got === null ? null : JSON.parse(row.got),
  line: row.line,
  seenAt: row.seen_at,
  awayAt: row.away_at,
});

export const seats = (db: Kysely<Database>, writers: Writers) => ({
  sit: ({ conversation, call, side, person, seat, got, line }: Parameters<Store['sit']>[0], at: Time): Promise<Sat> =>
    db.transaction().execute(async (tx): Promise<Sat> => {
      const asked = tx.selectFrom('conversations').select('call').where('id', '=', conversation);
      // Held, so that the call doesn't end meanwhile, and that two who sit down together do so one after the other.
      const row = await (writers === 'many' ? asked.forUpdate() : asked).executeTakeFirst();
      const running: { id: string } | null = row?.call ? JSON.parse(row.call) : null;
      if (running?.id !== call) return { kind: 'over' };
      const taken = await tx.selectFrom('call_seats').selectAll().where('call_id', '=', call).execute();
      const before = taken.find((one) => one.side === side);
      const replaced: string[] = before ? JSON.parse(before.replaced) : [];
      if (replaced.includes(seat)) return { kind: 'refused' };
      const moved = before !== undefined && before.seat !== seat;
      const now = {
        conversation_id: conversation,
        person_id: person,
        seat,
        got: got && JSON.stringify(got),
        line,
        seen_at: at,
        away_at: null,
        replaced: JSON.stringify(moved ? [...replaced, before.seat].slice(-REPLACED_MAX) : replaced),
      };
      await tx
        .insertInto('call_seats')
        .values({ call_id: call, side, ...now })
        .onConflict((conflict) => conflict.columns(['call_id', 'side']).doUpdateSet(now))
        .execute();
      const hears = moved && before.away_at === null && before.line !== line;
      return { kind: 'seated', lost: hears ? seatOf(before) : null };
    }),
  async seats(call: string): Promise<SeatRecord[]> {
    return (await db.selectFrom('call_seats').selectAll().where('call_id', '=', call).execute()).map(seatOf);
  },
  async leaveSeats(line: string, at: Time, only?: { call: string; seat: string }): Promise<SeatRecord[]> {
    const mine = db
      .updateTable('call_seats')
      .set({ away_at: at })
      .where('line', '=', line)
      .where('away_at', 'is', null);
    const named = only ? mine.where('call_id', '=', only.call).where('seat', '=', only.seat) : mine;
    return (await named.returningAll().execute()).map(seatOf);
  },
  async loseSeat({ call, side, line, seenAt }: SeatRecord): Promise<boolean> {
    const lost = await db
      .updateTable('call_seats')
      .set({ away_at: seenAt })
      .where('call_id', '=', call)
      .where('side', '=', side)
      .where('line', '=', line)
      .where('seen_at', '=', seenAt)
      .where('away_at', 'is', null)
      .executeTakeFirst();
    return lost.numUpdatedRows > 0n;
  },
  async removeSeat(call: string, side: Side, person: string): Promise<boolean> {
    const removed = await db
      .deleteFrom('call_seats')
      .where('call_id', '=', call)
      .where('side', '=', side)
      .where('person_id', '=', person)
      // Who has the conversation by now has sat down rightly.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('conversations')
              .select('id')
              .whereRef('conversations.id', '=', 'call_seats.conversation_id')
              .where((is) =>
                is.or([
                  is('customer_id', '=', person),
                  is.and([is('status', '=', 'assigned'), is('agent_id', '=', person)]),
                ]),
              ),
          ),
        ),
      )
      .executeTakeFirst();
    return removed.numDeletedRows > 0n;
  },
  async keepSeats(lines: readonly string[], at: Time): Promise<void> {
    if (lines.length === 0) return;
    await db.updateTable('call_seats').set({ seen_at: at }).where('line', 'in', lines).execute();
  },
  async clearSeats(): Promise<void> {
    const running = db.selectFrom('conversations').select('id').where('call', 'is not', null);
    await db.deleteFrom('call_seats').where('conversation_id', 'not in', running).execute();
  },
});
