/**
 * What makes a commit safe where several nodes write: the rows that a batch decides about are locked before they are
 * read, always in the same order, and a batch that lost a race all the same is tried again. The unique indexes stand
 * behind it. Knows nothing of rules.
 */
import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';
import type { Adoption, Command } from './store.ts';

/** Who else writes while this store is open. */
export type Writers = 'one' | 'many';

/** Each loses to somebody who got on, so that more than a few in a row means that something else is wrong. */
const ATTEMPTS_MAX = 8;

/** PostgreSQL's names for a race that was lost: serialization failure, deadlock, a row that somebody else was quicker to add. */
const RACES = new Set(['40001', '40P01', '23505']);

const isRace = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && RACES.has(error.code);

interface Rows {
  conversations: Set<string>;
  customers: Set<string>;
}

/** Something that was not locked has to be decided about. */
class Unclaimed extends Error {}

/**
 * Runs `work` in a transaction that holds what the commands name. `work` says through `claimed` what it has read and is about
 * to decide about; when that is more than what is held, all is begun anew with more.
 */
export async function withClaims<T>(
  db: Kysely<Database>,
  commands: readonly (Command | Adoption)[],
  work: (tx: Transaction<Database>, claimed: (conversations: string[], customers: string[]) => void) => Promise<T>,
): Promise<T> {
  const wanted = wantedBy(commands);
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Under any other level what was read before a lock was waited for would be seen as it was then.
      return await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (tx) => {
          const held = await lock(tx, wanted);
          return work(tx, (conversations, customers) => {
            const missed = {
              conversations: conversations.filter((id) => !held.conversations.has(id)),
              customers: customers.filter((id) => !held.customers.has(id)),
            };
            if (missed.conversations.length + missed.customers.length === 0) return;
            for (const id of missed.conversations) wanted.conversations.add(id);
            for (const id of missed.customers) wanted.customers.add(id);
            throw new Unclaimed();
          });
        });
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !(error instanceof Unclaimed || isRace(error))) throw error;
    }
  }
}

function wantedBy(commands: readonly (Command | Adoption)[]): Rows {
  const wanted: Rows = { conversations: new Set(), customers: new Set() };
  for (const command of commands) {
    if (command.kind === 'adopt') {
      wanted.customers.add(command.visitor).add(command.customer);
      continue;
    }
    const named = command.kind === 'mark' ? command.mark.conversation : command.conversation;
    if (named !== null) wanted.conversations.add(named);
    // Most name their open conversation, and that one is enough.
    else if (command.actor.kind === 'customer') wanted.customers.add(command.actor.id);
  }
  return wanted;
}

/** Customers first, then conversations, each by id: nobody waits for somebody who waits for them. */
async function lock(tx: Transaction<Database>, wanted: Rows): Promise<Rows> {
  const conversations = [...wanted.conversations];
  const customers = [...wanted.customers];
  if (customers.length > 0) {
    await tx.selectFrom('customers').select('id').where('id', 'in', customers).orderBy('id').forUpdate().execute();
  }
  if (conversations.length + customers.length === 0) return { conversations: new Set(), customers: new Set() };
  const rows = await tx
    .selectFrom('conversations')
    .select('id')
    .where((eb) =>
      eb.or([
        ...(conversations.length > 0 ? [eb('id', 'in', conversations)] : []),
        ...(customers.length > 0 ? [eb('customer_id', 'in', customers).and('status', '<>', 'closed')] : []),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return { conversations: new Set(rows.map(({ id }) => id)), customers: new Set(customers) };
}
