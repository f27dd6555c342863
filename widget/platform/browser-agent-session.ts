/** An agent's session in a browser; who the agent is stands in the cookie of the sign-in. */
import { AGENT_NAMESPACE } from '../../signaling/protocol/realtime.ts';
import { createAgentSession } from '../session/agent-session.ts';
import { socketTransport } from '../session/socket-transport.ts';
import type { AgentApi } from '../session/transport.ts';
import type { AgentSession } from '../session/types.ts';
import { browserDeps } from './browser-deps.ts';
import { lazyUploader } from './lazy-files.ts';

/** `server`: the service's address without a path. Doesn't connect by itself. */
export function browserAgentSession({ server }: { server: string }): AgentSession {
  return createAgentSession({
    ...browserDeps({ side: 'agent', server }),
    transport: socketTransport<AgentApi>({ server, namespace: AGENT_NAMESPACE, credentials: true }),
    uploader: lazyUploader({ server, identity: { kind: 'cookie' } }),
  });
}
