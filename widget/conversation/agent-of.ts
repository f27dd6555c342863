/** Who answers the customer of a conversation. Pure. */
import type { AgentRef } from '../../signaling/protocol/events.ts';
import type { ConversationView } from '../session/types.ts';

/** The agent who has the conversation, or had it when it was closed; null for an agent's own view, and in the queue. */
export function agentOf({ side, state }: ConversationView): AgentRef | null {
  if (side === 'agent' || state === null || state.status.kind === 'queued') return null;
  return state.status.agent;
}
