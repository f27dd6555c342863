/** For tests: the end of a process that was started for them. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Settles when it is gone, which it may be already. */
export async function ended(child: ChildProcess | null, ...signals: NodeJS.Signals[]): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const gone = once(child, 'exit');
  for (const signal of signals) child.kill(signal);
  await gone;
}
