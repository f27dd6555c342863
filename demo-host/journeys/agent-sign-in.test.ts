/** Who may sit at the console, and what customers are told of those who do. */
import assert from 'node:assert/strict';
import type { Agent } from './harness/agent.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

async function tries(agent: Agent, email: string, password: string): Promise<void> {
  await agent.fill('E-mail', email);
  await agent.fill('Password', password);
  await agent.click('button', 'Sign in');
}

journey(
  'sign-in with the account that the first start printed once; a wrong password is told; a reload stays signed in',
  async (stage) => {
    const { email, password } = await stage.service.firstAgent();
    const agent = await stage.seat();
    await agent.goto('/agent');
    await tries(agent, email, `${password}x`);
    await agent.sees('E-mail and password don’t belong together.');
    assert.equal(await agent.look('button', /^Your status/), null, 'nobody is signed in');

    await tries(agent, email, password);
    await agent.find('button', 'Your status: Online. Change it');
    await agent.reload();
    await agent.find('button', 'Your status: Online. Change it');

    await agent.click('button', 'Settings', 'agent-rail');
    await agent.click('button', 'Sign out');
    await agent.sees('You are signed out.');
    await agent.reload();
    await agent.find('button', 'Sign in');

    await stage.service.stop();
    await stage.service.start();
    assert.equal(stage.service.log.split(password).length, 2, 'the password was printed only once');
  },
  { data: 'none' },
);

journey('online and away change what customers are told', async (stage) => {
  const [agent, customer] = await Promise.all([stage.agent(), stage.customer()]);
  await customer.open();
  await customer.sees('We are online');
  await agent.click('button', 'Your status: Online. Change it');
  await customer.hide();
  await customer.open();
  await customer.sees('Nobody is online right now');
  // Whoever writes is connected, and told at once.
  await customer.write('H');
  await agent.reload();
  await agent.click('button', 'Your status: Away. Change it');
  await eventually('the customer is told', async () => (await customer.panelText()).includes('We are online'));
});
