/** Signing in and out over HTTP. The session is a cookie that scripts can't see. Knows no view. */
import type { HttpError, Me } from '../../signaling/protocol/http.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';

export type SignedIn = { ok: true; me: Me } | { ok: false; reason: Reason };

export interface AgentApi {
  /** Who is signed in in this browser. `not_signed_in` when nobody is, `unavailable` when the service doesn't answer. */
  me(): Promise<SignedIn>;
  signIn(email: string, password: string): Promise<SignedIn>;
  signOut(): Promise<void>;
}

const PATH = '/api/agent/session';

/** What stands behind a refusal that says nothing of its own: a proxy's page, for example. */
const reasonOf = (status: number): Reason => {
  if (status === 401 || status === 403) return 'not_signed_in';
  return status === 429 ? 'too_many' : 'unavailable';
};

/** @param server the service's origin; empty for the page's own */
export function createAgentApi(server: string, fetcher: typeof fetch): AgentApi {
  const ask = async (init: RequestInit): Promise<SignedIn> => {
    let response: Response;
    try {
      response = await fetcher(server + PATH, { ...init, credentials: 'same-origin' });
    } catch {
      return { ok: false, reason: 'unavailable' };
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return { ok: true, me: body as Me };
    return { ok: false, reason: (body as HttpError | null)?.reason ?? reasonOf(response.status) };
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
      await fetcher(server + PATH, { method: 'DELETE', credentials: 'same-origin' }).catch(() => {});
    },
  };
}
