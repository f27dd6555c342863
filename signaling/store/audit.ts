/** The audit log in SQL: what was noted beside a change, and what agents did with conversations, from the logs where it stands. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AuditAction, AuditDeed, AuditEntry, AuditPlace, AuditWho } from '../protocol/audit.ts';
import type { ConversationEvent, Time } from '../protocol/events.ts';
import { eventOf } from './rows.ts';
import { type Database, DONE_BY_AGENTS } from './schema.ts';

type Db = Kysely<Database>;
type Row = Selectable<Database['audit']>;

async function addEntry(db: Db, { id, at, who, what, on, detail }: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      id,
      at,
      who_kind: who.kind,
      who_id: who.kind === 'agent' ? who.id : null,
      who_name: who.kind === 'agent' ? who.name : null,
      what,
      on_kind: on.kind,
      on_id: on.id,
      on_name: on.name,
      detail: JSON.stringify(detail),
    })
    .execute();
}

/** A change and its entry in one transaction. `happened`: has it changed anything? */
export function noted<T>(
  db: Db,
  entry: AuditEntry | undefined,
  change: (db: Db) => Promise<T>,
  happened: (result: T) => boolean = () => true,
): Promise<T> {
  if (!entry) return change(db);
  return db.transaction().execute(async (tx) => {
    const result = await change(tx);
    if (happened(result)) await addEntry(tx, entry);
    return result;
  });
}

export const audit = (db: Db) => ({
  note: (entry: AuditEntry) => addEntry(db, entry),
  async audit(before: AuditPlace | null, limit: number): Promise<AuditEntry[]> {
    const [rows, events] = await Promise.all([
      db
        .selectFrom('audit')
        .selectAll()
        .$if(before !== null, (query) => query.where(earlier(before)))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
      db
        .selectFrom('events')
        .selectAll()
        .where(DONE_BY_AGENTS)
        .$if(before !== null, (query) => query.where(earlier(before)))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    ]);
    const entries = [...rows.map(entryOf), ...events.map(eventOf).flatMap(entryOfEvent)];
    return entries.sort(newestFirst).slice(0, limit);
  },
  async removeAudit(before: Time, limit: number) {
    const oldest = db.selectFrom('audit').select('id').where('at', '<', before).orderBy('at').limit(limit);
    await db.deleteFrom('audit').where('id', 'in', oldest).execute();
  },
});

const earlier = (place: AuditPlace | null) => sql<boolean>`(at, id) < (${place?.at}, ${place?.id})`;

function newestFirst(a: AuditPlace, b: AuditPlace): number {
  if (a.at !== b.at) return b.at - a.at;
  return a.id < b.id ? 1 : -1;
}

function whoOf(row: Row): AuditWho {
  if (row.who_kind !== 'agent') return { kind: row.who_kind };
  return { kind: 'agent', id: row.who_id ?? '', name: row.who_name ?? '' };
}

function entryOf(row: Row): AuditEntry {
  const on = { kind: row.on_kind, id: row.on_id, name: row.on_name };
  const deed = { what: row.what as AuditAction, on, detail: JSON.parse(row.detail) } as AuditDeed;
  return { id: row.id, at: row.at, who: whoOf(row), ...deed };
}

function entryOfEvent(event: ConversationEvent): AuditEntry[] {
  const { id, at, actor } = event;
  if (actor.kind !== 'agent') return [];
  const on = { kind: 'conversation', id: event.conversation, name: null } as const;
  const base = { id, at, who: actor, on };
  switch (event.type) {
    case 'assigned':
    case 'returned':
    case 'closed':
      return [{ ...base, what: event.type, detail: {} }];
    case 'transferred':
      return [{ ...base, what: event.type, detail: { to: event.payload.agent.name } }];
    default:
      return [];
  }
}
