/** What browsers are told with every answer, whatever is asked. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BUILT_FILES, buildAll, newFolder } from '../testing/built.ts';
import { people, SITE_SECRET } from '../testing/people.ts';
import { type TestService, testService } from '../testing/service.ts';

describe('every answer', () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    folder = await newFolder();
    await buildAll(folder.path);
  });
  after(() => folder[Symbol.asyncDispose]());

  const begin = (publicUrl?: string) =>
    testService({
      identitySecrets: [SITE_SECRET],
      demo: true,
      assets: folder.path,
      ...(publicUrl === undefined ? {} : { publicUrl }),
    });

  /** Every route as it is, whether it answers or refuses; and what is no route. */
  async function answers(test: TestService) {
    const routes = test.service.app.routes.filter(({ method }) => method !== 'ALL');
    const asked = routes.map(({ method, path }) => ({ method, path: BUILT_FILES[path] ?? path }));
    asked.push({ method: 'GET', path: '/nothing' }, { method: 'OPTIONS', path: '/api/presence' });
    const fetched = asked.map(async ({ method, path }) => {
      const response = await fetch(test.url + path, { method, redirect: 'manual' });
      return { what: `${method} ${path}: ${response.status}`, headers: response.headers };
    });
    return Promise.all(fetched);
  }

  it('is what its type says, stands in nobody’s frame, and tells nobody where it came from', async () => {
    await using test = await begin();
    for (const { what, headers } of await answers(test)) {
      assert.equal(headers.get('X-Content-Type-Options'), 'nosniff', what);
      assert.match(headers.get('Content-Security-Policy') ?? '', /frame-ancestors 'none'/, what);
      assert.match(headers.get('Referrer-Policy') ?? '', /^(no-referrer|same-origin)$/, what);
      assert.match(headers.get('Cross-Origin-Resource-Policy') ?? '', /^(same|cross)-origin$/, what);
    }
  });

  it('tells pages of every origin that there is a service', async () => {
    await using test = await begin();
    const { headers } = await fetch(`${test.url}/healthz`, { headers: { Origin: 'https://evil.example' } });
    assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
  });

  it('keeps browsers on HTTPS where people come by it, and only there', async () => {
    const told = async (publicUrl?: string) => {
      await using test = await begin(publicUrl);
      const values = (await answers(test)).map(({ headers }) => headers.get('Strict-Transport-Security'));
      return [...new Set(values)];
    };
    assert.deepEqual(await told('https://support.example.com'), ['max-age=15552000']);
    assert.deepEqual(await told('http://support.example.com'), [null]);
    assert.deepEqual(await told(), [null]);
  });

  it('that is a page runs own scripts only, under Trusted Types', async () => {
    await using test = await begin();
    for (const path of ['/', '/offers', '/agent', '/call', '/reference']) {
      const policy = (await fetch(test.url + path)).headers.get('Content-Security-Policy') ?? '';
      assert.match(policy, /default-src 'self'/, path);
      assert.match(policy, /require-trusted-types-for 'script'/, path);
      assert.doesNotMatch(policy, /unsafe/, path);
    }
  });

  it('that is somebody’s file can run nothing, wherever it is opened', async () => {
    await using test = await begin();
    const { file } = await people(test);
    const { headers } = await fetch(test.url + test.desk.fileUrl(file).url);
    assert.equal(headers.get('Content-Security-Policy'), "default-src 'none'; frame-ancestors 'none'; sandbox");
    assert.match(headers.get('Content-Disposition') ?? '', /^attachment;/);
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
  });
});
