/**
 * `npm run bench`: the bytes of each chunk against the budget, then every benchmark, one after another. Files choose some of
 * them; what begins with dashes is told to those.
 */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endEverythingOnSignals, run } from './processes.ts';
import { providePrograms } from './programs.ts';
import { build } from './steps.ts';

/** Far above what any takes, in milliseconds: the longest records for as long as it is told to. */
const LIMIT_MS = 3 * 60 * 60_000;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
endEverythingOnSignals();
const words = process.argv.slice(2);
const asked = words.filter((word) => !word.startsWith('--'));
const options = asked.length > 0 ? words.filter((word) => word.startsWith('--')) : [];
const files = asked.length > 0 ? asked : globSync('{signaling,widget}/bench/*.ts').sort();
const problems = providePrograms(files.some((file) => file.startsWith('widget/')) ? ['chromium', 'turnserver'] : []);
for (const problem of problems) console.error(problem);
let failed = problems.length;
for (const args of [build.args, ...files.map((file) => [file, ...options])]) {
  console.log(`\n── ${args[0]} ──`);
  if ((await run(args, LIMIT_MS)).code !== 0) failed += 1;
}
process.exitCode = failed > 0 ? 1 : 0;
