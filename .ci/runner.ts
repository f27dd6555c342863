/** Runs the steps of `npm test` one after another and adds up what their runners counted. */
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endEverythingOnSignals, run } from './processes.ts';
import { providePrograms } from './programs.ts';
import { build, type Command, long, type Step, steps } from './steps.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const COUNTS_FILE = '.tmp/counts.json';
/** What the journeys of one run share, in a folder named by the process that runs them. */
const PREPARED = '.tmp/prepared/*';

/** Where a runner writes its counts; nothing when it is not one of ours to count. */
function counted(command: Command): { args: readonly string[]; env: Record<string, string> } {
  if (command.counts === 'wtr') return { args: command.args, env: { YCYW_COUNTS_FILE: COUNTS_FILE } };
  if (command.counts === 'exit') return { args: command.args, env: {} };
  const [test = '', ...rest] = command.args;
  const reporter = ['--test-reporter=./.ci/count-node.ts', `--test-reporter-destination=${COUNTS_FILE}`];
  return { args: [test, ...reporter, ...rest], env: {} };
}

function readCounts(): Counts | null {
  try {
    return JSON.parse(readFileSync(COUNTS_FILE, 'utf8')) as Counts;
  } catch {
    return null;
  }
}

async function runCommand(command: Command, limitMs: number): Promise<Counts> {
  rmSync(COUNTS_FILE, { force: true });
  const { args, env } = counted(command);
  const { code, late } = await run(args, limitMs, env);
  if (late) console.log(`Ended after its limit of ${limitMs / 60_000} minutes.`);
  const ok = code === 0 && !late;
  if (command.counts === 'exit') return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const counts = readCounts() ?? { passed: 0, failed: 0, skipped: 0 };
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  if (ranNothing) console.log('It ran no test, which counts as a failure.');
  // A runner may fail as a whole while each of its tests passed.
  if (ranNothing || (!ok && counts.failed === 0)) counts.failed += 1;
  return counts;
}

/** What a step needs. Returns false, having said why, when that can't be had. */
async function provide(step: Step, isBuilt: boolean): Promise<boolean> {
  const problems = providePrograms(step.needs.filter((need) => need !== 'build'));
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) return false;
  if (!step.needs.includes('build') || isBuilt) return true;
  return (await run([...build.args, '--silent'], step.limitMs)).code === 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function runStep(step: Step, files: readonly string[], isBuilt: boolean): Promise<Counts> {
  const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (!(await provide(step, isBuilt))) return { ...sum, failed: 1 };
  for (const folder of globSync(PREPARED)) if (!isAlive(Number(basename(folder)))) rmSync(folder, { recursive: true });
  for (const command of step.commands(files)) {
    const counts = await runCommand(command, step.limitMs);
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return sum;
}

const words = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** @param args Nothing for all steps, or a step's name and the files to which it is limited. */
export async function main(args: readonly string[]): Promise<void> {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  // Whoever calls this without npm may have written what separates the files for npm.
  const [name, ...files] = args.filter((arg) => arg !== '--');
  const chosen = name === undefined ? steps : [...steps, long].filter((step) => step.name === name);
  if (chosen.length === 0) {
    console.error(`There is no step "${name}": ${[...steps, long].map((step) => step.name).join(', ')}.`);
    process.exit(2);
  }
  endEverythingOnSignals();
  mkdirSync('.tmp', { recursive: true });

  const lines: string[] = [];
  const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  let isBuilt = false;
  for (const step of chosen) {
    console.log(`\n── ${step.title} ──`);
    const begin = performance.now();
    const counts = await runStep(step, files, isBuilt);
    // Even one that is over its budget can be tried out.
    isBuilt ||= step.name === 'build' || step.needs.includes('build');
    // A test that doesn't run where it counts would be a hole that nobody sees.
    if (process.env.CI === 'true' && counts.skipped > 0) {
      console.log(`${counts.skipped} skipped, which count as failed here.`);
      counts.failed += counts.skipped;
      counts.skipped = 0;
    }
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
    lines.push(`${step.title.padEnd(40)} ${words(counts)} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  }
  console.log(`\n${lines.join('\n')}\n\n${words(sum)}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}
