/** The environment as it is read; that the start ends with these sentences is looked at where a process is started. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, help, readConfig } from './config.ts';

/** What the operator is told; null when the environment is taken. */
function complaint(environment: Record<string, string>): string | null {
  try {
    readConfig(environment);
    return null;
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
}

const UNUSABLE = {
  PORT: 'http',
  HOST: 'not a host',
  ALLOWED_ORIGINS: 'https://a.b/path',
  TRUST_PROXY: 'yes',
  DEMO: '1',
  LOG_LEVEL: 'loud',
  PUBLIC_URL: 'here',
  OIDC_ISSUER: 'http://login.example.com',
  OIDC_CREATE: 'yes',
  OIDC_DOMAINS: 'example.com,@other.example',
  OIDC_SUPERVISOR_CLAIM: 'groups',
  STUN_URLS: 'https://stun.example.com',
  TURN_URLS: 'turn:turn.example.com,stun:turn.example.com',
  TURN_CREDENTIAL_SECONDS: '5',
  RETENTION_DAYS: 'for ever',
  AUDIT_DAYS: '-1',
};

const SECRET = {
  DATABASE_URL: 'mysql://ycyw:north-pole@127.0.0.1/support',
  REDIS_URL: 'http://:north-pole@127.0.0.1',
  IDENTITY_SECRET: `${'a'.repeat(32)},north-pole`,
  METRICS_TOKEN: 'north-pole',
};

describe('the environment', () => {
  for (const [name, value] of Object.entries(UNUSABLE)) {
    it(`with ${name}=${value} is answered with one sentence that names it, what it got and what it wants`, () => {
      const said = complaint({ [name]: value }) ?? assert.fail('taken');
      assert.ok(said.startsWith(`${name} is "${value}", but wants `));
      assert.match(said, /^[^\n]+\.$/);
    });
  }

  for (const [name, value] of Object.entries(SECRET)) {
    it(`with a ${name} that can’t be used is answered with one sentence that doesn’t tell it`, () => {
      const said = complaint({ [name]: value }) ?? assert.fail('taken');
      assert.ok(said.startsWith(`${name} is a value of ${value.length} characters, but wants `));
      assert.doesNotMatch(said, /north-pole/);
    });
  }

  it('with a provider of sign-ins but no secret for it is not taken', () => {
    assert.equal(
      complaint({ OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'support' }),
      "OIDC_ISSUER is set, but OIDC_CLIENT_SECRET isn't: nobody could sign in there.",
    );
  });

  it('makes no agents of everybody whom a provider knows', () => {
    const client = { OIDC_CLIENT_ID: 'support', OIDC_CLIENT_SECRET: 'secret' };
    const environment = { OIDC_ISSUER: 'https://login.example.com', ...client, OIDC_CREATE: 'on' };
    const why = 'everybody whom the provider knows would be an agent';
    assert.equal(complaint(environment), `OIDC_CREATE is on, but OIDC_DOMAINS isn't set: ${why}.`);
    assert.deepEqual(readConfig({ ...environment, OIDC_DOMAINS: 'Example.com' }).oidc?.domains, ['example.com']);
  });

  it('with a certificate, but no key for it, is not taken, nor with a key alone', () => {
    const files = { TLS_CERT: '/etc/support/cert.pem', TLS_KEY: '/etc/support/key.pem' };
    const { TLS_CERT, TLS_KEY } = files;
    assert.equal(complaint({ TLS_CERT }), "TLS_CERT is set, but TLS_KEY isn't: HTTPS needs both.");
    assert.equal(complaint({ TLS_KEY, TLS_CERT: '' }), "TLS_KEY is set, but TLS_CERT isn't: HTTPS needs both.");
    assert.deepEqual(readConfig(files).tls, { certFile: TLS_CERT, keyFile: TLS_KEY });
    assert.equal(readConfig({}).tls, null);
  });

  it('with an address of HTTP for people, but HTTPS of its own, is not taken', () => {
    const files = { TLS_CERT: '/etc/support/cert.pem', TLS_KEY: '/etc/support/key.pem' };
    assert.equal(
      complaint({ ...files, PUBLIC_URL: 'http://support.example.com' }),
      'PUBLIC_URL is http://support.example.com, but with TLS_CERT the service speaks HTTPS only: write https.',
    );
    assert.equal(complaint({ ...files, PUBLIC_URL: 'https://support.example.com' }), null);
    assert.equal(complaint({ PUBLIC_URL: 'http://support.example.com' }), null);
  });

  it('keeps entries of the audit log for two years, unless it says otherwise', () => {
    assert.deepEqual([readConfig({}).auditDays, readConfig({ AUDIT_DAYS: '0' }).auditDays], [730, 0]);
  });

  it('with TURN servers that nobody could use is not taken', () => {
    assert.equal(
      complaint({ TURN_URLS: 'turn:turn.example.com:3478' }),
      "TURN_URLS is set, but TURN_SECRET isn't: nobody could use those servers.",
    );
  });

  it('takes servers for calls in the forms that they have', () => {
    const { ice } = readConfig({
      STUN_URLS: 'stun:stun.example.com, stuns:[2001:db8::1]:5349',
      TURN_URLS: 'turn:127.0.0.1:3478?transport=udp,turns:turn.example.com:443?transport=tcp',
      TURN_SECRET: 'north-pole',
    });
    assert.deepEqual(ice, {
      stunUrls: ['stun:stun.example.com', 'stuns:[2001:db8::1]:5349'],
      turn: {
        urls: ['turn:127.0.0.1:3478?transport=udp', 'turns:turn.example.com:443?transport=tcp'],
        secret: 'north-pole',
        credentialMs: 3_600_000,
      },
    });
  });

  it('is explained, every variable', () => {
    const said = help();
    for (const name of Object.keys({ ...UNUSABLE, ...SECRET })) assert.ok(said.includes(`  ${name} `), name);
  });
});
