/** Signing in and out, and what supervisors read, over HTTP. The session is a cookie that scripts can't see. Knows no view. */
import type { AuditPage } from '../../signaling/protocol/audit.ts';
import type { ErasedPerson, HttpError, Me, SignInWays } from '../../signaling/protocol/http.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';

export type SignedIn = { ok: true; me: Me } | { ok: false; reason: Reason };

export type Got<T> = { ok: true; got: T } | { ok: false; reason: Reason };

export interface AgentApi {
  /** Who is signed in in this browser. `not_signed_in` when nobody is, `unavailable` when the service doesn't answer. */
  me(): Promise<SignedIn>;
  signIn(email: string, password: string): Promise<SignedIn>;
  signOut(): Promise<void>;
  /** Of this account, in all browsers. */
  signOutEverywhere(): Promise<Result>;
  /** How one may sign in besides by a password; nothing else when the service doesn't say. */
  signInWays(): Promise<SignInWays>;

  // Supervisors only.

  agents(): Promise<Got<Me[]>>;
  endSessions(agent: string): Promise<Result>;
  /** All of the person whom this customer is. */
  erase(customer: string): Promise<Got<ErasedPerson>>;
  /** @param before `next` of the page before; null for the newest */
  audit(before: string | null): Promise<Got<AuditPage>>;
}

const PATH = '/api/agent/session';

/** What stands behind a refusal that says nothing of its own: a proxy's page, for example. */
const reasonOf = (status: number): Reason => {
  if (status === 401 || status === 403) return 'not_signed_in';
  return status === 429 ? 'too_many' : 'unavailable';
};

/** @param server the service's origin; empty for the page's own */
export function createAgentApi(server: string, fetcher: typeof fetch): AgentApi {
  const get = async <T>(path: string, init: RequestInit = {}): Promise<Got<T>> => {
    let response: Response;
    try {
      response = await fetcher(server + path, { ...init, credentials: 'same-origin' });
    } catch {
      return { ok: false, reason: 'unavailable' };
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return { ok: true, got: body as T };
    return { ok: false, reason: (body as HttpError | null)?.reason ?? reasonOf(response.status) };
  };
  const ask = async (init: RequestInit): Promise<SignedIn> => {
    const answer = await get<Me>(PATH, init);
    return answer.ok ? { ok: true, me: answer.got } : answer;
  };
  const end = async (path: string): Promise<Result> => {
    const answer = await get<null>(path, { method: 'DELETE' });
    return answer.ok ? { ok: true } : answer;
  };
  return {
    me: () => ask({ method: 'GET' }),
    signIn: (email, password) =>
      ask({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      }),
    signOut: async () => {
      // Whether or not the service hears it, the agent is out of this page.
      await end(PATH);
    },
    signOutEverywhere: () => end('/api/agent/sessions'),
    signInWays: async () => {
      const answer = await get<SignInWays>('/api/agent/sign-in');
      return answer.ok ? answer.got : { oidc: null };
    },
    agents: () => get('/api/agents'),
    endSessions: (agent) => end(`/api/agents/${encodeURIComponent(agent)}/sessions`),
    erase: (customer) => get(`/api/customers/${encodeURIComponent(customer)}`, { method: 'DELETE' }),
    audit: (before) => get(`/api/audit${before === null ? '' : `?before=${encodeURIComponent(before)}`}`),
  };
}
