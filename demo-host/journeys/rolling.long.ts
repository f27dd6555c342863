/**
 * An upgrade as an operator does it: three nodes, ended and started again one after the other, while a call runs and forty
 * customers write. Nothing is lost, the picture of the call doesn't stand still, and whoever is sent elsewhere is back soon.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { customerOf, unsent, until, type Customer as Writer } from '../../signaling/faults/people.ts';
import { seeded } from '../../signaling/faults/random.ts';
import { closeBrowsers } from './harness/browsers.ts';
import { inCall, spied } from './harness/call.ts';
import { countFrames, mediaWay } from './harness/call-spy.ts';
import { Stage } from './harness/journey.ts';
import { Service } from './harness/service.ts';
import { inVideoCall } from './harness/together.ts';

const NODES = 3;
const WRITERS = 40;
const EVERY_MS = 400;
/** Between two nodes, as a careful operator waits. */
const BETWEEN_MS = 3000;
/**
 * How long two browsers, three nodes and forty writers that share a machine are left alone, to see how long the picture stands
 * still by itself; in milliseconds.
 */
const ALONE_MS = 10_000;
const BACK_MS = 2000;
const DRAIN_MS = 10_000;

const clock = {
  now: Date.now,
  after(ms: number, call: () => void) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

after(closeBrowsers);

/** How long each time without a line took, in milliseconds. */
function absences({ session }: Writer, noted: number[]): void {
  let since: number | null = null;
  session.subscribe(() => {
    const online = session.getState().connection.kind === 'online';
    if (!online) since ??= performance.now();
    else if (since !== null) {
      noted.push(performance.now() - since);
      since = null;
    }
  });
}

function writing({ session, written }: Writer) {
  let phase: 'on' | 'over' = 'on';
  const over = (async () => {
    for (let n = 0; phase === 'on'; n += 1) {
      written.push(`word ${n}`);
      session.current.send(`word ${n}`);
      await pause(EVERY_MS);
    }
  })();
  return () => {
    phase = 'over';
    return over;
  };
}

const online = (writers: readonly Writer[]) =>
  writers.flatMap(({ session }) => (session.getState().connection.kind === 'online' ? [] : ['one']));

test('a rolling restart of three nodes under load: nothing lost, no media gap, everybody back soon', {
  timeout: 240_000,
}, async () => {
  await using stage = new Stage(
    await Service.launch({ TRUST_PROXY: 'on', LOG_LEVEL: 'warn' }, undefined, undefined, 'none', NODES),
  );
  const { service } = stage;
  const { customer, agent } = await inVideoCall(stage);
  const writers = Array.from({ length: WRITERS }, () => customerOf(service, seeded(1), clock));
  const stops = writers.map(writing);
  await using ends = new AsyncDisposableStack();
  for (const { session } of writers) ends.defer(() => session.dispose());
  for (const stop of stops) ends.defer(stop);
  await until('everybody writes', () => [
    ...online(writers),
    ...writers.filter((one) => one.written.length < 3).map(() => 'few'),
  ]);
  const away: number[] = [];
  for (const writer of writers) absences(writer, away);
  const frames = () => Promise.all([customer, agent].map((person) => countFrames(person.page)));
  const longest = async (watched: Awaited<ReturnType<typeof frames>>) =>
    Math.max(...(await Promise.all(watched.map((one) => one.longestGapMs()))));

  const quiet = await frames();
  await pause(ALONE_MS);
  const alone = await longest(quiet);

  // What starting as many processes does to two browsers on this machine, with nobody sent anywhere.
  const before = await frames();
  for (const _ of service.nodes) {
    await using _other = await Service.launch({}, undefined, undefined, 'none', 1);
    await pause(BETWEEN_MS);
  }
  const usual = await longest(before);

  const ways = () => Promise.all([customer, agent].map((person) => mediaWay(person.page)));
  const wayBefore = await ways();
  const watched = await frames();
  const drains: number[] = [];
  for (const node of service.nodes) {
    const from = performance.now();
    await node.end('SIGTERM');
    drains.push(Math.round(performance.now() - from));
    // Before the next process begins: here all of them share two cores, elsewhere each has its own.
    await until('everybody is back', () => online(writers));
    await node.start();
    await pause(BETWEEN_MS);
  }
  const gap = await longest(watched);
  const wayAfter = await ways();
  await Promise.all(stops.map((stop) => stop()));
  await until('everything is sent', () => writers.flatMap(unsent));

  const sorted = away.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  console.log(`Nodes ended within ${drains.join(', ')} ms. ${sorted.length} times somebody was sent elsewhere:`);
  console.log(`back within ${Math.round(sorted[sorted.length >> 1] ?? 0)} ms (median), ${Math.round(p99)} ms (p99)`);
  console.log(
    `Longest gap between two frames: ${gap} ms; left alone ${alone} ms, while as many other processes started ${usual} ms`,
  );

  for (const { session, written } of writers) {
    while (session.current.getState().earlier === 'some') await session.current.loadEarlier();
    const { events } = session.current.getState();
    const said = events.flatMap((event) => (event.type === 'message' ? [event.payload.text] : []));
    assert.deepEqual(said, written);
  }
  await inCall(customer, agent);
  for (const person of [customer, agent]) assert.equal((await spied(person.page)).made, 1, 'no new connection');
  // How long a frame takes is the machine's; that nothing was lost and no other way had to be found is the product's.
  assert.deepEqual(wayAfter, wayBefore);
  assert.ok(Math.max(...drains) < DRAIN_MS, `${drains} ms`);
  assert.ok(p99 < BACK_MS, `${p99} ms`);
  assert.deepEqual(stage.troubles, []);
});
