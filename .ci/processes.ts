/**
 * Child processes that can't outlive the run: each gets a process group of its own, and every descendant is known by a
 * mark in its environment, since browsers leave the group. Knows nothing of tests.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The mark that every descendant inherits. */
const RUN = { name: 'YCYW_TEST_RUN', id: randomUUID() };

/** Node keeps here what it has compiled: half the processor time of each start of the service, of which journeys make a hundred. */
const COMPILED = fileURLToPath(new URL('../.tmp/compiled', import.meta.url));

/** Between asking a process to end and ending it, in milliseconds: browsers need a second or two. */
const GRACE_MS = 4000;

const running = new Set<ChildProcess>();

/** Told to end: nothing may start any more. */
let isEnding = false;

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** Ids of the processes that carry the mark. Empty where there is no `/proc`. */
function descendants(): number[] {
  const mark = `${RUN.name}=${RUN.id}`;
  const ids = (() => {
    try {
      return readdirSync('/proc')
        .map(Number)
        .filter((id) => id > 0 && id !== process.pid);
    } catch {
      return [];
    }
  })();
  return ids.filter((id) => {
    try {
      return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(mark);
    } catch {
      return false;
    }
  });
}

export interface Outcome {
  /** Null when it was ended from outside. */
  code: number | null;
  /** It took longer than its limit. */
  late: boolean;
}

/** Runs a command of this project with the Node that runs this, its output going straight to ours. */
export async function run(
  args: readonly string[],
  limitMs: number,
  env: Record<string, string> = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...env, [RUN.name]: RUN.id },
  });
  running.add(child);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    void end(child);
  }, limitMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  clearTimeout(limit);
  running.delete(child);
  await endLeftovers();
  if (isEnding) await new Promise(() => {});
  return { code, late };
}

async function end(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGTERM');
  await wait(GRACE_MS, undefined, { ref: false });
  signalGroup(child, 'SIGKILL');
}

/** Ends by force what a finished command left running. */
async function endLeftovers(): Promise<void> {
  const deadline = Date.now() + GRACE_MS;
  while (descendants().length > 0 && Date.now() < deadline) await wait(50);
  for (const id of descendants()) {
    try {
      console.log(
        `Left running and ended now: ${id} ${readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0').join(' ').slice(0, 120)}`,
      );
      process.kill(id, 'SIGKILL');
    } catch {
      // Ended by itself in between.
    }
  }
}

/** Ends everything when this process is told to end. */
export function endEverythingOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      isEnding = true;
      void Promise.all([...running].map(end))
        .then(endLeftovers)
        .finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
      for (const child of running) signalGroup(child, 'SIGTERM');
    });
  }
}
