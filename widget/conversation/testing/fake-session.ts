/** A customer's session for tests: shows what it is told, and remembers what it was asked for. */
import type { Result } from '../../../signaling/protocol/reasons.ts';
import type { Contact } from '../../../signaling/protocol/schemas.ts';
import type { ConversationView, CustomerSession, CustomerState } from '../../session/types.ts';
import { FakeConversation, FakeStore } from './fake-conversation.ts';

type Asked = keyof CustomerSession;

export class FakeSession extends FakeStore<CustomerState> implements CustomerSession {
  readonly current: FakeConversation;
  readonly asked: Asked[] = [];
  readonly old = new FakeConversation();

  constructor(state: Partial<CustomerState> = {}, view: Partial<ConversationView> = {}) {
    super({
      connection: { kind: 'online' },
      agents: 'online',
      position: null,
      contact: { name: '', email: '' },
      contactAsked: false,
      history: { kind: 'unknown' },
      unread: 0,
      muted: false,
      ...state,
    });
    this.current = new FakeConversation(view);
  }

  connect(): void {
    this.asked.push('connect');
  }

  open(): void {
    this.asked.push('open');
  }

  startNew(): void {
    this.asked.push('startNew');
    this.current.set({ phase: { kind: 'empty' }, state: null, events: [] });
  }

  loadHistory(): void {
    this.asked.push('loadHistory');
  }

  openOld(): FakeConversation {
    this.asked.push('openOld');
    return this.old;
  }

  async setContact(contact: Contact): Promise<Result> {
    this.asked.push('setContact');
    this.set({ contact, contactAsked: true });
    return { ok: true };
  }

  dismissContact(): void {
    this.asked.push('dismissContact');
    this.set({ contactAsked: true });
  }

  setMuted(muted: boolean): void {
    this.set({ muted });
  }

  renew(): void {}

  async logout(): Promise<void> {
    this.asked.push('logout');
  }

  dispose(): void {
    this.asked.push('dispose');
  }
}
