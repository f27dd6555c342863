/**
 * Many inputs against a real service, over real lines and real HTTP: it never crashes, never fails by itself, and whatever it
 * refuses, it refuses with a reason of the union. The same seed brings the same inputs.
 */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { STATUS } from '../http/context.ts';
import { AGENT_REQUESTS, CALL_WINDOW_REQUESTS, CUSTOMER_REQUESTS } from '../identity/access.ts';
import type { Logger } from '../log.ts';
import * as schemas from '../protocol/schemas.ts';
import { AGENT_HANDLERS } from '../realtime/agent-requests.ts';
import { CUSTOMER_HANDLERS } from '../realtime/customer-requests.ts';
import type { Handlers } from '../realtime/hub.ts';
import { SITE_SECRET } from '../testing/people.ts';
import { silent, type TestService, testService } from '../testing/service.ts';
import { type HttpInput, httpInputs } from './http-inputs.ts';
import { garbage, inputsOf } from './shapes.ts';
import { type Target, target, type Who } from './target.ts';

/** Inputs that are on their way at once. */
const BATCH = 50;
/** Batches after which everybody starts anew: conversations close, calls end, people sign out. */
const FRESH_AFTER = 10;
/** So many times as often as others comes the request in which most can be said. */
const APPENDS = 5;
/** Characters of an input in a report. */
const REPORT_CHARS = 600;

type Input =
  | { kind: 'request'; who: Who; name: string; payload: unknown }
  | { kind: 'http'; input: HttpInput }
  | { kind: 'handshake'; path: '/customer' | '/agent' | '/nowhere'; auth: unknown }
  | { kind: 'frame'; text: string };

const SEATS: Record<Who, readonly string[]> = {
  nobody: Object.keys(CUSTOMER_REQUESTS),
  stranger: Object.keys(CUSTOMER_REQUESTS),
  customer: Object.keys(CUSTOMER_REQUESTS),
  other: Object.keys(CUSTOMER_REQUESTS),
  window: Object.keys(CALL_WINDOW_REQUESTS),
  agent: Object.keys(AGENT_REQUESTS),
  colleague: Object.keys(AGENT_REQUESTS),
  supervisor: Object.keys(AGENT_REQUESTS),
};
const WHO = Object.keys(SEATS) as Who[];

/** What each side's requests look like, from the handlers themselves. */
const HANDLERS: Handlers<never> = { ...AGENT_HANDLERS, ...CUSTOMER_HANDLERS };

const FRAMES = [
  '',
  '9',
  '0/customer,"x"',
  '0/nowhere,{}',
  '1/customer,',
  '2',
  '2/customer,',
  '2/customer,7',
  '2/customer,{}',
  '2/customer,["disconnect"]',
  '2/customer,[{"append":1}]',
  '2/customer,["append",null,null,null]',
  '2/customer,99999999999999999999["append"]',
  `2/customer,1["about",${'['.repeat(5000)}${']'.repeat(5000)}]`,
  '3/customer,0[]',
  '51-/customer,["append",{"_placeholder":true,"num":0}]',
  '5999-/customer,["append"]',
  '6/customer,0',
] as const;

function inputs(test: TestService): fc.Arbitrary<Input> {
  const request = (who: Who) => {
    const named = SEATS[who].map((name) => {
      const { schema } = HANDLERS[name] ?? assert.fail(name);
      const arbitrary = inputsOf(schema).map((payload): Input => ({ kind: 'request', who, name, payload }));
      return { weight: name === 'append' ? APPENDS : 1, arbitrary };
    });
    const names = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', ''), fc.string({ maxLength: 12 }));
    // The client refuses to send what Socket.IO keeps for itself; frames do that.
    const reserved = /^(connect|connect_error|disconnect|disconnecting|newListener|removeListener)$/;
    const unknown = fc
      .tuple(
        names.filter((name) => !reserved.test(name)),
        garbage,
      )
      .map(([name, payload]): Input => ({ kind: 'request', who, name, payload }));
    return fc.oneof({ weight: 20, arbitrary: fc.oneof(...named) }, { weight: 1, arbitrary: unknown });
  };
  const routes = test.service.app.routes.filter(({ method }) => method !== 'ALL');
  const auth = fc.oneof(inputsOf(schemas.customerHandshake), garbage);
  const frame = fc.oneof(fc.constantFrom(...FRAMES), fc.string({ unit: 'binary', maxLength: 30 }));
  return fc.oneof(
    { weight: 400, arbitrary: fc.oneof(...WHO.map(request)) },
    { weight: 80, arbitrary: httpInputs(routes).map((input): Input => ({ kind: 'http', input })) },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom('/customer', '/agent', '/nowhere'), auth)
        .map(([path, said]): Input => ({ kind: 'handshake', path, auth: said })),
    },
    { weight: 4, arbitrary: frame.map((text): Input => ({ kind: 'frame', text })) },
  );
}

/** Those that mean that something broke are none of them. */
const isReason = (reason: unknown): boolean =>
  typeof reason === 'string' && Object.hasOwn(STATUS, reason) && reason !== 'unavailable';

type Note = (led: string) => void;

async function wrongAnswer(to: Target, input: HttpInput, note: Note): Promise<string | undefined> {
  const { status, text } = await to.http(input);
  note(`HTTP ${status}`);
  if (status >= 500) return `${status} ${text}`;
  // Socket.IO answers for its own address, and a range has its own answer.
  const isOurs = !input.path.startsWith('/socket.io/') && status !== 416 && input.method !== 'HEAD';
  if (status < 400 || !isOurs) return undefined;
  const { reason } = JSON.parse(text) as { reason?: unknown };
  return isReason(reason) ? undefined : `${status} ${text}`;
}

/** What is wrong with the answer; undefined: nothing. `note` hears what the input led to. */
async function wrong(to: Target, input: Input, note: Note): Promise<string | undefined> {
  switch (input.kind) {
    case 'request': {
      const result = await to.ask(input.who, input.name, input.payload);
      // The call that it was for may have ended.
      if (result.kind === 'cut') return input.who === 'window' ? undefined : 'the line was cut';
      if (result.kind === 'late') return 'no answer';
      const { ok, reason } = result.answer as { ok?: unknown; reason?: unknown };
      note(ok === true ? input.name : String(reason));
      return ok === true || (ok === false && isReason(reason)) ? undefined : JSON.stringify(result.answer);
    }
    case 'http':
      return wrongAnswer(to, input.input, note);
    case 'handshake': {
      const reason = await to.handshake(input.path, input.auth);
      const isNowhere = input.path === '/nowhere' && reason === 'Invalid namespace';
      return reason === undefined || isReason(reason) || isNowhere ? undefined : reason;
    }
    case 'frame':
      return void (await to.frame(input.text));
  }
}

const MEGABYTE = 2 ** 20;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heapMegabytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEGABYTE;
}

export interface FuzzResult {
  sent: number;
  /** How many of each kind. */
  kinds: Record<Input['kind'], number>;
  /** How often what was reached: a request that was granted, a reason, a status. */
  led: Record<string, number>;
  /** Megabytes of heap after a quarter, a half, three quarters and all of it. */
  heap: number[];
}

export async function fuzz({ count, seed }: { count: number; seed: number }): Promise<FuzzResult> {
  const errors: string[] = [];
  const log: Logger = {
    ...silent,
    error: ({ error }, message) => void errors.push(`${message}: ${error}`),
  };
  // Limits would hide what lies behind them; they have tests of their own.
  await using test = await testService({ identitySecrets: [SITE_SECRET], limitFactor: 1e9, demo: true, log });
  const batches = count / BATCH;
  const result: FuzzResult = { sent: 0, kinds: { request: 0, http: 0, handshake: 0, frame: 0 }, led: {}, heap: [] };
  let to = await target(test);
  let batch = 0;
  const note = (led: string) => {
    result.led[led] = (result.led[led] ?? 0) + 1;
  };
  const batchOf = fc.array(inputs(test), { minLength: BATCH, maxLength: BATCH, size: 'max' });
  try {
    const holds = fc.asyncProperty(batchOf, async (some) => {
      batch += 1;
      if (batch % FRESH_AFTER === 0) {
        await to.end();
        to = await target(test);
      }
      const found = await Promise.all(
        some.map(async (input) => ({
          input,
          what: await wrong(to, input, note).catch((error: Error) => error.message),
        })),
      );
      result.sent += some.length;
      for (const { kind } of some) result.kinds[kind] += 1;
      const bad = found.filter(({ what }) => what !== undefined);
      const lines = [...bad.map((one) => JSON.stringify(one).slice(0, REPORT_CHARS)), ...errors.splice(0)];
      assert.equal(lines.join('\n'), '');
      // Windows of floods go by.
      test.pass(1000);
      if (batch % (batches / 4) === 0) result.heap.push(heapMegabytes());
    });
    // Whatever is wrong is named one by one, so that nothing has to be made smaller.
    const { failed, errorInstance } = await fc.check(holds, { numRuns: batches, seed, endOnFailure: true });
    if (failed) throw new Error(`With seed ${seed}, in batch ${batch}:`, { cause: errorInstance });
  } finally {
    await to.end();
  }
  return result;
}
