/**
 * Whose account it is that somebody opens through the company's own sign-in. The first time it is found by the address that the
 * provider vouches for; from then on by who they are there, so that an address that goes to somebody else brings nobody in.
 */
import type { AuditDeed } from '../protocol/audit.ts';
import type { SignInProblem } from '../protocol/http.ts';
import type { AgentRecord, AgentRole, ProviderIdentity, Store } from '../store/store.ts';
import { type AgentAccounts, normal } from './agents.ts';
import { entry, NO_AGENT, onAgent, PROVIDER, UNKNOWN } from './audit.ts';
import { hashPassword, newSecret } from './secrets.ts';

/** What the provider says of somebody. */
export interface ProviderPerson extends ProviderIdentity {
  email: string | null;
  isVerified: boolean;
  name: string | null;
  /** Null: it doesn't say. */
  role: AgentRole | null;
}

export type ProviderSignIn = { ok: true; agent: string; token: string } | { ok: false; problem: SignInProblem };

/** As long as a name is read in one glance. */
const NAME_MAX_CHARS = 100;

interface Deps {
  store: Store;
  agents: AgentAccounts;
  now: () => number;
  newId: () => string;
  /** Whoever is unknown here gets an account. */
  create: boolean;
  /** Whose address is elsewhere doesn't get in; none: they may all. */
  domains: readonly string[];
}

export function providerAccounts({ store, agents, now, newId, create, domains }: Deps) {
  const noted = (deed: AuditDeed) => entry({ now, newId }, PROVIDER, deed);

  const isFromHere = (email: string | null): boolean =>
    domains.length === 0 || (email !== null && domains.includes(normal(email).replace(/^.*@/, '')));

  const newAccount = async (email: string, { name, role }: ProviderPerson): Promise<AgentRecord | null> => {
    const agent: AgentRecord = {
      id: newId(),
      name: (name?.trim() || (email.split('@')[0] ?? email)).slice(0, NAME_MAX_CHARS),
      email,
      // Nobody knows it: this account has no password, and is compared with as if it had.
      passwordHash: await hashPassword(newSecret()),
      role: role ?? 'agent',
      status: 'online',
      seenAt: now(),
      createdAt: now(),
    };
    const added = { what: 'agent_added', on: onAgent(agent), detail: { role: agent.role, by: 'provider' } } as const;
    return (await store.addAgent(agent, noted(added))) ? agent : store.agentByEmail(email);
  };

  /** By the address, once. */
  const bind = async (person: ProviderPerson): Promise<AgentRecord | SignInProblem> => {
    if (person.email === null || !person.isVerified) return 'unverified';
    if (!isFromHere(person.email)) return 'unknown';
    const email = normal(person.email);
    const agent = (await store.agentByEmail(email)) ?? (create ? await newAccount(email, person) : null);
    if (!agent) return 'unknown';
    const linked = { what: 'provider_linked', on: onAgent(agent), detail: {} } as const;
    if (await store.addAgentLink(person, agent.id, noted(linked))) return agent;
    // A second request of the same person was quicker, or the account is somebody else's.
    return (await store.agentByLink(person)) ?? 'unknown';
  };

  return {
    async signIn(person: ProviderPerson): Promise<ProviderSignIn> {
      const linked = await store.agentByLink(person);
      if (linked && !isFromHere(person.email)) return { ok: false, problem: 'unknown' };
      const agent = linked ?? (await bind(person));
      if (typeof agent === 'string') return { ok: false, problem: agent };
      const { role } = person;
      if (role !== null && role !== agent.role) {
        const detail = { from: agent.role, to: role };
        await store.updateAgent(agent.id, { role }, noted({ what: 'role_changed', on: onAgent(agent), detail }));
      }
      return { ok: true, agent: agent.id, token: await agents.begin(agent, 'provider') };
    },
    /** Somebody came back from there and got no further. */
    failed: () =>
      store.note(entry({ now, newId }, UNKNOWN, { what: 'sign_in_failed', on: NO_AGENT, detail: { by: 'provider' } })),
  };
}

export type ProviderAccounts = ReturnType<typeof providerAccounts>;
