/** What a program and all that it has started cost, as Linux counts it in `/proc`. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux's clock in `/proc`, a second; the same on every machine that programs see. */
const TICKS_PER_S = 100;

/** Fields of `stat` behind the name, which may hold anything. */
const PARENT = 1;
/** Own time in user and system mode, and that of children that have ended. */
const TIMES = [11, 12, 13, 14];

/** Empty where the process has ended meanwhile. */
function read(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function stat(id: number): number[] {
  const text = read(id, 'stat');
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

/** The program, its children, and theirs. */
function tree(root: number): number[] {
  const parents = readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0)
    .map((id) => ({ id, parent: stat(id)[PARENT] }));
  const found = [root];
  for (const one of found) {
    found.push(...parents.filter(({ parent }) => parent === one).map(({ id }) => id));
  }
  return found;
}

function kilobytes(id: number, file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read(id, file))?.[1] ?? 0);
}

/** Seconds of processor time since the program was started. */
export function processorSeconds(root: number): number {
  const ticks = tree(root).map((id) => {
    const fields = stat(id);
    return TIMES.reduce((sum, at) => sum + (fields[at] ?? 0), 0);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_S;
}

/** Bytes of one process in memory. */
export const residentBytes = (id: number): number => kilobytes(id, 'status', 'VmRSS') * 1024;

/** Bytes of all processes in memory; what several share counts once. */
export function treeBytes(root: number): number {
  return tree(root).reduce((sum, id) => sum + kilobytes(id, 'smaps_rollup', 'Pss') * 1024, 0);
}
