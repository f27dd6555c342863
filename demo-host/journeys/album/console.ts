/** The agents' side of the album. */
import { Agent } from '../harness/agent.ts';
import { Customer } from '../harness/customer.ts';
import { eventually } from '../harness/eventually.ts';
import type { Person } from '../harness/person.ts';
import { laterBy, SILENT_LINE } from './tricks.ts';
import type { Scene } from './widget.ts';

const WRONG = 'E-mail and password don’t belong together.';

async function customerAt(scene: Scene, path: string, name: string, words: string): Promise<Customer> {
  const customer = await Customer.sit(scene.service.url, {});
  await customer.goto(path);
  if (name !== '') await customer.introduce(name, `${name.split(' ')[0]?.toLowerCase()}@example.com`);
  await customer.open();
  await customer.send(words);
  return customer;
}

const dialogIsOpen = (agent: Agent): Promise<unknown> => agent.page.waitForSelector('>>> dialog[open]');

async function withDialog(agent: Agent, scene: Scene, name: string, open: () => Promise<void>): Promise<void> {
  await open();
  await dialogIsOpen(agent);
  await scene.camera.take(agent, name, { french: true });
  await agent.press('Escape');
  await eventually('the dialog is gone', async () => (await agent.page.$('>>> dialog[open]')) === null);
}

export async function desk(scene: Scene): Promise<void> {
  const { service, camera, files } = scene;
  const agent = await Agent.sit(service.url, {});
  const account = await service.firstAgent();
  await service.setRole(account.email, 'supervisor');
  await agent.goto('/agent');
  await agent.find('button', 'Sign in');
  await camera.take(agent, 'console-sign-in', { french: true });
  await agent.fill('E-mail', account.email);
  await agent.fill('Password', 'wrong');
  await agent.click('button', 'Sign in');
  await agent.sees(WRONG);
  await camera.take(agent, 'console-sign-in-wrong');
  await agent.signIn(account);
  await agent.sees('All quiet');
  await camera.take(agent, 'console-quiet', { french: true });

  const visitor = await customerAt(scene, '/offers', '', 'Hertz told me you match prices?');
  const paolo = await customerAt(scene, '/', 'Paolo Ricci', 'Tyre warning light, A1 near Bologna. What now?');
  const marta = await customerAt(
    scene,
    '/booking',
    'Marta Nowak',
    'Hello, I’m at Lyon airport and the desk is closed.',
  );
  await agent.find('button', 'Take Marta Nowak');
  await camera.take(agent, 'console-queue', { french: true });
  const jules = await Agent.sit(service.url, {});
  await jules.signIn(await service.addAgent('Jules Martin'));
  // On a phone one's own name stands under the inbox, not under a conversation.
  await own(scene, agent);
  await agent.click('button', /^Paolo Ricci/, 'agent-inbox');
  await agent.hasOpen('Paolo Ricci');
  await camera.take(agent, 'console-reading-somebody-who-waits');

  await agent.take('Marta Nowak');
  await agent.send('Hello Marta, sorry about that! I see booking YW-48213, a compact until Friday.');
  await agent.send('The night desk is in hall 1, level 0. Here is the way:');
  await agent.attach(files.picture);
  await marta.page.waitForSelector('>>> ycyw-attachment');
  await agent.click('button', 'Note for agents only');
  await agent.write('Deposit 900 €, card refused twice. Ask Jules before releasing.');
  await agent.click('button', 'Send');
  await marta.send('Found it, thank you! Can you look at the deposit with me?');
  const writes = async (): Promise<void> => {
    await marta.write('');
    await marta.write('And');
    await agent.sees('Marta Nowak is writing…');
  };
  await camera.take(agent, 'console-conversation', { before: writes, french: true });
  await marta.write('');
  // Where there is room for it, it stands there already.
  const about = async (): Promise<void> => {
    if ((await agent.page.$('>>> agent-card')) === null) await agent.click('button', 'About the customer');
  };
  await camera.take(agent, 'console-customer', { before: about, french: true });
  await withDialog(agent, scene, 'console-erase', async () => {
    await about();
    await agent.click('button', 'Erase…', 'agent-card');
  });

  await withDialog(agent, scene, 'console-give', () => agent.click('button', 'Give to a colleague'));
  await withDialog(agent, scene, 'console-give-back', () => agent.click('button', 'Back to the queue'));
  await withDialog(agent, scene, 'console-close', () => agent.click('button', 'Close'));
  await withDialog(agent, scene, 'console-keys', () => agent.click('button', 'All keys', 'agent-rail'));
  await withDialog(agent, scene, 'console-settings', () => agent.click('button', 'Settings', 'agent-rail'));

  await agent.take('Paolo Ricci');
  await agent.send('Please stop where it is safe. Is anybody hurt?');
  await marta.send('Hello?');
  await marta.send('Are you still there?');
  await agent.find('button', /Marta Nowak.*2 unread/, 'agent-inbox');
  await camera.take(agent, 'console-unread');
  await tooLate(scene, agent, jules, visitor);
  await broken(scene, agent);
  await late(scene, account);
  await agent.page.evaluateOnNewDocument(SILENT_LINE);
  await agent.reload();
  await agent.page.waitForSelector('>>> agent-inbox >>> .ghost');
  await camera.take(agent, 'console-loading');
  for (const person of [agent, jules, paolo, marta] satisfies Person[]) await person.leave();
}

/** What is at one's own name. */
async function own(scene: Scene, agent: Agent): Promise<void> {
  const menu = () => agent.click('button', /^Amélie, /, 'agent-rail');
  await scene.camera.take(agent, 'console-own-menu', {
    async before() {
      await menu();
      await agent.find('menuitem', 'Colleagues');
    },
    after: () => agent.press('Escape'),
    french: true,
  });
  const items = { 'console-colleagues': 'Colleagues', 'console-activity': 'Activity' };
  for (const [name, item] of Object.entries({ ...items, 'console-everywhere': 'Sign out everywhere' })) {
    await withDialog(agent, scene, name, async () => {
      await menu();
      await agent.click('menuitem', item);
      if (item !== 'Sign out everywhere') await agent.page.waitForSelector('>>> dialog[open] li');
    });
  }
}

/** A colleague was quicker; then the customer closes. */
async function tooLate({ service, camera }: Scene, agent: Agent, jules: Agent, visitor: Customer): Promise<void> {
  const name = (await agent.queue())[0] ?? '';
  await service.asleep(async () => {
    await jules.click('button', `Take ${name}`);
    await agent.click('button', `Take ${name}`);
  });
  const loser = await eventually('one is told', async () => {
    for (const one of [agent, jules]) if ((await one.read('.notice')).length > 0) return one;
    return null;
  });
  await camera.take(loser, 'console-taken', { french: true });
  await loser.click('button', 'Dismiss');
  await visitor.leave();
}

async function broken({ service, camera }: Scene, agent: Agent): Promise<void> {
  await service.kill();
  await agent.sees('The connection broke.');
  await camera.take(agent, 'console-service-gone', { french: true });
  await service.start();
  await eventually('the line stands again', async () => !(await agent.text()).includes('broke'));
}

/** Somebody has waited for long, seen by an agent whose clock is ahead. */
async function late(scene: Scene, account: { email: string; password: string; name: string }): Promise<void> {
  const { service, camera } = scene;
  const lea = await customerAt(scene, '/offer', 'Léa Dubois', 'Is the Fiat 500 automatic?');
  for (const minutes of [3, 12]) {
    const agent = await Agent.sit(service.url, { beforePages: laterBy(minutes) });
    await agent.signIn(account);
    await agent.find('button', 'Take Léa Dubois');
    await camera.take(agent, `console-waited-${minutes}-minutes`);
    await agent.leave();
  }
  await lea.leave();
}
