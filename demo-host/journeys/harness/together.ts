/** A customer and an agent in one conversation, and from there into a call. */
import type { Agent } from './agent.ts';
import { CALL_SPY, call, inCall, seesMoving } from './call.ts';
import type { Customer } from './customer.ts';
import type { Stage } from './journey.ts';
import type { PersonOptions } from './person.ts';

export interface Pair {
  customer: Customer;
  agent: Agent;
}

interface PairOptions {
  customer?: PersonOptions;
  agent?: PersonOptions;
}

/** Both are counted by the spy. What else runs before their pages comes before it. */
export async function together(
  stage: Stage,
  { customer: theirs = {}, agent: ours = {} }: PairOptions = {},
): Promise<Pair> {
  const spied = (options: PersonOptions) => ({ ...options, beforePages: (options.beforePages ?? '') + CALL_SPY });
  const [agent, customer] = await Promise.all([
    stage.agent(undefined, spied(ours)),
    stage.customer('/', spied(theirs)),
  ]);
  await customer.asks('Marta', 'There is a scratch on the door.');
  await agent.take('Marta');
  return { customer, agent };
}

/** Both see each other. */
export async function inVideoCall(stage: Stage, options?: PairOptions): Promise<Pair> {
  const pair = await together(stage, options);
  await call(pair.customer);
  await pair.agent.click('button', 'Answer');
  await seeEachOther(pair);
  return pair;
}

export async function seeEachOther({ customer, agent }: Pair): Promise<void> {
  await inCall(customer, agent);
  await Promise.all([seesMoving(customer, 'peer'), seesMoving(agent, 'peer')]);
}
