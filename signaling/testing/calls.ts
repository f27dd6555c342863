/** For tests of calls: a conversation that an agent has, and what the two do with a call in it. */
import { randomUUID } from 'node:crypto';
import type { CallMedia, ConversationEvent, EventType } from '../protocol/events.ts';
import type { Joined } from '../protocol/realtime.ts';
import type { Got } from '../protocol/schemas.ts';
import { type Client, type TestService, words } from './service.ts';

export const take = { type: 'assigned', payload: {} } as const;
export const close = { type: 'closed', payload: {} } as const;
const asked = (media: CallMedia) => ({ type: 'call_asked', payload: { media } }) as const;
export const started = (call: string) => ({ type: 'call_started', payload: { call } }) as const;
export const declined = (call: string) => ({ type: 'call_declined', payload: { call } }) as const;
export const takenBack = (call: string) => ({ type: 'call_missed', payload: { call } }) as const;
export const ended = (call: string) => ({ type: 'call_ended', payload: { call } }) as const;

/** A customer and the agent who has their conversation. */
export async function talking(test: TestService) {
  const [marta, amelie] = await Promise.all([test.visitor(), test.agent('Amélie')]);
  const { conversation } = await marta.append(words('Hello'));
  await amelie.append(take, conversation);
  return { marta, amelie, conversation };
}

/** Asks for a call; its id, or the reason why not. */
export async function ring(who: Client, conversation: string | null, media: CallMedia = 'video'): Promise<string> {
  const answer = await who.append(asked(media), conversation);
  return answer.ok ? answer.event.id : (answer.reason ?? '');
}

/** The two in a running call that the customer asked for, each with a seat. */
export async function calling(test: TestService) {
  const two = await talking(test);
  const { marta, amelie, conversation } = two;
  const call = await ring(marta, conversation);
  const [hers, amelies] = [randomUUID(), randomUUID()];
  await join(marta, { conversation, call, seat: hers });
  await join(amelie, { conversation, call, seat: amelies });
  await amelie.append(started(call), conversation);
  return { ...two, call, seats: { marta: hers, amelie: amelies }, place: { conversation, call } };
}

interface Seat {
  conversation: string;
  call: string;
  seat: string;
  got?: Got | null;
}

/** An offer from one seat to the other, as the page sends it. */
export const offer = (place: { conversation: string; call: string }, from: string, to: string, seq = 1) => ({
  ...place,
  from,
  to,
  epoch: 1,
  seq,
  sdp: 'v=0',
});

export const join = (who: Client, { got = null, ...seat }: Seat) => who.ask<Joined>('call-join', { ...seat, got });

/** The next event of this type that is pushed. */
export async function pushed<T extends EventType>(who: Client, type: T) {
  const fits = (event: ConversationEvent) => event.type === type;
  const push = await who.next<{ events: ConversationEvent[] }>('events', ({ events }) => events.some(fits));
  return push.events.find(fits) as Extract<ConversationEvent, { type: T }>;
}

/** The types of what stands in the log, and the payload of the last. */
export async function logged(test: TestService, conversation: string) {
  const events = await test.store.eventsAfter(conversation, 'main', 0, 100);
  return { types: events.map((event) => event.type), last: events.at(-1)?.payload };
}
