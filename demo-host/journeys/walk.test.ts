/** The conversation goes along while a customer walks through the rental site. */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

journey(
  'a customer walks four rental pages while an agent answers; both see the same, in order, with read marks',
  async (stage) => {
    const [agent, customer] = await Promise.all([
      stage.agent('Amélie', { browser: 'chromium' }),
      stage.customer('/', { browser: 'firefox' }),
    ]);
    const said: string[] = [];
    const customerSays = async (text: string): Promise<void> => {
      said.push(text);
      await customer.send(text);
    };
    const agentSays = async (text: string): Promise<void> => {
      said.push(text);
      await agent.send(text);
    };
    const bothSee = async (): Promise<void> => {
      await eventuallyEqual('the customer sees all of it', () => customer.texts(), said);
      await eventuallyEqual('the agent sees all of it', () => agent.texts(), said);
    };
    const isOn = async (path: string): Promise<void> => {
      await eventually(`the customer is on ${path}`, () => new URL(customer.page.url()).pathname === path);
      await customer.open();
    };

    await customer.open();
    await customerSays('Hello, my flight lands at 23:40. Is the desk in Lyon still open then?');
    await agent.take();
    await agentSays('Hello, the night desk in hall 1 is open until 1 o’clock.');
    await bothSee();

    await customer.walk('button', 'Show cars');
    await isOn('/offers');
    await bothSee();
    await customerSays('And which of these takes five people?');
    await agentSays('Every one with five seats; most comfortable is the estate.');
    await bothSee();

    await customer.walk('link', /^Choose /);
    await isOn('/offer');
    await bothSee();
    await customerSays('This one, then.');
    await customer.fill(/^Name, as in the licence/, 'Marta Silva');
    await customer.fill('E-mail', 'marta@example.com');
    await customer.page.click('#book input[type="checkbox"]');
    await agentSays('A good choice. Book it here, I stay with you.');
    await bothSee();

    await customer.walk('button', /^Book now/);
    await isOn('/booking');
    await customerSays('Done. Thank you!');
    await agentSays('You are welcome, have a good trip.');
    await bothSee();

    await eventually('the customer knows that all was read', async () =>
      (await customer.deliveryOfLast()).includes('Read'),
    );
    await eventually('the agent knows that all was read', async () => (await agent.deliveryOfLast()).includes('Read'));
    const seqs = (await customer.messages()).map((message) => message.seq);
    assert.deepEqual(
      seqs,
      (await agent.messages()).map((message) => message.seq),
      'both have the service’s order',
    );
    await agent.sees('YW-');
  },
);
