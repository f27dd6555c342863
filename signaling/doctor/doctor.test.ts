/** The doctor, on the real things: all well, and each of them broken in turn. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { decide } from '../conversations/rules.ts';
import { postgresStore } from '../store/postgres.ts';
import { sqlStore } from '../store/sql-store.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import { newFolder } from '../testing/built.ts';
import { Authority, type Certificate } from '../testing/certificates.ts';
import { Coturn } from '../testing/coturn.ts';
import { newDatabase, postgres } from '../testing/postgres.ts';
import { Redis, redis } from '../testing/redis.ts';
import { run } from '../testing/run.ts';
import { type DoctorDeps, examine } from './doctor.ts';
import type { Check, Finding } from './finding.ts';

const GB = 2 ** 30;
const DAY_MS = 24 * 60 * 60_000;
const SECRET = 'shared-with-coturn';
const MONTHS_MS = 90 * DAY_MS;

let authority: Authority;
let folder: Awaited<ReturnType<typeof newFolder>>;
before(async () => {
  authority = new Authority();
  folder = await newFolder();
});
after(async () => {
  authority[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const doctor = (environment: Record<string, string>, deps: Partial<DoctorDeps> = {}): Promise<Finding[]> =>
  examine({
    environment: { DATA_DIR: folder.path, ...environment },
    now: Date.now,
    freeBytes: async () => 100 * GB,
    ...deps,
  });
/** What is said of one thing, a line for each. */
async function said(
  check: Check,
  environment: Record<string, string>,
  deps: Partial<DoctorDeps> = {},
): Promise<string> {
  const found = await doctor(environment, { only: check, ...deps });
  return found.map((one) => `${one.state}: ${one.what}${one.state === 'ok' ? '' : ` -> ${one.todo}`}`).join('\n');
}

/** An HTTPS server with this certificate; its address, by name. */
async function site({ cert, key }: Certificate): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer({ cert, key }).listen(0);
  await once(server, 'listening');
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function migrated(): Promise<string> {
  const url = await newDatabase();
  const store = postgresStore(url, randomUUID, decide);
  await store.migrate();
  await store.close();
  return url;
}

const turnUrls = ({ port }: Coturn) => [`turn:127.0.0.1:${port}`, `turn:127.0.0.1:${port}?transport=tcp`];

describe('npm run doctor', () => {
  it('finds nothing where all is well: configuration, store, Redis, TURN (a real allocation), certificate, disk, clock', async () => {
    const certificate = authority.certificate('localhost', Date.now() + MONTHS_MS);
    await using coturn = await Coturn.start({ secret: SECRET, tls: certificate });
    await using https = await site(certificate);
    const found = await doctor(
      {
        DATABASE_URL: await migrated(),
        REDIS_URL: (await redis()).url(),
        TURN_URLS: [...turnUrls(coturn), `turns:localhost:${coturn.port}?transport=tcp`].join(','),
        TURN_SECRET: SECRET,
        PUBLIC_URL: https.url,
        TRUST_PROXY: 'on',
        DEMO: 'off',
      },
      { ca: authority.ca },
    );
    assert.deepEqual(
      found.filter(({ state }) => state !== 'ok'),
      [],
    );
    const words = (check: Check) => found.filter((one) => one.check === check).map(({ what }) => what);
    assert.match(words('store').join(), /^PostgreSQL at \S+ answers in [\d.]+ ms, writes and takes back in [\d.]+ ms$/);
    assert.match(words('Redis').join(), /^version 7\S* at \S+: a round trip takes [\d.]+ ms/);
    assert.equal(words('TURN').length, 3);
    for (const line of words('TURN')) assert.match(line, /gave a relayed address, 127\.0\.0\.1:\d+, in [\d.]+ ms$/);
    assert.match(words('certificate').join(), /is trusted and good for 89 days/);
    assert.match(words('disk').join(), /has 100\.0 GB free, a sync takes [\d.]+ ms/);
    assert.equal(words('clock').length, 2);
  });

  it('as a command says a line for each, as JSON too, and ends with 1 when something is broken', async () => {
    await using empty = await newFolder();
    const [well, broken] = await Promise.all([
      run('doctor-cli.ts', { DATA_DIR: empty.path }).ended,
      run('doctor-cli.ts', { DATA_DIR: empty.path, PORT: 'http' }, ['--json']).ended,
    ]);
    assert.deepEqual([well.code, broken.code], [0, 1], well.out + well.error);
    assert.match(well.out, /^ok {7}configuration {2}every value can be used\nok {7}store /);
    assert.match(well.out, /^warning {2}TURN {11}there is none: .* → set up a coturn/m);
    const [finding] = JSON.parse(broken.out) as Finding[];
    assert.deepEqual([finding?.check, finding?.state], ['configuration', 'broken']);
    assert.match(finding?.what ?? '', /^PORT is "http", but wants a port/);
  });

  it('configuration: says what can be used, and is hardly meant', async () => {
    const alone = await said('configuration', { REDIS_URL: (await redis()).url() });
    assert.match(alone, /^broken: REDIS_URL is set, but DATABASE_URL isn't/);
    const open = await said('configuration', { PUBLIC_URL: 'https://localhost:9' });
    assert.match(open, /^warning: .*TRUST_PROXY off.*\nwarning: .*demo pages/);
    const own = { TLS_CERT: 'cert.pem', TLS_KEY: 'key.pem' };
    assert.match(await said('configuration', own), /^ok: [^\n]+$/);
    const trusting = await said('configuration', { ...own, TRUST_PROXY: 'on' });
    assert.match(
      trusting,
      /^warning: .*without a proxy everybody writes X-Forwarded-For[^\n]+ -> set TRUST_PROXY=off[^\n]+$/,
    );
  });

  it('store: gone, another one, one that can’t be written, tables of other versions', async () => {
    const server = await postgres();
    const DATABASE_URL = await migrated();
    const database = new URL(DATABASE_URL).pathname.slice(1);
    const missing = DATABASE_URL.replace(/t_\w+$/, 'nowhere');
    assert.match(
      await said('store', { DATABASE_URL: missing }),
      /^broken: .*database "nowhere" does not exist -> is it/,
    );
    assert.match(await said('store', { DATABASE_URL: await newDatabase() }), /ok: .*\nok: .*no tables yet/);
    await server.query(database, "insert into kysely_migration values ('2999-01-01-later', '2999')");
    assert.match(await said('store', { DATABASE_URL }), /ok: .*\nwarning: .*newer version \(2999-01-01-later\)/);
    await server.query(database, "delete from kysely_migration where name like '2999%' or name like '%leases'");
    assert.match(await said('store', { DATABASE_URL }), /ok: .*\nwarning: .*older version \(without \S*leases\)/);
    await server.query(database, `alter database ${database} set default_transaction_read_only = on`);
    assert.match(await said('store', { DATABASE_URL }), /^broken: .*read-only transaction/);
    await server.stop();
    try {
      assert.match(await said('store', { DATABASE_URL }), /^broken: .*ECONNREFUSED.* -> is it running there/);
    } finally {
      await server.start();
    }
  });

  it('store: a SQLite file, and one that is none', async () => {
    await using data = await newFolder();
    const file = join(data.path, 'support.sqlite');
    const store = sqlStore(sqliteDialect(file), randomUUID, decide);
    await store.migrate();
    assert.match(await said('store', { DATA_DIR: data.path }), /^ok: SQLite at \S+ answers in/);
    await store.close();
    await rm(file);
    await writeFile(file, 'no database'.repeat(1000));
    assert.match(await said('store', { DATA_DIR: data.path }), /^broken: .*file is not a database -> .*back-up/);
  });

  it('Redis: gone, a wrong password, a replica, one that throws away', async () => {
    const DATABASE_URL = await migrated();
    const ask = (REDIS_URL: string) => said('Redis', { DATABASE_URL, REDIS_URL });
    const server = await Redis.start({ requirepass: 'right', maxmemory: '50mb', 'maxmemory-policy': 'allkeys-lru' });
    const replica = await Redis.start({ replicaof: '127.0.0.1 1' });
    try {
      assert.match(await ask(server.url(':wrong')), /^broken: .*WRONGPASS.* -> correct user and password/);
      assert.match(await ask(server.url()), /^broken: .*NOAUTH.* -> correct user and password/);
      assert.match(
        await ask(server.url(':right')),
        /^ok: .*\nwarning: .*allkeys-lru.* -> set maxmemory-policy to noev/,
      );
      assert.match(await ask(replica.url()), /^broken: .*READONLY.* -> name the primary/);
      await server.stop();
      assert.match(await ask(server.url(':right')), /^broken: .*ECONNREFUSED.* -> is it running there/);
    } finally {
      for (const one of [server, replica]) {
        await one.stop();
        one.remove();
      }
    }
  });

  it('TURN: gone, a wrong secret, one that relays for everybody, or TCP, a certificate that nobody trusts', async () => {
    const ask = (urls: string[], secret = SECRET) => said('TURN', { TURN_URLS: urls.join(','), TURN_SECRET: secret });
    await using open = await Coturn.start({ secret: null });
    await using coturn = await Coturn.start({ secret: SECRET, tls: authority.certificate('localhost') });
    for (const line of (await ask(turnUrls(coturn), 'another')).split('\n')) {
      assert.match(line, /^broken: .* refuses: 401 .* -> is TURN_SECRET the same/);
    }
    for (const line of (await ask(turnUrls(open))).split('\n')) assert.match(line, /^broken: .* relays for everybody/);
    await open[Symbol.asyncDispose]();
    for (const line of (await ask(turnUrls(open))).split('\n'))
      assert.match(line, /^broken: .*ECONNREFUSED.* -> is coturn/);
    await using proxy = await Coturn.start({ secret: SECRET, relaysTcp: true });
    for (const line of (await ask(turnUrls(proxy))).split('\n'))
      assert.match(line, /^broken: .* relays TCP, .* -> set "no-tcp-relay"/);
    const untrusted = await ask([`turns:localhost:${coturn.port}`]);
    assert.match(untrusted, /^broken: .*certificate.* -> .*Is its certificate valid/);
    assert.match(await ask(['turns:localhost:1?transport=udp']), /^warning: .*no DTLS/);
  });

  it('certificate: expired, ending soon, of another name, of nobody’s authority, none', async () => {
    const ask = async (certificate: Certificate, deps: Partial<DoctorDeps> = {}) => {
      await using https = await site(certificate);
      return await said('certificate', { PUBLIC_URL: https.url }, { ca: authority.ca, ...deps });
    };
    const months = authority.certificate('localhost', Date.now() + MONTHS_MS);
    assert.match(await ask(authority.certificate('localhost', Date.now() - DAY_MS)), /^broken: .*has expired -> renew/);
    const later = { now: () => Date.now() + MONTHS_MS - 10.5 * DAY_MS };
    assert.match(await ask(months, later), /^warning: .*ends in 10 days -> renew/);
    assert.match(await ask(authority.certificate('other.example')), /^broken: .*not for this host name/);
    const stranger = await said('certificate', { PUBLIC_URL: 'https://localhost:1' });
    assert.match(stranger, /^broken: .*can't be reached: .*ECONNREFUSED/);
    await using https = await site(months);
    assert.match(await said('certificate', { PUBLIC_URL: https.url }), /^broken: .*without the ones between/);
    assert.match(await said('certificate', { PUBLIC_URL: 'http://support.example' }), /^warning: .*neither camera/);
  });

  it('certificate of the service itself: not there, of another key, expired', async () => {
    const [one, other] = [
      authority.certificate('localhost', Date.now() + MONTHS_MS),
      authority.certificate('localhost'),
    ];
    const ask = (TLS_CERT: string, TLS_KEY: string, deps: Partial<DoctorDeps> = {}) =>
      said('certificate', { TLS_CERT, TLS_KEY }, deps);
    assert.match(await ask(one.file, one.keyFile), /^ok: .* fits its key, and good for 89 days$/);
    assert.match(
      await ask('/nowhere.pem', one.keyFile),
      /^broken: TLS_CERT is \/nowhere\.pem, .*ENOENT.* -> correct it/,
    );
    assert.match(await ask(one.file, other.keyFile), /^broken: TLS_KEY is .*is not the key.* -> correct it/);
    const later = { now: () => Date.now() + MONTHS_MS + DAY_MS };
    assert.match(await ask(one.file, one.keyFile, later), /^broken: .*has expired -> renew/);
    const alone = { PUBLIC_URL: 'https://localhost:9', TLS_CERT: one.file, TLS_KEY: one.keyFile, DEMO: 'off' };
    assert.match(await said('configuration', alone), /^ok: /);
  });

  it('disk: nearly full, a file in its place, a folder that isn’t the one of the files', async () => {
    const free = (bytes: number) => ({ freeBytes: async () => bytes });
    assert.match(await said('disk', {}, free(0.1 * GB)), /^broken: .*has 0\.1 GB free.* -> make room: recordings/);
    assert.match(await said('disk', {}, free(2 * GB)), /^warning: .*has 2\.0 GB free.* -> make room/);
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    assert.match(await said('disk', { DATA_DIR: join(file, 'data') }), /^broken: .*can't be written/);
    const DATABASE_URL = await migrated();
    const store = postgresStore(DATABASE_URL, randomUUID, decide);
    const facts = { owner: 'x', conversation: null, name: 'x', type: 'text/plain', size: 1, createdAt: 1 } as const;
    await store.addAttachment({ id: randomUUID(), ...facts });
    await store.close();
    assert.match(await said('disk', { DATABASE_URL }), /^ok: .*\nbroken: 1 of the 1 newest files .* -> .*same folder/);
    await using moved = await newFolder();
    const left = join(moved.path, 'support.sqlite');
    const withSqlite = sqlStore(sqliteDialect(left), randomUUID, decide);
    await withSqlite.migrate();
    await withSqlite.close();
    assert.match(await said('disk', { DATA_DIR: moved.path }), /^ok: [^\n]+$/);
    const movedTo = { DATABASE_URL: await migrated(), DATA_DIR: moved.path };
    assert.match(await said('disk', movedTo), /^ok: .*\nwarning: .*old data, which no erasure reaches -> delete it/);
  });

  it('clock: says by how much it differs from PostgreSQL’s and Redis’s', async () => {
    const environment = { DATABASE_URL: await migrated(), REDIS_URL: (await redis()).url() };
    const ahead = await said('clock', environment, { now: () => Date.now() + 5000 });
    assert.match(
      ahead,
      /^warning: [45]\.\d+ s ahead of PostgreSQL’s -> .*NTP.*\nwarning: [45]\.\d+ s ahead of Redis \(/,
    );
    const behind = await said('clock', environment, { now: () => Date.now() - 5000 });
    assert.match(behind, /^warning: [45]\.\d+ s behind PostgreSQL’s/);
  });
});
