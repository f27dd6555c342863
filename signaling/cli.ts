/** How every command of the operator ends: with an exit code, and in one sentence where the configuration can't be used. */
import { ConfigError } from './config.ts';

export async function cli(run: (args: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
