/** Which builds are kept, for how long, and what becomes of those that have lost something. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open as openFile, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { build, newFolder } from '../testing/built.ts';
import { silent, testService } from '../testing/service.ts';
import { openReleases, type Releases } from './releases.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('kept builds', () => {
  const open = async (assets: string, folder: string, now: () => number): Promise<Releases> => {
    const deps = { source: assets, entry: 'ycyw-support.js', folder, version: '1.0.0', now, log: silent };
    const releases = await openReleases(deps);
    await releases.kept;
    return releases;
  };

  it('stay for a month after somebody last asked for them', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    const clock = { now: Date.UTC(2026, 10, 1) };
    const now = () => clock.now;
    await build(assets.path, 'one');
    await open(assets.path, data.path, now);
    await build(assets.path, 'two');
    const second = await open(assets.path, data.path, now);
    clock.now += 20 * DAY_MS;
    assert.ok(await second.findAny('chunks/panel-one.js'), 'a pinned page asks now and then');
    clock.now += 20 * DAY_MS;
    await second.sweep();
    assert.ok(await second.findAny('chunks/panel-one.js'), 'asked for 20 days ago');
    clock.now += 31 * DAY_MS;
    await second.sweep();
    assert.equal(await second.findAny('chunks/panel-one.js'), null);
    assert.ok(await second.findAny('chunks/panel-two.js'), 'its own stays whatever is asked');
    assert.equal((await readdir(data.path)).length, 1);
  });

  it('are twenty at most, and their own is one of them', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    const clock = { now: Date.UTC(2026, 10, 1) };
    for (let number = 1; number <= 22; number += 1) {
      clock.now += 60_000;
      await build(assets.path, `n${number}`);
      await open(assets.path, data.path, () => clock.now);
    }
    assert.equal((await readdir(data.path)).length, 20);
    const last = await open(assets.path, data.path, () => clock.now);
    assert.equal(await last.findAny('chunks/panel-n2.js'), null);
    assert.ok(await last.findAny('chunks/panel-n3.js'));
    assert.ok(await last.findAny('chunks/panel-n22.js'));
  });

  it('are whole when several services put them there at once', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    await build(assets.path, 'one');
    const all = await Promise.all(Array.from({ length: 5 }, () => open(assets.path, data.path, Date.now)));
    const names = await readdir(data.path);
    assert.deepEqual(names, [all[0]?.current?.version], 'one folder, and nothing half done beside it');
    for (const releases of all) assert.ok((await releases.findAny('chunks/panel-one.js'))?.startsWith(data.path));
  });

  it('are not served when a power cut took something of them, and are made whole by the next start', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    await build(assets.path, 'one');
    const first = await open(assets.path, data.path, Date.now);
    const version = first.current?.version ?? '';
    const chunk = join(data.path, version, 'chunks/panel-one.js.br');
    await writeFile(chunk, '');
    const again = await open(assets.path, data.path, Date.now);
    assert.notEqual((await readdir(join(data.path, version, 'chunks'))).length, 0);
    assert.equal(await again.find(version, 'chunks/panel-one.js'), join(data.path, version, 'chunks/panel-one.js'));
    await writeFile(chunk, '');
    await build(assets.path, 'two');
    const second = await open(assets.path, data.path, Date.now);
    assert.equal(await second.findAny('chunks/panel-one.js'), null);
  });

  it('are made whole when several services find them broken at once', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    await build(assets.path, 'one');
    const first = await open(assets.path, data.path, Date.now);
    const version = first.current?.version ?? '';
    await writeFile(join(data.path, version, 'chunks/panel-one.js.br'), '');
    const all = await Promise.all(Array.from({ length: 5 }, () => open(assets.path, data.path, Date.now)));
    assert.deepEqual(await readdir(data.path), [version]);
    for (const one of all) assert.ok((await one.findAny('chunks/panel-one.js'))?.startsWith(data.path));
    assert.notEqual(await readFile(join(data.path, version, 'chunks/panel-one.js.br'), 'utf8'), '');
  });

  it('leave nothing behind of a start that was cut off', async () => {
    await using assets = await newFolder();
    await using data = await newFolder();
    const half = join(data.path, '.half-of-yesterday');
    await mkdir(half);
    await utimes(half, Date.now() / 1000 - 86_400, Date.now() / 1000 - 86_400);
    await build(assets.path, 'one');
    const { current } = await open(assets.path, data.path, Date.now);
    assert.deepEqual(await readdir(data.path), [current?.version]);
  });

  it('are waited for by a service that is told to end while it writes them', async () => {
    await using assets = await newFolder();
    await using elsewhere = await newFolder();
    await using data = await newFolder();
    await build(assets.path, 'one');
    const version = '0.0.0-test';
    const known = { source: assets.path, entry: 'ycyw-support.js', folder: elsewhere.path, version };
    const { current, kept } = await openReleases({ ...known, now: Date.now, log: silent });
    await kept;
    const home = join(data.path, 'releases/widget', current?.version ?? '');
    // Whoever looks whether it is there already waits at this file, as at a slow disk.
    const pipe = join(home, 'release.json');
    await mkdir(home, { recursive: true });
    execFileSync('mkfifo', [pipe]);
    const test = await testService({ assets: assets.path, folder: data.path, nodes: 1 });
    const closed = test[Symbol.asyncDispose]();
    // By then it waits for nothing else any more.
    await once(test.service.server, 'close');
    const slow = await openFile(pipe, 'w');
    await rm(pipe);
    await slow.close();
    await closed;
    const names = (folder: string) => readdir(folder, { recursive: true });
    assert.deepEqual((await names(home)).sort(), (await names(join(elsewhere.path, current?.version ?? ''))).sort());
  });

  it('are done without where they can’t be written', async () => {
    await using assets = await newFolder();
    await build(assets.path, 'one');
    const folder = join(assets.path, 'ycyw-support.js', 'no-folder');
    const releases = await open(assets.path, folder, Date.now);
    assert.equal(await releases.findAny('chunks/panel-one.js'), join(assets.path, 'chunks/panel-one.js'));
  });
});
