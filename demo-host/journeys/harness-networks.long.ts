/** The two networks on one machine in which calls are broken on purpose, tried out with a bare connection. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { serveBlank } from './harness/blank.ts';
import { eventually } from './harness/eventually.ts';
import { HERE, TwoNetworks } from './harness/namespaces.ts';
import { Turn } from './harness/turn.ts';

const whyNot = await TwoNetworks.whyNot();
if (whyNot !== null) console.log(whyNot);

/** How long nothing goes through, in milliseconds. */
const HOLE_MS = 3000;
/** Between two words on the channel, in milliseconds. */
const BEAT_MS = 20;
/** How much longer than the hole the silence may be, in milliseconds: above what two busy browsers need. */
const BACK_MS = 1000;

/** What the functions below keep in their page. */
interface Bench {
  connection: RTCPeerConnection;
  /** When each word of the other side came. */
  came: number[];
}

/** Runs in a page: makes its connection, answers an offer when there is one, and returns its own description. */
async function describe(servers: RTCIceServer[], beatMs: number, offer: string | null): Promise<string> {
  const connection = new RTCPeerConnection({ iceServers: servers });
  const bench: Bench = { connection, came: [] };
  Object.assign(window, { bench });
  // Unordered and never repeated: what is lost is lost, as it is with pictures.
  const channel = connection.createDataChannel('beats', { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 });
  channel.onmessage = () => bench.came.push(performance.now());
  const gathered = new Promise((resolve) => {
    connection.onicecandidate = ({ candidate }) => candidate ?? resolve(null);
  });
  if (offer !== null) await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  await connection.setLocalDescription();
  await gathered;
  channel.onopen = () => setInterval(() => channel.readyState === 'open' && channel.send('beat'), beatMs);
  return connection.localDescription?.sdp ?? '';
}

async function join(left: Page, right: Page, servers: RTCIceServer[] = []): Promise<void> {
  const offer = await left.evaluate(describe, servers, BEAT_MS, null);
  const answer = await right.evaluate(describe, servers, BEAT_MS, offer);
  await left.evaluate(async (sdp) => {
    const { bench } = window as unknown as { bench: Bench };
    await bench.connection.setRemoteDescription({ type: 'answer', sdp });
  }, answer);
}

const beats = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { bench: Bench }).bench.came);

/** The longest silence, in milliseconds. */
async function gap(page: Page): Promise<number> {
  const times = await beats(page);
  return Math.max(...times.slice(1).map((time, at) => time - (times[at] ?? 0)));
}

const flows = async (page: Page): Promise<void> => {
  const before = (await beats(page)).length;
  await eventually('beats come', async () => (await beats(page)).length > before + 10);
};

async function inBoth(act: (left: Page, right: Page, networks: TwoNetworks) => Promise<void>): Promise<void> {
  await using networks = await TwoNetworks.build();
  const blank = await serveBlank(HERE);
  const browsers = [await networks.chromium('left', [blank.url]), await networks.chromium('right', [blank.url])];
  try {
    const pages = await Promise.all(
      browsers.map(async (one) => {
        const page = await one.newPage();
        await page.goto(blank.url);
        // Whoever may use the camera tells its addresses; others are hidden behind names that no router knows.
        await page.evaluate(async () => (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks());
        return page;
      }),
    );
    const [left, right] = pages;
    assert.ok(left && right);
    await act(left, right, networks);
  } finally {
    await Promise.all(browsers.map((one) => one.close()));
    await blank.stop();
  }
}

const options = { timeout: 120_000, skip: whyNot ?? false };

void test('a hole between two browsers swallows everything for as long as it lasts, and no longer', options, () =>
  inBoth(async (left, right, networks) => {
    await join(left, right);
    await flows(left);
    await flows(right);
    await networks.hole('between');
    // A hole is a length of time; there is nothing else to wait for.
    await pause(HOLE_MS);
    assert.ok((await fetch(left.url())).ok, 'what is outside is still reached');
    await networks.heal();
    await flows(left);
    const silence = await gap(left);
    console.log(`A hole of ${HOLE_MS} ms was a silence of ${Math.round(silence)} ms.`);
    assert.ok(silence > HOLE_MS - BEAT_MS && silence < HOLE_MS + BACK_MS, `${silence} ms`);
  }),
);

void test('an address that changes ends a connection that nobody restarts', options, () =>
  inBoth(async (left, right, networks) => {
    await join(left, right);
    await flows(right);
    const before = networks.address('left');
    await networks.move('left');
    assert.notEqual(networks.address('left'), before);
    await eventually('the other side hears nothing any more', async () => {
      const [last = 0] = (await beats(right)).slice(-1);
      return (await right.evaluate(() => performance.now())) - last > 1000;
    });
    assert.equal(
      await left.evaluate(async () => (await fetch('/')).ok),
      true,
      'pages are reached from the new address',
    );
  }),
);

void test('with a relay outside, two sides that cannot reach each other meet', options, () =>
  inBoth(async (left, right, networks) => {
    await networks.hole('between');
    const turn = await Turn.start({ address: HERE });
    try {
      await join(left, right, [turn.iceServer()]);
      await flows(left);
      assert.ok(turn.relayed() > 0);
    } finally {
      await turn.stop();
    }
  }),
);
