/** The same call with Firefox on one side, in both directions. */
import assert from 'node:assert/strict';
import { call, hangUp, isOn, seesMoving, seesPicture, timelineTells, turn } from './harness/call.ts';
import { journey } from './harness/journey.ts';
import { stopSharingInFirefox } from './harness/permission.ts';
import type { PersonOptions } from './harness/person.ts';

import { ENDED, nothingIsLeft, pair, renegotiations, seeAndHearEachOther, switchesOffAndOn } from './harness/steps.ts';

const MIXED = [
  { who: 'the customer', customerIn: { browser: 'firefox', around: { screen: 'real' } }, agentIn: {} },
  { who: 'the agent', customerIn: {}, agentIn: { browser: 'firefox', around: { screen: 'real' } } },
] as const satisfies { who: string; customerIn: PersonOptions; agentIn: PersonOptions }[];

for (const { who, customerIn, agentIn } of MIXED) {
  journey(
    `${who} has Firefox, the other side Chromium: each calls the other, everything works as between two Chromiums`,
    async (stage) => {
      const { agent, customer } = await pair(stage, customerIn, agentIn);
      const inFirefox = who === 'the customer' ? customer : agent;
      const inChromium = who === 'the customer' ? agent : customer;

      await call(customer);
      await agent.click('button', 'Answer');
      await seeAndHearEachOther(agent, customer);
      await switchesOffAndOn(inFirefox, inChromium, who === 'the customer' ? 'Marta' : 'Amélie');
      await turn(inFirefox, 'Screen', true);
      await seesMoving(inChromium, 'screen');
      await stopSharingInFirefox(inFirefox.page);
      await seesPicture(inChromium, 'screen', false);
      assert.equal(await isOn(inFirefox, 'Screen'), false, 'the browser’s own stop is heard of');
      assert.deepEqual(await renegotiations(agent, customer), []);
      await hangUp(inFirefox);
      await timelineTells(inChromium, 'Call started', ENDED);
      await nothingIsLeft(agent, customer);
      await inChromium.click('button', 'Close', '.card');

      await call(agent);
      await customer.click('button', 'Answer', '.call-bar');
      await seeAndHearEachOther(agent, customer);
      await switchesOffAndOn(inChromium, inFirefox, who === 'the customer' ? 'Amélie' : 'Marta');
      await turn(inChromium, 'Screen', true);
      await seesMoving(inFirefox, 'screen');
      await turn(inChromium, 'Screen', false);
      await seesPicture(inFirefox, 'screen', false);
      assert.deepEqual(await renegotiations(agent, customer), []);
      await hangUp(inChromium);
      await timelineTells(inFirefox, 'Call started', ENDED);
      await nothingIsLeft(agent, customer);
    },
  );
}
