/**
 * The files of a build that pages load later than their first script, and those of builds before it: a tab that was opened
 * before an upgrade still asks for the chunks of its own. Each build is kept whole below the data folder, named by its content;
 * a file is found by its name in a list, never by a path that somebody asked for. Knows no HTTP.
 */
import { createHash, randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Logger } from '../log.ts';
import type { Integrity } from '../protocol/integrity.ts';
import { ENCODINGS } from './send-file.ts';

/** A build that nobody has asked for since, in milliseconds, goes: no tab is open for so long without a reload. */
const UNUSED_MS = 30 * 24 * 60 * 60_000;
/** So many builds at most, at some 5 MB each: somebody may deploy ten times a day. */
const MOST_KEPT = 20;
/** How exactly it is noted when a build was last asked for, in milliseconds. */
const NOTED_EVERY_MS = 60 * 60_000;
/** What an upgrade that broke off left behind is removed after, in milliseconds. */
const HALF_MS = 60 * 60_000;

const LIST = 'release.json';
const HALF = '.half-';

const listSchema = v.object({
  version: v.pipe(v.string(), v.regex(/^[\w.+-]+$/)),
  /** SRI hashes by name. */
  files: v.record(v.string(), v.string()),
  /** Bytes of everything that was kept, packed forms too. */
  sizes: v.record(v.string(), v.number()),
});

interface Release {
  version: string;
  files: ReadonlyMap<string, string>;
  folder: string;
  /** When it was last noted that somebody asked. */
  usedAt: number;
}

export interface Releases {
  /** The build that this service came with; null where there is none. */
  current: Integrity | null;
  /** Where a file of this version is. */
  find(version: string, name: string): Promise<string | null>;
  /** Where a file is whose name changes with its content: of this build, or of one before. */
  findAny(name: string): Promise<string | null>;
  /** Settles when this build is kept as well, or it has been logged why it can't be. */
  kept: Promise<void>;
  /** Lets go of what nobody needs any more. */
  sweep(): Promise<void>;
}

export interface ReleasesDeps {
  /** What was built. */
  source: string;
  /** The first script, whose name stays; every other name holds a hash of its content. */
  entry: string;
  /** Where builds are kept. Several services may share it. */
  folder: string;
  /** Of the package; the content's hash is added. */
  version: string;
  now: () => number;
  log: Logger;
}

export async function openReleases(deps: ReleasesDeps): Promise<Releases> {
  const { folder, now, log } = deps;
  const scanned = await scan(deps);
  const { current } = scanned;
  const others = new Map<string, Release>();

  /** Also what another service has put there since. */
  const look = async (): Promise<void> => {
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      if (name.startsWith(HALF) || name === current?.version || others.has(name)) continue;
      const release = await readRelease(join(folder, name));
      if (release?.version === name) others.set(name, release);
    }
  };
  /** Answers that are being waited for share one look. */
  let looking: Promise<void> | null = null;
  const lookAgain = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
  const use = async (release: Release, name: string): Promise<string> => {
    if (now() - release.usedAt > NOTED_EVERY_MS) {
      release.usedAt = now();
      await touch(release.folder, now()).catch(() => {});
    }
    return join(release.folder, name);
  };
  const among = (version: string): Release | undefined =>
    current?.version === version ? current : others.get(version);
  const holding = (name: string): Release | undefined =>
    [...(current ? [current] : []), ...others.values()].find(({ files }) => files.has(name));

  await look();
  return {
    current: current && {
      version: current.version,
      entry: deps.entry,
      files: Object.fromEntries([...current.files].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    kept: current ? keep() : Promise.resolve(),
    async find(version, name) {
      if (!among(version)) await lookAgain();
      const release = among(version);
      return release?.files.has(name) ? use(release, name) : null;
    },
    async findAny(name) {
      if (name === deps.entry) return current && use(current, name);
      if (!holding(name)) await lookAgain();
      const release = holding(name);
      return release ? use(release, name) : null;
    },
    async sweep() {
      if (!current || now() - current.usedAt <= NOTED_EVERY_MS) return;
      await use(current, deps.entry);
      await letGo();
    },
  };

  /** From then on the kept files are served: a build that is made under a running service changes nothing until it starts anew. */
  async function keep(): Promise<void> {
    if (!current) return;
    try {
      const home = join(folder, current.version);
      const had = await readRelease(home);
      if (!had) await write(home, current.version, scanned.bytes, current.files);
      await touch(home, now());
      current.folder = home;
      await letGo();
    } catch (error) {
      log.error({ error, folder }, 'the files of this build can’t be kept for tabs that outlive it');
    } finally {
      scanned.bytes.clear();
    }
  }

  async function letGo(): Promise<void> {
    const names = await readdir(folder).catch(() => []);
    const found = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name);
        const at = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => null,
        );
        return at === null ? [] : { name, path, at };
      }),
    );
    const all = found.flat().sort((a, b) => b.at - a.at);
    const halves = all.filter(({ name, at }) => name.startsWith(HALF) && now() - at > HALF_MS);
    const old = all
      .filter(({ name }) => !name.startsWith(HALF) && name !== current?.version)
      .filter(({ at }, index) => now() - at > UNUSED_MS || index >= MOST_KEPT - 1);
    for (const { name, path } of [...halves, ...old]) {
      others.delete(name);
      await rm(path, { recursive: true, force: true });
    }
  }
}

interface Scanned {
  current: Release | null;
  /** All of it, until it is kept: what is kept must be what was hashed, even if somebody builds meanwhile. */
  bytes: Map<string, Uint8Array>;
}

async function scan({ source, entry, version, now }: ReleasesDeps): Promise<Scanned> {
  const bytes = new Map<string, Uint8Array>();
  const packed = Object.values(ENCODINGS);
  const wanted = `{${['', ...packed].map((suffix) => entry + suffix)},chunks/*.*}`;
  const names = globSync(wanted, { cwd: source });
  await Promise.all(
    names.map(async (name) => bytes.set(name.replaceAll('\\', '/'), await readFile(join(source, name)))),
  );
  if (!bytes.has(entry)) return { current: null, bytes };
  const files = new Map<string, string>();
  const all = createHash('sha256');
  for (const name of [...bytes.keys()].sort()) {
    if (packed.some((suffix) => name.endsWith(suffix))) continue;
    const hash = `sha384-${createHash('sha384')
      .update(bytes.get(name) ?? '')
      .digest('base64')}`;
    files.set(name, hash);
    all.update(`${name} ${hash}\n`);
  }
  const name = `${version}-${all.digest('hex').slice(0, 12)}`;
  return { current: { version: name, files, folder: source, usedAt: now() }, bytes };
}

/** Whole or not at all: a folder gets its name when everything is in it. */
async function write(
  home: string,
  version: string,
  bytes: ReadonlyMap<string, Uint8Array>,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const half = join(dirname(home), HALF + randomUUID());
  try {
    await mkdir(join(half, 'chunks'), { recursive: true });
    await Promise.all([...bytes].map(([name, content]) => writeFile(join(half, name), content)));
    const sizes = Object.fromEntries([...bytes].map(([name, { length }]) => [name, length]));
    await writeFile(join(half, LIST), JSON.stringify({ version, files: Object.fromEntries(files), sizes }));
    await settle(half, home);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** So often at most another service may get in between. */
const TRIES = 5;

/** Gives a folder its name, unless one of that name is whole. */
async function settle(half: string, home: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(half, home);
    } catch (error) {
      // Another service that starts at the same time was quicker, with the same files.
      if (await readRelease(home)) return;
      if (tries === TRIES) throw error;
    }
    // One that lost its content in a power cut. It goes out of the way at once: what is removed in place might by then be the
    // folder that another service has put there.
    const broken = join(dirname(home), HALF + randomUUID());
    await rename(home, broken).catch(() => {});
    await rm(broken, { recursive: true, force: true });
  }
}

/** Null for what isn't one, or has lost something: better not found than an empty file that browsers keep for good. */
async function readRelease(folder: string): Promise<Release | null> {
  try {
    const { version, files, sizes } = v.parse(listSchema, JSON.parse(await readFile(join(folder, LIST), 'utf8')));
    const [{ mtimeMs }, ...found] = await Promise.all([
      stat(folder),
      ...Object.keys(sizes).map((name) => stat(join(folder, name))),
    ]);
    const isWhole = Object.values(sizes).every((size, index) => found[index]?.size === size);
    return isWhole ? { version, files: new Map(Object.entries(files)), folder, usedAt: mtimeMs } : null;
  } catch {
    return null;
  }
}

const touch = (path: string, at: number): Promise<void> => utimes(path, at / 1000, at / 1000);
