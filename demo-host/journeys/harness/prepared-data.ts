/**
 * The data that a first start and the first agent's sign-in leave behind. Made once for all journeys of a run, since both
 * compute a password's hash on purpose slowly; each service gets a copy.
 */
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentAccount, Service } from './service.ts';

export interface Prepared {
  folder: string;
  account: AgentAccount;
}

const TMP = fileURLToPath(new URL('../../../.tmp/', import.meta.url));
/** Of this run: the files of a run are processes of one runner. */
const HOME = join(TMP, 'prepared', String(process.ppid));

let prepared: Promise<Prepared> | null = null;

/** @param launch starts a service that has no data yet */
export function preparedData(launch: () => Promise<Service>): Promise<Prepared> {
  prepared ??= found().then((there) => there ?? make(launch));
  return prepared;
}

async function found(): Promise<Prepared | null> {
  try {
    return { folder: join(HOME, 'data'), account: JSON.parse(await readFile(join(HOME, 'account.json'), 'utf8')) };
  } catch {
    return null;
  }
}

async function make(launch: () => Promise<Service>): Promise<Prepared> {
  await mkdir(join(TMP, 'prepared'), { recursive: true });
  const folder = await mkdtemp(`${HOME}-`);
  await using service = await launch();
  const account = await service.firstAgent();
  const session = await signIn(service.url, account);
  await service.stop();
  await cp(service.dataDir, join(folder, 'data'), { recursive: true });
  // Services may share the builds that they keep: a thousand small files, too many to be copied for each journey.
  await rename(join(folder, 'data/releases'), join(folder, 'releases'));
  await symlink(join(HOME, 'releases'), join(folder, 'data/releases'));
  await writeFile(join(folder, 'account.json'), JSON.stringify({ ...account, session }));
  // Another file of the run may have been quicker.
  await rename(folder, HOME).catch(() => rm(folder, { recursive: true }));
  const made = await found();
  if (!made) throw new Error(`No prepared data in ${HOME}.`);
  return made;
}

async function signIn(address: string, { email, password }: AgentAccount): Promise<AgentAccount['session']> {
  const response = await fetch(`${address}/api/agent/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: address },
    body: JSON.stringify({ email, password }),
  });
  const [, name, value] = /^([^=]+)=([^;]+)/.exec(response.headers.getSetCookie()[0] ?? '') ?? [];
  if (name === undefined || value === undefined) throw new Error(`Nobody could sign in: ${response.status}`);
  return { name, value };
}
