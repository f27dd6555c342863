/** The album's recordings: what is asked, recorded, kept and shared, on both sides. What is hard to come by is pretended. */
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Agent } from '../harness/agent.ts';
import { call, hangUp, inCall, seesMoving } from '../harness/call.ts';
import { Customer } from '../harness/customer.ts';
import { eventually } from '../harness/eventually.ts';
import type { Person } from '../harness/person.ts';
import {
  barSays,
  itemMenu,
  listed,
  openRecordings,
  press,
  record,
  recordInCall,
  recordsUntil,
} from '../harness/recorder.ts';
import type { Scene } from './widget.ts';

const PRETEND =
  buildSync({
    entryPoints: [fileURLToPath(new URL('../../../widget/recorder/testing/pretend.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  }).outputFiles[0]?.text ?? '';

const BAR = 'ycyw-recorder-bar';
const LIST = 'ycyw-recordings';
const TAGS = { bar: BAR, list: LIST } as const;

/** By what they are called in the pictures; each is a name among the states that the views are tested with. */
const BARS = {
  choosing: 'choosing',
  asking: 'asking',
  starting: 'starting',
  paused: 'paused by the person',
  'paused-by-call': 'paused by a call',
  'screen-gone': 'without its screen',
  stopping: 'stopping',
  stopped: 'stopped',
  withdrawn: 'stopped by the other side',
  'no-room': 'stopped without room',
  refused: 'refused',
  'no-answer': 'no answer',
  'too-slow': 'failed with a part',
  'no-screen': 'failed without a screen',
  question: 'asked for the call',
  'question-long-name': 'asked for a screen',
  theirs: 'recorded by the other side',
  'theirs-unheard': 'recorded, nothing heard yet',
  'theirs-paused': 'recorded, paused',
  both: 'recording while asked',
};
const LISTS = {
  many: 'with some',
  states: 'in every state',
  sharing: 'on their way',
  phone: 'with none, on a telephone',
  loading: 'that is loading',
  failed: 'that failed',
};
/** Those whose words are longest. */
const IN_FRENCH = new Set([
  'asking',
  'paused-by-call',
  'screen-gone',
  'no-room',
  'too-slow',
  'question',
  'theirs',
  'many',
  'states',
  'sharing',
]);

/** From now until the page is loaded anew. */
async function pretend({ page }: Person, tag: typeof BAR | typeof LIST, state: string): Promise<void> {
  const view = await page.waitForSelector(`>>> ${tag}`);
  await view?.evaluate((element, name) => window.pretend(element as HTMLElementTagNameMap[typeof tag], name), state);
  await view?.dispose();
}

async function states(
  { camera }: Scene,
  person: Person,
  kind: keyof typeof TAGS,
  names: Record<string, string>,
): Promise<void> {
  for (const [name, state] of Object.entries(names)) {
    await pretend(person, TAGS[kind], state);
    await camera.take(person, `recorder-${kind}-${name}`, { french: IN_FRENCH.has(name) });
  }
}

async function isListed(person: Person): Promise<void> {
  await eventually('it is in the list', async () => /^(ready|recovered)$/.test((await listed(person))[0]?.state ?? ''));
}

/** Alone with the own screen, then the list. Ends with a recording that is shared. */
async function alone(scene: Scene, customer: Customer, agent: Agent): Promise<void> {
  const { camera } = scene;
  await openRecordings(customer);
  await camera.take(customer, 'recorder-list-empty', { french: true });
  await record(customer, 'My screen');
  await recordsUntil(customer, 2);
  await camera.take(customer, 'recorder-list-recording', { french: true });
  await customer.click('button', 'Back');
  await camera.take(customer, 'recorder-bar-recording');
  await states(scene, customer, 'bar', BARS);
  await customer.reload();
  await customer.open();
  await barSays(customer, /was saved|Show/);
  await camera.take(customer, 'recorder-bar-recovered', { french: true });
  await press(customer, 'Show');
  await isListed(customer);
  await camera.take(customer, 'recorder-list-one', { french: true });
  await camera.take(customer, 'recorder-list-menu', {
    before: () => customer.click('button', /^More about /, LIST),
    after: () => customer.press('Escape'),
  });
  await itemMenu(customer, 'Rename');
  await camera.take(customer, 'recorder-list-rename', { french: true });
  await customer.fill('Name of the recording', 'Scratch on the rear door');
  await customer.click('button', 'Save the name');
  await itemMenu(customer, 'Delete');
  await customer.sees('Deleted: Scratch on the rear door');
  await camera.take(customer, 'recorder-list-undo', { french: true });
  await customer.click('button', /^Undo/, LIST);
  await isListed(customer);
  await customer.click('button', /^Play /, 'ycyw-recording-item');
  await customer.page.waitForSelector('>>> ycyw-recording-player >>> video');
  await camera.take(customer, 'recorder-player', { french: true });
  await customer.click('button', 'All recordings');
  await itemMenu(customer, 'Share in the conversation');
  await eventually('it is shared', async () => /Shared/.test((await listed(customer))[0]?.text ?? ''));
  await camera.take(customer, 'recorder-list-shared');
  await states(scene, customer, 'list', LISTS);
  await customer.click('button', 'Back');
  for (const person of [customer, agent]) await person.page.waitForSelector('>>> ycyw-shared-recording');
  await camera.take(customer, 'recorder-shared-customer', { french: true });
  await camera.take(agent, 'recorder-shared-agent', { french: true });
  await agent.click('button', /^Play/, 'ycyw-shared-recording');
  await agent.page.waitForSelector('>>> ycyw-shared-recording >>> video');
  await camera.take(agent, 'recorder-shared-playing-agent');
}

/** One asks, the other agrees; both see that it runs. */
async function inCalls({ camera }: Scene, customer: Customer, agent: Agent): Promise<void> {
  const both = async (name: string): Promise<void> => {
    await camera.take(customer, `recorder-call-${name}-customer`, { french: true });
    await camera.take(agent, `recorder-call-${name}-agent`);
  };
  await call(customer);
  await agent.click('button', 'Answer');
  await inCall(customer, agent);
  await Promise.all([seesMoving(customer, 'peer'), seesMoving(agent, 'peer')]);
  await recordInCall(agent, 'Record this call');
  await barSays(customer, 'would like to record this call.');
  await both('question');
  await press(customer, 'Allow');
  await recordsUntil(agent, 3);
  await both('recording');
  await press(agent, 'Stop the recording');
  await barSays(agent, 'Recording saved.');
  await both('saved');
  await hangUp(customer);
  await agent.click('button', 'Close', '.card');
  await camera.take(agent, 'recorder-timeline-agent', { french: true });
  await press(agent, 'Dismiss');
  await openRecordings(agent);
  await isListed(agent);
  await camera.take(agent, 'console-recordings', { french: true });
  await pretend(agent, LIST, 'in every state');
  await camera.take(agent, 'console-recordings-states');
}

/** Two who write to each other already. */
export async function recordings(scene: Scene, agent: Agent): Promise<void> {
  const customer = await Customer.sit(scene.service.url, { beforePages: PRETEND });
  await agent.page.evaluateOnNewDocument(PRETEND);
  await agent.reload();
  await customer.goto('/');
  await customer.asks('Marta Nowak', 'There is a scratch on the door. Shall I record it?');
  await agent.take('Marta Nowak');
  await inCalls(scene, customer, agent);
  await agent.press('Escape');
  await alone(scene, customer, agent);
  await customer.leave();
}
