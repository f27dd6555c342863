/**
 * A back-up of everything while the service runs, the way back, and the check that nothing is missing. The database comes first, as
 * it is at one moment; then the files that it names. A file is there before the row that names it and never changes, so all of
 * them are still to be had, but for those that were erased in between; what came later is wholly in the next back-up.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, glob, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { dataFolders, fileFolder } from './http/files.ts';
import { sqliteFile } from './open-store.ts';
import {
  endWhatHeld,
  type Facts,
  factsNow,
  hasTables,
  type NamedFile,
  namedNow,
  postgresSnapshot,
  sqliteSnapshot,
  type Where,
} from './store/soundness.ts';

const MANIFEST = 'manifest.json';
const FORMAT = 1;

/** What the operator has asked for can't be, or what was found isn't whole. The message is all that there is to say. */
export class BackupError extends Error {}

/** Where the data are: PostgreSQL's address, or null for SQLite in the folder. */
export interface Place {
  dataDir: string;
  databaseUrl: string | null;
}

const whereOf = ({ dataDir, databaseUrl }: Place): Where =>
  databaseUrl === null ? { file: sqliteFile(dataDir) } : { url: databaseUrl };

/** PostgreSQL's own programs. */
export interface PostgresPrograms {
  dump(url: string, snapshot: string, to: string): Promise<void>;
  restore(url: string, from: string): Promise<void>;
}

const file = v.object({ path: v.string(), size: v.number(), sha256: v.string() });
const manifest = v.object({
  format: v.literal(FORMAT),
  made: v.string(),
  kind: v.picklist(['sqlite', 'postgres']),
  tables: v.record(v.string(), v.number()),
  /** The database among them. */
  files: v.array(file),
  /** Named by a row of the database, and erased while the back-up was made. */
  erased: v.array(v.string()),
  /** What wasn't as it had to be when it was made, a sentence each. Earlier versions made none then. */
  faults: v.optional(v.array(v.string()), []),
});
type Manifest = v.InferOutput<typeof manifest>;
type File = v.InferOutput<typeof file>;

const DATABASES = { sqlite: 'support.sqlite', postgres: 'database.dump' } as const;

const isNothing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function requireEmpty(folder: string, meaning: string): Promise<void> {
  const names = await readdir(folder).catch((error) => {
    if (isNothing(error)) return [];
    throw error;
  });
  if (names.length > 0) throw new BackupError(`${folder} is not empty, but ${meaning} goes into an empty folder only.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

async function sync(path: string): Promise<void> {
  const handle = await open(path);
  await handle.sync().finally(() => handle.close());
}

const sizeFault = ({ id, size }: NamedFile, found: number) => `The file ${id} has ${found} bytes instead of ${size}.`;
const lostFault = (id: string) => `The file ${id} is not there.`;

/** As it is on the disk now. */
async function described(root: string, path: string): Promise<File> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(root, path)), hash);
  return { path, size: (await stat(join(root, path))).size, sha256: hash.digest('hex') };
}

const pathIn = (dataDir: string, { id, folder }: NamedFile): string =>
  fileFolder(dataFolders(dataDir)[folder]).pathOf(id);

async function copied(from: string, root: string, path: string): Promise<void> {
  const to = join(root, path);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to);
  await chmod(to, 0o600);
  await sync(to);
}

/**
 * `into`: an empty folder, or one that isn't there. What has no manifest is no back-up. What is lost already holds up no back-up of
 * all else: it is among the faults.
 */
export async function backup(
  place: Place,
  into: string,
  programs: PostgresPrograms,
  now: () => number,
): Promise<Manifest> {
  const { dataDir, databaseUrl } = place;
  await requireEmpty(into, 'a back-up');
  const made = new Date(now()).toISOString();
  const kind = databaseUrl === null ? 'sqlite' : 'postgres';
  const database = join(into, DATABASES[kind]);
  const facts =
    databaseUrl === null
      ? await sqliteSnapshot(sqliteFile(dataDir), database)
      : await postgresSnapshot(databaseUrl, (snapshot) => programs.dump(databaseUrl, snapshot, database));
  await chmod(database, 0o600);
  await sync(database);
  const files = [await described(into, DATABASES[kind])];
  const faults = [...facts.faults];
  const missing: string[] = [];
  for (const named of facts.files) {
    const path = join(named.folder, named.id.slice(-2), named.id);
    try {
      await copied(pathIn(dataDir, named), into, path);
      const copy = await described(into, path);
      files.push(copy);
      if (copy.size !== named.size) faults.push(sizeFault(named, copy.size));
    } catch (error) {
      if (!isNothing(error)) throw error;
      missing.push(named.id);
    }
  }
  const lost = new Set(await namedNow(whereOf(place), missing));
  for (const id of lost) faults.push(lostFault(id));
  const result: Manifest = {
    format: FORMAT,
    made,
    kind,
    tables: facts.tables,
    files,
    erased: missing.filter((id) => !lost.has(id)),
    faults,
  };
  // Under its name only when all of it is there.
  const partial = join(into, `${MANIFEST}.part`);
  await writeFile(partial, `${JSON.stringify(result)}\n`, { mode: 0o600 });
  await sync(partial);
  await rename(partial, join(into, MANIFEST));
  await sync(into);
  return result;
}

async function readManifest(from: string): Promise<Manifest> {
  const text = await readFile(join(from, MANIFEST), 'utf8').catch((error) => {
    if (isNothing(error))
      throw new BackupError(`${from} has no ${MANIFEST}: there is no back-up, or it was not finished.`);
    throw error;
  });
  const parsed = v.safeParse(manifest, JSON.parse(text));
  if (!parsed.success) throw new BackupError(`${join(from, MANIFEST)} can't be read by this version.`);
  return parsed.output;
}

/** Into a place where nothing is. The back-up is looked through before anything is written, and what was written after. */
export async function restore(place: Place, from: string, programs: PostgresPrograms): Promise<Soundness> {
  const { dataDir, databaseUrl } = place;
  const { kind, files, tables, erased } = await readManifest(from);
  if (kind !== (databaseUrl === null ? 'sqlite' : 'postgres')) {
    throw new BackupError(
      `The back-up is of ${kind}, but DATABASE_URL ${databaseUrl === null ? 'is empty' : 'is set'}.`,
    );
  }
  if (databaseUrl !== null && (await hasTables(databaseUrl))) {
    throw new BackupError(
      'The database that DATABASE_URL names is not empty, but a restore goes into an empty one only.',
    );
  }
  await requireEmpty(dataDir, 'a restore');
  for (const told of files) {
    const found = await described(from, told.path).catch(() => null);
    if (found?.size !== told.size || found.sha256 !== told.sha256) {
      throw new BackupError(`${join(from, told.path)} is missing, or not what was backed up. Nothing was restored.`);
    }
  }
  const database = DATABASES[kind];
  for (const { path } of files) if (path !== database) await copied(join(from, path), dataDir, path);
  // Last, so that no service takes a half for the whole.
  if (databaseUrl === null) await copied(join(from, database), dataDir, database);
  else await programs.restore(databaseUrl, join(from, database));
  const found = await check(place, erased);
  for (const [table, rows] of Object.entries(tables)) {
    if (found.tables[table] !== rows) found.faults.push(`${table} has ${found.tables[table]} rows instead of ${rows}.`);
  }
  await endWhatHeld(whereOf(place));
  return found;
}

export interface Soundness extends Pick<Facts, 'tables' | 'faults'> {
  /** Files that are there as they have to be. */
  files: number;
}

/** The ids of all finished files. */
async function filesIn(dataDir: string): Promise<string[]> {
  const ids: string[] = [];
  for (const folder of Object.values(dataFolders(dataDir))) {
    for await (const name of glob('??/*', { cwd: folder })) ids.push(basename(name));
  }
  return ids;
}

/** While the service runs or not. `erased`: files that need not be there. */
export async function check(place: Place, erased: readonly string[] = []): Promise<Soundness> {
  const { dataDir } = place;
  // Before the rows: a file is there first.
  const onDisk = await filesIn(dataDir);
  const facts = await factsNow(whereOf(place));
  const faults = [...facts.faults];
  const missing: string[] = [];
  let files = 0;
  for (const named of facts.files) {
    const size = await stat(pathIn(dataDir, named)).then(
      (found) => found.size,
      () => null,
    );
    if (size === named.size) files += 1;
    else if (size === null) missing.push(named.id);
    else faults.push(sizeFault(named, size));
  }
  const lost = missing.filter((id) => !erased.includes(id));
  // Erased while this went on.
  const left = await namedNow(whereOf(place), lost);
  for (const id of left) faults.push(lostFault(id));
  const rows = new Set(facts.files.map(({ id }) => id));
  const unnamed = onDisk.filter((id) => !rows.has(id));
  // Stored while this went on.
  const named = new Set(await namedNow(whereOf(place), unnamed));
  for (const id of unnamed) {
    if (!named.has(id)) faults.push(`The file ${id} has no row: nobody can open it, and no erasure finds it.`);
  }
  return { tables: facts.tables, faults, files };
}
