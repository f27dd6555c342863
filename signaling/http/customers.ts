/** What a supervisor does with all of a person: takes it along, or erases it. And a conversation as text, for whoever had it. */
import { Hono } from 'hono';
import { logOfConversation, personExport } from '../conversations/person-export.ts';
import { nameOf, transcript } from '../conversations/transcript.ts';
import { byAgent, entry } from '../identity/audit.ts';
import type { AuditDeed, AuditOn } from '../protocol/audit.ts';
import type { ConversationState } from '../protocol/conversation.ts';
import { type ErasedPerson, OUT_OF_REACH } from '../protocol/http.ts';
import type { AgentSession } from '../store/store.ts';
import { type HttpDeps, nothingHere } from './context.ts';
import type { Asked } from './guard.ts';

export function customerRoutes({ desk, erasure, files, recordings }: HttpDeps): Hono<Asked> {
  const { store, log } = desk;
  const entryOf = ({ agent }: AgentSession, deed: AuditDeed) => entry(desk, byAgent(agent), deed);
  const about = (kind: AuditOn['kind'], id: string): AuditOn => ({ kind, id, name: null });

  const app = new Hono<Asked>();

  app.get('/customers/:id/export', async (context) => {
    const customer = context.req.param('id');
    const asker = context.get('asker');
    if (asker.kind !== 'agent') return nothingHere(context);
    const read: Parameters<typeof personExport>[0]['read'] = (file) =>
      (file.length === undefined ? files : recordings).read(file.id);
    const zip = await personExport({ store, read }, customer);
    if (!zip) return nothingHere(context);
    await store.note(entryOf(asker.session, { what: 'exported', on: about('customer', customer), detail: {} }));
    log.info({ customer, by: asker.id }, 'a person was exported');
    return context.body(zip, 200, download('application/zip', `customer-${customer}.zip`));
  });

  app.delete('/customers/:id', async (context) => {
    const customer = context.req.param('id');
    const asker = context.get('asker');
    if (asker.kind !== 'agent') return nothingHere(context);
    const deed = { what: 'erased', on: about('customer', customer), detail: {} } as const;
    const erased = await erasure.person(customer, entryOf(asker.session, deed));
    if (!erased) return nothingHere(context);
    log.info({ customer, by: asker.id, ...erased }, 'a person was erased');
    return context.json<ErasedPerson>({ ...erased, outOfReach: OUT_OF_REACH });
  });

  app.get('/conversations/:id/transcript', async (context) => {
    const asker = context.get('asker');
    const state = await store.conversation(context.req.param('id'));
    const customer = state && (await store.customer(state.customer));
    if (!customer || asker.kind !== 'agent') return nothingHere(context);
    const isTheirs = agentOf(state) === asker.id || asker.session.agent.role === 'supervisor';
    if (!isTheirs) return nothingHere(context);
    await store.note(entryOf(asker.session, { what: 'transcript', on: about('conversation', state.id), detail: {} }));
    log.info({ conversation: state.id, by: asker.id }, 'a transcript was made');
    const text = transcript(state, await logOfConversation(store, state.id, 'main'), nameOf(customer));
    return context.body(text, 200, download('text/plain; charset=utf-8', `conversation-${state.id}.txt`));
  });

  return app;
}

/** Who has it, or had it when it was closed. */
const agentOf = ({ status }: ConversationState): string | null =>
  status.kind === 'queued' ? null : (status.agent?.id ?? null);

const download = (type: string, name: string) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'no-store',
});
