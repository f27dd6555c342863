/** Who may sit at the console, and what customers are told of those who do. */
import assert from 'node:assert/strict';
import type { Agent } from './harness/agent.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { FIRST_AGENT } from './harness/service.ts';

/** What the focus is on is called so, inside however many shadow roots. */
const FOCUSED = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return (at?.getAttribute('aria-label') ?? at?.textContent ?? '').trim();
})()`;

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

    await agent.click('button', `${FIRST_AGENT}, Online`);
    await agent.click('menuitem', 'Sign out');
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

journey('a supervisor sees colleagues and what was done, by keys alone, and signs out everywhere', async (stage) => {
  const account = await stage.service.firstAgent();
  await stage.service.setRole(account.email, 'supervisor');
  const [agent, other] = [await stage.agent(), await stage.seat()];
  await other.signIn(account);
  const me = `${FIRST_AGENT}, Online`;
  const focused = () => agent.page.evaluate(FOCUSED);

  await (await agent.find('button', me)).focus();
  await agent.press('Enter');
  await eventuallyEqual('the menu has the focus', focused, 'Colleagues');
  await agent.sees('Supervisor');
  await agent.press('ArrowUp');
  await eventuallyEqual('the last is reached backwards', focused, 'Sign out everywhere');
  await agent.press('Escape');
  await eventuallyEqual('the focus is back', focused, me);

  await agent.press('Enter');
  await eventuallyEqual('the menu has the focus again', focused, 'Colleagues');
  await agent.press('Enter');
  await agent.sees(account.email);
  assert.equal(await agent.look('button', `Sign ${FIRST_AGENT} out everywhere`), null, 'nobody ends oneself there');
  await agent.press('Escape');
  await eventuallyEqual('the focus is back', focused, me);

  await agent.click('button', me);
  await agent.click('menuitem', 'Activity');
  await agent.sees('New role: Supervisor');
  await agent.sees('Command line');
  await agent.press('Escape');

  await agent.click('button', me);
  await agent.click('menuitem', 'Sign out everywhere');
  await agent.sees('You are signed out in every browser and every tab, here too.');
  await agent.press('Enter');
  await agent.sees('You are signed out.');
  await other.sees('Your session has ended.');
});
