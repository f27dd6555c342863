/** What an agent knows of the customer in the conversation, and everything that the two do in it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import type { Person } from './harness/person.ts';
import { PNG } from './harness/picture.ts';

/** How many pictures of the log can be seen. */
const loadedPictures = (person: Person): Promise<number> =>
  person.page.$$eval(
    '>>> ycyw-attachment >>> img',
    (images) =>
      images.filter((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0).length,
  );

journey(
  'the agent sees the customer’s page, language, device, name, e-mail and context, and follows the walk',
  async (stage) => {
    const [agent, customer] = await Promise.all([
      stage.agent(),
      stage.customer('/reservation', { browser: 'firefox' }),
    ]);
    await customer.introduce('Marta Nowak', 'marta@example.com');
    await customer.open();
    await customer.send('Bonjour, mon vol est en retard.');
    await agent.take('Marta Nowak');
    const card = (): Promise<string[]> => agent.read('agent-card');
    for (const known of [
      /Name Marta Nowak/,
      /E-mail marta@example\.com/,
      /Topic booking/,
      /Language French/,
      /Device Linux, Firefox/,
      /Booking YW-48213/,
      /Pick-up Lyon LYS/,
      /Pages Ma réservation/,
    ])
      await eventually(`the card says ${known}`, async () => known.test((await card()).join()));
    await agent.sees('On “Ma réservation”');

    await customer.goto('/offers');
    await agent.sees('On “Cars for your trip”');
    await eventually('the walk is told page by page', async () =>
      /Pages Ma réservation [\d:]+ Cars for your trip/.test((await card()).join()),
    );
    await customer.leave();
    await agent.sees('Not on the site now');
  },
);

journey('typing, read marks, files both ways, closing: what the agent does, the customer sees', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent(), stage.customer()]);
  const picture = join(stage.service.dataDir, 'scratch on the door.png');
  await writeFile(picture, PNG);
  await customer.asks('Marta', 'There is a scratch on the door.');
  await agent.take('Marta');

  await agent.write('Let me');
  await customer.sees('Amélie is writing…');
  await agent.write('');
  await eventually(
    'who stopped writing isn’t shown any more',
    async () => !(await customer.text()).includes('is writing…'),
  );
  await customer.write('It is');
  await agent.sees('Marta is writing…');
  await customer.write('');

  await customer.attach(picture);
  await eventuallyEqual('the agent sees the customer’s picture', () => loadedPictures(agent), 1);
  await agent.attach(picture);
  await eventuallyEqual('the customer sees the agent’s picture', () => loadedPictures(customer), 2);

  await agent.send('Thank you, noted.');
  await eventually('the agent knows that it was read', async () => (await agent.deliveryOfLast()).includes('Read'));
  await customer.hide();
  await agent.send('Anything else?');
  await eventually('it is there, but not read', async () => (await agent.deliveryOfLast()).includes('Delivered'));

  await agent.click('button', 'Close');
  await agent.sees('Close the conversation with Marta?');
  await agent.click('button', 'Close it');
  await eventuallyEqual('the desk is empty', () => agent.mine(), []);
  await customer.open();
  await customer.sees('Amélie closed the conversation');
  await customer.sees('How was it?');
  assert.equal(await agent.look('textbox', /./, '[part~="composer"]'), null, 'nothing can be written any more');
});
