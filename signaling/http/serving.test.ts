/** How built files are served: what browsers and proxies may keep, what is sent of it, and what stays after an upgrade. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Integrity, PinnedTag } from '../protocol/integrity.ts';
import { build, newFolder, put } from '../testing/built.ts';
import { type TestService, testService } from '../testing/service.ts';

/** A service with a build, and how one asks it without a port. */
async function built(word = 'one') {
  const assets = await newFolder();
  await build(assets.path, word);
  const test = await testService({ assets: assets.path, demo: true });
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    test.service.app.request(path, { method, headers });
  return {
    test,
    assets: assets.path,
    ask,
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]();
      await assets[Symbol.asyncDispose]();
    },
  };
}

const cacheOf = (response: Response) => response.headers.get('Cache-Control');
const integrityOf = async (test: TestService) =>
  (await (await test.service.app.request('/integrity.json')).json()) as Integrity & PinnedTag;
const sri = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

describe('a built file', () => {
  it('is sent in the smallest form that the browser takes, and proxies are told that there are several', async () => {
    await using service = await built();
    const plain = await (await service.ask('/ycyw-support.js')).text();
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const [accepts, encoding] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=0.5, gzip', 'br'],
      ['br;q=0, gzip;q=1.0', 'gzip'],
      ['*', 'br'],
      ['identity', null],
      ['br;q=0', null],
    ] as const) {
      const response = await service.ask('/ycyw-support.js', { 'Accept-Encoding': accepts });
      assert.equal(response.headers.get('Content-Encoding'), encoding, accepts);
      assert.equal(response.headers.get('Vary'), 'Accept-Encoding');
      assert.match(response.headers.get('Content-Type') ?? '', /^text\/javascript/);
      const bytes = Buffer.from(await response.arrayBuffer());
      assert.equal(response.headers.get('Content-Length'), String(bytes.length));
      assert.equal((encoding ? unpack[encoding](bytes) : bytes).toString(), plain);
    }
  });

  it('that a browser has already is not sent again, in whatever form it has it', async () => {
    await using service = await built();
    for (const path of ['/ycyw-support.js', '/chunks/panel-one.js', '/agent', '/agent-assets/console.css', '/']) {
      const first = await service.ask(path, { 'Accept-Encoding': 'br' });
      const tag = first.headers.get('ETag') ?? '';
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await service.ask(path, { 'Accept-Encoding': 'gzip', 'If-None-Match': known });
        assert.deepEqual([again.status, await again.text()], [304, ''], `${path} ${known}`);
        assert.equal(cacheOf(again), cacheOf(first));
      }
      assert.equal((await service.ask(path, { 'If-None-Match': '"other"' })).status, 200);
    }
  });

  it('has other tags in other forms, and another one when it is another', async () => {
    await using service = await built();
    const tagOf = async (accepts: string) =>
      (await service.ask('/agent', { 'Accept-Encoding': accepts })).headers.get('ETag');
    const tags = [await tagOf('br'), await tagOf('gzip'), await tagOf('')];
    assert.equal(new Set(tags).size, 3);
    await put(service.assets, 'agent/index.html', '<!doctype html>');
    assert.ok(!tags.includes(await tagOf('br')));
  });

  it('answers HEAD like GET, without the file', async () => {
    await using service = await built();
    for (const path of ['/ycyw-support.js', '/agent']) {
      const head = await fetch(service.test.url + path, { method: 'HEAD', headers: { 'Accept-Encoding': 'br' } });
      const get = await fetch(service.test.url + path, { headers: { 'Accept-Encoding': 'br' } });
      for (const name of ['ETag', 'Cache-Control', 'Content-Type', 'Content-Length', 'Content-Encoding', 'Vary']) {
        assert.equal(head.headers.get(name), get.headers.get(name), name);
      }
      assert.deepEqual([head.status, await head.text()], [200, '']);
      assert.notEqual(await get.text(), '');
    }
  });

  it('is kept by browsers for as long as its address says the same', async () => {
    await using service = await built();
    const { version } = await integrityOf(service.test);
    const again = 'public, max-age=0, must-revalidate';
    const forever = 'public, max-age=31536000, immutable';
    const all = {
      '/ycyw-support.js': again,
      '/chunks/panel-one.js': forever,
      [`/v/${version}/ycyw-support.js`]: forever,
      [`/v/${version}/chunks/panel-one.js`]: forever,
      '/integrity.json': 'public, max-age=60',
      '/': 'no-cache',
      '/rental/rental.css': again,
      '/agent': 'no-cache',
      '/call': 'no-cache',
      '/agent-assets/console.js': again,
      '/agent-assets/console.css': again,
      '/agent-assets/chunks/call-one.js': forever,
      '/chunks/panel-two.js': 'no-store',
      '/v/0.0.0/ycyw-support.js': 'no-store',
    };
    const seen = await Promise.all(Object.keys(all).map(async (path) => [path, cacheOf(await service.ask(path))]));
    assert.deepEqual(Object.fromEntries(seen), all);
  });

  it('of the widget may be used by every page, also by one that isolates itself; of the service’s own pages by these alone', async () => {
    await using service = await built();
    const { version } = await integrityOf(service.test);
    for (const path of [
      '/ycyw-support.js',
      '/chunks/panel-one.js',
      `/v/${version}/ycyw-support.js`,
      '/integrity.json',
    ]) {
      const { headers } = await service.ask(path, { Origin: 'https://www.example.com' });
      assert.equal(headers.get('Access-Control-Allow-Origin'), '*', path);
      assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'cross-origin', path);
      assert.equal(headers.get('X-Content-Type-Options'), 'nosniff', path);
    }
    for (const path of ['/agent-assets/console.js', '/agent-assets/chunks/call-one.js']) {
      const { headers } = await service.ask(path);
      assert.equal(headers.get('Access-Control-Allow-Origin'), null);
      assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'same-origin');
    }
  });

  it('is found by its name only: no path leads elsewhere', async () => {
    await using service = await built();
    const { version } = await integrityOf(service.test);
    await writeFile(join(service.assets, 'agent/.secret.json'), '{}');
    await writeFile(join(service.test.folder, 'secret.json'), '{}');
    const ways = ['../', '%2e%2e/', '..%2f', '%2e%2e%2f', '..%5c', '....//', '%252e%252e%252f', './../'];
    const places = [
      '/chunks/',
      `/v/${version}/`,
      `/v/${version}/chunks/`,
      '/v/',
      '/agent-assets/',
      '/rental/',
      '/call-assets/',
    ];
    for (const place of places) {
      for (const way of ways) {
        for (const file of ['secret.json', 'releases/widget/secret.json', 'etc/passwd', 'ycyw-support.js.br']) {
          const path = `${place}${way.repeat(3)}${file}`;
          // By hand, since a URL would be put straight before it is asked for.
          const response = await rawGet(service.test, path);
          assert.match(response, /^HTTP\/1\.1 (404|400) /, path);
        }
      }
    }
    for (const path of ['/agent-assets/.secret.json', '/v/%2e/release.json', `/v/${version}/release.json`]) {
      assert.equal((await service.ask(path)).status, 404, path);
    }
  });
});

describe('the pages of the service', () => {
  it('run nothing but their own scripts, and make neither script nor markup of text', async () => {
    await using service = await built();
    for (const path of ['/agent', '/call', '/']) {
      const policy = (await service.ask(path)).headers.get('Content-Security-Policy') ?? '';
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.match(policy, /trusted-types lit-html ycyw-support(;|$)/);
      assert.doesNotMatch(policy, /unsafe|\*/);
    }
  });
});

describe('integrity.json', () => {
  it('names version, entry and every file with its hash', async () => {
    await using service = await built();
    const { version, entry, files } = await integrityOf(service.test);
    assert.match(version, /^0\.0\.0-test-[0-9a-f]{12}$/);
    assert.equal(entry, 'ycyw-support.js');
    assert.deepEqual(Object.keys(files), ['chunks/panel-one.js', 'ycyw-support.js']);
    for (const [name, hash] of Object.entries(files)) {
      const response = await service.ask(`/v/${version}/${name}`);
      assert.equal(sri(await response.text()), hash);
    }
  });

  it('has the tag to paste, with the address that people see, and the hash of its import map', async () => {
    await using service = await built();
    const { version, files, snippet, importMapHash } = await integrityOf(service.test);
    const [, map = '', src, integrity] =
      /^<script type="importmap">(.*)<\/script>\n<script type="module" src="(.*)" integrity="(.*)" crossorigin><\/script>\n$/.exec(
        snippet,
      ) ?? [];
    assert.equal(src, `http://localhost/v/${version}/ycyw-support.js`);
    assert.equal(integrity, files['ycyw-support.js']);
    const chunk = `http://localhost/v/${version}/chunks/panel-one.js`;
    assert.deepEqual(JSON.parse(map), { integrity: { [chunk]: files['chunks/panel-one.js'] } });
    assert.equal(importMapHash, `sha256-${createHash('sha256').update(map).digest('base64')}`);
  });

  it('names another version as soon as a byte is another, and the same one for the same bytes', async () => {
    await using service = await built();
    await using same = await built();
    await using other = await built('two');
    const [a, b, c] = await Promise.all(
      [service, same, other].map(async ({ test }) => (await integrityOf(test)).version),
    );
    assert.equal(a, b);
    assert.notEqual(a, c);
  });

  it('is not there without a build', async () => {
    await using test = await testService();
    assert.equal((await test.service.app.request('/integrity.json')).status, 404);
  });
});

describe('after an upgrade', () => {
  it('a tab that was opened before still finds the chunks of its build, below both addresses, on the same data', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    await build(assets.path, 'one');
    const first = await testService({ assets: assets.path, folder: data.path });
    const old = await integrityOf(first);
    await first[Symbol.asyncDispose]();
    await build(assets.path, 'two');
    await using second = await testService({ assets: assets.path, folder: data.path });
    const ask = async (path: string) => (await second.service.app.request(path)).text();
    assert.match(await ask('/chunks/panel-one.js'), /panel = 'one'/);
    assert.match(await ask(`/v/${old.version}/chunks/panel-one.js`), /panel = 'one'/);
    assert.match(await ask(`/v/${old.version}/ycyw-support.js`), /panel-one/);
    assert.match(await ask('/agent-assets/chunks/call-one.js'), /call = 'one'/);
    assert.match(await ask('/chunks/panel-two.js'), /panel = 'two'/);
    assert.match(await ask('/ycyw-support.js'), /panel-two/);
    assert.notEqual((await integrityOf(second)).version, old.version);
  });

  it('that is still under way, the node of the old build finds what the new one has put there', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    await build(assets.path, 'one');
    await using before = await testService({ assets: assets.path, folder: data.path });
    const early = await before.service.app.request('/chunks/panel-two.js');
    assert.equal(early.status, 404);
    await build(assets.path, 'two');
    const after = await testService({ assets: assets.path, folder: data.path });
    await after[Symbol.asyncDispose]();
    const late = await before.service.app.request('/chunks/panel-two.js');
    assert.match(await late.text(), /panel = 'two'/);
    // It goes on with its own build, although another one has taken its place on disk.
    assert.match(await (await before.service.app.request('/ycyw-support.js')).text(), /panel-one/);
    assert.match(await (await before.service.app.request('/chunks/panel-one.js')).text(), /panel = 'one'/);
  });
});

/** The first bytes of the answer, to a path exactly as it is written. */
async function rawGet(test: TestService, path: string): Promise<string> {
  const { port } = new URL(test.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let said = '';
  for await (const chunk of socket) said += String(chunk);
  return said;
}
