/** `npm run doctor`: says what is right and what is not, a line for each, with what to do. Ends with 1 when something is broken. */
import { examine } from './doctor/doctor.ts';
import type { Finding } from './doctor/finding.ts';
import { freeBytesOf } from './free-bytes.ts';

const USAGE = `Usage: npm run doctor [-- --json]

Looks at configuration, store, Redis, TURN, certificate, disk and clock, with the same variables as the service. Changes nothing;
the service may run meanwhile. Ends with 1 when something is broken.
`;

const WIDTH = { state: 8, check: 14 };

const lineOf = (finding: Finding): string => {
  const { state, check, what } = finding;
  const todo = finding.state === 'ok' ? '' : ` → ${finding.todo}`;
  return `${state.padEnd(WIDTH.state)} ${check.padEnd(WIDTH.check)} ${what}${todo}\n`;
};

async function run(args: readonly string[]): Promise<number> {
  const json = args[0] === '--json';
  if (args.length > (json ? 1 : 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const found = await examine({ environment: process.env, now: Date.now, freeBytes: freeBytesOf });
  process.stdout.write(json ? `${JSON.stringify(found)}\n` : found.map(lineOf).join(''));
  return found.some(({ state }) => state === 'broken') ? 1 : 0;
}

// What didn't answer in time would hold up the end.
process.exit(await run(process.argv.slice(2)));
