/**
 * Ten thousand inputs out of the wire's own schemas, and out of nothing.
 * Again with another seed: `SEED=17 npm run test:service -- signaling/fuzz/fuzz.test.ts`.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AGENT_REQUESTS, CUSTOMER_REQUESTS } from '../identity/access.ts';
import { fuzz } from './fuzz.ts';

const COUNT = 10_000;
/** What lies around after a part of the way differs by some megabytes; what is kept for each input would be more. */
const GROWTH_MAX_MB = 30;

const REASONS_MET = ['invalid', 'too_large', 'not_found', 'not_signed_in', 'not_assigned', 'conflict', 'call_over'];
const STATUS_MET = [200, 201, 204, 206, 302, 400, 401, 403, 404, 412];

describe('the service', () => {
  it(`answers ${COUNT} inputs of any shape, each refusal with a reason, and doesn’t grow`, async (test) => {
    const { sent, kinds, led, heap } = await fuzz({ count: COUNT, seed: Number(process.env.SEED ?? 1) });
    test.diagnostic(`${JSON.stringify(kinds)}, ${JSON.stringify(led)}, heap in MB ${heap.map(Math.round).join(' ')}`);
    assert.equal(sent, COUNT);
    // It got behind the door: everything that can be asked was also granted, and refused for many reasons.
    const requests = [...Object.keys(CUSTOMER_REQUESTS), ...Object.keys(AGENT_REQUESTS)];
    const met = [...requests, ...REASONS_MET, ...STATUS_MET.map((status) => `HTTP ${status}`)];
    assert.deepEqual(
      met.filter((one) => !led[one]),
      [],
    );
    const [first = 0, , , last = 0] = heap;
    assert.ok(last - first < GROWTH_MAX_MB, `from ${first} to ${last} MB`);
  });
});
