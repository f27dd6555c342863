/** The customer's side of the album. */
import type { Agent } from '../harness/agent.ts';
import { Customer } from '../harness/customer.ts';
import { eventually } from '../harness/eventually.ts';
import type { PersonOptions } from '../harness/person.ts';
import type { Service } from '../harness/service.ts';
import type { Camera } from './camera.ts';
import { NEWER_WIDGET, REFUSED_TEXT, SILENT_LINE, SPOILED_MESSAGE } from './tricks.ts';

export interface Scene {
  service: Service;
  camera: Camera;
  /** Paths of files to send. */
  files: { picture: string; document: string; forbidden: string };
}

/** Bytes a second: a picture of the progress has time. */
const SLOW = 100 * 1024;

async function sit(service: Service, path: string, options: PersonOptions = {}): Promise<Customer> {
  const customer = await Customer.sit(service.url, options);
  await customer.goto(path);
  return customer;
}

/** Returns what makes it quick again. */
async function slowUploads(customer: Customer): Promise<() => Promise<void>> {
  const line = await customer.page.createCDPSession();
  await line.send('Network.enable');
  const speed = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: SLOW };
  await line.send('Network.emulateNetworkConditions', speed);
  return () => line.detach();
}

const menu = (customer: Customer): Promise<void> => customer.click('button', 'More', 'ycyw-panel');
const leaveMenu = (customer: Customer) => (): Promise<void> => customer.press('Escape');

/** Before anybody is online. Returns somebody who waits. */
export async function waiting({ service, camera }: Scene): Promise<Customer> {
  const marta = await sit(service, '/', { beforePages: SPOILED_MESSAGE });
  await camera.take(marta, 'widget-closed', { french: true });
  await marta.open();
  await camera.take(marta, 'widget-empty-nobody-online', { french: true });
  await marta.send('Hello, I’m at Lyon airport and the desk is closed. My flight was late.');
  await marta.find('textbox', /^Name/);
  await camera.take(marta, 'widget-asking-for-contact', { french: true });
  await marta.fill(/^Name/, 'Marta Nowak');
  await marta.click('button', 'Save');
  await marta.sees('Thank you, noted.');
  return marta;
}

export async function talking({ service, camera, files }: Scene, marta: Customer, agent: Agent): Promise<void> {
  const second = await sit(service, '/booking');
  await second.open();
  await second.sees('We are online');
  await camera.take(second, 'widget-empty-online', { french: true });
  await second.send('I’ll be late for the pick-up');
  await second.sees('1 person before you');
  await camera.take(second, 'widget-queue-position', { french: true });
  await second.leave();

  await agent.take('Marta Nowak');
  await agent.send('Hello Marta, sorry about that! I see booking YW-48213, a compact until Friday.');
  await agent.send('The night desk is in hall 1, level 0. Here is the way:');
  await agent.attach(files.picture);
  await marta.page.waitForSelector('>>> ycyw-attachment');
  await marta.send(
    'Found it, thank you!\nCan you look at the deposit with me? https://your-car-your-way.example/deposit',
  );
  await eventually('it is read', async () => (await marta.deliveryOfLast()).includes('Read'));
  await camera.take(marta, 'widget-conversation', { french: true });
  await agent.write('Of course');
  await marta.sees('Amélie is writing…');
  await camera.take(marta, 'widget-agent-typing');
  await agent.write('');
  await camera.take(marta, 'widget-menu', { before: () => menu(marta), after: leaveMenu(marta), french: true });
  const emoji = () => marta.click('button', 'Emoji');
  await camera.take(marta, 'widget-emoji', { before: emoji, after: leaveMenu(marta) });
}

export async function trouble({ service, camera, files }: Scene, marta: Customer, agent: Agent): Promise<void> {
  await marta.attach(files.forbidden);
  await marta.sees('can’t be sent');
  await camera.take(marta, 'widget-file-refused', { french: true });
  await marta.click('button', 'Dismiss');
  const quickAgain = await slowUploads(marta);
  await marta.attach(files.document);
  await marta.page.waitForSelector('>>> progress');
  await camera.take(marta, 'widget-upload');
  await marta.click('button', /^Cancel sending/);
  await quickAgain();
  await marta.send(REFUSED_TEXT);
  await marta.sees('Not sent.');
  await camera.take(marta, 'widget-message-failed', { french: true });
  await marta.click('button', 'Discard');
  await marta.write('');
  await marta.send(
    `The note says ${'Kraftfahrzeughaftpflichtversicherung'.repeat(3)} and https://example.com/${'a/very/long/way/'.repeat(8)}`,
  );
  await agent.send('W'.repeat(300));
  await eventually('both stand there', async () => (await marta.texts()).includes('W'.repeat(300)));
  await camera.take(marta, 'widget-long-words');

  await marta.hide();
  await agent.send('That is the insurance. Nothing to pay.');
  await agent.send('Anything else?');
  await eventually('the badge counts', async () => (await marta.badge()) === '2');
  await camera.take(marta, 'widget-unread', { french: true });
  await marta.open();
  await camera.take(marta, 'widget-new-messages');
  await marta.page.setOfflineMode(true);
  await marta.sees('You are offline.');
  await marta.send('Can you hear me?');
  await camera.take(marta, 'widget-offline', { french: true });
  await marta.page.setOfflineMode(false);
  await eventually('the line stands again', async () => !/offline|broke/.test(await marta.panelText()));
  await service.kill();
  await marta.sees('The connection broke.');
  await camera.take(marta, 'widget-service-gone', { french: true });
  await service.start();
  await eventually('the line stands again', async () => !/offline|broke/.test(await marta.panelText()));

  const newer = await sit(service, '/', { beforePages: NEWER_WIDGET });
  await newer.open();
  await newer.write('Hello');
  await newer.sees('There is a newer version');
  await camera.take(newer, 'widget-version-refused', { french: true });
  await newer.leave();
}

export async function ending({ service, camera }: Scene, marta: Customer, agent: Agent): Promise<void> {
  for (let number = 1; number <= 40; number += 1) await agent.send(`Step ${number} of the way through the airport.`);
  await eventually('all are there', async () => (await marta.texts()).at(-1)?.startsWith('Step 40'));
  const up = () => marta.page.$eval('>>> .scroller', (scroller) => scroller.scrollBy(0, -900));
  await camera.take(marta, 'widget-many-messages', { before: up });
  await marta.page.$eval('>>> .scroller', (scroller) => scroller.scrollTo(0, 0));

  await menu(marta);
  await marta.click('menuitem', 'Close this conversation');
  await camera.take(marta, 'widget-asking-before-closing', { french: true });
  await marta.click('button', 'Close it');
  await marta.find('radio', /^4 of 5/);
  await camera.take(marta, 'widget-closed-conversation');
  await marta.click('radio', /^4 of 5/);
  await marta.fill(/^A word about it/, 'Quick and kind.');
  await camera.take(marta, 'widget-rating', { french: true });
  await marta.click('button', 'Send rating');
  await marta.sees('Thank you for your rating.');
  await camera.take(marta, 'widget-rated');
  await marta.click('button', 'Start a new conversation');
  await marta.send('One more thing: may I cross the border to Italy?');
  await menu(marta);
  await marta.click('menuitem', 'Your conversations');
  await marta.find('button', /Today/, 'ycyw-history-list');
  await camera.take(marta, 'widget-history', { french: true });
  await marta.click('button', /Amélie/, 'ycyw-history-list');
  await marta.page.waitForSelector('>>> ycyw-attachment');
  await camera.take(marta, 'widget-old-conversation');
  await marta.click('button', 'Back');
  await marta.click('button', 'Back');

  await marta.page.evaluateOnNewDocument(SILENT_LINE);
  await marta.reload();
  await marta.open();
  await marta.page.waitForSelector('>>> ycyw-panel >>> .skeleton');
  await camera.take(marta, 'widget-loading');
  await service.stop();
}
