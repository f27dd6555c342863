/** What an operator does with a person at the command line, beside a service that runs: real processes. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { threadedStore } from './store/threaded-store.ts';
import { newFolder } from './testing/built.ts';
import { SITE_SECRET } from './testing/people.ts';
import { run } from './testing/run.ts';
import { testService, words } from './testing/service.ts';
import { tracesOf, wholePerson } from './testing/whole-person.ts';

describe('npm run person', () => {
  it('finds, exports and erases a person, and asks before; who still has a line is nobody then', async () => {
    await using folder = await newFolder();
    const store = threadedStore(new URL('sqlite-thread.ts', import.meta.url), join(folder.path, 'support.sqlite'));
    await using test = await testService({ store, folder: folder.path, identitySecrets: [SITE_SECRET] });
    const person = (...args: string[]) => run('person-cli.ts', { DATA_DIR: folder.path }, args).ended;
    const traces = tracesOf('Kovacs');
    const her = await wholePerson(test, await test.agent('Amélie'), traces);

    const found = await person('find', traces.siteEmail.toUpperCase());
    assert.match(
      found.out,
      new RegExp(`^${her.id}\\t${traces.siteName}\\t${traces.siteEmail}\\tsince \\S+\\t1 conversations\\n$`),
    );
    const zip = join(folder.path, 'taken-along.zip');
    const exported = await person('export', her.id, zip);
    assert.deepEqual([exported.code, exported.error], [0, '']);
    assert.ok((await readFile(zip)).includes(traces.filmBytes));

    const unasked = await person('erase', her.id);
    assert.deepEqual([unasked.code, unasked.error], [1, 'Nobody is there to be asked: say --yes.\n']);
    assert.equal((await test.store.person(her.id)).length, 2);
    const erased = await person('erase', her.id, '--yes');
    assert.match(
      erased.out,
      /^Erased: 2 conversations with \d+ entries, 3 files, 1 recordings\.\nOut of reach: [^\n]+; an agent’s file or recording that is still uploading or not yet sent [^\n]+\n$/,
    );
    assert.deepEqual(await test.store.person(her.id), []);
    assert.equal((await her.customer.append(words('Hello?'), her.conversation)).reason, 'not_signed_in');
    const [last] = (await test.store.audit(null, 9)).filter(({ what }) => what === 'erased');
    assert.deepEqual([last?.on.id, last?.who.kind], [her.id, 'operator']);
  });
});
