/**
 * The one way into a conversation's log: commands in order, in one transaction, each judged by the rules against the
 * state as the commands before it left it. Many commands cost few queries, which is what makes group commit pay.
 */
import type { Kysely, Transaction } from 'kysely';
import { applyEvent, applyMark, type ConversationState, emptyConversation } from '../protocol/conversation.ts';
import { type Actor, type ConversationEvent, type EventBody, isSaid, logOf, type Time } from '../protocol/events.ts';
import type { Reason } from '../protocol/reasons.ts';
import { type Writers, withClaims } from './claims.ts';
import { eventOf, eventRowOf, rowOf, stateOf } from './rows.ts';
import type { Database } from './schema.ts';
import type { Adoption, AskedBody, Command, Decide, Outcome } from './store.ts';

type AppendCommand = Extract<Command, { kind: 'append' }>;

/** What a batch works on: read once at the start, written once at the end. */
class Batch {
  readonly states = new Map<string, { state: ConversationState; lastMessage: number; changed: boolean }>();
  /** The open conversation of each customer that needed looking up. */
  readonly open = new Map<string, string>();
  readonly stored = new Map<string, ConversationEvent>();
  readonly fresh: ConversationEvent[] = [];
  readonly adopted: (Adoption & { conversation: string })[] = [];
  /**
   * Customers who say nothing any more, and what they are told: visitors who have signed in, before or in this batch, who are
   * about to know; and erased ones, whose line has not heard of it yet.
   */
  readonly silent = new Map<string, Extract<Reason, 'unavailable' | 'not_signed_in'>>();
  readonly at: Time;

  constructor(at: Time) {
    this.at = at;
  }

  begin(id: string, customer: string, previous: string | null): ConversationState {
    const state = emptyConversation(id, customer, this.at, previous);
    this.states.set(id, { state, lastMessage: 0, changed: true });
    this.open.set(customer, id);
    return state;
  }

  /** Into the state as it is after everything that was added before. */
  add(before: ConversationState, actor: Actor, id: string, body: EventBody): ConversationEvent {
    const state = this.state(before.id) ?? before;
    const log = logOf(body.type);
    const seq = (log === 'main' ? state.head : state.notesHead) + 1;
    const event: ConversationEvent = {
      conversation: state.id,
      log,
      seq,
      id,
      at: this.at,
      actor,
      ...body,
    };
    this.put(applyEvent(state, event), isSaid(body.type) ? seq : null);
    this.stored.set(onceKey(actor.id, id), event);
    this.fresh.push(event);
    return event;
  }

  put(state: ConversationState, lastMessage: number | null): void {
    const held = this.states.get(state.id);
    this.states.set(state.id, { state, lastMessage: lastMessage ?? held?.lastMessage ?? 0, changed: true });
    if (state.status.kind === 'closed' && this.open.get(state.customer) === state.id) this.open.delete(state.customer);
  }

  state(id: string): ConversationState | null {
    return this.states.get(id)?.state ?? null;
  }
}

const onceKey = (actor: string, id: string) => `${actor}\n${id}`;

export async function commitBatch(
  db: Kysely<Database>,
  commands: readonly (Command | Adoption)[],
  decide: Decide,
  at: Time,
  newId: () => string,
  writers: Writers,
): Promise<Outcome[]> {
  const run = async (tx: Transaction<Database>, claimed: (conversations: string[], customers: string[]) => void) => {
    const { batch, homeless } = await load(tx, commands, at);
    claimed([...batch.states.keys()], homeless);
    const outcomes = commands.map((command) => {
      if (command.kind === 'adopt') return adopt(batch, command);
      return command.kind === 'mark' ? mark(batch, command, decide) : append(batch, command, decide, newId);
    });
    await save(tx, batch);
    return outcomes;
  };
  return writers === 'many' ? withClaims(db, commands, run) : db.transaction().execute((tx) => run(tx, () => {}));
}

function mark(batch: Batch, command: Extract<Command, { kind: 'mark' }>, decide: Decide): Outcome {
  const state = batch.state(command.mark.conversation);
  const decision = decide(state, command, batch.at);
  if (decision.kind === 'refuse') return { ok: false, reason: decision.reason };
  if (!state || command.actor.kind === 'system') return { ok: false, reason: 'not_found' };
  const next = applyMark(state, command.actor.kind, {
    ...(command.mark.delivered === undefined ? {} : { delivered: command.mark.delivered }),
    ...(command.mark.read === undefined ? {} : { read: command.mark.read }),
  });
  if (next !== state) batch.put(next, null);
  return { ok: true, state: next, event: null, fresh: [], marked: next !== state, before: state.status };
}

function append(batch: Batch, command: AppendCommand, decide: Decide, newId: () => string): Outcome {
  const before = batch.stored.get(onceKey(command.actor.id, command.id));
  if (before) return resend(batch, command, before);
  const customer = command.actor.id;
  // What they begin now nobody could open any more. If they have become another customer, the same word comes once more from that one.
  const silenced = batch.silent.get(customer);
  if (silenced) return { ok: false, reason: silenced };
  const openId = batch.open.get(customer);
  const named =
    command.conversation === null ? (openId ? batch.state(openId) : null) : batch.state(command.conversation);
  let decision = decide(named, command, batch.at);
  if (decision.kind === 'refuse') return { ok: false, reason: decision.reason };
  let state = named;
  let begun = false;
  if (decision.kind === 'elsewhere') {
    state = openId ? batch.state(openId) : null;
    if (state) {
      decision = decide(state, command, batch.at);
      if (decision.kind === 'refuse') return { ok: false, reason: decision.reason };
    } else {
      state = batch.begin(newId(), customer, named?.id ?? null);
      begun = true;
    }
  }
  if (!state) return { ok: false, reason: 'not_found' };
  // Its id follows from the event's, so that a resend of the whole is still one.
  const noteId = `${command.id}-note`;
  if (command.note && batch.stored.has(onceKey(customer, noteId))) return { ok: false, reason: 'conflict' };
  const { body = whole(command.body), first = [] } = decision.kind === 'accept' ? decision : {};
  if (!body) return { ok: false, reason: 'invalid' };
  const fresh: ConversationEvent[] = [];
  for (const before of first) fresh.push(batch.add(state, { kind: 'system', id: 'system' }, newId(), before));
  const event = batch.add(state, command.actor, command.id, body);
  fresh.push(event);
  if (command.note) {
    fresh.push(batch.add(state, command.actor, noteId, { type: 'note', payload: { text: command.note } }));
  }
  const after = batch.state(state.id) ?? state;
  return { ok: true, state: after, event, fresh, marked: false, before: begun ? null : state.status };
}

/** Nothing is closed by it: where both have an open conversation, whoever asked has to close one of them first. */
function adopt(batch: Batch, adoption: Adoption): Outcome {
  const { visitor, customer } = adoption;
  if ([visitor, customer].some((id) => batch.silent.get(id) === 'not_signed_in'))
    return { ok: false, reason: 'not_found' };
  const id = batch.open.get(visitor);
  const before = id ? batch.state(id) : null;
  if (!before) return { ok: false, reason: 'not_found' };
  if (batch.open.has(customer)) return { ok: false, reason: 'conflict' };
  const state = { ...before, customer };
  batch.open.delete(visitor);
  batch.open.set(customer, state.id);
  batch.put(state, null);
  batch.adopted.push({ ...adoption, conversation: state.id });
  batch.silent.set(visitor, 'unavailable');
  return { ok: true, state, event: null, fresh: [], marked: false, before: state.status };
}

/** Null for what only the rules can complete. */
function whole(body: AskedBody): EventBody | null {
  switch (body.type) {
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
    case 'recording_refused':
    case 'recording_started':
    case 'recording_stopped':
      return null;
    default:
      return body;
  }
}

function isSame(before: EventBody, { type, payload }: AskedBody): boolean {
  if (before.type !== type) return false;
  // The rest of the payload was added by the rules.
  if ('call' in before.payload && 'call' in payload) return before.payload.call === payload.call;
  if ('recording' in before.payload && 'recording' in payload) return before.payload.recording === payload.recording;
  return JSON.stringify(before.payload) === JSON.stringify(payload);
}

/** The same once more: answered as before. The same id for something else: refused. */
function resend(batch: Batch, command: AppendCommand, before: ConversationEvent): Outcome {
  const same = isSame(before, command.body);
  const state = batch.state(before.conversation);
  if (!same || !state) return { ok: false, reason: 'conflict' };
  return { ok: true, state, event: before, fresh: [], marked: false, before: state.status };
}

/** Conversations and events that the commands name. */
function namedBy(commands: readonly (Command | Adoption)[]): { conversations: Set<string>; eventIds: string[] } {
  const conversations = new Set<string>();
  const eventIds: string[] = [];
  for (const command of commands) {
    if (command.kind === 'adopt') continue;
    const named = command.kind === 'mark' ? command.mark.conversation : command.conversation;
    if (named !== null) conversations.add(named);
    if (command.kind === 'append') eventIds.push(command.id, ...(command.note ? [`${command.id}-note`] : []));
  }
  return { conversations, eventIds };
}

/** `homeless`: customers whose words may begin a conversation. */
async function load(
  tx: Transaction<Database>,
  commands: readonly (Command | Adoption)[],
  at: Time,
): Promise<{ batch: Batch; homeless: string[] }> {
  const batch = new Batch(at);
  const { conversations, eventIds } = namedBy(commands);
  if (eventIds.length > 0) {
    const rows = await tx.selectFrom('events').selectAll().where('id', 'in', eventIds).execute();
    for (const row of rows) {
      batch.stored.set(onceKey(row.actor_id, row.id), eventOf(row));
      conversations.add(row.conversation_id);
    }
  }
  if (conversations.size > 0) {
    const rows = await tx
      .selectFrom('conversations')
      .selectAll()
      .where('id', 'in', [...conversations])
      .execute();
    for (const row of rows) {
      batch.states.set(row.id, { state: stateOf(row), lastMessage: row.last_message, changed: false });
      if (row.status !== 'closed') batch.open.set(row.customer_id, row.id);
    }
  }
  const homeless = customersWithoutOpen(batch, commands);
  if (homeless.length > 0) {
    // Whoever has something open has not been handed over: it is what would have been. And it is erased with the rest.
    const rows = await tx
      .selectFrom('customers')
      .select(['id', 'erased'])
      .where('id', 'in', homeless)
      .where((is) => is.or([is('adopted_by', 'is not', null), is('erased', 'is not', null)]))
      .execute();
    for (const { id, erased } of rows) batch.silent.set(id, erased === null ? 'unavailable' : 'not_signed_in');
  }
  if (homeless.length > 0) {
    const rows = await tx
      .selectFrom('conversations')
      .selectAll()
      .where('customer_id', 'in', homeless)
      .where('status', '<>', 'closed')
      .execute();
    for (const row of rows) {
      if (batch.states.has(row.id)) continue;
      batch.states.set(row.id, { state: stateOf(row), lastMessage: row.last_message, changed: false });
      batch.open.set(row.customer_id, row.id);
    }
  }
  return { batch, homeless };
}

/** Customers whose words may need another conversation than the one that they named. */
function customersWithoutOpen(batch: Batch, commands: readonly (Command | Adoption)[]): string[] {
  const found = new Set<string>();
  for (const command of commands) {
    if (command.kind === 'adopt') {
      found.add(command.visitor).add(command.customer);
    } else if (command.kind === 'append' && command.actor.kind === 'customer' && !batch.open.has(command.actor.id)) {
      found.add(command.actor.id);
    }
  }
  return [...found];
}

async function save(tx: Transaction<Database>, batch: Batch): Promise<void> {
  if (batch.fresh.length > 0) {
    await tx.insertInto('events').values(batch.fresh.map(eventRowOf)).execute();
    for (const event of batch.fresh) {
      if (event.type !== 'attachment' && event.type !== 'recording_shared') continue;
      await tx
        .updateTable('attachments')
        .set({ conversation_id: event.conversation })
        .where('id', '=', event.payload.id)
        .where('conversation_id', 'is', null)
        .execute();
    }
  }
  const rows = [...batch.states.values()]
    .filter((held) => held.changed)
    .map((held) => rowOf(held.state, held.lastMessage))
    // What is closed makes room for what its customer has open instead.
    .sort((a, b) => Number(b.status === 'closed') - Number(a.status === 'closed'));
  if (rows.length === 0) return;
  await tx
    .insertInto('conversations')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        customer_id: eb.ref('excluded.customer_id'),
        status: eb.ref('excluded.status'),
        status_at: eb.ref('excluded.status_at'),
        agent_id: eb.ref('excluded.agent_id'),
        agent_name: eb.ref('excluded.agent_name'),
        closed_by: eb.ref('excluded.closed_by'),
        last_at: eb.ref('excluded.last_at'),
        head: eb.ref('excluded.head'),
        notes_head: eb.ref('excluded.notes_head'),
        last_message: eb.ref('excluded.last_message'),
        customer_delivered: eb.ref('excluded.customer_delivered'),
        customer_read: eb.ref('excluded.customer_read'),
        agent_delivered: eb.ref('excluded.agent_delivered'),
        agent_read: eb.ref('excluded.agent_read'),
        rating: eb.ref('excluded.rating'),
        rating_comment: eb.ref('excluded.rating_comment'),
        call: eb.ref('excluded.call'),
      })),
    )
    .execute();
  for (const adoption of batch.adopted) await handOver(tx, adoption);
}

/** What the visitor said and sent there is the customer's, so that a word that comes once more is known; all else stays. */
async function handOver(
  tx: Transaction<Database>,
  { visitor, customer, conversation }: Adoption & { conversation: string },
): Promise<void> {
  await tx
    .updateTable('events')
    .set({ actor_id: customer })
    .where('conversation_id', '=', conversation)
    .where('actor_id', '=', visitor)
    .execute();
  await tx
    .updateTable('attachments')
    .set({ owner_id: customer })
    .where('owner_id', '=', visitor)
    .where((eb) => eb.or([eb('conversation_id', '=', conversation), eb('conversation_id', 'is', null)]))
    .execute();
  await tx.updateTable('customers').set({ adopted_by: customer }).where('id', '=', visitor).execute();
}
