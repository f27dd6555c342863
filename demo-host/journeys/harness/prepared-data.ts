/**
 * The data that a first start and the first agent's sign-in leave behind. Both compute a password's hash on purpose slowly, so
 * they happen once in a run; each service gets a copy.
 */
import { cp, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepared } from './prepared.ts';
import type { AgentAccount, Service } from './service.ts';

const BUILDS = 'releases';
const ACCOUNT = 'account.json';

/**
 * Fills a service's folder.
 * @param launch starts a service that has no data yet
 * @returns who can sign in
 */
export async function prepareData(dataDir: string, launch: () => Promise<Service>): Promise<AgentAccount> {
  const folder = await prepared('data', (half) => firstStart(half, launch));
  await cp(join(folder, 'data'), dataDir, { recursive: true });
  // Services may share the builds that they keep: a thousand small files, too many to be copied for each journey.
  await symlink(join(folder, BUILDS), join(dataDir, BUILDS));
  return JSON.parse(await readFile(join(folder, ACCOUNT), 'utf8'));
}

async function firstStart(folder: string, launch: () => Promise<Service>): Promise<void> {
  await using service = await launch();
  const account = await service.firstAgent();
  const session = await signIn(service.url, account);
  await service.stop();
  await cp(service.dataDir, join(folder, 'data'), { recursive: true });
  await rename(join(folder, 'data', BUILDS), join(folder, BUILDS));
  await writeFile(join(folder, ACCOUNT), JSON.stringify({ ...account, session }));
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
