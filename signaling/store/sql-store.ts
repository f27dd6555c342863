/** The store in SQL, through a query builder: one set of queries for every driver. */
import { type Dialect, Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import type { AuditEntry } from '../protocol/audit.ts';
import type { ConversationState } from '../protocol/conversation.ts';
import { type ConversationEvent, type LogName, SAID, type Time } from '../protocol/events.ts';
import type { ConversationLine } from '../protocol/realtime.ts';
import { audit, noted } from './audit.ts';
import { inChunks } from './chunks.ts';
import type { Writers } from './claims.ts';
import { commitBatch } from './commit.ts';
import { erasure } from './erasure.ts';
import { leases, noLeases } from './leases.ts';
import { newestFiles } from './look.ts';
import { agentOf, attachmentOf, customerOf, eventOf, stateOf } from './rows.ts';
import { type ConversationRow, type Database, migrations } from './schema.ts';
import { seats } from './seats.ts';
import type {
  Adoption,
  AgentChange,
  AgentRecord,
  AgentReturn,
  AgentSession,
  AttachmentRecord,
  Command,
  CustomerChange,
  CustomerRecord,
  Decide,
  Outcome,
  ProviderIdentity,
  Store,
} from './store.ts';

/** `newId` names the conversations that begin; `decide` are the rules that every commit asks. */
export function sqlStore(dialect: Dialect, newId: () => string, decide: Decide, writers: Writers = 'one'): Store {
  const db = new Kysely<Database>({ dialect });
  return {
    ...lifecycle(db),
    ...conversations(db, newId, decide, writers),
    ...customers(db),
    ...agents(db),
    ...audit(db),
    ...attachments(db),
    ...seats(db, writers),
    ...erasure(db),
    ...(writers === 'many' ? leases(db) : noLeases),
  };
}

type Db = Kysely<Database>;

/** What PostgreSQL's `integer` holds; whoever asks for more asks for the end. No log comes near it. */
const SEQ_MAX = 2 ** 31 - 1;

const headColumns = ['id', 'customer_id as customer', 'head', 'notes_head as notesHead'] as const;

/**
 * Where several start at once, one migrates and the others wait for it. Tables that a newer version has made are left as
 * they are: see `migrations`.
 */
export async function migrateToLatest<Tables>(db: Kysely<Tables>): Promise<void> {
  if (await isNewer(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  // A newer node may have been quicker.
  if (error && !(await isNewer(db))) throw error;
}

async function isNewer<Tables>(db: Kysely<Tables>): Promise<boolean> {
  const done = sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  // There is no such table yet. If it is anything else, migrating meets it too.
  const names = await done.then(({ rows }) => rows.map(({ name }) => name)).catch(() => []);
  return names.some((name) => !(name in migrations));
}

const lifecycle = (db: Db) => ({
  migrate: () => migrateToLatest(db),
  async check() {
    await sql`select 1`.execute(db);
  },
  async close() {
    await db.destroy();
  },
  async setting(key: string, value: string) {
    await db
      .insertInto('settings')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirstOrThrow();
    return row.value;
  },
});

const conversations = (db: Db, newId: () => string, decide: Decide, writers: Writers) => {
  /** Rows with the latest message of each. */
  const lines = async (rows: ConversationRow[]): Promise<ConversationLine[]> => {
    const ids = rows.map((row) => row.id);
    const events = await inChunks(ids, (chunk) =>
      db
        .selectFrom('events')
        .innerJoin('conversations', (join) =>
          join
            .onRef('conversations.id', '=', 'events.conversation_id')
            .onRef('conversations.last_message', '=', 'events.seq'),
        )
        .selectAll('events')
        .where('events.log', '=', 'main')
        .where('conversations.id', 'in', chunk)
        .execute(),
    );
    const last = new Map(events.map((row) => [row.conversation_id, eventOf(row)]));
    return rows.map((row) => ({ state: stateOf(row), last: last.get(row.id) ?? null }));
  };
  const all = () => db.selectFrom('conversations').selectAll();

  return {
    commit: (commands: readonly (Command | Adoption)[], at: Time): Promise<Outcome[]> =>
      commitBatch(db, commands, decide, at, newId, writers),
    async conversation(id: string): Promise<ConversationState | null> {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row ? stateOf(row) : null;
    },
    async latestConversation(customer: string): Promise<ConversationState | null> {
      const row = await all()
        .where('customer_id', '=', customer)
        // The open one, of which there is at most one, whatever the clock said when they began.
        .orderBy((eb) => eb.case().when('status', '=', 'closed').then(1).else(0).end())
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? stateOf(row) : null;
    },
    async conversationsOf(customer: string) {
      return lines(await all().where('customer_id', '=', customer).orderBy('created_at', 'desc').execute());
    },
    async eventsAfter(conversation: string, log: LogName, after: number, limit: number): Promise<ConversationEvent[]> {
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .where('log', '=', log)
        .where('seq', '>', Math.min(after, SEQ_MAX))
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(eventOf);
    },
    async eventsBefore(
      conversation: string,
      log: LogName,
      before: number,
      limit: number,
    ): Promise<ConversationEvent[]> {
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .where('log', '=', log)
        .where('seq', '<', Math.min(before, SEQ_MAX))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(eventOf).reverse();
    },
    heads: (ids: readonly string[]) =>
      inChunks(ids, (chunk) => db.selectFrom('conversations').select(headColumns).where('id', 'in', chunk).execute()),
    openHeads: (customers: readonly string[]) =>
      inChunks(customers, (chunk) =>
        db
          .selectFrom('conversations')
          .select(headColumns)
          .where('customer_id', 'in', chunk)
          .where('status', '<>', 'closed')
          .execute(),
      ),
    async queue() {
      return lines(await all().where('status', '=', 'queued').orderBy('created_at').orderBy('id').execute());
    },
    async assignedTo(agent: string) {
      return lines(
        await all().where('status', '=', 'assigned').where('agent_id', '=', agent).orderBy('last_at', 'desc').execute(),
      );
    },
    async line(conversation: string) {
      const row = await all().where('id', '=', conversation).executeTakeFirst();
      return row ? ((await lines([row]))[0] ?? null) : null;
    },
    async unreadByAgents(ids: readonly string[]) {
      const rows = await inChunks(ids, (chunk) =>
        db
          .selectFrom('events')
          .innerJoin('conversations', 'conversations.id', 'events.conversation_id')
          .select(['conversations.id', (eb) => eb.fn.countAll<number>().as('unread')])
          .where('conversations.id', 'in', chunk)
          .where('events.log', '=', 'main')
          .where((eb) =>
            eb.or([
              eb.and([eb('events.actor_kind', '=', 'customer'), eb('events.type', 'in', [...SAID])]),
              // Whoever ended it, the service or the customer: whose call it was stands in the payload.
              eb.and([eb('events.type', '=', 'call_missed'), eb('events.payload', 'like', '%"by":"customer"%')]),
            ]),
          )
          .whereRef('events.seq', '>', 'conversations.agent_read')
          .groupBy('conversations.id')
          .execute(),
      );
      return Object.fromEntries(rows.map((row) => [row.id, Number(row.unread)]));
    },
    async queueOrder() {
      return db
        .selectFrom('conversations')
        .select(['id', 'customer_id as customer'])
        .where('status', '=', 'queued')
        .orderBy('created_at')
        .orderBy('id')
        .execute();
    },
    async open() {
      const rows = await db
        .selectFrom('conversations')
        .select(['id', 'head', 'status', 'agent_id'])
        .where('status', '<>', 'closed')
        .execute();
      return rows.map(({ id, head, status, agent_id }) => ({
        id,
        head,
        agent: status === 'assigned' ? agent_id : null,
      }));
    },
    async waiting() {
      const { count, since } = await db
        .selectFrom('conversations')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('status_at').as('since')])
        .where('status', '=', 'queued')
        .executeTakeFirstOrThrow();
      return { count: Number(count), since };
    },
    async withCall() {
      return (await all().where('call', 'is not', null).execute()).map(stateOf);
    },
    async agentsWithConversations() {
      const rows = await db
        .selectFrom('conversations')
        .innerJoin('agents', 'agents.id', 'conversations.agent_id')
        .select(['agents.id', 'agents.name', 'agents.seen_at', 'conversations.id as conversation'])
        .where('conversations.status', '=', 'assigned')
        .execute();
      const found = new Map<string, { id: string; name: string; seenAt: Time; conversations: string[] }>();
      for (const row of rows) {
        const held = found.get(row.id) ?? { id: row.id, name: row.name, seenAt: row.seen_at, conversations: [] };
        held.conversations.push(row.conversation);
        found.set(row.id, held);
      }
      return [...found.values()];
    },
  };
};

const customers = (db: Db) => {
  const known = () => db.selectFrom('customers').selectAll().where('erased', 'is', null);
  return {
    async addCustomer(customer: CustomerRecord) {
      const result = await db
        .insertInto('customers')
        .values({
          id: customer.id,
          label: customer.label,
          secret_hash: customer.secretHash,
          subject: customer.subject,
          verified: customer.verified && JSON.stringify(customer.verified),
          name: customer.name,
          email: customer.email,
          context: JSON.stringify(customer.context),
          topic: customer.topic,
          locale: customer.locale,
          device: customer.device,
          pages: JSON.stringify(customer.pages),
          created_at: customer.createdAt,
        })
        .onConflict((conflict) => conflict.column('subject').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async customer(id: string) {
      const row = await known().where('id', '=', id).executeTakeFirst();
      return row ? customerOf(row) : null;
    },
    async customers(ids: readonly string[]) {
      const rows = await inChunks(ids, (chunk) => known().where('id', 'in', chunk).execute());
      return rows.map(customerOf);
    },
    async customerBySecret(secretHash: string) {
      const row = await db
        .selectFrom('customers')
        .selectAll()
        .where('secret_hash', '=', secretHash)
        .where('adopted_by', 'is', null)
        .executeTakeFirst();
      return row ? customerOf(row) : null;
    },
    async adopterBySecret(secretHash: string) {
      const row = await db
        .selectFrom('customers')
        .select('adopted_by')
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst();
      return row?.adopted_by ?? null;
    },
    async customerBySubject(subject: string) {
      const row = await known().where('subject', '=', subject).executeTakeFirst();
      return row ? customerOf(row) : null;
    },
    async updateCustomer(id: string, change: CustomerChange) {
      const { context, pages, verified, ...plain } = change;
      const set = {
        ...plain,
        ...(context ? { context: JSON.stringify(context) } : {}),
        ...(pages ? { pages: JSON.stringify(pages) } : {}),
        ...(verified ? { verified: JSON.stringify(verified) } : {}),
      };
      if (Object.keys(set).length === 0) return;
      await db.updateTable('customers').set(set).where('id', '=', id).where('erased', 'is', null).execute();
    },
  };
};

/** No password has it for a hash: nodes of the version before, which know nothing of removed agents, let nobody in either. */
const NO_PASSWORD = 'removed';

/** Whoever was removed is nobody to the service. */
const current = (db: Db) => db.selectFrom('agents').selectAll().where('removed_at', 'is', null);

const agents = (db: Db) => ({
  addAgent(agent: AgentRecord, entry?: AuditEntry) {
    const add = async (tx: Db) => {
      const result = await tx
        .insertInto('agents')
        .values({
          id: agent.id,
          name: agent.name,
          email: agent.email,
          password_hash: agent.passwordHash,
          role: agent.role,
          status: agent.status,
          seen_at: agent.seenAt,
          created_at: agent.createdAt,
        })
        .onConflict((conflict) => conflict.column('email').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
    };
    return noted(db, entry, add, (isAdded) => isAdded);
  },
  async agents() {
    return (await current(db).orderBy('name').execute()).map(agentOf);
  },
  async removedAgents() {
    const rows = db.selectFrom('agents').selectAll().where('removed_at', 'is not', null).orderBy('name');
    return (await rows.execute()).map(agentOf);
  },
  async agent(id: string) {
    const row = await current(db).where('id', '=', id).executeTakeFirst();
    return row ? agentOf(row) : null;
  },
  async agentByEmail(email: string) {
    const row = await current(db).where('email', '=', email).executeTakeFirst();
    return row ? agentOf(row) : null;
  },
  removeAgent(id: string, at: Time, entry: AuditEntry) {
    const remove = async (tx: Db) => {
      const gone = { removed_at: at, password_hash: NO_PASSWORD };
      const changed = tx.updateTable('agents').set(gone).where('id', '=', id).where('removed_at', 'is', null);
      if ((await changed.executeTakeFirst()).numUpdatedRows === 0n) return false;
      await tx.deleteFrom('agent_links').where('agent_id', '=', id).execute();
      await tx.deleteFrom('agent_sessions').where('agent_id', '=', id).execute();
      return true;
    };
    return noted(db, entry, remove, (isRemoved) => isRemoved);
  },
  bringAgentBack(id: string, { name, passwordHash, role }: AgentReturn, at: Time, entry: AuditEntry) {
    const back = async (tx: Db) => {
      const here = {
        removed_at: null,
        name,
        password_hash: passwordHash,
        role,
        status: 'online',
        seen_at: at,
      } as const;
      const changed = tx.updateTable('agents').set(here).where('id', '=', id).where('removed_at', 'is not', null);
      if ((await changed.executeTakeFirst()).numUpdatedRows === 0n) return false;
      await tx.deleteFrom('agent_links').where('agent_id', '=', id).execute();
      // One that had begun when they were removed, and whose last step came after, counted for nobody until now.
      await tx.deleteFrom('agent_sessions').where('agent_id', '=', id).execute();
      return true;
    };
    return noted(db, entry, back, (isBack) => isBack);
  },
  async updateAgent(id: string, change: AgentChange, entry?: AuditEntry) {
    const set = {
      ...(change.passwordHash ? { password_hash: change.passwordHash } : {}),
      ...(change.status ? { status: change.status } : {}),
      ...(change.role ? { role: change.role } : {}),
      ...(change.seenAt === undefined ? {} : { seen_at: change.seenAt }),
    };
    if (Object.keys(set).length === 0) return;
    await noted(db, entry, (tx) => tx.updateTable('agents').set(set).where('id', '=', id).execute());
  },
  async agentByLink({ issuer, subject }: ProviderIdentity) {
    const row = await db
      .selectFrom('agent_links')
      .innerJoin('agents', 'agents.id', 'agent_links.agent_id')
      .selectAll('agents')
      .where('removed_at', 'is', null)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row ? agentOf(row) : null;
  },
  addAgentLink({ issuer, subject }: ProviderIdentity, agent: string, entry?: AuditEntry) {
    const link = { issuer, subject, agent_id: agent };
    const add = async (tx: Db) => {
      const result = await tx
        .insertInto('agent_links')
        .values(link)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
    };
    return noted(db, entry, add, (isAdded) => isAdded);
  },
  removeAgentLinks(agent: string, entry?: AuditEntry) {
    const remove = async (tx: Db) =>
      (await tx.deleteFrom('agent_links').where('agent_id', '=', agent).executeTakeFirst()).numDeletedRows > 0n;
    return noted(db, entry, remove, (isRemoved) => isRemoved);
  },
  async addAgentSession(
    { tokenHash, agent, at, expiresAt }: Parameters<Store['addAgentSession']>[0],
    entry?: AuditEntry,
  ) {
    const row = {
      token_hash: tokenHash,
      agent_id: agent,
      expires_at: expiresAt,
      sign_in: tokenHash,
      issued_at: at,
      replaced: 0,
    };
    await noted(db, entry, (tx) => tx.insertInto('agent_sessions').values(row).execute());
  },
  async agentBySession(tokenHash: string, at: Time): Promise<AgentSession | null> {
    const row = await db
      .selectFrom('agent_sessions')
      .innerJoin('agents', 'agents.id', 'agent_sessions.agent_id')
      .selectAll('agents')
      .select(['sign_in', 'issued_at', 'expires_at', 'replaced'])
      .where('token_hash', '=', tokenHash)
      .where('removed_at', 'is', null)
      .where('expires_at', '>', at)
      .executeTakeFirst();
    if (!row) return null;
    return {
      agent: agentOf(row),
      signIn: row.sign_in ?? tokenHash,
      token: row.replaced === 0 ? 'current' : 'replaced',
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
    };
  },
  replaceSessionToken: ({ from, to, at, graceEnds }: Parameters<Store['replaceSessionToken']>[0]) =>
    db.transaction().execute(async (trx) => {
      // The condition decides between requests that come together: one of them brings the new token.
      const current = trx.selectFrom('agent_sessions').selectAll().where('token_hash', '=', from);
      const row = await current.where('replaced', '=', 0).executeTakeFirst();
      if (!row) return false;
      const signIn = row.sign_in ?? from;
      const replaced = await trx
        .updateTable('agent_sessions')
        .set({ replaced: 1, expires_at: Math.min(row.expires_at, graceEnds), sign_in: signIn })
        .where('token_hash', '=', from)
        .where('replaced', '=', 0)
        .executeTakeFirst();
      if (replaced.numUpdatedRows === 0n) return false;
      await trx
        .insertInto('agent_sessions')
        .values({ ...row, token_hash: to, sign_in: signIn, issued_at: at })
        .execute();
      return true;
    }),
  async removeAgentSession(signIn: string, entry?: AuditEntry) {
    await noted(db, entry, (tx) =>
      tx
        .deleteFrom('agent_sessions')
        .where((is) => is.or([is('sign_in', '=', signIn), is('token_hash', '=', signIn)]))
        .execute(),
    );
  },
  async removeAgentSessions(agent: string, entry?: AuditEntry) {
    const remove = (tx: Db) => tx.deleteFrom('agent_sessions').where('agent_id', '=', agent).returningAll().execute();
    return signInsOf(await noted(db, entry, remove));
  },
  async signInsAlive(signIns: readonly string[], at: Time) {
    const rows = await inChunks(signIns, (chunk) =>
      db
        .selectFrom('agent_sessions')
        .selectAll()
        .where('expires_at', '>', at)
        .where((is) => is.or([is('sign_in', 'in', chunk), is('token_hash', 'in', chunk)]))
        .execute(),
    );
    return signInsOf(rows);
  },
  async removeExpiredSessions(at: Time) {
    const gone = signInsOf(
      await db.deleteFrom('agent_sessions').where('expires_at', '<=', at).returningAll().execute(),
    );
    const left = signInsOf(
      await inChunks(gone, (chunk) =>
        db.selectFrom('agent_sessions').selectAll().where('sign_in', 'in', chunk).execute(),
      ),
    );
    return gone.filter((signIn) => !left.includes(signIn));
  },
});

const signInsOf = (rows: readonly { token_hash: string; sign_in: string | null }[]): string[] => [
  ...new Set(rows.map((row) => row.sign_in ?? row.token_hash)),
];

const attachments = (db: Db) => ({
  async addAttachment(attachment: AttachmentRecord) {
    await db
      .insertInto('attachments')
      .values({
        id: attachment.id,
        owner_id: attachment.owner,
        conversation_id: attachment.conversation,
        name: attachment.name,
        type: attachment.type,
        size: attachment.size,
        width: attachment.width ?? null,
        height: attachment.height ?? null,
        length: attachment.length ?? null,
        created_at: attachment.createdAt,
      })
      .execute();
  },
  async attachment(id: string) {
    const row = await db.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? attachmentOf(row) : null;
  },
  newestFiles: (count: number) => newestFiles(db, count),
  async looseAttachments(before: Time) {
    const rows = await db
      .selectFrom('attachments')
      .select('id')
      .where('conversation_id', 'is', null)
      .where('created_at', '<', before)
      .execute();
    return rows.map((row) => row.id);
  },
});
