/**
 * What the service does by itself, on a timer: conversations of gone agents go back, sign-ins that have expired end,
 * uploads that nobody sent go away, and so does what stands in the audit log for longer than the operator keeps it.
 */
import type { Logger } from '../log.ts';
import type { Hub } from '../realtime/hub.ts';
import type { Presence } from '../realtime/presence.ts';
import type { Store } from '../store/store.ts';
import type { Submit } from './group-commit.ts';

/** An agent who is gone for as long loses no customer: they go back to the queue. */
export const AGENT_GONE_MS = 5 * 60_000;
/** An upload that was never sent. A laptop that was closed on Friday before it was sent is opened again on Monday. */
const LOOSE_UPLOAD_MS = 7 * 24 * 60 * 60_000;
/** So many of its entries in one sweep, so that nobody who writes waits for it: far more than are made between two. */
const AUDIT_STEP = 500;
/** How often to look. */
export const SWEEP_MS = 15_000;

export interface SweepDeps {
  store: Store;
  presence: Presence;
  hub: Hub;
  submit: Submit;
  /** When this service began: before that nobody could be connected, so nobody counts as gone since earlier. */
  startedAt: number;
  removeFiles: (ids: readonly string[]) => Promise<void>;
  /** Entries of the audit log that are older go, in milliseconds; 0: they are kept. */
  auditMs: number;
  now: () => number;
  newId: () => string;
  log: Logger;
}

export type Steps = Record<string, () => Promise<void>>;

/** Each step whatever became of the one before; and never all of it twice at once: one that hangs is waited for. */
export function inSteps(log: Logger, steps: Steps): () => Promise<void> {
  let running: Promise<void> | null = null;
  const all = async () => {
    for (const [step, take] of Object.entries(steps)) {
      try {
        await take();
      } catch (error) {
        log.error({ error, step }, 'a step of a sweep failed');
      }
    }
    running = null;
  };
  return () => {
    running ??= all();
    return running;
  };
}

export const sweepSteps = (deps: SweepDeps): Steps => ({
  agents: () => letGoneAgentsGo(deps),
  sessions: () => endSessions(deps),
  'loose uploads': () => removeLoose(deps),
  audit: () => endAudit(deps),
});

async function letGoneAgentsGo(deps: SweepDeps): Promise<void> {
  const { store, presence, submit, now, newId, log } = deps;
  for (const agent of await store.agentsWithConversations()) {
    // A sign of life that survives a sudden end of the node, and reaches those that hear nothing of this one.
    if (presence.agentHere(agent.id)) await store.updateAgent(agent.id, { seenAt: now() });
    if (presence.agentConnected(agent.id)) continue;
    if (now() - Math.max(agent.seenAt, deps.startedAt) < AGENT_GONE_MS) continue;
    const from = { id: agent.id, name: agent.name };
    log.info({ agent: agent.id, conversations: agent.conversations.length }, 'an agent is gone, conversations go back');
    for (const conversation of agent.conversations) {
      await submit(
        {
          kind: 'append',
          actor: { kind: 'system', id: 'system' },
          conversation,
          id: newId(),
          body: { type: 'returned', payload: { from, why: 'agent_gone' } },
        },
        null,
      );
    }
  }
}

async function endSessions({ store, hub, now }: SweepDeps): Promise<void> {
  for (const signIn of await store.removeExpiredSessions(now())) hub.endAgentSession(signIn);
}

async function removeLoose({ store, removeFiles, now }: SweepDeps): Promise<void> {
  const loose = await store.looseAttachments(now() - LOOSE_UPLOAD_MS);
  if (loose.length === 0) return;
  // Files first: whoever is stopped in between leaves rows, which the next sweep finds, on whichever node.
  await removeFiles(loose);
  await store.removeAttachments(loose);
}

async function endAudit({ store, auditMs, now }: SweepDeps): Promise<void> {
  if (auditMs > 0) await store.removeAudit(now() - auditMs, AUDIT_STEP);
}
