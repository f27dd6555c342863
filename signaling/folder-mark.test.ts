/** Whoever erases looks for files where they lie, or not at all: folders that are there, and are not the right ones. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backup, restore } from './backup.ts';
import { decide } from './conversations/rules.ts';
import { folderMark } from './folder-mark.ts';
import { postgresStore } from './store/postgres.ts';
import { threadedStore } from './store/threaded-store.ts';
import { newFolder } from './testing/built.ts';
import { SITE_SECRET } from './testing/people.ts';
import { newDatabase } from './testing/postgres.ts';
import { run } from './testing/run.ts';
import { testService, words } from './testing/service.ts';
import { tracesOf, wholePerson } from './testing/whole-person.ts';

const DAY_MS = 24 * 60 * 60_000;
const REFUSED =
  /^DATA_DIR is \S+, but [^\n]+ are not there \(.support-folder is [^\n]+\)[^\n]+ Nothing was erased\.\n$/;

const openFile = (folder: string) =>
  threadedStore(new URL('sqlite-thread.ts', import.meta.url), join(folder, 'support.sqlite'));
const noPrograms = { dump: () => assert.fail(), restore: () => assert.fail() };

describe('a folder that isn’t the store’s', () => {
  it('is erased from by nobody: not by age, not in the console, not at the command line; once it is there again, all goes', async () => {
    await using folder = await newFolder();
    const [data, away] = [join(folder.path, 'data'), join(folder.path, 'away')];
    await mkdir(data);
    const DATABASE_URL = await newDatabase();
    const store = postgresStore(DATABASE_URL, randomUUID, decide);
    const options = { store, folder: data, identitySecrets: [SITE_SECRET], retentionMs: 30 * DAY_MS };
    await using test = await testService(options);
    const [amelie, sofia] = await Promise.all([test.agent('Amélie'), test.agent('Sofia', 'supervisor')]);
    const her = await wholePerson(test, amelie, tracesOf('Kovacs'));
    const person = (DATA_DIR: string) =>
      run('person-cli.ts', { DATA_DIR, DATABASE_URL }, ['erase', her.id, '--yes']).ended;

    await rename(data, away);
    await mkdir(data);
    const [empty, nowhere] = await Promise.all([person(data), person(join(folder.path, 'nowhere'))]);
    assert.equal(empty.code, 1);
    assert.match(empty.error, REFUSED);
    assert.match(nowhere.error, /^DATA_DIR is \S+, but there is no such folder\.\n$/);
    assert.deepEqual(await readdir(data), []);
    assert.equal((await readdir(folder.path)).includes('nowhere'), false);
    const inConsole = () =>
      fetch(`${test.url}/api/customers/${her.id}`, { method: 'DELETE', headers: { Cookie: sofia.cookie } });
    assert.equal((await inConsole()).status, 503);
    await her.customer.append({ type: 'closed', payload: {} }, her.conversation);
    test.clock.now += 31 * DAY_MS;
    await test.service.sweep();
    assert.equal((await test.store.person(her.id)).length, 2);
    assert.ok(await test.store.line(her.conversation));
    assert.ok((await test.store.filesOf({ customers: [her.id] })).some(({ conversation }) => conversation === null));

    await rm(data, { recursive: true });
    await rename(away, data);
    await test.service.sweep();
    assert.deepEqual(await test.store.person(her.id), []);
    for (const id of her.files) await assert.rejects(access(join(data, 'attachments', id.slice(-2), id)));
  });

  it('is told by the first start’s mark, which several nodes share, a restored folder has, and an older installation is given', async () => {
    await using folder = await newFolder();
    const at = (name: string) => join(folder.path, name);
    const markOf = (name: string) => readFile(join(at(name), '.support-folder'), 'utf8');
    await mkdir(at('data'));
    const store = openFile(at('data'));
    await using test = await testService({ store, folder: at('data') });
    const mark = await markOf('data');
    await folderMark(at('data'), store).require();
    const { secret, append } = await test.visitor();
    await append(words('Hello'));
    const headers = { Authorization: `Bearer ${secret}` };
    await fetch(`${test.url}/api/attachments?name=a.txt`, { method: 'POST', headers, body: 'a file' });

    await backup({ dataDir: at('data'), databaseUrl: null }, at('copy'), noPrograms, () => 1);
    await restore({ dataDir: at('restored'), databaseUrl: null }, at('copy'), noPrograms);
    const restored = openFile(at('restored'));
    await folderMark(at('restored'), restored).require();
    await restored.close();
    assert.equal(await markOf('restored'), mark);

    // As an earlier version has left it: files and no mark; and the mark of another.
    await rm(join(at('data'), '.support-folder'));
    await folderMark(at('data'), store).require();
    assert.equal(await markOf('data'), mark);
    await mkdir(at('other'));
    await using other = await testService({ folder: at('other') });
    assert.notEqual(await markOf('other'), mark);
    await assert.rejects(folderMark(other.folder, store).require(), /is another store’s/);
  });
});
