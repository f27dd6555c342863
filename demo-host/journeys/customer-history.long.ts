/** A conversation of 10,000 messages: from the store, over the line, under the wheel. How its log draws is in the widget tests. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

const MESSAGES = 10_000;
/** How far up the customer scrolls, in messages. */
const READ_BACK = 1_200;

/** Puts a long past into the one conversation of the store, as if both had written by turns. The service must be down. */
function writePast(dataDir: string): void {
  using database = new DatabaseSync(join(dataDir, 'support.sqlite'));
  const row = database.prepare('SELECT id, customer_id, agent_id, agent_name, head, last_at FROM conversations').get();
  assert.ok(row);
  const { id, customer_id, agent_id, agent_name } = row;
  const [head, lastAt] = [Number(row.head), Number(row.last_at)];
  const add = database.prepare(
    `INSERT INTO events (conversation_id, log, seq, id, at, actor_kind, actor_id, actor_name, type, payload)
     VALUES (?, 'main', ?, ?, ?, ?, ?, ?, 'message', ?)`,
  );
  database.exec('BEGIN');
  for (let number = 1; number <= MESSAGES; number += 1) {
    const seq = head + number;
    const text = `Message ${number}. ${'More words about the car and the road. '.repeat(number % 5)}`.trim();
    const isCustomer = number % 2 === 1;
    const actor = isCustomer ? (['customer', customer_id, null] as const) : (['agent', agent_id, agent_name] as const);
    // A minute passes from each to the next, so that it all ended just now.
    const at = lastAt - (MESSAGES - number) * 60_000;
    add.run(
      id ?? '',
      seq,
      `long-past-message-${number}`,
      at,
      ...actor.map((value) => value ?? null),
      JSON.stringify({ text }),
    );
  }
  const end = head + MESSAGES;
  database
    .prepare(
      'UPDATE conversations SET head = ?, last_message = ?, customer_delivered = ?, customer_read = ?, agent_delivered = ?, agent_read = ?',
    )
    .run(end, end, end, end, end, end);
  database.exec('COMMIT');
}

/** The row at the upper edge of what is in sight, and where it stands. */
const rowInSight = (customer: Customer): Promise<{ seq: number; top: number }> =>
  customer.page.$eval('body >>> .scroller', (scroller) => {
    const edge = scroller.getBoundingClientRect().top;
    const rows = [...scroller.querySelectorAll<HTMLElement>('.row[data-seq]')];
    const row = rows.find((element) => element.getBoundingClientRect().bottom > edge + 1);
    return { seq: Number(row?.dataset.seq), top: Math.round((row?.getBoundingClientRect().top ?? 0) - edge) };
  });

const firstLoaded = (customer: Customer): Promise<number> =>
  customer.page.$eval('body >>> .row[data-seq]', (row) => Number((row as HTMLElement).dataset.seq));

journey(
  '10,000 messages scroll smoothly: the position is kept, a new message does not steal it, and a button leads down',
  async (stage) => {
    const agent = await stage.agent('Amélie');
    const customer = await stage.customer('/', {
      beforePages: `
      window.__long = [];
      new PerformanceObserver((list) => window.__long.push(...list.getEntries().map(({ duration }) => Math.round(duration))))
        .observe({ type: 'longtask', buffered: true });
    `,
    });
    const { page } = customer;
    await customer.asks('Marta', 'It begins');
    await agent.take('Marta');
    await customer.sees('Amélie joined');
    await stage.service.stop();
    writePast(stage.service.dataDir);
    await stage.service.start();
    await customer.reload();
    await customer.open();
    const newest = `Message ${MESSAGES}.`;
    await eventuallyEqual('the newest is there', async () => (await customer.texts()).at(-1), newest);
    const end = Number((await customer.messages()).at(-1)?.seq);
    assert.ok((await customer.messages()).length < 1000, 'not all of it is loaded');

    // Up by the wheel, page after page. How long a task may take is the machine's business; that it is told here is ours.
    const log = await eventually('the log is there', () => page.$('body >>> .scroller'));
    await log.hover();
    await page.evaluate('window.__long.length = 0');
    await eventually('the customer is far up', async () => {
      for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel({ deltaY: -1500 });
      return (await rowInSight(customer)).seq <= end - READ_BACK;
    });
    const long = (await page.evaluate('window.__long')) as number[];
    console.log(`Long tasks while scrolling over ${READ_BACK} messages, in ms: ${long.join(', ') || 'none'}`);
    const loaded = (await customer.messages()).map(({ seq }) => Number(seq));
    assert.deepEqual(
      loaded,
      loaded.map((_, index) => (loaded[0] ?? 0) + index),
      'none is missing, none there twice, in order',
    );

    // The page before comes in above while the customer reads.
    await eventually('the wheel has come to rest', async () => {
      const { seq, top } = await rowInSight(customer);
      const later = await rowInSight(customer);
      return later.seq === seq && later.top === top;
    });
    const before = await firstLoaded(customer);
    await page.$eval('body >>> .scroller', (scroller) => {
      scroller.scrollTop = -(scroller.scrollHeight - scroller.clientHeight - 600);
    });
    const read = await rowInSight(customer);
    await eventually('an earlier page came', async () => (await firstLoaded(customer)) < before);
    assert.deepEqual(await rowInSight(customer), read, 'what is read stays where it is');

    await agent.hasOpen('Marta');
    await agent.send('Something new');
    await customer.find('button', '1 new message');
    assert.deepEqual(await rowInSight(customer), read, 'nor does a new message move it');
    assert.doesNotMatch(await agent.deliveryOfLast(), /Read$/, 'and it does not count as read');
    await customer.click('button', '1 new message');
    await eventually('the button leads down', () =>
      page.$eval('body >>> .scroller', (scroller) => Math.abs(scroller.scrollTop) < 2),
    );
    await eventually('where it is read', async () => /Read$/.test(await agent.deliveryOfLast()));
  },
);
