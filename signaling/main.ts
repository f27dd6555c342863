/** The start: reads the environment, listens, says where everything is, ends in good order. */
import { randomUUIDv7 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { type Config, ConfigError, help, readConfig } from './config.ts';
import type { Logger } from './log.ts';
import type { RedisLink } from './nodes/redis-link.ts';
import { openStore } from './open-store.ts';
import { after, createService, type Service } from './service.ts';
import type { Store } from './store/store.ts';
import { ALL_ADDRESSES, chosenTls, phoneAddresses, type Wanted } from './tls/choice.ts';
import { inUrl, isAll } from './tls/hosts.ts';
import { lanAddresses } from './tls/lan.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string };

/** Who signs in on a machine that has just been set up. */
const FIRST_AGENT = { name: 'Amélie', email: 'agent@localhost' };

/** A node that is told to end has ended by then, in milliseconds: whoever told it kills it soon after. */
const END_MS = 9000;
const DAY_MS = 24 * 60 * 60_000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function listen(service: Service, { port, host }: Config, scheme: 'http' | 'https'): Promise<URL> {
  const { server } = service;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${inUrl(host)}:${port}`;
      if (error.code === 'EADDRINUSE') reject(new ConfigError(`${where} is taken by another program. Set PORT.`));
      else reject(new ConfigError(`Can't listen on ${where}: ${error.message}. See HOST and PORT.`));
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(new URL(`${scheme}://${isAll(host) ? 'localhost' : inUrl(host)}:${address.port}`));
    });
  });
}

async function firstAgent(store: Store, service: Service): Promise<string> {
  if ((await store.agents()).length > 0) return 'with your account; another one: npm run agent -- add NAME EMAIL';
  const added = await service.agents.add(FIRST_AGENT.name, FIRST_AGENT.email);
  if (!added) return 'with your account';
  return `${added.agent.email}  password ${added.password}  (told only this once)`;
}

/** Its client is a third of all modules: one node alone starts without them. */
async function linkTo(redisUrl: string, log: Logger): Promise<RedisLink> {
  const { redisLink } = await import('./nodes/redis-link.ts');
  return redisLink(redisUrl, randomUUIDv7(), log);
}

async function start(): Promise<void> {
  const wanted: Wanted = process.argv.includes('--https') ? 'own' : 'configured';
  const machine = { hostname: hostname(), lan: lanAddresses(networkInterfaces()) };
  const config = readConfig(
    wanted === 'configured' ? process.env : { ...process.env, HOST: process.env.HOST || ALL_ADDRESSES },
  );
  // The log goes to the error stream, so that what is said to the operator stays readable.
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  const { store, place } = await openStore(config, (error) => {
    // A service without its store would only refuse; whoever watches over it starts a new one.
    log.fatal({ err: error }, 'the store is lost');
    process.exit(1);
  });
  const tls = await chosenTls(config, wanted, machine, Date.now);
  const logger = {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: ({ error, ...fields }, message) => log.error({ ...fields, err: error }, message),
  } satisfies Logger;
  const link = config.redisUrl === null ? null : await linkTo(config.redisUrl, logger);
  const service = await createService({
    store,
    dataDir: config.dataDir,
    assets: `${ROOT}dist`,
    allowedOrigins: config.allowedOrigins,
    publicUrl: config.publicUrl,
    tls,
    demo: config.demo,
    trustProxy: config.trustProxy,
    version,
    log: logger,
    link,
    now: Date.now,
    newId: randomUUIDv7,
    soon: setImmediate,
    after,
    ice: config.ice,
    oidc: config.oidc,
    metricsToken: config.metricsToken,
    identitySecrets: config.identitySecrets,
    retentionMs: config.retentionDays * DAY_MS,
    auditMs: config.auditDays * DAY_MS,
  });
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    // Whatever holds it up, what was acknowledged is stored.
    setTimeout(() => process.exit(0), END_MS).unref();
    await service.close();
    link?.close();
    await store.close();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);

  const listening = await listen(service, config, tls ? 'https' : 'http');
  const address = config.publicUrl ?? listening.origin;
  const signIn = await firstAgent(store, service);

  say('');
  say(`Your Car Your Way support ${version} is running.`);
  say('');
  if (config.demo) say(`  Rental pages   ${address}/`);
  say(`  Agent console  ${address}/agent`);
  say(`  Reference      ${address}/reference`);
  if (wanted === 'own') {
    const found = phoneAddresses(listening, config.host, machine).map(
      ({ origin }) => `${origin}${config.demo ? '/' : '/agent'}`,
    );
    say(`  On a phone     ${found.join(' or ') || 'no: there is no network, or HOST is of this machine only'}`);
    say('  Certificate    made by this machine: each browser warns once, and goes on when it is told to');
  }
  say(`  Sign in        ${signIn}`);
  say(`  The tag        <script type="module" src="${address}/ycyw-support.js"></script>`);
  say(`  Data           ${place}`);
  say('');
}

if (process.argv.includes('--help')) {
  say(help());
} else {
  try {
    await start();
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    throw error;
  }
}
