/** What the panel's header says: who one talks to, and what to expect. Pure: from the session's state to words. */
import { agentOf } from '../conversation/agent-of.ts';
import type { CustomerSay } from '../locales/load.ts';
import type { ConversationView, CustomerState } from '../session/types.ts';

export interface Headline {
  name: string;
  /** Whether `name` is a person's; else it is the company's. */
  person: boolean;
  /** Whether somebody is there to answer. */
  online: boolean;
  status: string;
  /** That the agent writes; empty when they don't. It comes and goes too often to be read out. */
  typing: string;
}

export function headlineOf(session: CustomerState, view: ConversationView, say: CustomerSay): Headline {
  const agent = agentOf(view);
  const online = session.agents === 'online' && session.connection.kind === 'online';
  return {
    name: agent?.name ?? say('panel.brand'),
    person: agent !== null,
    online: online && view.state?.status.kind !== 'closed',
    status: statusOf(session, view, say),
    typing: view.state?.status.kind === 'assigned' && view.typing !== null ? say('status.typing') : '',
  };
}

function statusOf(session: CustomerState, view: ConversationView, say: CustomerSay): string {
  const status = view.state?.status;
  switch (status?.kind) {
    case 'closed':
      return say('status.closed');
    case 'assigned':
      if (session.agents === 'none') return say('status.away');
      return say('status.since', { time: say.format.time(status.since) });
    case 'queued':
      if (session.agents === 'none') return say('status.none');
      return queueStatus(session.position, say);
    case undefined:
      return beforeFirstWord(session, say);
  }
}

function queueStatus(position: number | null, say: CustomerSay): string {
  if (position === null) return say('status.waiting');
  return position <= 1 ? say('status.next') : say('status.before', { count: position - 1 });
}

function beforeFirstWord({ agents, connection }: CustomerState, say: CustomerSay): string {
  if (connection.kind === 'connecting' && agents === 'unknown') return say('status.connecting');
  switch (agents) {
    case 'online':
      return say('status.online');
    case 'none':
      return say('status.none');
    case 'unknown':
      return say('status.unknown');
  }
}
