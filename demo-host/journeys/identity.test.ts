/** Customers for whom the site vouches: signing in while talking, on another device, out and in again; tokens that end. */
import assert from 'node:assert/strict';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { pageSays, SITE_SECRET, siteToken, traces } from './harness/site.ts';

const settings = { IDENTITY_SECRET: `${SITE_SECRET},the secret that was in use until now` };
const MARTA = { sub: 'c-48213', name: 'Marta Nowak', email: 'marta@example.com', context: { booking: 'YW-48213' } };
const EVE = { sub: 'c-666', name: 'Eve' };

journey(
  'signing in while talking keeps the conversation; agents see verified and said apart; another device has the thread',
  async (stage) => {
    const [agent, desktop] = await Promise.all([stage.agent(), stage.customer()]);
    await desktop.asks('Martha', 'I can’t open the car.');
    await agent.take('Martha');
    await agent.send('Where is it?');
    await desktop.sees('Where is it?');
    await desktop.write('In Lyon, ');

    await pageSays(desktop, siteToken(MARTA));
    await eventuallyEqual('the words are still there', () => desktop.texts(), [
      'I can’t open the car.',
      'Where is it?',
    ]);
    await eventuallyEqual('and what is half written', () => desktop.draft(), 'In Lyon, ');
    await agent.sees('Verified customer since');
    const card = () => agent.read('agent-card');
    await eventually('the site’s word stands apart from the page’s', async () =>
      /Verified by the site Booking YW-48213 Name Marta Nowak E-mail marta@example\.com Said by the page, not verified .*Name Martha/.test(
        (await card()).join(),
      ),
    );
    await eventuallyEqual('the line has the verified name', () => agent.mine(), ['Marta Nowak']);
    await desktop.send('In Lyon, in hall 1.');
    await eventuallyEqual('one conversation goes on', () => agent.texts(), [
      'I can’t open the car.',
      'Where is it?',
      'In Lyon, in hall 1.',
    ]);
    assert.ok(!(await traces(desktop)).includes(siteToken(MARTA).split('.')[0] ?? ''), 'the token is stored nowhere');

    const phone = await stage.customer('/booking');
    await pageSays(phone, siteToken(MARTA, 600, 'the secret that was in use until now'));
    await phone.open();
    await eventuallyEqual('the phone has all of it', async () => (await phone.texts()).length, 3);
    await agent.send('Somebody comes.');
    await Promise.all([phone.sees('Somebody comes.'), desktop.sees('Somebody comes.')]);
  },
  { settings },
);

journey(
  'another customer on the same page sees nothing of the first; logging out wipes, in every tab; the next login has it back',
  async (stage) => {
    const customer = await stage.customer();
    await pageSays(customer, siteToken(MARTA));
    await customer.open();
    await customer.send('My card was charged twice.');
    await customer.write('half a thought');
    await pageSays(customer, siteToken(EVE));
    await customer.sees('How can we help?');
    assert.deepEqual(await customer.texts(), []);
    assert.equal(await customer.draft(), '');
    const ofTheFirst = async () => (await traces(customer)).split('\n').filter((line) => line.includes('c-48213'));
    await eventuallyEqual('nothing of the first is left', ofTheFirst, []);

    await pageSays(customer, siteToken(MARTA));
    await eventuallyEqual('the thread is back', () => customer.texts(), ['My card was charged twice.']);
    assert.equal(await customer.draft(), '', 'what was wiped stays away');
    const first = await customer.openTab('/offers');
    await pageSays(customer, siteToken(MARTA));
    await customer.open();
    await eventuallyEqual('in a second tab', () => customer.texts(), ['My card was charged twice.']);
    await customer.write('not for others');
    await customer.page.evaluate(() =>
      (document.querySelector('ycyw-support') as unknown as { logout(): Promise<void> }).logout(),
    );
    assert.equal(await traces(customer).then((text) => /^ycyw/m.test(text)), false, 'nothing is stored');
    await customer.switchTo(first);
    await eventuallyEqual('the first tab shows nothing either', () => customer.texts(), []);
    await customer.open();
    await customer.sees('How can we help?');

    await pageSays(customer, siteToken(MARTA));
    await eventuallyEqual('the next login has the thread', () => customer.texts(), ['My card was charged twice.']);
  },
  { settings },
);

journey(
  'a token is renewed before it expires and nobody notices; one that is expired or wrong is refused in words',
  async (stage) => {
    const [customer, stranger] = await Promise.all([stage.customer(), stage.customer()]);
    let given = 0;
    await customer.page.exposeFunction('siteSigns', () => {
      given += 1;
      return siteToken(MARTA, 4);
    });
    await customer.page.evaluate(() => {
      const { siteSigns } = window as unknown as { siteSigns: () => Promise<string> };
      Object.assign(document.querySelector('ycyw-support') ?? {}, { tokenProvider: () => siteSigns() });
    });
    assert.equal(given, 0, 'nothing is asked before the first click');
    await customer.open();
    await customer.send('Hello');

    for (const token of [siteToken(EVE, -10), siteToken(EVE, 600, 'somebody else’s secret'), 'not a token']) {
      await pageSays(stranger, token);
      await stranger.open();
      await stranger.sees('The chat can’t connect. Your session has ended.');
    }
    await stranger.write('Who am I?');
    await pageSays(stranger, siteToken(EVE));
    await eventually('a good token ends that', async () => !(await stranger.panelText()).includes('can’t connect'));

    await eventually('the first token has ended, and others came', () => given >= 4);
    assert.ok(!(await customer.panelText()).includes('Reconnecting'), 'without a word');
    await customer.send('Still me');
    await eventually('it arrives', async () => (await customer.deliveryOfLast()) !== 'Sending…');
    assert.ok(!stage.service.log.includes(siteToken(MARTA).split('.')[0] ?? ''), 'no token stands in the log');
  },
  { settings },
);
