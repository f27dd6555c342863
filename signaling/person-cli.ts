/** `npm run person`: all of a person is found, taken along or erased, while the service runs or not. */
import { randomUUIDv7 } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { cli } from './cli.ts';
import { readConfig } from './config.ts';
import { erasure } from './conversations/erasure.ts';
import { personExport } from './conversations/person-export.ts';
import { nameOf } from './conversations/transcript.ts';
import { folderMark } from './folder-mark.ts';
import { dataFolders, type FileFolder, fileFolder } from './http/files.ts';
import { removeUploadsOf } from './http/recordings-uploads.ts';
import { entry, OPERATOR } from './identity/audit.ts';
import { openStore, requireFilled } from './open-store.ts';
import type { AuditDeed } from './protocol/audit.ts';
import type { CustomerRecord, Store } from './store/store.ts';

const USAGE = `Usage: npm run person -- find EMAIL|ID
       npm run person -- export ID FILE.zip
       npm run person -- erase ID [--yes]

IDs are those that find tells. While the service runs, erase in the console where you can: consoles that show the person drop
them at once.
`;

type Order =
  | { kind: 'find'; asked: string }
  | { kind: 'export'; id: string; file: string }
  | { kind: 'erase'; id: string; sure: boolean };

/** Null: it can't be understood. */
function orderOf(args: readonly string[]): Order | null {
  const sure = args.includes('--yes');
  const [command, one, two, ...rest] = args.filter((arg) => arg !== '--yes');
  if (!one || rest.length > 0 || (sure && command !== 'erase')) return null;
  if (command === 'find' && !two) return { kind: 'find', asked: one };
  if (command === 'export' && two) return { kind: 'export', id: one, file: two };
  return command === 'erase' && !two ? { kind: 'erase', id: one, sure } : null;
}

interface Desk {
  store: Store;
  dataDir: string;
  files: Record<'attachments' | 'recordings', FileFolder>;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);
const entryOf = (what: 'exported' | 'erased', id: string) => {
  const deed: AuditDeed = { what, on: { kind: 'customer', id, name: null }, detail: {} };
  return entry({ now: Date.now, newId: randomUUIDv7 }, OPERATOR, deed);
};
const nobody = (id: string): number => {
  complain(`There is nobody with the id ${id}.`);
  return 1;
};

async function told(store: Store, person: CustomerRecord): Promise<string> {
  const { id, email, verified, createdAt } = person;
  const conversations = (await store.conversationsOf(id)).length;
  const since = new Date(createdAt).toISOString().slice(0, 10);
  return [
    id,
    nameOf(person),
    verified?.email || email || 'no e-mail',
    `since ${since}`,
    `${conversations} conversations`,
  ].join('\t');
}

async function find({ store }: Desk, asked: string): Promise<number> {
  const found = await store.findCustomers(asked);
  for (const person of found) say(await told(store, person));
  if (found.length === 0) complain(`There is nobody with ${asked}.`);
  return found.length === 0 ? 1 : 0;
}

async function exportTo({ store, files }: Desk, id: string, file: string): Promise<number> {
  const zip = await personExport(
    { store, read: ({ id, length }) => files[length === undefined ? 'attachments' : 'recordings'].read(id) },
    id,
  );
  if (!zip) return nobody(id);
  // Never over something, and readable by nobody else.
  await pipeline(
    Readable.fromWeb(zip as NodeStream<Uint8Array>),
    createWriteStream(file, { flags: 'wx', mode: 0o600 }),
  );
  await store.note(entryOf('exported', id));
  say(`All that there is of this person is in ${resolve(file)}.`);
  return 0;
}

async function isSure(people: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY) {
    complain('Nobody is there to be asked: say --yes.');
    return false;
  }
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question(`${people.join('\n')}\nErase all of this? It can't be undone. Type "erase": `);
  asked.close();
  return answer.trim() === 'erase';
}

async function erase({ store, dataDir, files }: Desk, id: string, sure: boolean): Promise<number> {
  const people = await Promise.all((await store.person(id)).map((person) => told(store, person)));
  if (people.length > 0 && !sure && !(await isSure(people))) return 1;
  const { recordings } = dataFolders(dataDir);
  const erased = await erasure({
    store,
    requireFolder: folderMark(dataDir, store).require,
    async removeFiles(ids) {
      for (const folder of Object.values(files)) await folder.remove(ids);
    },
    removeUploads: (customer) => removeUploadsOf(customer, recordings),
    // A service that runs is told by what it finds in the store.
    async begun() {},
    gone() {},
    byAge() {},
    now: Date.now,
  }).person(id, entryOf('erased', id));
  if (!erased) return nobody(id);
  say(
    `Erased: ${erased.conversations} conversations with ${erased.events} entries, ${erased.files} files, ${erased.recordings} recordings.\n` +
      'Out of reach: recordings that lie only in the browser of whoever made them; back-ups and exports made before; an agent’s file or recording ' +
      'that is still uploading or not yet sent (removed by itself after a day, or seven).',
  );
  return 0;
}

function carryOut(desk: Desk, order: Order): Promise<number> {
  switch (order.kind) {
    case 'find':
      return find(desk, order.asked);
    case 'export':
      return exportTo(desk, order.id, order.file);
    case 'erase':
      return erase(desk, order.id, order.sure);
  }
}

await cli(async (args) => {
  const order = orderOf(args);
  if (!order) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = readConfig(process.env);
  requireFilled(config);
  const { store } = await openStore(config);
  const { attachments, recordings } = dataFolders(config.dataDir);
  try {
    await store.migrate();
    return await carryOut(
      {
        store,
        dataDir: config.dataDir,
        files: { attachments: fileFolder(attachments), recordings: fileFolder(recordings) },
      },
      order,
    );
  } finally {
    await store.close();
  }
});
