/** Agents' accounts and sessions. */
import type { Me } from '../protocol/http.ts';
import type { AgentRecord, Store } from '../store/store.ts';
import { checkPassword, hashPassword, hashSecret, newPassword, newSecret } from './secrets.ts';

/** A working day and its overtime; an agent signs in once a day. */
export const SESSION_MS = 14 * 60 * 60_000;

export interface AgentsDeps {
  store: Store;
  now: () => number;
  newId: () => string;
}

export const me = (agent: AgentRecord): Me => ({ id: agent.id, name: agent.name, email: agent.email });

const normal = (email: string) => email.trim().toLowerCase();

export function agentAccounts({ store, now, newId }: AgentsDeps) {
  /** What an unknown address is compared with, so that it takes as long as a known one. */
  let decoy: Promise<string> | undefined;

  return {
    /** The password is told once, here. Null when the address is taken. */
    async add(name: string, email: string): Promise<{ agent: Me; password: string } | null> {
      const password = newPassword();
      const agent: AgentRecord = {
        id: newId(),
        name: name.trim(),
        email: normal(email),
        passwordHash: await hashPassword(password),
        status: 'online',
        seenAt: now(),
        createdAt: now(),
      };
      return (await store.addAgent(agent)) ? { agent: me(agent), password } : null;
    },

    /** A session's token for the right password, else null. */
    async signIn(email: string, password: string): Promise<{ agent: Me; token: string } | null> {
      const agent = await store.agentByEmail(normal(email));
      decoy ??= hashPassword(newSecret());
      const right = await checkPassword(password, agent?.passwordHash ?? (await decoy));
      if (!agent || !right) return null;
      const token = newSecret();
      await store.addAgentSession({ tokenHash: hashSecret(token), agent: agent.id, expiresAt: now() + SESSION_MS });
      return { agent: me(agent), token };
    },

    bySession: (token: string) => store.agentBySession(hashSecret(token), now()),
    signOut: (token: string) => store.removeAgentSession(hashSecret(token)),
  };
}

export type AgentAccounts = ReturnType<typeof agentAccounts>;
