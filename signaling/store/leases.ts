/** What only one of several nodes may do at a time: a row for each, taken by whoever finds none that still holds. */
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { Store } from './store.ts';

type Leases = Pick<Store, 'takeLease' | 'renewLease' | 'endLease'>;

/** With a single writer there is nobody to share with. */
export const noLeases: Leases = {
  takeLease: async () => true,
  renewLease: async () => 'held',
  async endLease() {},
};

export const leases = (db: Kysely<Database>): Leases => ({
  async takeLease(name, holder, at, until) {
    const taken = await db
      .insertInto('leases')
      .values({ name, holder, until, wanted: 0 })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({ holder, until, wanted: 0 }).where('leases.until', '<=', at),
      )
      .returning('name')
      .executeTakeFirst();
    if (taken) return true;
    await db.updateTable('leases').set({ wanted: 1 }).where('name', '=', name).execute();
    return false;
  },
  async renewLease(name, holder, until) {
    const row = await db
      .updateTable('leases')
      .set({ until })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .returning('wanted')
      .executeTakeFirst();
    if (!row) return 'lost';
    return row.wanted === 0 ? 'held' : 'wanted';
  },
  async endLease(name, holder) {
    await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  },
});
