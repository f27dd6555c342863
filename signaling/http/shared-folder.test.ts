/** Files and recordings on several nodes: they share a folder and a database, and nothing else. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decide } from '../conversations/rules.ts';
import type { Logger } from '../log.ts';
import { postgresStore } from '../store/postgres.ts';
import { newDatabase } from '../testing/postgres.ts';
import { bearer, begun, FILM, halfPiece, head, idOf, offsetOf, piece, tus } from '../testing/recordings.ts';
import { silent, type TestService, testService } from '../testing/service.ts';
import { LEASE_MS } from './recordings-locks.ts';

const DAY_MS = 24 * 3_600_000;
/** Until a node that waits looks again, and is answered. */
const LOOK_MS = 1000;
const HALF = 1_500_000;

/** Any number of nodes; `start` adds one. */
async function together(run: (start: () => Promise<TestService>, folder: string) => Promise<void>, log?: Logger) {
  const folder = await mkdtemp(join(tmpdir(), 'ycyw-'));
  const database = await newDatabase();
  const nodes: TestService[] = [];
  const start = async () => {
    const store = postgresStore(database, randomUUID, decide);
    const node = await testService({ folder, store, log: log ?? silent });
    nodes.push(node);
    return node;
  };
  try {
    await run(start, folder);
  } finally {
    await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
    await rm(folder, { recursive: true });
  }
}

/** What settles while time passes for these nodes, `most` of it, at the pace of the database; and how much of it has. */
async function meanwhile<T>(
  nodes: readonly TestService[],
  work: Promise<T>,
  most = Number.POSITIVE_INFINITY,
): Promise<{ value: T; ms: number }> {
  let settled = false;
  const done = () => {
    settled = true;
  };
  work.then(done, done);
  let ms = 0;
  while (!settled) {
    if (ms < most) {
      for (const node of nodes) node.pass(100);
      ms += 100;
    }
    await Promise.all(nodes.map(({ store }) => store.check()));
  }
  return { value: await work, ms };
}

const read = async (test: TestService, id: string): Promise<Buffer> => {
  const { url } = test.desk.fileUrl({ id });
  return Buffer.from(await (await fetch(test.url + url)).arrayBuffer());
};
const incoming = (folder: string) => readdir(join(folder, 'recordings/incoming'));

describe('files and recordings on several nodes', () => {
  it('an upload begun on one goes on on another, is finished on a third, and is read from the first', () =>
    together(async (start, folder) => {
      const [one, two, three] = await Promise.all([start(), start(), start()]);
      const { secret } = await one.visitor();
      const path = await begun(one, secret);
      assert.equal((await piece(one, secret, path, 0, FILM.subarray(0, 1_000_000))).status, 204);
      assert.equal(offsetOf(await head(two, secret, path)), 1_000_000);
      assert.equal((await piece(two, secret, path, 1_000_000, FILM.subarray(1_000_000, 2_000_000))).status, 204);
      assert.equal((await piece(three, secret, path, 2_000_000, FILM.subarray(2_000_000))).status, 204);
      assert.ok(FILM.equals(await read(one, idOf(path))));
      assert.equal(offsetOf(await head(two, secret, path)), FILM.length);
      assert.deepEqual(await incoming(folder), []);
    }));

  it('a node that starts, and one that clears up, delete nothing of what another receives', () =>
    together(async (start, folder) => {
      const one = await start();
      const { secret } = await one.visitor();
      const [path, fresh] = [await begun(one, secret), await begun(one, secret)];
      const line = await halfPiece(one, secret, path, FILM.subarray(0, HALF));
      // As one that is just being begun by a third node, and a file that is being received.
      await writeFile(join(folder, 'recordings/incoming/just-begun'), '');
      await mkdir(join(folder, 'attachments'), { recursive: true });
      await writeFile(join(folder, 'attachments/just-begun.part'), 'abc');
      const two = await start();
      await two.service.sweep();
      assert.equal((await incoming(folder)).length, 5);
      assert.deepEqual(await readdir(join(folder, 'attachments')), ['just-begun.part']);
      line.end(FILM.subarray(HALF));
      await new Promise((resolve) => line.once('response', resolve));
      assert.ok(FILM.equals(await read(two, idOf(path))));
      assert.equal((await head(two, secret, fresh)).status, 200);
    }));

  it('what a node that died left half done is removed after a day', () =>
    together(async (start, folder) => {
      const one = await start();
      await mkdir(join(folder, 'attachments'), { recursive: true });
      for (const name of ['recordings/incoming/half-begun', 'recordings/incoming/x.json', 'attachments/half.part']) {
        await writeFile(join(folder, name), '{');
        const at = (one.clock.now - DAY_MS) / 1000 - 1;
        await utimes(join(folder, name), at, at);
      }
      await one.service.sweep();
      assert.deepEqual([await incoming(folder), await readdir(join(folder, 'attachments'))], [[], []]);
    }));

  it('two that are asked for the end at once store it once, wherever the one before stopped', () =>
    together(async (start, folder) => {
      const nodes = await Promise.all([start(), start(), start()]);
      const [one] = nodes;
      const { secret } = await one.visitor();
      const path = await begun(one, secret);
      const bytes = join(folder, 'recordings/incoming', idOf(path));
      await writeFile(bytes, FILM);
      const facts = await readFile(`${bytes}.json`);
      const atOnce = () => meanwhile(nodes, Promise.all(nodes.map((node) => head(node, secret, path))));
      for (const answer of (await atOnce()).value)
        assert.deepEqual([answer.status, offsetOf(answer)], [200, FILM.length]);
      assert.equal((await one.store.attachment(idOf(path)))?.size, FILM.length);
      // All was done but to forget that it was open.
      await writeFile(`${bytes}.json`, facts);
      for (const answer of (await atOnce()).value)
        assert.deepEqual([answer.status, offsetOf(answer)], [200, FILM.length]);
      assert.deepEqual(await incoming(folder), []);
      assert.ok(FILM.equals(await read(one, idOf(path))));
    }));

  it('whoever resumes at another node takes over from a line that is dead', () =>
    together(async (start) => {
      const [one, two] = await Promise.all([start(), start()]);
      const { secret } = await one.visitor();
      const path = await begun(one, secret);
      const dead = await halfPiece(one, secret, path, FILM.subarray(0, HALF));
      const { value } = await meanwhile([one, two], head(two, secret, path));
      const offset = offsetOf(value);
      assert.ok(offset > 0 && offset <= HALF, String(offset));
      assert.equal((await piece(two, secret, path, offset, FILM.subarray(offset))).status, 204);
      dead.destroy();
      assert.ok(FILM.equals(await read(one, idOf(path))));
    }));

  it('a node that died holds up an upload for ten seconds', () =>
    together(async (start) => {
      const [one, two] = await Promise.all([start(), start()]);
      const { secret } = await one.visitor();
      const path = await begun(one, secret);
      const dead = await halfPiece(one, secret, path, FILM.subarray(0, HALF));
      // Time passes for the other one only: the first says nothing any more.
      const { value, ms } = await meanwhile([two], head(two, secret, path), LEASE_MS + LOOK_MS);
      assert.equal(value.status, 200);
      assert.ok(ms >= LEASE_MS && ms <= LEASE_MS + LOOK_MS, `${ms} ms`);
      dead.destroy();
    }));

  it('a node that can no longer say that it is there lets go before another takes over', () =>
    together(async (start) => {
      const one = await start();
      const { secret } = await one.visitor();
      const path = await begun(one, secret);
      const line = await halfPiece(one, secret, path, FILM.subarray(0, HALF));
      const answered = new Promise<number | undefined>((resolve) =>
        line.once('response', (r) => resolve(r.statusCode)),
      );
      // As when it was frozen, or the database silent.
      one.clock.now += LEASE_MS;
      one.pass(1000);
      assert.equal(await answered, 204);
    }));

  it('what nobody sent, or never got complete, is removed once though all clear up at once', async () => {
    const errors: unknown[] = [];
    await together(
      async (start, folder) => {
        const nodes = await Promise.all([start(), start(), start()]);
        const [one] = nodes;
        const { secret } = await one.visitor();
        for (let n = 0; n < 5; n += 1) await begun(one, secret);
        const whole = await begun(one, secret);
        await piece(one, secret, whole, 0, FILM);
        const sent = await fetch(`${one.url}/api/attachments?name=x.txt`, {
          method: 'POST',
          headers: bearer(secret),
          body: 'text',
        });
        const { id } = (await sent.json()) as { id: string };
        for (const node of nodes) node.clock.now += 8 * DAY_MS;
        await meanwhile(nodes, Promise.all(nodes.map(({ service }) => service.sweep())));
        assert.deepEqual(await incoming(folder), []);
        assert.deepEqual(await readdir(join(folder, 'attachments', id.slice(-2))), []);
        assert.deepEqual(await readdir(join(folder, 'recordings', idOf(whole).slice(-2))), []);
        assert.equal((await tus(one, 'HEAD', whole, bearer(secret))).status, 404);
      },
      { ...silent, error: (fields) => void errors.push(fields) },
    );
    assert.deepEqual(errors, []);
  });
});
