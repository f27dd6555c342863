/**
 * Commands that arrive together share one transaction, so that many durable appends cost hardly more than one. While a
 * batch is written the next one gathers; order of arrival is order of storage.
 */
import type { Logger } from '../log.ts';
import { type Adoption, type Command, type Outcome, type Store, StoreGone } from '../store/store.ts';

/** A command with the line that it came from, which needs no push of what it is told by its acknowledgement. */
export interface Submitted {
  command: Command | Adoption;
  origin: string | null;
}

export interface GroupCommitDeps {
  store: Pick<Store, 'commit'>;
  now: () => number;
  /** Calls `run` once everything that has arrived by now is read: the end of this turn of the event loop. */
  soon: (run: () => void) => void;
  /** Told of each batch in its order, before those who asked are. */
  committed: (batch: readonly { submitted: Submitted; outcome: Outcome }[]) => void;
  log: Logger;
}

/** So that one transaction stays short, and the statement under SQLite's limit on parameters. */
const BATCH_MAX = 500;

type Waiting = Submitted & { settle: (outcome: Outcome) => void };

/** Never rejects: a failing store is the refusal `unavailable`. */
export type Submit = (command: Command | Adoption, origin: string | null) => Promise<Outcome>;

export function groupCommit(deps: GroupCommitDeps): { submit: Submit; drained: () => Promise<void> } {
  let waiting: Waiting[] = [];
  let phase: 'idle' | 'scheduled' | 'writing' = 'idle';
  let last: Promise<unknown> = Promise.resolve();

  const schedule = () => {
    phase = 'scheduled';
    deps.soon(() => void write());
  };

  const write = async () => {
    phase = 'writing';
    const batch = waiting.slice(0, BATCH_MAX);
    waiting = waiting.slice(BATCH_MAX);
    const outcomes = await attempt(deps, batch);
    const settled = batch.map((submitted, index) => ({
      submitted,
      outcome: outcomes[index] ?? UNAVAILABLE,
    }));
    try {
      deps.committed(settled);
    } catch (error) {
      // What is stored is stored: a failing push comes again by cursor.
      deps.log.error({ error }, 'a push after a commit failed');
    }
    for (const { submitted, outcome } of settled) submitted.settle(outcome);
    if (waiting.length > 0) return schedule();
    phase = 'idle';
  };

  return {
    submit(command, origin) {
      const settled = new Promise<Outcome>((settle) => {
        waiting.push({ command, origin, settle });
        if (phase === 'idle') schedule();
      });
      last = settled;
      return settled;
    },
    /** Everything submitted so far is written; what comes in meanwhile isn't waited for. */
    drained: () => last.then(() => {}),
  };
}

const UNAVAILABLE = { ok: false, reason: 'unavailable' } as const;

/**
 * All together; if that fails, one by one, so that one command that the store can't take doesn't fail its neighbours.
 * Where the store itself is gone nobody waits for it another time: fewer outcomes than commands, the rest is `unavailable`.
 */
async function attempt(deps: GroupCommitDeps, batch: readonly Submitted[]): Promise<Outcome[]> {
  const commands = batch.map((submitted) => submitted.command);
  try {
    return await deps.store.commit(commands, deps.now());
  } catch (error) {
    if (error instanceof StoreGone) {
      deps.log.error({ error, commands: commands.length }, 'the store is gone, a commit failed');
      return [];
    }
    if (commands.length === 1) {
      deps.log.error({ error }, 'a commit failed');
      return [UNAVAILABLE];
    }
    deps.log.warn({ error, commands: commands.length }, 'a group commit failed, trying one by one');
  }
  const outcomes: Outcome[] = [];
  for (const submitted of batch) {
    const alone = await attempt(deps, [submitted]);
    if (alone.length === 0) break;
    outcomes.push(...alone);
  }
  return outcomes;
}
