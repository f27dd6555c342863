/** Back-up, restore and check on SQLite. PostgreSQL's are in the long tests. */
import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { backup, check, type Place, type PostgresPrograms, restore } from './backup.ts';
import { fileFolder } from './http/files.ts';
import { newCustomer } from './identity/visitors.ts';
import { loseEvent } from './store/testing/lose-event.ts';
import { openPlace, whileTheyWrite } from './testing/backup.ts';
import { newFolder } from './testing/built.ts';
import { run } from './testing/run.ts';

/** Nobody asks for them here. */
const none: PostgresPrograms = { dump: () => assert.fail(), restore: () => assert.fail() };

describe('a back-up', () => {
  it('made while people write has all that was acknowledged before, and what came later whole or not at all', async () => {
    await using folder = await newFolder();
    const at = (name: string) => join(folder.path, name);
    const to: Place = { dataDir: at('to'), databaseUrl: null };
    await whileTheyWrite({ dataDir: at('from'), databaseUrl: null }, to, at('copy'));
    const elsewhere = { ...to, dataDir: at('elsewhere') };

    // Not over something; and what is not whole is not restored.
    await assert.rejects(
      restore(to, at('copy'), none),
      /to is not empty, but a restore goes into an empty folder only\.$/,
    );
    await assert.rejects(
      backup(to, at('copy'), none, () => 1),
      /copy is not empty, but a back-up goes into an empty folder/,
    );
    const [spoilt, unfinished] = [at('spoilt'), at('unfinished')];
    for (const copy of [spoilt, unfinished]) await cp(at('copy'), copy, { recursive: true });
    const [group = ''] = await readdir(join(spoilt, 'attachments'));
    const [name = ''] = await readdir(join(spoilt, 'attachments', group));
    await appendFile(join(spoilt, 'attachments', group, name), 'x');
    await rm(join(unfinished, 'manifest.json'));
    await assert.rejects(
      restore(elsewhere, spoilt, none),
      /is missing, or not what was backed up\. Nothing was restored\.$/,
    );
    await assert.rejects(restore(elsewhere, unfinished, none), /there is no back-up, or it was not finished\.$/);

    // And the check finds what is missing.
    const store = openPlace(to);
    const [line = assert.fail()] = await store.queue();
    await store.close();
    loseEvent(join(to.dataDir, 'support.sqlite'), line.state.id, 2);
    await rm(join(to.dataDir, 'attachments', group, name));
    const { faults } = await check(to);
    assert.ok(faults.some((fault) => fault.startsWith(`Conversation ${line.state.id} has holes in its log main`)));
    assert.ok(faults.includes(`The file ${name} is not there.`));
    await writeFile(join(to.dataDir, 'attachments', group, `stray-${group}`), 'x');
    const withStray = await check(to);
    const unnamed = `The file stray-${group} has no row: nobody can open it, and no erasure finds it.`;
    assert.deepEqual(
      withStray.faults.filter((fault) => !faults.includes(fault)),
      [unnamed],
    );
  });

  it('of what isn’t whole is made all the same, says what is wrong, and ends with 1', async () => {
    await using folder = await newFolder();
    const [data, copy, to] = ['data', 'copy', 'to'].map((name) => join(folder.path, name));
    assert.ok(data && copy && to);
    await mkdir(data);
    const store = openPlace({ dataDir: data, databaseUrl: null });
    await store.migrate();
    const facts = { owner: 'x', conversation: null, name: 'x', type: 'text/plain', size: 3, createdAt: 1 } as const;
    for (const id of ['lost', 'whole', 'short']) await store.addAttachment({ id, ...facts });
    const files = fileFolder(join(data, 'attachments'));
    for (const [id, text] of Object.entries({ whole: 'abc', short: 'a' })) {
      await writeFile(join(data, id), text);
      await files.take(id, join(data, id));
    }
    await store.addCustomer(newCustomer('marta', 1));
    const actor = { kind: 'customer', id: 'marta' } as const;
    const body = { type: 'message', payload: { text: 'Hello' } } as const;
    const [one] = await store.commit([{ kind: 'append', actor, conversation: null, id: 'a', body }], 1);
    assert.ok(one?.ok);
    await store.close();
    loseEvent(join(data, 'support.sqlite'), one.state.id, 1);

    const faults = [
      `Conversation ${one.state.id} has holes in its log main, or another end than it says.`,
      'The file short has 1 bytes instead of 3.',
      'The file lost is not there.',
    ];
    const made = await run('backup-cli.ts', { DATA_DIR: data }, ['backup', copy]).ended;
    assert.deepEqual([made.code, made.error], [1, `${faults.join('\n')}\n`]);
    assert.match(made.out, /^Not whole, but all that is there was copied into /);
    assert.deepEqual(JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8')).faults, faults);
    const restored = await restore({ dataDir: to, databaseUrl: null }, copy, none);
    assert.deepEqual([restored.faults.sort(), restored.files], [faults.sort(), 1]);
  });
});
