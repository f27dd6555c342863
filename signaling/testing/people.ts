/** For tests of who may do what: everybody who can ask, around one conversation in which a call runs and a file lies. */
import { randomUUID } from 'node:crypto';
import { type Access, granted, type Person } from '../identity/access.ts';
import type { Attachment } from '../protocol/events.ts';
import { join, ring, started, take } from './calls.ts';
import { type Client, type TestService, words } from './service.ts';
import { signToken } from './tokens.ts';

/** Of whom the table of access says something, and what they send along over HTTP. */
export interface Somebody {
  name: string;
  person: Person;
  /** Null: an agent has none on the customers' side, and the other way round. */
  line: Client;
  headers: Record<string, string>;
}

export const SITE_SECRET = 'the-site-and-the-service-know-this-one';
/** Stands in the conversation; nobody else may ever be told it. */
export const SECRET_WORD = 'Zanzibar';

const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });

/**
 * `customer` and `agent` have the conversation. The others: somebody without an identity, a visitor who never wrote, a customer
 * with a conversation of their own, an agent and a supervisor who don't have this one.
 */
export async function people(test: TestService) {
  const token = signToken(SITE_SECRET, { sub: randomUUID() }, { now: test.clock.now });
  const [marta, nobody, stranger, paolo, amelie, jules, sofia] = await Promise.all([
    test.signedIn(token),
    test.customer(),
    test.visitor(),
    test.visitor(),
    test.agent('Amélie'),
    test.agent('Jules'),
    test.agent('Sofia', 'supervisor'),
  ]);
  const { conversation } = await marta.append(words(SECRET_WORD));
  await amelie.append(take, conversation);
  const others = (await paolo.append(words('Hello'))).conversation;
  await jules.append(take, others);
  const call = await ring(marta, conversation);
  const seats = { customer: randomUUID(), agent: randomUUID() };
  await join(marta, { conversation, call, seat: seats.customer });
  await join(amelie, { conversation, call, seat: seats.agent });
  await amelie.append(started(call), conversation);
  const file = await upload(test, bearer(token));
  await marta.append({ type: 'attachment', payload: { id: file.id } }, conversation);

  const customers: Somebody[] = [
    { name: 'nobody', person: 'nobody', line: nobody, headers: {} },
    { name: 'a stranger', person: 'customer', line: stranger, headers: bearer(stranger.secret) },
    { name: 'another customer', person: 'customer', line: paolo, headers: bearer(paolo.secret) },
    { name: 'the customer', person: 'customer', line: marta, headers: bearer(token) },
  ];
  const agents: Somebody[] = [
    { name: 'another agent', person: 'agent', line: jules, headers: { Cookie: jules.cookie } },
    { name: 'a supervisor', person: 'supervisor', line: sofia, headers: { Cookie: sofia.cookie } },
    { name: 'the agent', person: 'agent', line: amelie, headers: { Cookie: amelie.cookie } },
  ];
  return { customers, agents, conversation, others, call, seats, file, token };
}
export type People = Awaited<ReturnType<typeof people>>;

export async function upload(test: TestService, headers: Record<string, string>): Promise<Attachment> {
  const sent = { method: 'POST', headers, body: 'some words' };
  return (await (await fetch(`${test.url}/api/attachments?name=words.txt`, sent)).json()) as Attachment;
}

/** What the table says: is it granted to this person, whose the thing is or isn't? */
export function expected(access: Access, { person }: Somebody, isTheirs: boolean): 'granted' | 'refused' {
  const of = granted(access, person);
  if (of === undefined) return 'refused';
  return of === 'own' && !isTheirs ? 'refused' : 'granted';
}
