/** Dockerfile, compose.yaml and what belongs to them, as far as they can be checked without an engine. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { help, readConfig } from '../config.ts';
import { checkTurn } from '../doctor/turn-check.ts';
import { allocate } from '../doctor/turn-client.ts';
import { iceServers } from '../realtime/ice.ts';
import { Coturn } from '../testing/coturn.ts';
import { testService } from '../testing/service.ts';
import { fixedTls } from '../tls/pair.ts';
import { makePair } from '../tls/self-signed.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

interface ComposeService {
  image?: string;
  entrypoint?: string[];
  build?: string;
  restart: string;
  profiles?: string[];
  read_only: boolean;
  cap_drop: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  networks?: string[];
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
}

const text = read('compose.yaml');
const compose = parse(text, { merge: true }) as Compose;
/** What runs; the others are called by the operator. */
const services = Object.entries(compose.services).filter(([, { profiles }]) => !profiles);
const { backup } = compose.services;
const nodes = services.filter(([, { build }]) => build);

/** As in .env.example; what is empty there is a secret. */
const example = new Map(
  [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);
const filledIn = (value: string) =>
  value.replaceAll(
    /\$\{([A-Z_]+)(:[?-])?\}/g,
    (_, name: string, empty?: string) => example.get(name) || (empty === ':-' ? '' : 'x'.repeat(32)),
  );
/** Of the service, and why a node doesn't have it. */
const NOT_PASSED_ON = {
  PORT: 'stands in the image',
  HOST: 'stands in the image',
  TLS_CERT: 'the proxy has the certificate',
  TLS_KEY: 'the proxy has the certificate',
};

describe('compose.yaml', () => {
  it('has PostgreSQL, Redis, coturn, two nodes and a proxy, each restarted, read-only, without rights, and looked after', () => {
    assert.deepEqual(
      services.map(([name]) => name),
      ['node-1', 'node-2', 'proxy', 'postgres', 'redis', 'coturn'],
    );
    assert.equal(nodes.length, 2);
    for (const [name, service] of services) {
      assert.equal(service.restart, 'unless-stopped', name);
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      // The nodes' stands in their image.
      assert.ok(service.build ?? service.healthcheck, `${name} has a health check`);
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        assert.ok(compose.services[other], other);
        assert.equal(condition, 'service_healthy');
      }
      for (const network of service.networks ?? []) assert.ok(network in compose.networks, network);
    }
  });

  it('names variables that the configuration knows, with values that it takes', () => {
    const known = help();
    for (const [, { environment = {} }] of nodes) {
      for (const name of Object.keys(environment)) assert.match(known, new RegExp(`^ +${name} `, 'm'));
      const values = Object.entries(environment).map(([name, value]) => [name, filledIn(value)]);
      const config = readConfig(Object.fromEntries(values));
      assert.deepEqual(
        [config.publicUrl, config.trustProxy, config.demo],
        ['https://support.example.com', true, false],
      );
      assert.equal(config.ice.turn?.urls.length, 2);
      assert.ok(config.databaseUrl && config.redisUrl);
    }
  });

  it('passes on to the nodes all that the configuration knows', () => {
    const known = [...help().matchAll(/^ +([A-Z_]+) /gm)].map(([, name = '']) => name);
    assert.ok(known.includes('RETENTION_DAYS'));
    for (const [, { environment = {} }] of nodes) {
      assert.deepEqual([...Object.keys(environment), ...Object.keys(NOT_PASSED_ON)].sort(), known.sort());
    }
  });

  it('has a back-up to call, with the nodes’ image, settings and files, and a folder that is kept out of everything', () => {
    const [, node] = nodes[0] ?? assert.fail();
    assert.deepEqual([backup?.profiles, backup?.restart, backup?.read_only], [['tools'], 'no', true]);
    assert.deepEqual([backup?.image, backup?.environment], [node.image, node.environment]);
    assert.deepEqual(backup?.volumes, [...(node.volumes ?? []), './backups:/backups']);
    assert.ok(existsSync(join(ROOT, backup?.entrypoint?.[1] ?? '')));
    assert.match(read('.gitignore'), /^backups\/$/m);
  });

  it('asks for what .env.example names, and for no more; secrets have no value there', () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    assert.deepEqual([...asked].sort(), [...example.keys()].sort());
    for (const [name, value] of example) if (/SECRET|PASSWORD|TOKEN/.test(name)) assert.equal(value, '', name);
    assert.match(read('.gitignore'), /^\.env$/m);
  });

  it('mounts files that are there, and volumes that it declares; the nodes share one folder', () => {
    for (const volume of services.flatMap(([, { volumes = [] }]) => volumes)) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) assert.ok(existsSync(join(ROOT, source)), source);
      else assert.ok(source in compose.volumes, source);
    }
    for (const [, node] of nodes) assert.deepEqual(node.volumes, ['files:/data']);
  });

  it('gives coturn settings that it takes: it relays UDP only for who has credentials, and says nothing bad', async () => {
    const secret = 'from-compose';
    await using coturn = await Coturn.start({ secret, config: join(ROOT, 'signaling/ops/turnserver.conf') });
    assert.doesNotMatch(coturn.said, /Bad configuration|ERROR|WARNING/i);
    const ice = { stunUrls: [], turn: { urls: [`turn:127.0.0.1:${coturn.port}`], secret, credentialMs: 60_000 } };
    const [finding] = await checkTurn(ice, Date.now);
    assert.equal(finding?.state, 'ok', finding?.what);
    const [server] = iceServers(ice, 'tests', 'customer', Date.now()).iceServers;
    const credentials = { username: server?.username ?? '', password: server?.credential ?? '' };
    const over = { host: '127.0.0.1', port: coturn.port, transport: 'tcp' } as const;
    const tcp = await allocate(over, credentials, AbortSignal.timeout(5000), 'tcp');
    // RFC 8656: unsupported transport, or forbidden.
    assert.ok(tcp.kind === 'refused' && [403, 442].includes(tcp.code), JSON.stringify(tcp));
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile').replaceAll('\\\n', ' ');
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';
  const command = (instruction: string): string[] => {
    const [, list = '[]'] = new RegExp(`${instruction} (\\[.*\\])$`, 'm').exec(last) ?? [];
    return JSON.parse(list) as string[];
  };

  it('has the pinned Node, another user than root, and a volume for all that is written', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    assert.match(dockerfile, new RegExp(`^ARG NODE=node:${devDependencies.node}-`, 'm'));
    for (const stage of stages) assert.match(stage, /^\$\{NODE\}/);
    assert.match(last, /^USER node$/m);
    assert.match(last, /^ENV .*DATA_DIR=\/data$/m);
    assert.match(last, /^VOLUME \/data$/m);
    assert.deepEqual(command('^CMD'), ['node', 'signaling/main.ts']);
  });

  it('has the programs for a back-up, of PostgreSQL’s own version', () => {
    const [, version = ''] = /^postgres:(\d+)$/.exec(compose.services.postgres?.image ?? '') ?? [];
    assert.match(last, new RegExp(` postgresql-client-${version} `));
  });

  it('copies what is there and isn’t ignored', () => {
    const taken = [...read('.dockerignore').matchAll(/^!(\S+)$/gm)].map(([, name = '']) => name);
    for (const name of taken) assert.ok(existsSync(join(ROOT, name)), name);
    for (const [, sources = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
      for (const source of sources.split(' ')) assert.ok(source === '.' || taken.includes(source), source);
    }
  });

  it('finds out by itself whether the service is alive', async () => {
    await using test = await testService();
    const tls = fixedTls(await makePair(['support.example.com'], Date.now()), 'given');
    await using secure = await testService({ tls, nodes: 1 });
    const [, ...args] = command('HEALTHCHECK.*CMD');
    const ask = (PORT: string, TLS_CERT = '') =>
      promisify(execFile)(process.execPath, args, { env: { PORT, TLS_CERT } }).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
    const [plain, own] = [test, secure].map(({ url }) => new URL(url).port) as [string, string];
    assert.deepEqual(await Promise.all([ask(plain), ask('1'), ask(own, 'cert.pem'), ask(own)]), [0, 1, 0, 1]);
  });
});
