/** A call that nobody answers, on the service's own clock: the minute is a real one. */
import assert from 'node:assert/strict';
import { call, card, go, hangUp, inCall, phase, timelineTells } from './harness/call.ts';
import { eventually } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';
import { together } from './harness/together.ts';

/** The ring of a minute, and what a busy machine adds, in milliseconds. */
const RINGS_OUT_MS = 80_000;

journey(
  'nobody answers for a minute, though the service is killed meanwhile: missed, and called back from the timeline',
  async (stage) => {
    const { agent, customer } = await together(stage);
    const isRinging = async (): Promise<boolean> => (await agent.look('button', 'Answer')) !== null;
    await call(customer, 'audio');
    await agent.find('button', 'Answer');
    await stage.service.kill();
    await stage.service.start();
    await eventually('it rings again', isRinging);
    assert.equal(await phase(customer), 'ringing');
    await eventually('it has rung out', async () => !(await isRinging()), RINGS_OUT_MS);
    await eventually('the customer reads it', async () =>
      /^No answer Amélie didn’t answer\./.test(await card(customer)),
    );
    await timelineTells(customer, 'You asked for a call', 'Amélie didn’t answer');
    await timelineTells(agent, 'Marta asked for a call', 'You missed a call from Marta');
    await agent.click('button', 'Call back');
    await go(agent, 'Ask for a video call');
    await customer.click('button', 'Answer', '.call-bar');
    await inCall(agent, customer);
    await hangUp(agent);
  },
  { limit: 180_000 },
);
