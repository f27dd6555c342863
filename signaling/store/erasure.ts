/**
 * Everything about one person, and how it goes away: in steps that each leave a store in good order, so that whoever stops in the
 * middle, or does the same on two nodes, ends where one run would have. Files are somebody else's; here are their rows.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AuditEntry } from '../protocol/audit.ts';
import type { Time } from '../protocol/events.ts';
import { noted } from './audit.ts';
import { inChunks } from './chunks.ts';
import { attachmentOf, customerOf } from './rows.ts';
import type { Database } from './schema.ts';

import type { CustomerRecord } from './store.ts';

/** What a row says when it says nothing. */
const NOTHING_KNOWN = {
  label: '',
  secret_hash: null,
  subject: null,
  verified: null,
  adopted_by: null,
  name: '',
  email: '',
  context: '{}',
  topic: '',
  locale: '',
  device: '',
  pages: '[]',
};

/** What was written before erased bytes were overwritten; the file is made anew once, without them. */
const SCRUBBED_VERSION = 1;

export function erasure(db: Kysely<Database>) {
  const known = () => db.selectFrom('customers').selectAll().where('erased', 'is', null);
  return {
    async person(id: string): Promise<CustomerRecord[]> {
      const named = await known().where('id', '=', id).executeTakeFirst();
      if (!named) return [];
      const whole = named.adopted_by ?? id;
      const rows = await known()
        .where((is) => is.or([is('id', '=', whole), is('adopted_by', '=', whole)]))
        .execute();
      return rows.sort((a, b) => Number(b.id === whole) - Number(a.id === whole)).map(customerOf);
    },
    async findCustomers(emailOrId: string): Promise<CustomerRecord[]> {
      const asked = emailOrId.trim().toLowerCase();
      const lower = (column: 'email' | 'verified') => sql<string>`lower(${sql.ref(column)})`;
      const rows = await known()
        .where((is) =>
          is.or([
            is('id', '=', emailOrId),
            is('subject', '=', emailOrId),
            is(lower('email'), '=', asked),
            // Some too many: what stands where in it is looked into below.
            is(lower('verified'), 'like', '%"email":%'),
          ]),
        )
        .orderBy('created_at')
        .execute();
      return rows.map(customerOf).filter(({ id, subject, email, verified }) => {
        const emails = [email, verified?.email ?? ''].map((one) => one.toLowerCase());
        return id === emailOrId || subject === emailOrId || emails.includes(asked);
      });
    },
    async filesOf({
      customers = [],
      conversations = [],
    }: {
      customers?: readonly string[];
      conversations?: readonly string[];
    }) {
      const by = (column: 'owner_id' | 'conversation_id', ids: readonly string[]) =>
        inChunks(ids, (chunk) => db.selectFrom('attachments').selectAll().where(column, 'in', chunk).execute());
      const rows = [...(await by('owner_id', customers)), ...(await by('conversation_id', conversations))];
      const once = new Map(rows.map((row) => [row.id, row]));
      return [...once.values()].sort((a, b) => a.created_at - b.created_at).map(attachmentOf);
    },
    async removeAttachments(ids: readonly string[]) {
      await inChunks(ids, (chunk) => db.deleteFrom('attachments').where('id', 'in', chunk).execute());
    },
    async beginErase(customers: readonly string[], at: Time, entry?: AuditEntry) {
      await noted(
        db,
        entry,
        (change) =>
          inChunks(customers, (chunk) =>
            change
              .updateTable('customers')
              .set({ ...NOTHING_KNOWN, created_at: at, erased: 'begun' })
              .where('id', 'in', chunk)
              .where('erased', 'is', null)
              .returning('id')
              .execute(),
          ),
        (changed) => changed.length > 0,
      );
    },
    async erasing() {
      const rows = await db
        .selectFrom('customers')
        .select('id')
        .where((is) =>
          is.or([
            is('erased', '=', 'begun'),
            // An upload that was on its way, and was stored when all else was gone.
            is.and([
              is('erased', '=', 'done'),
              is.exists(
                is
                  .selectFrom('attachments')
                  .select('attachments.id')
                  .whereRef('attachments.owner_id', '=', 'customers.id'),
              ),
            ]),
          ]),
        )
        .execute();
      return rows.map(({ id }) => id);
    },
    async endErase(customer: string) {
      const left = async (table: 'conversations' | 'attachments', column: 'customer_id' | 'owner_id') =>
        (await db.selectFrom(table).select('id').where(sql.ref(column), '=', customer).limit(1).execute()).length > 0;
      if ((await left('conversations', 'customer_id')) || (await left('attachments', 'owner_id'))) return false;
      await db
        .updateTable('customers')
        .set({ erased: 'done' })
        .where('id', '=', customer)
        .where('erased', '=', 'begun')
        .execute();
      return true;
    },
    eraseConversation: (conversation: string) => db.transaction().execute((tx) => eraseOne(tx, conversation)),
    async scrub() {
      const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
      if ((rows[0]?.user_version ?? 0) < SCRUBBED_VERSION) {
        await sql`vacuum`.execute(db);
        await sql`pragma user_version = ${sql.lit(SCRUBBED_VERSION)}`.execute(db);
      }
      // Everything into the file itself, where it overwrites what was there; and nothing is left beside it.
      const done = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
      if (done.rows[0]?.busy) throw new Error('the write-ahead log is in use, and keeps what was erased for now');
    },
    async closedBefore(before: Time, limit: number) {
      const rows = await db
        .selectFrom('conversations')
        .select('id')
        .where('status', '=', 'closed')
        .where('status_at', '<', before)
        .orderBy('status_at')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async silentSince(before: Time, limit: number) {
      const rows = await db
        .selectFrom('customers')
        .select('id')
        .where('erased', 'is', null)
        .where('created_at', '<', before)
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('conversations')
                .select('conversations.id')
                .whereRef('conversations.customer_id', '=', 'customers.id'),
            ),
          ),
        )
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async forgetErased(before: Time) {
      await db.deleteFrom('customers').where('erased', '=', 'done').where('created_at', '<', before).execute();
    },
  };
}

async function eraseOne(
  tx: Transaction<Database>,
  conversation: string,
): Promise<{ events: number } | 'files' | 'gone'> {
  // A write that changes nothing: from here on nobody else writes into it, whatever the driver.
  const mine = await tx
    .updateTable('conversations')
    .set((eb) => ({ last_at: eb.ref('last_at') }))
    .where('id', '=', conversation)
    .executeTakeFirst();
  if (mine.numUpdatedRows === 0n) return 'gone';
  const file = await tx
    .selectFrom('attachments')
    .select('id')
    .where('conversation_id', '=', conversation)
    .limit(1)
    .execute();
  if (file.length > 0) return 'files';
  const { numDeletedRows } = await tx
    .deleteFrom('events')
    .where('conversation_id', '=', conversation)
    .executeTakeFirst();
  await tx.deleteFrom('conversations').where('id', '=', conversation).execute();
  return { events: Number(numDeletedRows) };
}
