/** What every store must do to know all of a person, and to forget it; run against each driver. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { newCustomer } from '../identity/visitors.ts';
import type { AskedBody, AttachmentRecord, Command, CustomerRecord, Outcome, Store } from './store.ts';

const person = (known: Partial<CustomerRecord>): CustomerRecord => ({ ...newCustomer(randomUUID(), 1), ...known });
const words = (text: string): AskedBody => ({ type: 'message', payload: { text } });
const append = (customer: string, body: AskedBody, conversation: string | null = null): Command => ({
  kind: 'append',
  actor: { kind: 'customer', id: customer },
  conversation,
  id: randomUUID(),
  body,
});
const close = (conversation: string): Command => {
  const body: AskedBody = { type: 'closed', payload: { by: 'system' } };
  return { kind: 'append', actor: { kind: 'system', id: 'system' }, conversation, id: randomUUID(), body };
};
const file = (owner: string, name: string): AttachmentRecord => {
  const bytes = { type: 'image/png', size: 1 } as const;
  return { id: randomUUID(), owner, conversation: null, name, ...bytes, createdAt: 3 };
};
const reasonOf = (outcome: Outcome | undefined) => (outcome?.ok ? 'ok' : outcome?.reason);

async function said(store: Store, customer: string, text: string): Promise<string> {
  const [outcome] = await store.commit([append(customer, words(text))], 2);
  assert.ok(outcome?.ok);
  return outcome.state.id;
}

/** A visitor with something closed, who signs in with something open, in which two files stand; one more was never sent. */
async function marta(store: Store) {
  const visitor = person({ secretHash: 'the hash', name: 'Marta', email: 'Marta@Example.com' });
  const verified = person({ subject: 'c-7', verified: { name: 'Marta', email: 'm@site.example', context: {} } });
  for (const one of [visitor, verified]) await store.addCustomer(one);
  const closed = await said(store, visitor.id, 'Long ago');
  await store.commit([close(closed)], 2);
  const open = await said(store, visitor.id, 'Now');
  await store.commit([{ kind: 'adopt', visitor: visitor.id, customer: verified.id }], 3);
  const [sent, loose] = [file(verified.id, 'sent.png'), file(verified.id, 'loose.png')];
  for (const one of [sent, loose]) await store.addAttachment(one);
  const { id, name, type, size } = sent;
  await store.commit([append(verified.id, { type: 'attachment', payload: { id, name, type, size } }, open)], 4);
  return { visitor, verified, closed, open, sent, loose };
}

async function eraseAll(store: Store, conversations: readonly string[]) {
  for (const one of conversations) {
    await store.removeAttachments((await store.filesOf({ conversations: [one] })).map(({ id }) => id));
    await store.eraseConversation(one);
  }
}

/** `open` gives an empty, migrated store. */
export function erasureContract(name: string, open: () => Promise<Store>): void {
  describe(`the erasure of a person on ${name}`, () => {
    const withStore = (work: (store: Store) => Promise<void>) => async () => {
      const store = await open();
      await work(store).finally(() => store.close());
    };

    it(
      'finds the whole person by any of their ids and addresses, and nobody else',
      withStore(async (store) => {
        const { visitor, verified, open, sent, loose } = await marta(store);
        const paolo = person({ name: 'Paolo', email: 'paolo@example.com' });
        await store.addCustomer(paolo);
        await store.addAttachment(file(paolo.id, 'other.png'));
        for (const id of [visitor.id, verified.id]) {
          const ids = (await store.person(id)).map((one) => one.id);
          assert.deepEqual(ids, [verified.id, visitor.id]);
        }
        for (const [asked, found] of [
          ['marta@example.com', visitor],
          ['M@site.example', verified],
          ['c-7', verified],
          [paolo.id, paolo],
        ] as const) {
          assert.deepEqual(
            (await store.findCustomers(asked)).map((one) => one.id),
            [found.id],
            asked,
          );
        }
        assert.deepEqual(await store.findCustomers('nobody@example.com'), []);
        assert.deepEqual(await store.person(randomUUID()), []);
        const names = (await store.filesOf({ customers: [verified.id], conversations: [open] })).map((one) => one.name);
        assert.deepEqual(names.sort(), [loose.name, sent.name]);
      }),
    );

    it(
      'opens nothing to anybody from its begin on, and takes not a word more, nor hands anything over',
      withStore(async (store) => {
        const { visitor, verified, open } = await marta(store);
        await store.beginErase([verified.id, visitor.id], 5);
        assert.equal(await store.customer(verified.id), null);
        assert.equal(await store.customerBySubject('c-7'), null);
        assert.equal(await store.customerBySecret('the hash'), null);
        assert.equal(await store.adopterBySecret('the hash'), null);
        await store.updateCustomer(verified.id, { name: 'Marta' });
        assert.deepEqual((await store.findCustomers(verified.id)).length, 0);
        await store.commit([close(open)], 6);
        const [word] = await store.commit([append(verified.id, words('Still here'), open)], 7);
        assert.equal(reasonOf(word), 'not_signed_in');
        const other = person({ secretHash: 'another' });
        await store.addCustomer(other);
        await said(store, other.id, 'Hello');
        const [adopted] = await store.commit([{ kind: 'adopt', visitor: other.id, customer: verified.id }], 8);
        assert.equal(reasonOf(adopted), 'not_found');
        // The site's customer comes back as somebody new.
        assert.equal(await store.addCustomer(person({ subject: 'c-7' })), true);
      }),
    );

    it(
      'goes on where it was left, also twice at the same time, and ends with nothing of theirs and all of the others',
      withStore(async (store) => {
        const { visitor, verified, closed, open, loose } = await marta(store);
        const paolo = person({});
        await store.addCustomer(paolo);
        const kept = await said(store, paolo.id, 'Mine');
        const before = [await store.customer(paolo.id), await store.line(kept)];
        await store.beginErase([verified.id, visitor.id], 5);
        assert.deepEqual((await store.erasing()).sort(), [verified.id, visitor.id].sort());
        assert.equal(await store.eraseConversation(open), 'files');
        await Promise.all([eraseAll(store, [closed, open]), eraseAll(store, [open, closed])]);
        assert.equal(await store.eraseConversation(open), 'gone');
        assert.deepEqual([await store.line(open), await store.eventsAfter(open, 'main', 0, 9)], [null, []]);
        assert.equal(await store.endErase(verified.id), false, 'a file that was never sent is still there');
        await store.removeAttachments([loose.id]);
        await store.scrub();
        assert.deepEqual([await store.endErase(verified.id), await store.endErase(visitor.id)], [true, true]);
        assert.deepEqual(await store.erasing(), []);
        assert.deepEqual([await store.customer(paolo.id), await store.line(kept)], before);
        const [word] = await store.commit([append(verified.id, words('A line that slept'))], 7);
        assert.equal(reasonOf(word), 'not_signed_in');
        const late = file(verified.id, 'late.png');
        await store.addAttachment(late);
        assert.deepEqual(await store.erasing(), [verified.id]);
        await store.removeAttachments([late.id]);
        assert.deepEqual(await store.erasing(), []);
        await store.forgetErased(6);
        assert.deepEqual(await store.customers([verified.id, visitor.id, paolo.id]), [before[0]]);
      }),
    );

    it(
      'knows what was closed before a moment, and who has nothing any more',
      withStore(async (store) => {
        const [old, young] = [person({}), person({ createdAt: 50 })];
        for (const one of [old, young]) await store.addCustomer(one);
        const first = await said(store, old.id, 'Hello');
        await store.commit([close(first)], 10);
        const second = await said(store, old.id, 'Again');
        assert.deepEqual([await store.closedBefore(10, 9), await store.closedBefore(11, 9)], [[], [first]]);
        assert.deepEqual(await store.silentSince(40, 9), []);
        await store.eraseConversation(first);
        await store.commit([close(second)], 20);
        await store.eraseConversation(second);
        assert.deepEqual(await store.silentSince(40, 9), [old.id]);
      }),
    );
  });
}
