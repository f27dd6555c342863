/** What customers and agents ask alike, once it is settled who may see the conversation. */
import type { ConversationState } from '../protocol/conversation.ts';
import type { Actor, ConversationEvent } from '../protocol/events.ts';
import { PAGE_EVENTS, TAIL_EVENTS } from '../protocol/limits.ts';
import type { HistoryPage, Synced } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import type { MarkRequest } from '../protocol/schemas.ts';
import type { Desk } from './desk.ts';
import { refusal } from './request.ts';

/** The state first, then the events: what is appended in between only means that the client folds a little more. */
export async function catchUp(
  { store }: Desk,
  state: ConversationState,
  after: number | null,
): Promise<Pick<Synced, 'state' | 'events' | 'more'>> {
  if (after === null) {
    return { state, events: await store.eventsBefore(state.id, 'main', state.head + 1, TAIL_EVENTS), more: false };
  }
  const events = await store.eventsAfter(state.id, 'main', after, PAGE_EVENTS);
  return { state, events, more: (events.at(-1)?.seq ?? after) < state.head };
}

/** Notes are few: all of them after the cursor, page by page. */
export async function notesAfter({ store }: Desk, conversation: string, after: number): Promise<ConversationEvent[]> {
  const notes: ConversationEvent[] = [];
  for (;;) {
    const page = await store.eventsAfter(conversation, 'notes', notes.at(-1)?.seq ?? after, PAGE_EVENTS);
    notes.push(...page);
    if (page.length < PAGE_EVENTS) return notes;
  }
}

export async function readBack({ store }: Desk, conversation: string, before: number): Promise<Result<HistoryPage>> {
  const events = await store.eventsBefore(conversation, 'main', before, PAGE_EVENTS);
  return { ok: true, events, more: (events[0]?.seq ?? 1) > 1 };
}

export async function moveMark(desk: Desk, actor: Actor, mark: MarkRequest): Promise<Result> {
  const outcome = await desk.submit({ kind: 'mark', actor, mark }, null);
  return outcome.ok ? { ok: true } : outcome;
}

/** `member` says whether this person may see the file's conversation. */
export async function fileAddress(
  { store, fileUrl }: Desk,
  id: string,
  person: string,
  member: (conversation: string) => Promise<boolean>,
): Promise<Result<{ url: string; expires: number }>> {
  const record = await store.attachment(id);
  if (!record) return refusal('not_found');
  const mine = record.owner === person || (record.conversation !== null && (await member(record.conversation)));
  return mine ? { ok: true, ...fileUrl(record) } : refusal('not_found');
}
