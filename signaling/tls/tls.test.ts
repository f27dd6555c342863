/** HTTPS by the service itself, over real connections: what is served, when it is renewed, what a bad pair gets. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from 'node:tls';
import { newFolder } from '../testing/built.ts';
import { silent, type TestService, testService } from '../testing/service.ts';
import { chosenTls, phoneAddresses } from './choice.ts';
import { lanAddresses } from './lan.ts';
import { givenTls, type Pair } from './pair.ts';
import { makePair, selfSignedTls } from './self-signed.ts';

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
    const tls = await givenTls(await pairFiles(folder.path));
    await using test = await testService({ tls, nodes: 1 });
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
    assert.equal(headers['strict-transport-security'], 'max-age=15552000');
    const slippedIn = await session(test.url.replace('https:', 'http:'));
    assert.equal(slippedIn.statusCode, 403);
  });

  it('shows a renewed one to whoever connects next, without a restart; one that can’t be used changes nothing, and is logged once', async () => {
    await using folder = await newFolder();
    const files = await pairFiles(folder.path);
    const tls = await givenTls(files);
    const errors: object[] = [];
    await using test = await testService({ tls, nodes: 1, log: { ...silent, error: (fields) => errors.push(fields) } });
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
    await writeFile(files.keyFile, next.key);
    await test.service.sweep();
    assert.equal(await shown(test), serialOf(next));
    assert.equal((await before.append({ type: 'message', payload: { text: 'Still here' } })).ok, true);
    assert.equal(errors.length, 1);
  });

  it('says in one sentence which file is wrong, and how', async () => {
    await using folder = await newFolder();
    const pair = await makePair(HERE, Date.now());
    const files = await pairFiles(folder.path, pair);
    const refused = async (cert: string, key: string) => {
      await files.put({ cert, key });
      return givenTls(files).then(
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
    await assert.rejects(givenTls(away), /^Error: TLS_KEY is \S+away\.pem, but that can't be used: ENOENT[^\n]+\.$/);
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
    assert.deepEqual([found('127.0.0.1'), found('localhost')], [[], []]);
  });

  it('is in the certificate that the machine makes, with the others, but not beside one that the operator gave', async () => {
    await using folder = await newFolder();
    const own = { ...config, dataDir: folder.path };
    const tls = (await chosenTls(own, 'own', machine, Date.now)) ?? assert.fail();
    const names =
      'DNS:localhost, IP Address:127.0.0.1, IP Address:192.168.1.20, IP Address:10.0.0.3, DNS:support.local';
    assert.equal(new X509Certificate(tls.pair.cert).subjectAltName, names);
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
