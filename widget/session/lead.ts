/** Who of a browser's tabs does what only one should do: the first that wants to, then the next when that one is gone. */
import type { Locks } from './locks.ts';

/**
 * @param isLead called once, when this tab's turn has come
 * @returns what gives the turn away, or the wait for it up
 */
export function lead(locks: Locks, name: string, isLead: () => void): () => void {
  let phase: 'waiting' | 'leading' | 'over' = 'waiting';
  let end = () => {};
  void locks.exclusive(name, async () => {
    if (phase === 'over') return;
    phase = 'leading';
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    isLead();
    await ended;
  });
  return () => {
    phase = 'over';
    end();
  };
}
