/** The table of access against the routes that there really are, each tried by everybody over real HTTP. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { checkRoutes, ROUTES, routeName } from '../identity/access.ts';
import { BUILT_FILES, buildAll, newFolder } from '../testing/built.ts';
import { expected, type People, people, SECRET_WORD, SITE_SECRET, type Somebody } from '../testing/people.ts';
import { type TestService, testService } from '../testing/service.ts';

/** A request of one route, and what whoever is let on gets. */
interface Probe {
  status: number;
  /** Whose it is, when it is somebody's: `path` names something of this one. Else it is about whoever asks. */
  of?: 'the customer' | 'the agent';
  path: string;
  /** The same of something that there isn't. */
  madeUp?: string;
  headers?: Record<string, string>;
  body?: string;
}

const TUS = { 'Tus-Resumable': '1.0.0' };
const said = (text: string) => Buffer.from(text).toString('base64');
const FILM = {
  ...TUS,
  'Upload-Length': '1000',
  'Upload-Metadata': `name ${said('film.mp4')},type ${said('video/mp4')},length ${said('1000')}`,
};
const PIECE = { ...TUS, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' };

const ask = (test: TestService, method: string, { path, headers, body }: Probe, who: Record<string, string>) =>
  fetch(test.url + path, {
    method,
    headers: { ...headers, ...who },
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });

async function probesOf(test: TestService, route: string, everybody: People): Promise<Probe[]> {
  const [method = '', path = ''] = route.split(' ');
  /** Once for something of the customer's, once for something of the agent's. */
  const ofBoth = async (begin: (owner: Record<string, string>) => Promise<string>, probe: Omit<Probe, 'path'>) => {
    const owners = [...everybody.customers, ...everybody.agents];
    const probes = (['the customer', 'the agent'] as const).map(async (of): Promise<Probe> => {
      const owner = owners.find(({ name }) => name === of) ?? assert.fail();
      return { ...probe, of, path: await begin(owner.headers), madeUp: path.replace(':id', randomUUID()) };
    });
    return Promise.all(probes);
  };
  const film = async (owner: Record<string, string>) => {
    const begun = await ask(test, 'POST', { status: 201, path: '/api/recordings', headers: FILM }, owner);
    return begun.headers.get('Location') ?? assert.fail('no upload');
  };
  switch (route) {
    case 'POST /api/attachments':
      return [{ status: 201, path: `${path}?name=x.txt`, body: 'words' }];
    case 'GET /api/attachments/:id':
      return [{ status: 200, path: test.desk.fileUrl(everybody.file).url }];
    case 'POST /api/recordings':
      return [{ status: 201, path, headers: FILM }];
    case 'GET /api/recordings/:id':
      return ofBoth(film, { status: 200, headers: TUS });
    case 'PATCH /api/recordings/:id':
      return ofBoth(film, { status: 204, headers: PIECE, body: 'x'.repeat(10) });
    case 'DELETE /api/recordings/:id':
      return ofBoth(film, { status: 204, headers: TUS });
    case 'POST /api/agent/session':
      // Whoever is let on is told that this is no way to sign in.
      return [{ status: 400, path, body: '{}' }];
    case 'GET /api/agent/session':
      return [{ status: 200, path }];
    case 'GET /api/agent/oidc':
    case 'GET /api/agent/oidc/callback':
      // There is none; an address where nothing is says as much to everybody.
      return [{ status: 404, path }];
    case 'DELETE /api/agent/session':
    case 'DELETE /api/agent/sessions':
      return [{ status: 204, path }];
    case 'DELETE /api/agents/:id/sessions': {
      const of = (id: string) => path.replace(':id', id);
      return [{ status: 204, of: 'the agent', path: of((await test.agent('Noor')).id), madeUp: of(randomUUID()) }];
    }
    case 'GET /api/customers/:id/export':
    case 'DELETE /api/customers/:id': {
      const of = (id: string) => path.replace(':id', id);
      const { customer = '' } = (await test.store.conversation(everybody.conversation)) ?? {};
      return [{ status: 200, path: of(customer), madeUp: of(randomUUID()) }];
    }
    case 'GET /api/conversations/:id/transcript': {
      const of = (id: string) => path.replace(':id', id);
      return [{ status: 200, of: 'the agent', path: of(everybody.conversation), madeUp: of(randomUUID()) }];
    }
    case 'GET /v/:version/:name{.+}': {
      const { version } = (await (await fetch(`${test.url}/integrity.json`)).json()) as { version: string };
      return [{ status: 200, path: `/v/${version}/ycyw-support.js` }];
    }
    default:
      assert.equal(method, 'GET', `${route} is tried by nobody`);
      return [{ status: path === '/agent/' ? 302 : 200, path: BUILT_FILES[path] ?? path }];
  }
}

async function seen(response: Response) {
  return { status: response.status, body: await response.text() };
}

async function tried(test: TestService, route: string, probe: Probe, who: Somebody) {
  const isTheirs = probe.of === undefined || probe.of === who.name;
  const access = ROUTES[route] ?? assert.fail(`${route} has no line`);
  // A recording is asked for by HEAD.
  const method = route === 'GET /api/recordings/:id' ? 'HEAD' : (route.split(' ')[0] ?? '');
  const answer = await seen(await ask(test, method, probe, who.headers));
  const what = `${route} (${probe.of ?? 'oneself'}) by ${who.name}: ${answer.status} ${answer.body.slice(0, 200)}`;
  if (expected(access, who, isTheirs) === 'granted') return assert.equal(answer.status, probe.status, what);
  const nothing = await seen(await ask(test, method, { ...probe, path: probe.madeUp ?? probe.path }, who.headers));
  assert.deepEqual(answer, nothing, what);
  assert.equal(answer.status, who.person === 'nobody' ? 401 : 404, what);
  assert.ok(!answer.body.includes(SECRET_WORD), what);
  if (method !== 'HEAD') {
    const { reason } = JSON.parse(answer.body) as { reason: string };
    assert.equal(reason, who.person === 'nobody' ? 'not_signed_in' : 'not_found', what);
  }
}

/** Everything that can be asked, the rental pages among it. */
const begin = (folder: string) => testService({ identitySecrets: [SITE_SECRET], demo: true, assets: folder });

describe('the table of access', () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    folder = await newFolder();
    await buildAll(folder.path);
  });
  after(() => folder[Symbol.asyncDispose]());

  it('has a line for every route that there is, and for no other', async () => {
    await using test = await begin(folder.path);
    const there = test.service.app.routes.filter(({ method }) => method !== 'ALL').map(routeName);
    assert.deepEqual([...new Set(there)].sort(), Object.keys(ROUTES).sort());
  });

  it('stops the start for a route without a line', () => {
    const routes = [
      { method: 'ALL', path: '/*' },
      { method: 'GET', path: '/healthz' },
      { method: 'GET', path: '/secrets' },
    ];
    assert.throws(() => checkRoutes(routes), /Nobody has said who may GET \/secrets/);
  });

  for (const route of Object.keys(ROUTES)) {
    it(`is kept to for ${route}`, async () => {
      await using test = await begin(folder.path);
      const everybody = await people(test);
      const probes = await probesOf(test, route, everybody);
      for (const probe of probes) {
        for (const who of [...everybody.customers, ...everybody.agents]) await tried(test, route, probe, who);
      }
    });
  }

  it('gives a page of another site none of an agent’s rights', async () => {
    await using test = await begin(folder.path);
    const { agents } = await people(test);
    for (const { headers } of agents) {
      const foreign = { ...headers, Origin: 'https://evil.example' };
      for (const path of ['/api/agent/sessions', `/api/agents/${randomUUID()}/sessions`, '/api/agent/session']) {
        assert.equal((await ask(test, 'DELETE', { status: 403, path }, foreign)).status, 403, path);
      }
    }
  });
});
