/** A session without a service: what it shows is set by the test, what is asked of it is written down. */
import type { ConversationEvent } from '../../signaling/protocol/events.ts';
import type { Appended } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import { FakeCalls } from '../../widget/conversation/testing/fake-conversation.ts';
import { recordingLine } from '../../widget/session/recording-line.ts';
import type { AgentSession, AgentState, ConversationStore, ConversationView } from '../../widget/session/types.ts';
import { Value } from '../../widget/session/value.ts';
import { view } from './test-fixtures.ts';

export class FakeConversation extends Value<ConversationView> implements ConversationStore {
  closeAnswer: Result<Appended> = { ok: false, reason: 'unavailable' };
  readonly sent: string[] = [];
  readonly calls = new FakeCalls();
  readonly recordings = recordingLine(async () => ({ ok: false, reason: 'unavailable' }));
  readonly sharing = {
    isOnline: true,
    owner: () => 'agent',
    prepare: async () => ({ ok: true }) as const,
    conversation: () => null,
    announce: () => {},
  };

  send(text: string): string {
    this.sent.push(text);
    this.update({ draft: '' });
    return 'sent';
  }
  note(text: string): string {
    return this.send(text);
  }
  retry(): void {}
  discard(): void {}
  attach(): { ok: false; reason: 'file_type' } {
    return { ok: false, reason: 'file_type' };
  }
  cancelUpload(): void {}
  setDraft(draft: string): void {
    this.update({ draft });
  }
  setNoteDraft(noteDraft: string): void {
    this.update({ noteDraft });
  }
  async loadEarlier(): Promise<void> {}
  markRead(): void {}
  async close(): Promise<Result<Appended>> {
    return this.closeAnswer;
  }
  async rate(): Promise<Result<Appended>> {
    return { ok: false, reason: 'invalid' };
  }
  async attachmentUrl(): Promise<string | null> {
    return null;
  }
  retryLoading(): void {}
}

/** What a request was answered, when it was taken. */
export function done(event: ConversationEvent): Result<Appended> {
  const { conversation, log, seq, at } = event;
  return { ok: true, conversation, log, seq, at, event };
}

export class FakeSession extends Value<AgentState> implements AgentSession {
  /** Everything that was asked, in order: `['take', 'c1']`. */
  readonly asked: string[][] = [];
  /** What the next request gets. */
  answer: Result<Appended> = { ok: false, reason: 'unavailable' };
  readonly conversations = new Map<string, FakeConversation>();
  disposed = false;

  connect(): void {
    this.asked.push(['connect']);
  }
  select(conversation: string | null): void {
    this.asked.push(['select', conversation ?? '']);
    this.update({ selected: conversation });
  }
  conversation(id: string): FakeConversation {
    const known = this.conversations.get(id) ?? new FakeConversation(view([]));
    this.conversations.set(id, known);
    return known;
  }
  async take(conversation: string): Promise<Result<Appended>> {
    this.asked.push(['take', conversation]);
    return this.answer;
  }
  async transfer(conversation: string, agent: string, note: string): Promise<Result<Appended>> {
    this.asked.push(['transfer', conversation, agent, note]);
    return this.answer;
  }
  async giveBack(conversation: string, note: string): Promise<Result<Appended>> {
    this.asked.push(['giveBack', conversation, note]);
    return this.answer;
  }
  async setStatus(status: 'online' | 'away'): Promise<Result> {
    this.asked.push(['setStatus', status]);
    const { inbox } = this.getState();
    if (inbox.kind === 'ready') this.update({ inbox: { kind: 'ready', me: { ...inbox.me, status } } });
    return { ok: true };
  }
  setMuted(muted: boolean): void {
    this.update({ muted });
  }
  dispose(): void {
    this.disposed = true;
  }
}
