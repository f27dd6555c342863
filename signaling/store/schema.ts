/** The tables, and the migrations that make them. Written in the query builder, so that every SQL driver gets the same. */
import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { IN_THE_LOG } from '../protocol/audit.ts';

type Json = string;

interface ConversationRow {
  id: string;
  customer_id: string;
  status: 'queued' | 'assigned' | 'closed';
  /** Since when the status holds; milliseconds UTC like every time here. */
  status_at: number;
  agent_id: string | null;
  agent_name: string | null;
  closed_by: 'customer' | 'agent' | 'system' | null;
  created_at: number;
  last_at: number;
  head: number;
  notes_head: number;
  /** `seq` of the latest message or attachment, for the inbox; 0 when there is none. */
  last_message: number;
  customer_delivered: number;
  customer_read: number;
  agent_delivered: number;
  agent_read: number;
  rating: number | null;
  rating_comment: string | null;
  previous_id: string | null;
  /** The call that rings or runs. */
  call: Json | null;
}

interface EventRow {
  conversation_id: string;
  log: 'main' | 'notes';
  seq: number;
  id: string;
  at: number;
  actor_kind: 'customer' | 'agent' | 'system';
  actor_id: string;
  actor_name: string | null;
  type: string;
  payload: Json;
}

interface CustomerRow {
  id: string;
  label: string;
  /** SHA-256 of the visitor's secret; the secret itself is never stored. Null: no secret opens anything. */
  secret_hash: string | null;
  /** The customer as whom the visitor has signed in. From then on the secret opens nothing, and only tells who it was. */
  adopted_by: string | null;
  /** The site's id of a customer who came with its token. */
  subject: string | null;
  verified: Json | null;
  name: string;
  email: string;
  context: Json;
  topic: string;
  locale: string;
  device: string;
  pages: Json;
  created_at: number;
  /**
   * There is no such customer any more: all that the row said is gone, and its secret and subject open nothing. It stays for a
   * while, so that nobody goes on in that name; `begun`: some of what they said is still there. `created_at` is when.
   */
  erased: 'begun' | 'done' | null;
}

interface AgentRow {
  id: string;
  name: string;
  email: string;
  password_hash: string;
  role: 'agent' | 'supervisor';
  status: 'online' | 'away';
  /** When the last connection of this agent ended, or the latest sign of life. */
  seen_at: number;
  created_at: number;
  /** Since when nobody is this agent any more. The row stays, so that nobody else gets in by its address. */
  removed_at: number | null;
}

interface AgentSessionRow {
  token_hash: string;
  agent_id: string;
  expires_at: number;
  /** The sign-in that it belongs to, whose first token's hash it is. Null before tokens were renewed: it is this token's own. */
  sign_in: string | null;
  /** When this token was handed out. */
  issued_at: number;
  /** 1: another token has taken its place. */
  replaced: number;
}

/** Who somebody is at the company's own sign-in. */
interface AgentLinkRow {
  issuer: string;
  subject: string;
  agent_id: string;
}

interface AttachmentRow {
  id: string;
  owner_id: string;
  /** Null until it stands in a conversation. */
  conversation_id: string | null;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  /** How long a recording plays, in milliseconds; null: it is no recording. */
  length: number | null;
  created_at: number;
}

interface AuditRow {
  id: string;
  at: number;
  who_kind: 'agent' | 'operator' | 'provider' | 'unknown';
  who_id: string | null;
  /** By the name of that time. */
  who_name: string | null;
  what: string;
  on_kind: 'agent' | 'conversation' | 'customer';
  on_id: string | null;
  on_name: string | null;
  detail: Json;
}

/** A side's seat in a call. */
interface CallSeatRow {
  call_id: string;
  side: 'customer' | 'agent';
  conversation_id: string;
  person_id: string;
  seat: string;
  got: Json | null;
  /** The connection that it was taken from. */
  line: string;
  /** When the node that has the line last said that it is there. */
  seen_at: number;
  /** Since when the line is gone; null: it is there, as far as its node can say. */
  away_at: number | null;
  /** Seats of this side that gave way: each page makes its own, so one of these asks only because it hasn't heard. */
  replaced: Json;
}

interface SettingRow {
  key: string;
  value: ColumnType<string, string, string>;
}

interface LeaseRow {
  name: string;
  holder: string;
  until: number;
  /** 1: somebody else waits for it. */
  wanted: number;
}

export interface Database {
  conversations: ConversationRow;
  events: EventRow;
  customers: CustomerRow;
  agents: AgentRow;
  agent_sessions: AgentSessionRow;
  agent_links: AgentLinkRow;
  attachments: AttachmentRow;
  settings: SettingRow;
  audit: AuditRow;
  call_seats: CallSeatRow;
  leases: LeaseRow;
}

export type { CallSeatRow, ConversationRow, EventRow };

/** Each table with the columns by which its rows are told apart. */
export const KEYS = {
  conversations: ['id'],
  events: ['conversation_id', 'log', 'seq'],
  customers: ['id'],
  agents: ['id'],
  agent_sessions: ['token_hash'],
  agent_links: ['issuer', 'subject'],
  attachments: ['id'],
  settings: ['key'],
  audit: ['id'],
  call_seats: ['call_id', 'side'],
  leases: ['name'],
} as const satisfies { [Table in keyof Database]: readonly (keyof Database[Table])[] };

/** What the audit log shows of conversations' logs. Nothing in it is a parameter, so that its index is known to fit. */
export const DONE_BY_AGENTS = sql<boolean>`actor_kind = 'agent' and type in (${sql.join(IN_THE_LOG.map((type) => sql.lit(type)))})`;

const first: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('conversations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('customer_id', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('status_at', 'bigint', (c) => c.notNull())
      .addColumn('agent_id', 'text')
      .addColumn('agent_name', 'text')
      .addColumn('closed_by', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('last_at', 'bigint', (c) => c.notNull())
      .addColumn('head', 'integer', (c) => c.notNull())
      .addColumn('notes_head', 'integer', (c) => c.notNull())
      .addColumn('last_message', 'integer', (c) => c.notNull())
      .addColumn('customer_delivered', 'integer', (c) => c.notNull())
      .addColumn('customer_read', 'integer', (c) => c.notNull())
      .addColumn('agent_delivered', 'integer', (c) => c.notNull())
      .addColumn('agent_read', 'integer', (c) => c.notNull())
      .addColumn('rating', 'integer')
      .addColumn('rating_comment', 'text')
      .addColumn('previous_id', 'text')
      .execute();
    // A customer has at most one open conversation, whatever races.
    await db.schema
      .createIndex('one_open_conversation')
      .unique()
      .on('conversations')
      .column('customer_id')
      .where(sql.ref('status'), '<>', sql.lit('closed'))
      .execute();
    await db.schema
      .createIndex('conversations_of_customer')
      .on('conversations')
      .columns(['customer_id', 'created_at'])
      .execute();
    await db.schema.createIndex('conversations_queue').on('conversations').columns(['status', 'created_at']).execute();
    await db.schema
      .createTable('events')
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('log', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor_kind', 'text', (c) => c.notNull())
      .addColumn('actor_id', 'text', (c) => c.notNull())
      .addColumn('actor_name', 'text')
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('payload', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('events_pk', ['conversation_id', 'log', 'seq'])
      .execute();
    // How a resend is known, also when the conversation it first landed in isn't the one it names.
    await db.schema.createIndex('events_once').unique().on('events').columns(['id', 'actor_id']).execute();
    await db.schema
      .createTable('customers')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('context', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('locale', 'text', (c) => c.notNull())
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('pages', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('agents')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull().unique())
      .addColumn('password_hash', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('agent_sessions')
      .addColumn('token_hash', 'text', (c) => c.primaryKey())
      .addColumn('agent_id', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('attachments')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('owner_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text')
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('size', 'bigint', (c) => c.notNull())
      .addColumn('width', 'integer')
      .addColumn('height', 'integer')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('attachments_loose')
      .on('attachments')
      .columns(['conversation_id', 'created_at'])
      .execute();
    await db.schema
      .createTable('settings')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
};

const calls: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('conversations').addColumn('call', 'text').execute();
    // Few run at a time: those that are to be ended are found without a walk over all conversations.
    await db.schema
      .createIndex('conversations_with_call')
      .on('conversations')
      .column('id')
      .where(sql.ref('call'), 'is not', null)
      .execute();
  },
};

const recordings: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('attachments').addColumn('length', 'bigint').execute();
  },
};

const identity: Migration = {
  async up(db: Kysely<unknown>) {
    // Made anew, since a column can't everywhere be told that it may be empty.
    await db.schema.alterTable('customers').renameTo('customers_before').execute();
    await db.schema
      .createTable('customers')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('secret_hash', 'text', (c) => c.unique())
      .addColumn('subject', 'text', (c) => c.unique())
      .addColumn('verified', 'text')
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('context', 'text', (c) => c.notNull())
      .addColumn('topic', 'text', (c) => c.notNull())
      .addColumn('locale', 'text', (c) => c.notNull())
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('pages', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    const columns = sql.join(
      [
        'id',
        'label',
        'secret_hash',
        'name',
        'email',
        'context',
        'topic',
        'locale',
        'device',
        'pages',
        'created_at',
      ].map((name) => sql.ref(name)),
    );
    await sql`insert into customers (${columns}) select ${columns} from customers_before`.execute(db);
    await db.schema.dropTable('customers_before').execute();
  },
};

const signIns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('customers').addColumn('adopted_by', 'text').execute();
  },
};

const roles: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('agents')
      .addColumn('role', 'text', (c) => c.notNull().defaultTo('agent'))
      .execute();
    await db.schema.alterTable('agent_sessions').addColumn('sign_in', 'text').execute();
    await db.schema
      .alterTable('agent_sessions')
      .addColumn('issued_at', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('agent_sessions')
      .addColumn('replaced', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  },
};

const audit: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('who_kind', 'text', (c) => c.notNull())
      .addColumn('who_id', 'text')
      .addColumn('who_name', 'text')
      .addColumn('what', 'text', (c) => c.notNull())
      .addColumn('on_kind', 'text', (c) => c.notNull())
      .addColumn('on_id', 'text')
      .addColumn('on_name', 'text')
      .addColumn('detail', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('agent_links')
      .addColumn('issuer', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('agent_id', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('agent_links_pk', ['issuer', 'subject'])
      // Nobody else at the same provider gets in as this agent, whatever their address has become.
      .addUniqueConstraint('agent_links_once', ['issuer', 'agent_id'])
      .execute();
    await db.schema.createIndex('audit_by_time').on('audit').columns(['at', 'id']).execute();
    // Few events of a conversation are in it: an append of a message costs no more than before.
    await db.schema
      .createIndex('events_done_by_agents')
      .on('events')
      .columns(['at', 'id'])
      .where(DONE_BY_AGENTS)
      .execute();
  },
};

const callSeats: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('call_seats')
      .addColumn('call_id', 'text', (c) => c.notNull())
      .addColumn('side', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('seat', 'text', (c) => c.notNull())
      .addColumn('got', 'text')
      .addColumn('line', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addColumn('away_at', 'bigint')
      .addColumn('replaced', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('call_seats_of_a_call', ['call_id', 'side'])
      .execute();
    await db.schema.createIndex('call_seats_by_line').on('call_seats').column('line').execute();
  },
};

const erase: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('customers').addColumn('erased', 'text').execute();
    // What is left to be done, and what may be forgotten, is found without a walk over all customers.
    await db.schema
      .createIndex('customers_erased')
      .on('customers')
      .columns(['erased', 'created_at'])
      .where(sql.ref('erased'), 'is not', null)
      .execute();
    await db.schema.createIndex('attachments_of_owner').on('attachments').column('owner_id').execute();
  },
};

const leases: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('holder', 'text', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .addColumn('wanted', 'integer', (c) => c.notNull())
      .execute();
  },
};

const removedAgents: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('agents').addColumn('removed_at', 'bigint').execute();
  },
};

/**
 * Nodes of the version before go on, and start, beside the tables of this one: a migration adds columns that may be empty,
 * tables and indexes. What nobody needs any more is removed one version later.
 */
export const migrations: Record<string, Migration> = {
  '2026-11-22-chat': first,
  '2026-11-23-calls': calls,
  '2026-11-24-recordings': recordings,
  '2026-11-28-identity': identity,
  '2026-11-28-sign-ins': signIns,
  '2026-11-29-roles': roles,
  '2026-11-29-seats': callSeats,
  '2026-11-30-audit': audit,
  // Later than the migration that makes the table of customers anew.
  '2026-11-30-erase': erase,
  '2026-11-30-leases': leases,
  '2026-11-30-removed-agents': removedAgents,
};
