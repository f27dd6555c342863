/** The product as an operator has it installed, in a folder of its own, so that a journey can put another build in its place. */
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PACKED = /\.(br|gz)$/;

export class Installation implements AsyncDisposable {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<Installation> {
    const root = await mkdtemp(join(tmpdir(), 'ycyw-installed-'));
    for (const name of ['package.json', 'signaling', 'dist'])
      await cp(join(ROOT, name), join(root, name), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    return new Installation(root);
  }

  /**
   * What another release leaves: a service that speaks the next protocol, a build with other names for all chunks, and nothing
   * of the one before.
   */
  async upgrade(): Promise<void> {
    const limits = join(this.root, 'signaling/protocol/limits.ts');
    const before = await readFile(limits, 'utf8');
    const after = before.replace(/(?<=^export const PROTOCOL = )\d+/m, (protocol) => String(Number(protocol) + 1));
    if (after === before) throw new Error('The protocol’s number stands elsewhere by now.');
    await writeFile(limits, after);
    for (const part of ['', 'agent', 'call']) {
      const folder = join(this.root, 'dist', part);
      const chunks = await readdir(join(folder, 'chunks'));
      const files = [...chunks.map((name) => `chunks/${name}`), ...(await readdir(folder))];
      const scripts = chunks.filter((name) => name.endsWith('.js'));
      const renamed = new Map(scripts.map((name) => [name, name.replace(/-[\w-]{8}\.js$/, '-UPGRADED.js')]));
      for (const file of files.filter((name) => PACKED.test(name))) await rm(join(folder, file));
      for (const file of files.filter((name) => name.endsWith('.js'))) {
        let text = await readFile(join(folder, file), 'utf8');
        for (const [old, now] of renamed) text = text.replaceAll(old, now);
        // The names of the languages' files are put together while it runs, with a hash that they share.
        text = text.replaceAll(/(\$\{\w+\}\.\$\{\w+\})-[\w-]{8}\.js/g, '$1-UPGRADED.js');
        await rm(join(folder, file));
        const name = file.replace(/[^/]+$/, (last) => renamed.get(last) ?? last);
        await writeFile(join(folder, name), text);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
