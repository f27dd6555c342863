/** Agents' accounts and sessions. */
import type { AuditDeed, AuditWho } from '../protocol/audit.ts';
import type { Me } from '../protocol/http.ts';
import type { AgentRecord, AgentRole, AgentSession, Store } from '../store/store.ts';
import { byAgent, entry, NO_AGENT, OPERATOR, onAgent, UNKNOWN } from './audit.ts';
import { checkPassword, hashPassword, hashSecret, newPassword, newSecret } from './secrets.ts';

/** A working day and its overtime; an agent signs in once a day. */
export const SESSION_MS = 14 * 60 * 60_000;
/** A session's token is replaced when it is as old and used over HTTP: what was copied from a disk or a log isn't good all day. */
const TOKEN_RENEWED_MS = 2 * 60 * 60_000;
/** How long the token before is still good: for requests that were on their way with it. */
const TOKEN_GRACE_MS = 60_000;

export interface AgentsDeps {
  store: Store;
  now: () => number;
  newId: () => string;
}

export const me = (agent: AgentRecord): Me => ({
  id: agent.id,
  name: agent.name,
  email: agent.email,
  role: agent.role,
});

/** However it is written, it is one account. */
export const normal = (email: string) => email.trim().toLowerCase();

export function agentAccounts({ store, now, newId }: AgentsDeps) {
  const audited = (who: AuditWho, deed: AuditDeed) => entry({ now, newId }, who, deed);
  /** What an unknown address is compared with, so that it takes as long as a known one. */
  let decoy: Promise<string> | undefined;

  /** The first token of a new session. */
  const begin = async (agent: Pick<AgentRecord, 'id' | 'name'>, by: 'password' | 'provider'): Promise<string> => {
    const token = newSecret();
    const session = { tokenHash: hashSecret(token), agent: agent.id, at: now(), expiresAt: now() + SESSION_MS };
    const detail = { by };
    await store.addAgentSession(session, audited(byAgent(agent), { what: 'signed_in', on: onAgent(agent), detail }));
    return token;
  };

  return {
    /** For somebody who has proved who they are. */
    begin,

    /** The password is told once, here. Null when the address is taken. */
    async add(name: string, email: string, role: AgentRole = 'agent'): Promise<{ agent: Me; password: string } | null> {
      const password = newPassword();
      const agent: AgentRecord = {
        id: newId(),
        name: name.trim(),
        email: normal(email),
        passwordHash: await hashPassword(password),
        role,
        status: 'online',
        seenAt: now(),
        createdAt: now(),
      };
      const detail = { role, by: 'password' } as const;
      const isAdded = await store.addAgent(
        agent,
        audited(OPERATOR, { what: 'agent_added', on: onAgent(agent), detail }),
      );
      return isAdded ? { agent: me(agent), password } : null;
    },

    /** A session's token for the right password, else null. `address`: where it comes from. */
    async signIn(email: string, password: string, address: string): Promise<{ agent: Me; token: string } | null> {
      const agent = await store.agentByEmail(normal(email));
      decoy ??= hashPassword(newSecret());
      const right = await checkPassword(password, agent?.passwordHash ?? (await decoy), address);
      if (agent && right) {
        const token = await begin(agent, 'password');
        // While it waited for its turn the password may have been replaced, and every sign-in of before ended but this one.
        const { passwordHash } = (await store.agent(agent.id)) ?? {};
        if (passwordHash === agent.passwordHash) return { agent: me(agent), token };
        await store.removeAgentSession(hashSecret(token));
      }
      const on = agent ? onAgent(agent) : NO_AGENT;
      await store.note(audited(UNKNOWN, { what: 'sign_in_failed', on, detail: { by: 'password' } }));
      return null;
    },

    bySession: (token: string) => store.agentBySession(hashSecret(token), now()),

    /** The token that goes on in place of this one, and how long it is good in milliseconds; null: it isn't time yet. */
    async renewed(token: string, session: AgentSession): Promise<{ token: string; lasts: number } | null> {
      if (session.token === 'replaced' || now() - session.issuedAt < TOKEN_RENEWED_MS) return null;
      const to = newSecret();
      const change = { from: hashSecret(token), to: hashSecret(to), at: now(), graceEnds: now() + TOKEN_GRACE_MS };
      const isReplaced = await store.replaceSessionToken(change);
      return isReplaced ? { token: to, lasts: session.expiresAt - now() } : null;
    },

    /** The sign-in that has ended, if there was one. */
    async signOut(token: string): Promise<string | null> {
      const session = await store.agentBySession(hashSecret(token), now());
      if (!session) return null;
      const { agent, signIn } = session;
      const signedOut = { what: 'signed_out', on: onAgent(agent), detail: {} } as const;
      await store.removeAgentSession(signIn, audited(byAgent(agent), signedOut));
      return signIn;
    },

    /** The sign-ins that have ended; null when there is no such agent. `by`: who wants it, oneself or a supervisor. */
    async signOutEverywhere(id: string, by: Pick<AgentRecord, 'id' | 'name'>): Promise<string[] | null> {
      const agent = await store.agent(id);
      if (!agent) return null;
      const what = by.id === id ? 'signed_out_everywhere' : 'agent_signed_out';
      return store.removeAgentSessions(id, audited(byAgent(by), { what, on: onAgent(agent), detail: {} }));
    },

    /** A new one, told once, here; whoever is signed in is so no longer. Null when nobody has this address. */
    async changePassword(email: string): Promise<{ agent: Me; password: string } | null> {
      const agent = await store.agentByEmail(normal(email));
      if (!agent) return null;
      const password = newPassword();
      const changed = audited(OPERATOR, { what: 'password_changed', on: onAgent(agent), detail: {} });
      await store.updateAgent(agent.id, { passwordHash: await hashPassword(password) }, changed);
      // Then only: a sign-in with the old one may just have begun.
      await store.removeAgentSessions(agent.id);
      return { agent: me(agent), password };
    },

    /** Until they are brought back by hand. Their name stays in what they said. False when nobody has this address. */
    async remove(email: string): Promise<boolean> {
      const agent = await store.agentByEmail(normal(email));
      if (!agent) return false;
      const on = onAgent(agent);
      return store.removeAgent(agent.id, now(), audited(OPERATOR, { what: 'agent_removed', on, detail: {} }));
    },

    /** Who was removed, under the same id; the password is told once, here. Null when nobody with this address was. */
    async bringBack(
      name: string,
      email: string,
      role: AgentRole = 'agent',
    ): Promise<{ agent: Me; password: string } | null> {
      const removed = (await store.removedAgents()).find((one) => one.email === normal(email));
      if (!removed) return null;
      const password = newPassword();
      const agent = { ...removed, name: name.trim(), role };
      const back = audited(OPERATOR, { what: 'agent_back', on: onAgent(agent), detail: { role } });
      const passwordHash = await hashPassword(password);
      const isBack = await store.bringAgentBack(agent.id, { name: agent.name, role, passwordHash }, now(), back);
      return isBack ? { agent: me(agent), password } : null;
    },

    /** From the next request on. False when nobody has this address. */
    async setRole(email: string, role: AgentRole): Promise<boolean> {
      const agent = await store.agentByEmail(normal(email));
      if (!agent) return false;
      const detail = { from: agent.role, to: role };
      const changed = audited(OPERATOR, { what: 'role_changed', on: onAgent(agent), detail });
      if (agent.role !== role) await store.updateAgent(agent.id, { role }, changed);
      return true;
    },

    /** Whoever signs in through the company next with this address is bound to the account anew. False: nobody was. */
    async unlink(email: string): Promise<boolean> {
      const agent = await store.agentByEmail(normal(email));
      if (!agent) return false;
      const on = onAgent(agent);
      return store.removeAgentLinks(agent.id, audited(OPERATOR, { what: 'provider_unlinked', on, detail: {} }));
    },
  };
}

export type AgentAccounts = ReturnType<typeof agentAccounts>;
