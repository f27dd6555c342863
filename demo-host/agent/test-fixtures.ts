/** People and conversations for tests: an agent's evening at a rental company. */
import { applyEvent, type ConversationState, emptyConversation } from '../../signaling/protocol/conversation.ts';
import type { Actor, ConversationEvent, EventBody } from '../../signaling/protocol/events.ts';
import type { CustomerCard, InboxLine } from '../../signaling/protocol/realtime.ts';
import type { AgentState, ConversationView } from '../../widget/session/types.ts';

/** Sunday 22 November 2026, 14:05 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 14, 5);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

export const ME = { id: 'agent-amelie', name: 'Amélie Roux' };
export const JULES = { id: 'agent-jules', name: 'Jules Martin' };
const me: Actor = { kind: 'agent', ...ME };
const customer: Actor = { kind: 'customer', id: 'customer' };

type Said = { by: Actor; ago: number } & EventBody;

/** A log out of what was said, oldest first; `ago` in milliseconds before now. */
export function log(conversation: string, said: readonly Said[]): ConversationEvent[] {
  let notes = 0;
  let main = 0;
  return said.map(({ by, ago, ...body }) => {
    const isNote = body.type === 'note';
    const seq = isNote ? ++notes : ++main;
    const id = `${conversation}-${isNote ? 'note' : 'event'}-${seq}`;
    return { conversation, log: isNote ? 'notes' : 'main', seq, id, at: NOW - ago, actor: by, ...body };
  });
}

export const says = (by: 'customer' | 'me', text: string, ago: number): Said => ({
  by: by === 'me' ? me : customer,
  ago,
  type: 'message',
  payload: { text },
});
export const taken = (agent: { id: string; name: string }, ago: number): Said => ({
  by: { kind: 'agent', ...agent },
  ago,
  type: 'assigned',
  payload: { agent },
});
export const closed = (ago: number): Said => ({ by: me, ago, type: 'closed', payload: { by: 'agent' } });
const noted = (text: string, ago: number): Said => ({ by: me, ago, type: 'note', payload: { text } });

export function stateOf(id: string, events: readonly ConversationEvent[]): ConversationState {
  const start = emptyConversation(id, 'customer', events[0]?.at ?? NOW, null);
  const state = events.reduce(applyEvent, start);
  return {
    ...state,
    marks: { customer: { delivered: state.head, read: state.head }, agent: { delivered: 0, read: 0 } },
  };
}

export function card(name: string, more: Partial<CustomerCard> = {}): CustomerCard {
  return {
    id: `customer-${name}`,
    label: '8241',
    verified: null,
    unverified: { name, email: '', context: {} },
    topic: '',
    locale: '',
    device: '',
    pages: [],
    online: true,
    since: NOW - DAY,
    ...more,
  };
}

export function line(id: string, name: string, said: readonly Said[], unread = 0): InboxLine {
  const events = log(id, said);
  const last = events.findLast((event) => event.type === 'message') ?? null;
  return { state: stateOf(id, events), last, customer: card(name), unread };
}

export function view(events: readonly ConversationEvent[], id = 'c'): ConversationView {
  const main = events.filter((event) => event.log === 'main');
  return {
    side: 'agent',
    phase: { kind: 'ready' },
    state: stateOf(id, main),
    events: main,
    notes: events.filter((event) => event.log === 'notes'),
    earlier: 'none',
    pending: [],
    uploads: [],
    typing: null,
    draft: '',
    noteDraft: '',
    readWhenOpened: main.length,
    unread: 0,
  };
}

export const MARTA = 'conversation-marta';
export const VISITOR = 'conversation-visitor';
export const PAOLO = 'conversation-paolo';
export const JOHN = 'conversation-john';
export const OLD = 'conversation-old';

export const martaSaid: readonly Said[] = [
  says('customer', 'Hello, I’m at Lyon airport and the desk is closed. My flight was late.', 3 * MINUTE),
  taken(ME, 2 * MINUTE + 20 * SECOND),
  says('me', 'Hello Marta, sorry about that! I see booking YW-48213, a compact until Friday.', 2 * MINUTE),
  says('me', 'The night desk is in hall 1, level 0. Ring the bell beside the key box.', 2 * MINUTE - 5 * SECOND),
  noted('deposit 900 €, card refused twice. Ask Jules before releasing.', MINUTE),
  says('customer', 'Found it, thank you! Can you look at the deposit with me?', 20 * SECOND),
];

export const oldSaid: readonly Said[] = [
  says('customer', 'Can I give the car back in Nice instead?', 50 * DAY),
  taken(ME, 50 * DAY - MINUTE),
  says('me', 'Of course, it is changed.', 50 * DAY - 2 * MINUTE),
  closed(50 * DAY - 3 * MINUTE),
];

export const queue: readonly InboxLine[] = [
  line(VISITOR, '', [says('customer', 'Hertz told me you match prices?', 4 * MINUTE + 12 * SECOND)]),
  line(PAOLO, 'Paolo Ricci', [says('customer', 'Tyre warning light, A1 near Bologna. What do I do now?', 72 * SECOND)]),
  line('conversation-ines', 'Inês Duarte', [says('customer', 'Is the child seat in the car already?', 18 * SECOND)]),
];

export const mine: readonly InboxLine[] = [
  line(MARTA, 'Marta Nowak', martaSaid, 2),
  line(JOHN, 'John Whitaker', [taken(ME, 9 * MINUTE), says('customer', 'Is the Fiat 500 automatic?', 2 * MINUTE)]),
  line('conversation-lea', 'Léa Dubois', [
    says('customer', 'Pourrais-je rendre la voiture à Nice ?', 20 * MINUTE),
    taken(ME, 15 * MINUTE),
    says('me', 'I have changed the return to Nice, the new price is in your mail.', 9 * MINUTE),
  ]),
];

const martaCard: CustomerCard = card('Marta N.', {
  verified: {
    name: 'Marta Nowak',
    email: 'marta.nowak@example.com',
    context: { booking: 'YW-48213', vehicle: 'CDMR · Peugeot 308', pickUp: 'Lyon LYS, today 13:30' },
  },
  unverified: {
    name: 'Marta N.',
    email: '',
    context: { return: 'Nice NCE, Fri 27 Nov, 18:00', deskOpenUntil: '23:00' },
  },
  topic: 'booking',
  locale: 'pl',
  device:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  pages: [
    { url: 'https://rental.example/', title: 'Search', at: NOW - 9 * MINUTE },
    { url: 'https://rental.example/offer', title: 'Peugeot 308 in Lyon', at: NOW - 6 * MINUTE },
    { url: 'https://rental.example/booking', title: 'My booking · Your Car Your Way', at: NOW - 3 * MINUTE },
  ],
  since: NOW - 900 * DAY,
});

/** A busy desk, with Marta open. */
export function busy(change: Partial<AgentState> = {}): AgentState {
  const old = log(OLD, oldSaid);
  return {
    connection: { kind: 'online' },
    inbox: { kind: 'ready', me: { ...ME, email: 'amelie@example.com', status: 'online' } },
    queue,
    mine,
    colleagues: [
      { ...ME, presence: 'online' },
      { ...JULES, presence: 'online' },
      { id: 'agent-sofia', name: 'Sofia Lindqvist', presence: 'away' },
      { id: 'agent-tom', name: 'Tom Baker', presence: 'offline' },
    ],
    selected: MARTA,
    card: {
      kind: 'ready',
      card: martaCard,
      earlier: [{ state: { ...stateOf(OLD, old), rating: { score: 5, comment: '' } }, last: old[2] ?? null }],
    },
    arrival: null,
    muted: false,
    ...change,
  };
}
