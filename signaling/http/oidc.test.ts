/** Agents sign in through the company's own sign-in: a real provider, real HTTP, and everything that may go wrong on the way. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OidcConfig } from '../identity/oidc.ts';
import type { Me } from '../protocol/http.ts';
import { type Registered, TestBrowser, testProvider } from '../testing/oidc.ts';
import { type TestOptions, testService } from '../testing/service.ts';

const MINUTE = 60_000;
const AMELIE: Registered = { email: 'Amelie@Example.com', email_verified: true, name: 'Amélie Laurent' };

async function company(change: Partial<OidcConfig> = {}, options: TestOptions = {}) {
  const provider = await testProvider(change);
  provider.people.set('p-1', { ...AMELIE });
  const test = await testService({ oidc: provider.config, ...options });
  provider.serve(test.url);
  /** An account without a password, since checking one takes half a second. */
  const account = async (name: string, email: string) => {
    const at = test.clock.now;
    const agent = { id: name, name, email, passwordHash: 'none', role: 'agent', status: 'online' } as const;
    await test.store.addAgent({ ...agent, seenAt: at, createdAt: at });
    return name;
  };
  const who = async (browser: TestBrowser): Promise<Me | number> => {
    const token = browser.cookies(test.url).get('ycyw_agent');
    const headers = { Cookie: `ycyw_agent=${token}` };
    const response = await fetch(`${test.url}/api/agent/session`, { headers });
    return response.ok ? ((await response.json()) as Me) : response.status;
  };
  const told = async () => (await test.store.audit(null, 20)).map(({ what }) => what).sort();
  return {
    test,
    url: test.url,
    provider,
    account,
    who,
    told,
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}

describe('optional OpenID Connect sign-in', () => {
  it('is none where it is not configured: no button, no route', async () => {
    await using test = await testService();
    assert.deepEqual(await (await fetch(`${test.url}/api/agent/sign-in`)).json(), { oidc: null });
    for (const path of ['/api/agent/oidc', '/api/agent/oidc/callback?code=x&state=y']) {
      assert.equal((await fetch(test.url + path, { redirect: 'manual' })).status, 404);
    }
  });

  it('lets in whose verified address an agent has, with the same session as a password gives', async () => {
    await using set = await company();
    const { url, account, who, told } = set;
    assert.deepEqual(await (await fetch(`${url}/api/agent/sign-in`)).json(), { oidc: 'Acme' });
    const id = await account('Amélie', 'amelie@example.com');
    const browser = new TestBrowser();
    assert.equal(await browser.signIn(url, 'p-1'), '/agent');
    const me = await who(browser);
    assert.deepEqual(typeof me === 'object' && [me.id, me.name, me.role], [id, 'Amélie', 'agent']);
    assert.equal(browser.cookies(url).has('ycyw_oidc'), false);
    assert.deepEqual(await told(), ['provider_linked', 'signed_in']);
  });

  it('hands out the two cookies as it should: lax on the way, strict for the session, neither for scripts', async () => {
    await using set = await company({}, { publicUrl: 'https://support.example.com' });
    const left = await fetch(`${set.url}/api/agent/oidc`, { redirect: 'manual' });
    const cookie = left.headers.get('Set-Cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/api/agent/oidc', 'Max-Age=600']) {
      assert.ok(cookie.includes(part), `${part} in ${cookie}`);
    }
    const asked = new URL(left.headers.get('Location') ?? '').searchParams;
    assert.equal(asked.get('redirect_uri'), 'https://support.example.com/api/agent/oidc/callback');
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.equal(asked.get('response_type'), 'code');
  });

  it('knows the person from then on by who they are there: neither a new address nor somebody with the old one changes that', async () => {
    await using set = await company();
    const { url, provider, account, who } = set;
    const [amelie, jules] = [
      await account('Amélie', 'amelie@example.com'),
      await account('Jules', 'jules@example.com'),
    ];
    await new TestBrowser().signIn(url, 'p-1');
    // The person's address becomes a colleague's: still the same account.
    provider.people.set('p-1', { ...AMELIE, email: 'jules@example.com', email_verified: false });
    const browser = new TestBrowser();
    assert.equal(await browser.signIn(url, 'p-1'), '/agent');
    const me = await who(browser);
    assert.equal(typeof me === 'object' && me.id, amelie);
    assert.notEqual(amelie, jules);
    // Somebody else gets the address of the account.
    provider.people.set('p-2', { ...AMELIE });
    const other = new TestBrowser();
    assert.equal(await other.signIn(url, 'p-2'), '/agent?sign-in=unknown');
    assert.equal(await who(other), 401);
    // Until the operator says that this is right.
    assert.equal(await set.test.service.agents.unlink('amelie@example.com'), true);
    assert.equal(await other.signIn(url, 'p-2'), '/agent');
  });

  it('refuses an address that the provider doesn’t vouch for', async () => {
    await using set = await company();
    await set.account('Amélie', 'amelie@example.com');
    for (const email_verified of [false, undefined]) {
      set.provider.people.set('p-1', {
        email: 'amelie@example.com',
        ...(email_verified === false ? { email_verified } : {}),
      });
      const browser = new TestBrowser();
      assert.equal(await browser.signIn(set.url, 'p-1'), '/agent?sign-in=unverified');
      assert.equal(await set.who(browser), 401);
    }
    assert.deepEqual(await set.told(), ['sign_in_failed', 'sign_in_failed']);
  });

  it('refuses an address that nobody has, and makes an account for it only if told to', async () => {
    {
      await using set = await company();
      assert.equal(await new TestBrowser().signIn(set.url, 'p-1'), '/agent?sign-in=unknown');
      assert.deepEqual(await set.test.store.agents(), []);
    }
    await using set = await company({ create: true });
    const browser = new TestBrowser();
    assert.equal(await browser.signIn(set.url, 'p-1'), '/agent');
    const me = await set.who(browser);
    const expected = ['Amélie Laurent', 'amelie@example.com', 'agent'];
    assert.deepEqual(typeof me === 'object' && [me.name, me.email, me.role], expected);
    assert.deepEqual(await set.told(), ['agent_added', 'provider_linked', 'signed_in']);
  });

  it('lets nobody in whose account was removed, nor makes them another', async () => {
    await using set = await company({ create: true });
    assert.equal(await new TestBrowser().signIn(set.url, 'p-1'), '/agent');
    assert.equal(await set.test.service.agents.remove('amelie@example.com'), true);
    const browser = new TestBrowser();
    assert.equal(await browser.signIn(set.url, 'p-1'), '/agent?sign-in=unknown');
    assert.equal(await set.who(browser), 401);
    assert.deepEqual(await set.test.store.agents(), []);
  });

  it('lets in and makes accounts for addresses at OIDC_DOMAINS only', async () => {
    await using set = await company({ create: true, domains: ['example.com'] });
    const strangers = [
      'amelie@gmail.com',
      'amelie@sub.example.com',
      'amelie@example.com.evil.test',
      'amelie@notexample.com',
    ];
    for (const [index, email] of strangers.entries()) {
      set.provider.people.set(`s-${index}`, { ...AMELIE, email });
      assert.equal(await new TestBrowser().signIn(set.url, `s-${index}`), '/agent?sign-in=unknown', email);
    }
    assert.deepEqual(await set.test.store.agents(), []);
    // Also where an agent has that address, and whoever has come in before.
    await set.account('Amélie', 'amelie@gmail.com');
    assert.equal(await new TestBrowser().signIn(set.url, 's-0'), '/agent?sign-in=unknown');
    assert.equal(await new TestBrowser().signIn(set.url, 'p-1'), '/agent');
    set.provider.people.set('p-1', { ...AMELIE, email: 'amelie@gmail.com' });
    assert.equal(await new TestBrowser().signIn(set.url, 'p-1'), '/agent?sign-in=unknown');
  });

  it('takes the role from the claim, if one is named, at every sign-in', async () => {
    await using set = await company({ supervisor: { claim: 'groups', value: 'supervisors' } });
    await set.account('Amélie', 'amelie@example.com');
    const browser = new TestBrowser();
    const roleWith = async (groups: string[]) => {
      set.provider.people.set('p-1', { ...AMELIE, groups });
      await browser.signIn(set.url, 'p-1');
      const me = await set.who(browser);
      return typeof me === 'object' && me.role;
    };
    assert.equal(await roleWith(['drivers', 'supervisors']), 'supervisor');
    assert.equal(await roleWith(['drivers']), 'agent');
    const [last] = (await set.test.store.audit(null, 20)).filter(({ what }) => what === 'role_changed');
    assert.equal(last?.who.kind, 'provider');
  });

  it('refuses a wrong state, and one without the cookie of the browser that began', async () => {
    await using set = await company();
    await set.account('Amélie', 'amelie@example.com');
    const browser = new TestBrowser();
    const back = new URL(await browser.answer(await browser.leave(set.url), 'p-1', set.url));
    const elsewhere = new TestBrowser();
    assert.equal((await elsewhere.go(back.href)).to, `${set.url}/agent?sign-in=unfinished`);
    back.searchParams.set('state', 'another');
    assert.equal((await browser.go(back.href)).to, `${set.url}/agent?sign-in=unfinished`);
    assert.deepEqual([await set.who(browser), await set.who(elsewhere)], [401, 401]);
  });

  it('takes a way back once: neither again nor with a cookie that was kept or changed', async () => {
    await using set = await company();
    await set.account('Amélie', 'amelie@example.com');
    const browser = new TestBrowser();
    const back = await browser.answer(await browser.leave(set.url), 'p-1', set.url);
    const kept = browser.cookies(set.url).get('ycyw_oidc') ?? assert.fail('no cookie');
    assert.equal((await browser.go(back)).to, `${set.url}/agent`);
    assert.equal((await browser.go(back)).to, `${set.url}/agent?sign-in=unfinished`);
    for (const cookie of [kept, `${kept}x`, `x${kept}`, kept.split('.')[0] ?? '', 'e30.e30']) {
      const replay = new TestBrowser();
      replay.cookies(set.url).set('ycyw_oidc', cookie);
      assert.equal((await replay.go(back)).to, `${set.url}/agent?sign-in=unfinished`);
      assert.equal(await set.who(replay), 401);
    }
  });

  it('refuses the answer of another sign-in: its nonce, its code, or its issuer', async () => {
    await using set = await company();
    await set.account('Amélie', 'amelie@example.com');
    const first = new TestBrowser();
    const leave = new URL(await first.leave(set.url));
    leave.searchParams.set('nonce', 'another');
    const mixed = await first.answer(leave.href, 'p-1', set.url);
    assert.equal((await first.go(mixed)).to, `${set.url}/agent?sign-in=unfinished`);
    const [attacker, browser] = [new TestBrowser(), new TestBrowser()];
    const theirs = new URL(await attacker.answer(await attacker.leave(set.url), 'p-1', set.url));
    const own = new URL(await browser.answer(await browser.leave(set.url), 'p-1', set.url));
    own.searchParams.set('code', theirs.searchParams.get('code') ?? '');
    assert.equal((await browser.go(own.href)).to, `${set.url}/agent?sign-in=unfinished`);
    const back = new URL(await browser.answer(await browser.leave(set.url), 'p-1', set.url));
    back.searchParams.set('iss', 'https://evil.example');
    assert.equal((await browser.go(back.href)).to, `${set.url}/agent?sign-in=unfinished`);
    assert.deepEqual([await set.who(first), await set.who(browser)], [401, 401]);
  });

  it('that is cancelled there, or takes too long, ends with a word and no free text from outside', async () => {
    await using set = await company();
    await set.account('Amélie', 'amelie@example.com');
    assert.equal(await new TestBrowser().signIn(set.url, ''), '/agent?sign-in=unfinished');
    const browser = new TestBrowser();
    const back = await browser.answer(await browser.leave(set.url), 'p-1', set.url);
    set.test.clock.now += 11 * MINUTE;
    assert.equal((await browser.go(back)).to, `${set.url}/agent?sign-in=unfinished`);
  });

  it('with a provider that is gone says so, before and on the way back; passwords still let in', async () => {
    await using set = await company();
    const added = (await set.test.service.agents.add('Jules', 'jules@example.com')) ?? assert.fail();
    await set.account('Amélie', 'amelie@example.com');
    const browser = new TestBrowser();
    const back = await browser.answer(await browser.leave(set.url), 'p-1', set.url);
    await set.provider.stop();
    assert.equal((await browser.go(back)).to, `${set.url}/agent?sign-in=unavailable`);
    assert.equal((await browser.go(`${set.url}/api/agent/oidc`)).to, `${set.url}/agent?sign-in=unavailable`);
    const response = await fetch(`${set.url}/api/agent/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'jules@example.com', password: added.password }),
    });
    assert.equal(response.status, 200);
  });

  it('is slowed down at an address that comes back again and again', async () => {
    await using set = await company({}, { limitFactor: 0.1 });
    const ends: string[] = [];
    for (let n = 0; n < 4; n += 1)
      ends.push((await new TestBrowser().go(`${set.url}/api/agent/oidc/callback?code=x&state=y`)).to);
    assert.deepEqual(
      ends.map((to) => new URL(to).searchParams.get('sign-in')),
      ['unfinished', 'unfinished', 'unfinished', 'too_many'],
    );
  });
});
