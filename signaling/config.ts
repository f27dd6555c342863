/** The environment, checked: one table that is read, explained by `--help`, and answers bad values with a sentence. */
import * as v from 'valibot';
import type { OidcConfig } from './identity/oidc.ts';
import { isThisMachine } from './tls/hosts.ts';

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** Of the PostgreSQL that holds all but files; null: SQLite in the data folder. */
  databaseUrl: string | null;
  /** Of the Redis through which several nodes hear each other; null: there is one node. */
  redisUrl: string | null;
  allowedOrigins: string[];
  publicUrl: string | null;
  trustProxy: boolean;
  /** The service's own certificate; null: HTTP, or whatever a proxy makes of it. */
  tls: { certFile: string; keyFile: string } | null;
  demo: boolean;
  /** Conversations that were closed before are erased; 0: none. */
  retentionDays: number;
  /** Entries of the audit log that are older are removed; 0: none. */
  auditDays: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Any of them verifies customers' tokens; none: customers are anonymous. */
  identitySecrets: string[];
  /** The company's own sign-in, for agents; null: passwords only. */
  oidc: OidcConfig | null;
  /** Who brings it may read `/metrics`; null: programs of this machine. */
  metricsToken: string | null;
  ice: { stunUrls: string[]; turn: { urls: string[]; secret: string; credentialMs: number } | null };
}

interface Variable {
  /** Its value is never repeated, whatever is wrong with it. */
  secret?: true;
  /** As it would stand in the environment. */
  fallback: string;
  meaning: string;
  /** Completes "wants …". */
  wants: string;
  schema: v.GenericSchema<string, unknown>;
}

const origin = v.pipe(
  v.string(),
  v.check((value) => URL.canParse(value) && new URL(value).origin === value),
);
/** Comma separated. */
const listOf = (one: v.GenericSchema<string, string>) =>
  v.pipe(
    v.string(),
    v.transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    v.array(one),
  );
/** RFC 7064: no path, no query. */
const stunUrl = v.pipe(v.string(), v.regex(/^stuns?:[\w.:[\]-]+$/));
/** RFC 7065. */
const turnUrl = v.pipe(v.string(), v.regex(/^turns?:[\w.:[\]-]+(\?transport=(udp|tcp))?$/));
/** RFC 7518: a key of HS256 is no shorter than what it makes, 256 bits. */
const KEY_MIN_BYTES = 32;
const signingKey = v.pipe(v.string(), v.minBytes(KEY_MIN_BYTES));
/** What `openssl rand -hex 8` gives: no rate makes guessing it worth while. */
const TOKEN_MIN_CHARS = 16;
const databaseUrl = v.pipe(
  v.string(),
  v.check((value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)),
);
/** Without TLS only on this machine: secrets go over it. */
const issuer = v.pipe(
  v.string(),
  v.check((value) => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname, search, hash } = new URL(value);
    const isSafe = protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
    return isSafe && search === '' && hash === '';
  }),
);
const claim = v.pipe(
  v.string(),
  v.regex(/^[^=]+=.+$/),
  v.transform((value) => {
    const [name = '', ...rest] = value.split('=');
    return { claim: name, value: rest.join('=') };
  }),
);
/** What stands behind the @, as it is compared. */
const emailDomain = v.pipe(v.string(), v.toLowerCase(), v.regex(/^[\w-]+(\.[\w-]+)+$/));
const redisUrl = v.pipe(
  v.string(),
  v.check((value) => URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol)),
);
const days = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(36_500));
/** Empty: null. */
const orNone = <T>(schema: v.GenericSchema<string, T>) =>
  v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null),
    ),
    schema,
  ]);
const onOff = v.pipe(
  v.picklist(['on', 'off']),
  v.transform((value) => value === 'on'),
);

const TABLE = {
  PORT: {
    fallback: '3000',
    meaning: 'where it listens; 0 picks a free one',
    wants: 'a port from 0 to 65535',
    schema: v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65535)),
  },
  HOST: {
    fallback: '127.0.0.1',
    meaning: 'the address it listens on; 0.0.0.0 for all',
    wants: 'an address or a host name',
    schema: v.pipe(v.string(), v.regex(/^[\w.:-]+$/)),
  },
  DATA_DIR: {
    fallback: './data',
    meaning: 'SQLite file, attachments, recordings; several nodes share it',
    wants: 'a folder that can be written',
    schema: v.pipe(v.string(), v.minLength(1)),
  },
  DATABASE_URL: {
    fallback: '',
    meaning: 'the PostgreSQL that several nodes share; empty: SQLite',
    wants: 'an address such as postgres://user:password@db.example.com/support',
    schema: orNone(databaseUrl),
    secret: true,
  },
  REDIS_URL: {
    fallback: '',
    meaning: 'the Redis through which several nodes hear each other; empty: one node',
    wants: 'an address such as redis://:password@redis.example.com:6379',
    schema: orNone(redisUrl),
    secret: true,
  },
  ALLOWED_ORIGINS: {
    fallback: '',
    meaning: "pages that may connect besides the service's own, comma separated",
    wants: 'origins such as https://www.example.com, comma separated, without a path',
    schema: listOf(origin),
  },
  PUBLIC_URL: {
    fallback: '',
    meaning: 'the address that people see; derived when empty',
    wants: 'an address such as https://support.example.com',
    schema: orNone(origin),
  },
  TRUST_PROXY: {
    fallback: 'off',
    meaning: "on: the proxy's X-Forwarded-For counts",
    wants: '"on" or "off"',
    schema: onOff,
  },
  TLS_CERT: {
    fallback: '',
    meaning: 'with TLS_KEY the service speaks HTTPS itself: the certificate with its chain; empty: HTTP',
    wants: 'the path of a PEM file',
    schema: v.string(),
  },
  TLS_KEY: {
    fallback: '',
    meaning: "that certificate's private key; both files are read again when they change",
    wants: 'the path of a PEM file',
    schema: v.string(),
  },
  DEMO: { fallback: 'on', meaning: 'off hides the rental pages', wants: '"on" or "off"', schema: onOff },
  IDENTITY_SECRET: {
    fallback: '',
    meaning: "verifies customers' tokens; several, comma separated, while one replaces another; empty: anonymous only",
    wants: `a secret of at least ${KEY_MIN_BYTES} bytes, or several of them, comma separated`,
    schema: listOf(signingKey),
    secret: true,
  },
  OIDC_ISSUER: {
    fallback: '',
    meaning: "the company's OpenID Connect provider, where agents may sign in; empty: passwords only",
    wants: 'an address such as https://login.example.com; without TLS on this machine only',
    schema: orNone(issuer),
  },
  OIDC_CLIENT_ID: {
    fallback: '',
    meaning: 'as which client the provider knows this service; needed with OIDC_ISSUER',
    wants: 'the client id that the provider gave',
    schema: v.string(),
  },
  OIDC_CLIENT_SECRET: {
    fallback: '',
    meaning: "that client's secret; needed with OIDC_ISSUER",
    wants: 'the client secret that the provider gave',
    schema: v.string(),
    secret: true,
  },
  OIDC_NAME: {
    fallback: 'OpenID',
    meaning: 'what people call that sign-in; stands on its button',
    wants: 'at most 40 characters',
    schema: v.pipe(v.string(), v.maxLength(40)),
  },
  OIDC_CREATE: {
    fallback: 'off',
    meaning: 'on: whoever the provider knows gets an account at the first sign-in; needs OIDC_DOMAINS',
    wants: '"on" or "off"',
    schema: onOff,
  },
  OIDC_DOMAINS: {
    fallback: '',
    meaning: 'whose e-mail address is at one of these domains may sign in there, comma separated; empty: at any',
    wants: 'domains such as example.com, comma separated',
    schema: listOf(emailDomain),
  },
  OIDC_SUPERVISOR_CLAIM: {
    fallback: '',
    meaning: 'claim=value: who has it is a supervisor, nobody else; empty: roles are set here',
    wants: 'a claim and its value such as groups=supervisors',
    schema: orNone(claim),
  },
  STUN_URLS: {
    fallback: '',
    meaning: 'STUN servers for calls, comma separated',
    wants: 'addresses such as stun:stun.example.com:3478, comma separated',
    schema: listOf(stunUrl),
  },
  TURN_URLS: {
    fallback: '',
    meaning: 'TURN servers for calls that find no direct way, comma separated',
    wants: 'addresses such as turn:turn.example.com:3478 or turns:turn.example.com:443?transport=tcp, comma separated',
    schema: listOf(turnUrl),
  },
  TURN_CREDENTIAL_SECONDS: {
    fallback: '3600',
    meaning:
      'how long the credentials hold that a member of a call gets; whoever is in it longer gets new ones in time',
    wants: 'a number of seconds from 20 to 86400',
    schema: v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(20), v.maxValue(86_400)),
  },
  TURN_SECRET: {
    fallback: '',
    meaning: 'what coturn calls static-auth-secret; needed with TURN_URLS',
    wants: 'the static-auth-secret of the TURN servers',
    schema: v.string(),
  },
  RETENTION_DAYS: {
    fallback: '0',
    meaning: 'closed conversations older than this are erased, with their files; 0: they are kept',
    wants: 'a number of days from 0 to 36500',
    schema: days,
  },
  AUDIT_DAYS: {
    fallback: '730',
    meaning: 'entries of the audit log older than this are removed; 0: they are kept',
    wants: 'a number of days from 0 to 36500',
    schema: days,
  },
  METRICS_TOKEN: {
    fallback: '',
    meaning: 'who sends it as a bearer token may read /metrics; empty: programs on this machine may',
    wants: `a secret of at least ${TOKEN_MIN_CHARS} characters without spaces`,
    schema: orNone(v.pipe(v.string(), v.minLength(TOKEN_MIN_CHARS), v.regex(/^\S+$/))),
    secret: true,
  },
  LOG_LEVEL: {
    fallback: 'info',
    meaning: 'how much is logged',
    wants: '"debug", "info", "warn" or "error"',
    schema: v.picklist(['debug', 'info', 'warn', 'error']),
  },
} as const satisfies Record<string, Variable>;

type Name = keyof typeof TABLE;

/** A value that can't be used; the message is the whole sentence for the operator. */
export class ConfigError extends Error {}

export function unusable(name: string, value: string, error: unknown): ConfigError {
  const why = error instanceof Error ? error.message : String(error);
  return new ConfigError(`${name} is ${value}, but that can't be used: ${why}.`);
}

function read<N extends Name>(environment: Record<string, string | undefined>, name: N) {
  const row: Variable = TABLE[name];
  const given = environment[name];
  const parsed = v.safeParse(row.schema, given === undefined || given === '' ? row.fallback : given);
  if (!parsed.success) {
    const got = row.secret ? `a value of ${given?.length ?? 0} characters` : JSON.stringify(given);
    throw new ConfigError(`${name} is ${got}, but wants ${row.wants}.`);
  }
  return parsed.output as v.InferOutput<(typeof TABLE)[N]['schema']>;
}

/** Throws a `ConfigError` for the first value that can't be used. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  return {
    port: read(environment, 'PORT'),
    host: read(environment, 'HOST'),
    dataDir: read(environment, 'DATA_DIR'),
    databaseUrl: read(environment, 'DATABASE_URL'),
    redisUrl: readRedis(environment),
    allowedOrigins: read(environment, 'ALLOWED_ORIGINS'),
    publicUrl: read(environment, 'PUBLIC_URL'),
    trustProxy: read(environment, 'TRUST_PROXY'),
    tls: readTls(environment),
    demo: read(environment, 'DEMO'),
    retentionDays: read(environment, 'RETENTION_DAYS'),
    auditDays: read(environment, 'AUDIT_DAYS'),
    logLevel: read(environment, 'LOG_LEVEL'),
    metricsToken: read(environment, 'METRICS_TOKEN'),
    identitySecrets: read(environment, 'IDENTITY_SECRET'),
    oidc: readOidc(environment),
    ice: { stunUrls: read(environment, 'STUN_URLS'), turn: readTurn(environment) },
  };
}

function readRedis(environment: Record<string, string | undefined>): string | null {
  const url = read(environment, 'REDIS_URL');
  if (url === null || read(environment, 'DATABASE_URL') !== null) return url;
  throw new ConfigError("REDIS_URL is set, but DATABASE_URL isn't: several nodes can't share a SQLite file.");
}

function readTls(environment: Record<string, string | undefined>): Config['tls'] {
  const certFile = read(environment, 'TLS_CERT');
  const keyFile = read(environment, 'TLS_KEY');
  if (certFile === '' && keyFile === '') return null;
  if (keyFile === '') throw new ConfigError("TLS_CERT is set, but TLS_KEY isn't: HTTPS needs both.");
  if (certFile === '') throw new ConfigError("TLS_KEY is set, but TLS_CERT isn't: HTTPS needs both.");
  requireHttps(read(environment, 'PUBLIC_URL'), 'TLS_CERT');
  return { certFile, keyFile };
}

/** `because`: what has the service speak HTTPS itself, and nothing else. */
export function requireHttps(publicUrl: string | null, because: 'TLS_CERT' | '--https'): void {
  if (publicUrl === null || publicUrl.startsWith('https:')) return;
  throw new ConfigError(`PUBLIC_URL is ${publicUrl}, but with ${because} the service speaks HTTPS only: write https.`);
}

function readTurn(environment: Record<string, string | undefined>): Config['ice']['turn'] {
  const urls = read(environment, 'TURN_URLS');
  const secret = read(environment, 'TURN_SECRET');
  const credentialMs = read(environment, 'TURN_CREDENTIAL_SECONDS') * 1000;
  if (urls.length === 0) return null;
  if (secret === '') throw new ConfigError("TURN_URLS is set, but TURN_SECRET isn't: nobody could use those servers.");
  return { urls, secret, credentialMs };
}

function readOidc(environment: Record<string, string | undefined>): OidcConfig | null {
  const issuer = read(environment, 'OIDC_ISSUER');
  const clientId = read(environment, 'OIDC_CLIENT_ID');
  const clientSecret = read(environment, 'OIDC_CLIENT_SECRET');
  const name = read(environment, 'OIDC_NAME');
  const create = read(environment, 'OIDC_CREATE');
  const domains = read(environment, 'OIDC_DOMAINS');
  const supervisor = read(environment, 'OIDC_SUPERVISOR_CLAIM');
  if (issuer === null) return null;
  for (const [missing, value] of Object.entries({ OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret })) {
    if (value === '') throw new ConfigError(`OIDC_ISSUER is set, but ${missing} isn't: nobody could sign in there.`);
  }
  if (create && domains.length === 0) {
    throw new ConfigError(
      "OIDC_CREATE is on, but OIDC_DOMAINS isn't set: everybody whom the provider knows would be an agent.",
    );
  }
  return { issuer, clientId, clientSecret, name, create, domains, supervisor };
}

/** As the longest name is, with a space behind it. */
const NAME_CHARS = Math.max(...Object.keys(TABLE).map((name) => name.length));

const HTTPS_HELP = `--https: makes a certificate for this machine, listens on all addresses unless HOST is set, and says what to type on a
phone in the same network. Browsers warn of it; for a real one: TLS_CERT and TLS_KEY.`;

export function help(): string {
  const rows = Object.entries(TABLE).map(
    ([name, row]) => `  ${name.padEnd(NAME_CHARS)} ${(row.fallback || '(empty)').padEnd(12)} ${row.meaning}`,
  );
  return `Usage: npm start [-- --https]\n\n${HTTPS_HELP}\n\nSet by environment variables:\n${rows.join('\n')}\n`;
}
