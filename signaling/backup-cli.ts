/** `npm run backup`, `restore` and `check`: by the operator, the first and the last also while the service runs. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { BackupError, backup, check, type Place, type PostgresPrograms, restore, type Soundness } from './backup.ts';
import { cli } from './cli.ts';
import { readConfig } from './config.ts';
import { requireFilled } from './open-store.ts';

const USAGE = `Usage: npm run backup -- FOLDER    into an empty folder, while the service runs or not
       npm run restore -- FOLDER   from there, into an empty DATA_DIR (and an empty database, with DATABASE_URL)
       npm run check               whether all is there that was ever acknowledged, while the service runs or not
`;

/** Lines of what is wrong. More of them would hide the first. */
const FAULTS_TOLD = 20;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The password is for the program alone: whoever lists processes doesn't see it. */
function withPassword(url: string): { address: string; env: NodeJS.ProcessEnv } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  return { address: address.href, env: password === '' ? process.env : { ...process.env, PGPASSWORD: password } };
}

function program(name: string, url: string, args: (address: string) => string[]): Promise<void> {
  const { address, env } = withPassword(url);
  const child = spawn(name, args(address), { env, stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  return new Promise((done, failed) => {
    child.on('error', () =>
      failed(
        new BackupError(`PostgreSQL's ${name} is not there; on Debian it comes with the package postgresql-client.`),
      ),
    );
    child.on('close', (code) => (code === 0 ? done() : failed(new BackupError(`${name} failed: ${said.trim()}`))));
  });
}

const programs: PostgresPrograms = {
  dump: (url, snapshot, to) =>
    program('pg_dump', url, (address) => [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      `--snapshot=${snapshot}`,
      `--file=${to}`,
      `--dbname=${address}`,
    ]),
  restore: (url, from) =>
    program('pg_restore', url, (address) => [
      '--no-owner',
      '--no-privileges',
      '--exit-on-error',
      '--single-transaction',
      `--dbname=${address}`,
      from,
    ]),
};

function placeNow(): Place {
  const { dataDir, databaseUrl } = readConfig(process.env);
  return { dataDir: resolve(dataDir), databaseUrl };
}

/** Where there is something already. */
function filled(place: Place): Place {
  requireFilled(place);
  return place;
}

function told({ tables, files, faults }: Soundness, word: string): number {
  const { conversations, events, customers } = tables;
  if (faults.length === 0) {
    say(
      `${word}: ${conversations} conversations with ${events} entries and no hole, ${customers} customers, ${files} files.`,
    );
    return 0;
  }
  return complained(faults);
}

function complained(faults: readonly string[]): number {
  const more = faults.length > FAULTS_TOLD ? [`and ${faults.length - FAULTS_TOLD} more.`] : [];
  process.stderr.write(`${[...faults.slice(0, FAULTS_TOLD), ...more].join('\n')}\n`);
  return 1;
}

async function carryOut(command: string | undefined, folder: string | undefined): Promise<number> {
  if (command === 'backup' && folder) {
    const into = resolve(folder);
    const { made, tables, files, faults } = await backup(filled(placeNow()), into, programs, Date.now);
    const word = faults.length === 0 ? 'Backed up' : 'Not whole, but all that is there was copied';
    say(
      `${word} into ${into}, as of ${made}: ${tables.conversations} conversations with ${tables.events} entries, ${files.length - 1} files.`,
    );
    say('Whoever can read it reads every conversation.');
    return faults.length === 0 ? 0 : complained(faults);
  }
  if (command === 'restore' && folder)
    return told(await restore(placeNow(), resolve(folder), programs), 'Restored, and sound');
  if (command === 'check' && !folder) return told(await check(filled(placeNow())), 'Sound');
  process.stderr.write(USAGE);
  return 2;
}

await cli(async ([command, folder, ...rest]) => {
  try {
    return await carryOut(rest.length === 0 ? command : undefined, folder);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
});
