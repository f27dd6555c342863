/** What somebody could do who got into the service: a script of the widget that is another than was built. */
import { globSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import type { Service } from './service.ts';

/** @param name of the chunk, without its hash. @param added runs after all that it does by itself */
export async function changeChunk({ dataDir }: Service, name: string, added: string): Promise<void> {
  const pattern = join(dataDir, 'releases/widget/*/chunks', `${name}-????????.js`);
  const chunk = await eventually('the build is kept', () => globSync(pattern)[0]);
  await writeFile(chunk, `${await readFile(chunk, 'utf8')}\n${added}`);
  for (const packed of ['.br', '.gz']) await rm(chunk + packed);
}
