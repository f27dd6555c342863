/** The relay and the slow line that journeys of calls use, tried out by themselves. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, test } from 'node:test';
import { serveBlank } from './harness/blank.ts';
import { browser, closeBrowsers } from './harness/browsers.ts';
import { DelayProxy } from './harness/delay-proxy.ts';
import { Turn } from './harness/turn.ts';

after(closeBrowsers);

/** Runs in a page: two connections that may only use the relay. What came through, and over which kind of address. */
async function throughRelay(iceServer: RTCIceServer): Promise<{ heard: string; kinds: string[] }> {
  const [one, other] = [0, 1].map(
    () => new RTCPeerConnection({ iceServers: [iceServer], iceTransportPolicy: 'relay' }),
  ) as [RTCPeerConnection, RTCPeerConnection];
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
  const channel = one.createDataChannel('words', { negotiated: true, id: 0 });
  const far = other.createDataChannel('words', { negotiated: true, id: 0 });
  const heard = new Promise<string>((resolve) => {
    far.onmessage = ({ data }) => resolve(String(data));
  });
  channel.onopen = () => channel.send('hello');
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
  const words = await heard;
  const kinds: string[] = [];
  for (const report of (await one.getStats()).values())
    if (report.type === 'local-candidate') kinds.push(report.candidateType);
  one.close();
  other.close();
  return { heard: words, kinds: [...new Set(kinds)] };
}

for (const name of ['chromium', 'firefox'] as const) {
  void test(`coturn relays between two connections in ${name}, and tells how often`, { timeout: 60_000 }, async () => {
    const turn = await Turn.start();
    const blank = await serveBlank();
    try {
      const page = await (await browser(name)).newPage();
      await page.goto(blank.url);
      assert.equal(turn.relayed(), 0);
      const { heard, kinds } = await page.evaluate(throughRelay, turn.iceServer());
      assert.equal(heard, 'hello');
      assert.deepEqual(kinds, ['relay']);
      assert.ok(turn.relayed() >= 2, `each side has an address of the relay: ${turn.relayed()}\n${turn.log}`);
      await page.close();
    } finally {
      await turn.stop();
      await blank.stop();
    }
  });
}

void test('coturn gives nothing for a wrong secret', { timeout: 60_000 }, async () => {
  const turn = await Turn.start();
  const blank = await serveBlank();
  try {
    const page = await (await browser('chromium')).newPage();
    await page.goto(blank.url);
    const refusal = await page.evaluate(
      async (server) => {
        const connection = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
        connection.createDataChannel('words');
        const refused = new Promise<number>((resolve) => {
          connection.onicecandidateerror = ({ errorCode }) => resolve(errorCode);
        });
        await connection.setLocalDescription();
        const code = await refused;
        connection.close();
        return code;
      },
      { ...turn.iceServer(), credential: 'wrong' },
    );
    assert.equal(refusal, 401);
    assert.equal(turn.relayed(), 0);
    await page.close();
  } finally {
    await turn.stop();
    await blank.stop();
  }
});

const DELAY_MS = 60;
/** Timers may fire a moment early, in milliseconds. */
const EARLY_MS = 3;

/** A server that answers with the same words, and with "bye" once the other side has said all. */
async function startEcho(): Promise<{ url: string; stop(): Promise<unknown> }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (chunk) => socket.write(chunk));
    socket.on('end', () => socket.end('bye'));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

void test('the slow line delays each way, keeps the order and lets one side end before the other', async () => {
  const echo = await startEcho();
  const proxy = await DelayProxy.start(echo.url, DELAY_MS);
  try {
    const line = connect({ host: '127.0.0.1', port: Number(new URL(proxy.url).port), allowHalfOpen: true });
    let heard = '';
    line.on('data', (chunk) => {
      heard += chunk.toString();
    });
    await once(line, 'connect');
    const from = performance.now();
    for (const word of ['one ', 'two ', 'three ']) line.write(word);
    await once(line, 'data');
    const took = performance.now() - from;
    assert.ok(took >= 2 * DELAY_MS - EARLY_MS, `there and back: ${took} ms`);
    line.end();
    await once(line, 'end');
    assert.equal(heard, 'one two three bye');
  } finally {
    await proxy.stop();
    await echo.stop();
  }
});

void test('a cut line ends, no other comes through, and healed they do', async () => {
  const echo = await startEcho();
  const proxy = await DelayProxy.start(echo.url, 0);
  const port = Number(new URL(proxy.url).port);
  try {
    const line = connect(port, '127.0.0.1');
    line.on('error', () => {});
    line.write('hello');
    await once(line, 'data');
    proxy.cut();
    await once(line, 'close');
    const refused = connect(port, '127.0.0.1');
    refused.on('error', () => {});
    await once(refused, 'close');
    proxy.heal();
    const healed = connect(port, '127.0.0.1');
    healed.write('hello again');
    assert.equal(String((await once(healed, 'data'))[0]), 'hello again');
    healed.destroy();
  } finally {
    await proxy.stop();
    await echo.stop();
  }
});
