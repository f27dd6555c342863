/** HTTPS by the service itself, over real connections: what is served, when it is renewed, what a bad pair gets. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { connect as connectRaw } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from 'node:tls';
import { newFolder } from '../testing/built.ts';
import { sample } from '../testing/metrics.ts';
import { silent, TestClock, type TestService, testService } from '../testing/service.ts';
import { chosenTls, phoneAddresses } from './choice.ts';
import { inUrl, isAll } from './hosts.ts';
import { lanAddresses } from './lan.ts';
import { fixedTls, givenTls, type Pair } from './pair.ts';
import { makePair, selfSignedTls } from './self-signed.ts';
import { reachedBy } from './server.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const HERE = ['localhost', '127.0.0.1'];

/** A pair where an operator keeps one. */
async function pairFiles(folder: string, pair?: Pair) {
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  const put = async ({ cert, key }: Pair) => {
    await writeFile(files.certFile, cert);
    await writeFile(files.keyFile, key);
  };
  await put(pair ?? (await makePair(HERE, Date.now())));
  return { ...files, put };
}

async function ask(url: string, ca: string, options: RequestOptions = {}, body = ''): Promise<IncomingMessage> {
  const asked = request(url, { ...options, ca, agent: false }).end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}

/** The serial number of the certificate that is shown to whoever connects now. */
async function shown({ url }: TestService): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}
const serialOf = ({ cert }: Pair) => new X509Certificate(cert).serialNumber;

describe('a service with a certificate of its own', () => {
  it('answers over HTTPS, takes WebSockets there, and its sign-in cookie goes nowhere else', async () => {
    await using folder = await newFolder();
    const pair = await makePair([...HERE, 'support.example'], Date.now());
    const tls = await givenTls(await pairFiles(folder.path, pair), Date.now);
    // Of a company that has written a mistake into its configuration.
    await using test = await testService({ tls, nodes: 1, publicUrl: 'http://support.example' });
    const { cert } = tls.pair;
    assert.match(test.url, /^https:/);
    const visitor = await test.visitor();
    assert.equal((await visitor.append({ type: 'message', payload: { text: 'Hello' } })).ok, true);
    const agent = await test.agent('Jules');
    // The cookie of the sign-in is replaced now, as it was set: checking a password would take longer than all else here.
    test.clock.now += 3 * HOUR_MS;
    const session = (Origin: string) =>
      ask(`${test.url}/api/agent/session`, cert, { headers: { Cookie: agent.cookie, Origin } });
    const { statusCode, headers } = await session(test.url);
    assert.equal(statusCode, 200);
    assert.match(headers['set-cookie']?.join() ?? '', /^ycyw_agent=.*; Secure/);
    for (const slippedIn of [test.url.replace('https:', 'http:'), 'http://support.example']) {
      assert.equal((await session(slippedIn)).statusCode, 403, slippedIn);
    }
    const toldAt = async (Host: string) =>
      (await ask(`${test.url}/healthz`, cert, { headers: { Host } })).headers['strict-transport-security'];
    assert.equal(headers['strict-transport-security'], undefined);
    assert.equal(await toldAt('support.example:3000'), 'max-age=15552000');
    assert.equal(await toldAt('localhost:3000'), undefined);
  });

  it('shows a renewed one to whoever connects next, without a restart; one that can’t be used changes nothing, and is logged once a day', async () => {
    await using folder = await newFolder();
    const files = await pairFiles(folder.path);
    const clock = new TestClock(Date.now());
    const tls = await givenTls(files, () => clock.now);
    const errors: object[] = [];
    const log = { ...silent, error: (fields: object) => errors.push(fields) };
    await using test = await testService({ tls, nodes: 1, log, clock });
    const before = await test.visitor();
    assert.equal(await shown(test), serialOf(tls.pair));
    const next = await makePair(HERE, Date.now());
    // Half of it: whatever renews it has not written the key yet.
    await writeFile(files.certFile, next.cert);
    await test.service.sweep();
    await test.service.sweep();
    assert.equal(await shown(test), serialOf(tls.pair));
    assert.equal(errors.length, 1);
    assert.match(String(Object(errors[0]).error), /is not the key of the certificate/);
    clock.pass(DAY_MS);
    await test.service.sweep();
    await test.service.sweep();
    assert.equal(errors.length, 2);
    await writeFile(files.keyFile, next.key);
    await test.service.sweep();
    assert.equal(await shown(test), serialOf(next));
    assert.equal((await before.append({ type: 'message', payload: { text: 'Still here' } })).ok, true);
    assert.equal(errors.length, 2);
  });

  it('takes none that has ended, and one that begins later when it does', async () => {
    await using folder = await newFolder();
    const files = await pairFiles(folder.path);
    let at = Date.now();
    const tls = await givenTls(files, () => at);
    await files.put(await makePair(HERE, at - 400 * DAY_MS));
    await assert.rejects(tls.renewed(), /^Error: TLS_CERT is \S+cert\.pem, but that certificate ended at 20\S+Z\.$/);
    const later = await makePair(HERE, at + 3 * DAY_MS);
    await files.put(later);
    await assert.rejects(tls.renewed(), /^Error: TLS_CERT is .* begins at 20\S+Z\.$/);
    assert.equal(await tls.renewed(), null);
    const before = tls.ends();
    at += 2 * DAY_MS + HOUR_MS;
    assert.deepEqual(await tls.renewed(), later);
    assert.equal(tls.ends() - before > 2 * DAY_MS, true);
    assert.equal(await tls.renewed(), null);
  });

  it('says once a day in its log when the certificate ends soon or has ended, from the start on, and when it does in its metrics', async () => {
    await using folder = await newFolder();
    const clock = new TestClock(Date.now());
    const warnings: string[] = [];
    const log = { ...silent, warn: (_: object, message: string) => warnings.push(message) };
    const files = await pairFiles(folder.path, await makePair(HERE, clock.now - 400 * DAY_MS));
    const tls = await givenTls(files, () => clock.now);
    await using test = await testService({ tls, nodes: 1, log, clock });
    const ended = 'the certificate has ended: browsers refuse it';
    assert.deepEqual(warnings.splice(0), [ended]);
    const next = await makePair(HERE, clock.now);
    await files.put(next);
    clock.pass(DAY_MS);
    await test.service.sweep();
    const { text } = await test.desk.metrics.read();
    assert.equal(
      sample(text, 'ycyw_certificate_ends_seconds'),
      new X509Certificate(next.cert).validToDate.getTime() / 1000,
    );
    clock.pass(385 * DAY_MS);
    assert.deepEqual(warnings, []);
    await test.service.sweep();
    await test.service.sweep();
    assert.deepEqual(warnings.splice(0), ['the certificate ends soon']);
    clock.pass(20 * DAY_MS);
    await test.service.sweep();
    assert.deepEqual(warnings, [ended]);
    await using plain = await testService({ nodes: 1 });
    assert.equal(sample((await plain.desk.metrics.read()).text, 'ycyw_certificate_ends_seconds'), undefined);
  });

  it('ends at once though somebody has connected and says nothing, and answers whoever asks meanwhile', {
    timeout: 5000,
  }, async () => {
    await using folder = await newFolder();
    const tls = await givenTls(await pairFiles(folder.path), Date.now);
    await using test = await testService({ tls, nodes: 1 });
    const { server } = test.service;
    const mute = connectRaw(Number(new URL(test.url).port), '127.0.0.1');
    const cut = once(mute, 'close');
    await once(server, 'connection');
    const headers = { 'Content-Type': 'application/json', 'Content-Length': 2 };
    const options = { method: 'POST', headers, ca: tls.pair.cert, agent: false };
    const asked = request(`${test.url}/api/agent/session`, options);
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    asked.write('{');
    await once(server, 'request');
    const closed = test.service.close();
    await cut;
    asked.end('}');
    const [answer] = await answered;
    answer.resume();
    assert.equal(answer.statusCode, 400);
    await closed;
  });

  it('binds browsers to HTTPS neither to a certificate of the machine’s own nor to the machine itself', () => {
    const host = 'support.example';
    const bound = (publicUrl: string | null, kind?: 'given' | 'own', at = host) =>
      reachedBy(publicUrl, kind ? fixedTls({ cert: '', key: '' }, kind) : null).httpsOnly(at);
    assert.deepEqual([bound(null, 'given'), bound(`https://${host}`, 'given')], [true, true]);
    assert.deepEqual([bound(null, 'own'), bound(`https://${host}`, 'own')], [false, false]);
    assert.deepEqual([bound(`https://${host}`), bound(`https://${host}`, undefined, '127.0.0.1')], [true, true]);
    for (const here of ['localhost', '127.0.0.1', '[::1]']) {
      assert.deepEqual([bound(`https://${here}:3000`), bound(`https://${here}`, 'given')], [false, false], here);
      assert.equal(bound(null, 'given', here), false, here);
    }
  });

  it('says in one sentence which file is wrong, and how', async () => {
    await using folder = await newFolder();
    const pair = await makePair(HERE, Date.now());
    const files = await pairFiles(folder.path, pair);
    const refused = async (cert: string, key: string) => {
      await files.put({ cert, key });
      return givenTls(files, Date.now).then(
        () => 'taken',
        (error: Error) => error.message.replaceAll(folder.path, ''),
      );
    };
    assert.equal(await refused(pair.cert, pair.key), 'taken');
    assert.equal(await refused('none', pair.key), 'TLS_CERT is /cert.pem, but has no certificate in PEM.');
    assert.equal(
      await refused(pair.cert, pair.cert),
      'TLS_KEY is /key.pem, but has no private key in PEM that opens without a password.',
    );
    const other = await makePair(HERE, Date.now());
    assert.equal(
      await refused(pair.cert, other.key),
      'TLS_KEY is /key.pem, but is not the key of the certificate in TLS_CERT, /cert.pem.',
    );
    const away = { ...files, keyFile: join(folder.path, 'away.pem') };
    await assert.rejects(
      givenTls(away, Date.now),
      /^Error: TLS_KEY is \S+away\.pem, but that can't be used: ENOENT[^\n]+\.$/,
    );
  });
});

describe('the certificate that a machine makes for itself', () => {
  it('is kept over restarts, its file is nobody else’s, and browsers are not bound to it', async () => {
    await using folder = await newFolder();
    const own = () => selfSignedTls({ folder: folder.path, names: HERE, now: Date.now });
    const first = await own();
    const file = join(folder.path, 'self-signed.pem');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(await readFile(file, 'utf8'), first.pair.key);
    const second = await own();
    assert.deepEqual(second.pair, first.pair);
    await using test = await testService({ tls: second, nodes: 1 });
    const { headers, statusCode } = await ask(`${test.url}/healthz`, second.pair.cert);
    assert.deepEqual([statusCode, headers['strict-transport-security']], [200, undefined]);
    assert.equal((await ask(test.url.replace('127.0.0.1', 'localhost'), second.pair.cert)).statusCode, 404);
  });

  it('is nobody else’s whatever an earlier start has left, and whole when two start at once', async () => {
    await using folder = await newFolder();
    const left = join(folder.path, 'self-signed.pem.new');
    await writeFile(left, 'half of one');
    await chmod(left, 0o666);
    const own = () => selfSignedTls({ folder: folder.path, names: HERE, now: Date.now });
    const both = await Promise.all([own(), own()]);
    const file = join(folder.path, 'self-signed.pem');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual((await readdir(folder.path)).sort(), ['self-signed.pem', 'self-signed.pem.new']);
    const kept = await readFile(file, 'utf8');
    assert.ok(both.some(({ pair }) => pair.key === kept));
  });

  it('has one sentence for a folder where it can’t be', async () => {
    await using folder = await newFolder();
    const own = (path: string) => selfSignedTls({ folder: path, names: HERE, now: Date.now });
    const sentence = /^Error: DATA_DIR is \/[^\n]+, but that can't be used: E[^\n]+\.$/;
    await assert.rejects(own(join(folder.path, 'nowhere')), sentence);
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    await assert.rejects(own(file), sentence);
  });

  it('is made anew before it ends, when the machine has another address, and when its file is damaged', async () => {
    await using folder = await newFolder();
    let [at, names] = [Date.now(), HERE];
    const own = async () => {
      const { pair } = await selfSignedTls({ folder: folder.path, names, now: () => at });
      return serialOf(pair);
    };
    const first = await own();
    at += 300 * DAY_MS;
    assert.equal(await own(), first);
    at += 90 * DAY_MS;
    const second = await own();
    assert.notEqual(second, first);
    names = [...HERE, '192.168.1.20'];
    const third = await own();
    assert.notEqual(third, second);
    // Away from that network, and back.
    names = HERE;
    assert.equal(await own(), third);
    const file = join(folder.path, 'self-signed.pem');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, -30));
    assert.notEqual(await own(), third);
  });
});

describe('the address to type on a phone', () => {
  const machine = { hostname: 'desk_1', lan: ['192.168.1.20', '10.0.0.3'] };
  const config = { tls: null, host: '0.0.0.0', publicUrl: 'https://support.local:3000' };

  it('is each that this machine has, or the one of HOST; none when only this machine gets there', () => {
    const found = (host: string) =>
      phoneAddresses(new URL('https://localhost:3000'), host, machine).map(({ origin }) => origin);
    assert.deepEqual(found('0.0.0.0'), ['https://192.168.1.20:3000', 'https://10.0.0.3:3000']);
    assert.deepEqual(found('10.0.0.3'), ['https://10.0.0.3:3000']);
    assert.deepEqual([found('127.0.0.1'), found('localhost'), found('::1')], [[], [], []]);
    for (const all of ['::', '0', '::0']) assert.deepEqual(found(all), found('0.0.0.0'), all);
    assert.deepEqual(found('fd00::2'), ['https://[fd00::2]:3000']);
    assert.deepEqual(['10.0.0.3', 'localhost', '::1'].map(isAll), [false, false, false]);
    assert.deepEqual(['10.0.0.3', 'fd00::2'].map(inUrl), ['10.0.0.3', '[fd00::2]']);
  });

  it('is in the certificate that the machine makes, with the others, but not beside one that the operator gave', async () => {
    await using folder = await newFolder();
    const own = { ...config, dataDir: folder.path };
    const names =
      'DNS:localhost, IP Address:127.0.0.1, IP Address:192.168.1.20, IP Address:10.0.0.3, DNS:support.local';
    for (const host of ['0.0.0.0', '0', '::']) {
      await using empty = await newFolder();
      const tls = await chosenTls({ ...own, host, dataDir: empty.path }, 'own', machine, Date.now);
      assert.equal(new X509Certificate(tls?.pair.cert ?? '').subjectAltName, names, host);
    }
    const plain = { ...own, publicUrl: 'http://support.local' };
    await assert.rejects(
      chosenTls(plain, 'own', machine, Date.now),
      /^Error: PUBLIC_URL is .* but with --https the service/,
    );
    const given = { ...own, tls: await pairFiles(folder.path) };
    await assert.rejects(chosenTls(given, 'own', machine, Date.now), /^Error: --https makes .* but TLS_CERT is set/);
    assert.equal((await chosenTls(given, 'configured', machine, Date.now))?.kind, 'given');
    assert.equal(await chosenTls(own, 'configured', machine, Date.now), null);
  });

  it('is one in the room: no loopback, no container, no private network through the internet, nothing that nobody types', () => {
    const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) =>
      ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo;
    const found = lanAddresses({
      lo: [at('127.0.0.1', 'IPv4', true)],
      docker0: [at('172.17.0.1')],
      tun0: [at('10.8.0.2')],
      wlan0: [at('fd00::2', 'IPv6'), at('192.168.1.20')],
      eth0: [at('169.254.7.1'), at('10.0.0.3')],
    });
    assert.deepEqual(found, ['192.168.1.20', '10.0.0.3']);
  });
});
