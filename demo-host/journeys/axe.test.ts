/** axe looks at the widget as customers meet it: on a real page, with a real conversation. The console and calls are in the long tests. */
import { attachPicture, Looker, settle } from './harness/axe.ts';
import type { Customer } from './harness/customer.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

async function chooseFromMenu(customer: Customer, item: string): Promise<void> {
  await customer.click('button', 'More', 'ycyw-panel');
  await customer.click('menuitem', item);
}

journey('axe finds nothing in the widget, closed, open, talking, offline, closed and rated', async (stage) => {
  const customer = await stage.customer();
  await settle(customer);
  const axe = new Looker(customer);
  await axe.looksAt('the launcher');
  await customer.open();
  await axe.looksAt('an empty conversation, nobody there');
  await customer.send('Hello, see https://example.com/plan');
  await customer.find('textbox', /^Name/);
  await customer.page.waitForSelector('>>> .bubble a');
  await axe.looksAt('asking for name and e-mail');
  const agent = await stage.agent();
  await agent.take();
  await agent.send('Here is the way:');
  await attachPicture(agent, stage);
  await customer.page.waitForSelector('>>> ycyw-attachment');
  await axe.looksAt('messages and a file');
  await customer.click('button', 'More', 'ycyw-panel');
  await axe.looksAt('the menu');
  await customer.press('Escape');
  await customer.click('button', 'Emoji');
  await axe.looksAt('the emoji');
  await customer.press('Escape');
  await customer.page.setOfflineMode(true);
  await customer.sees('You are offline.');
  await axe.looksAt('offline');
  await customer.page.setOfflineMode(false);
  await eventually('the line stands again', async () => !/offline|broke/.test(await customer.panelText()));
  await chooseFromMenu(customer, 'Close this conversation');
  await customer.sees('Close this conversation?');
  await axe.looksAt('asked before closing');
  await customer.click('button', 'Close it');
  await customer.click('radio', /^4 of 5/);
  await axe.looksAt('closed, with a rating');
  await chooseFromMenu(customer, 'Your conversations');
  await customer.find('button', /Today/, 'ycyw-history-list');
  await axe.looksAt('the list of conversations');
  axe.done();
});
