/**
 * Who may do what: a line for every route and for every request of the two namespaces. It is what the service goes by: a route
 * without a line stops the start, a request without one is none, and whoever isn't named in a line gets no further. Which
 * conversation, call or file is whose is looked up by the handlers; the table says where they have to.
 */
import type { AgentRole } from '../store/store.ts';

export type Person = 'nobody' | 'customer' | AgentRole;

/**
 * `any`: whosever it is. `own`: what is theirs; for an agent, the conversations that they have. `signed`: what a signed
 * address names, while it holds. `operator`: nobody as themselves, only whoever watches over the service (`http/metrics.ts`).
 */
type Of = 'any' | 'own' | 'signed' | 'operator';

export type Access = Partial<Record<Person, Of>>;

const EVERYBODY: Access = { nobody: 'any', customer: 'any', agent: 'any' };
const SIGNED: Access = { nobody: 'signed', customer: 'signed', agent: 'signed' };
/** Not by who it is. */
const OPERATOR: Access = { nobody: 'operator', customer: 'operator', agent: 'operator' };
/** People, of what they began themselves. */
const THEIRS: Access = { customer: 'own', agent: 'own' };

export const ROUTES: Readonly<Record<string, Access>> = {
  'GET /healthz': EVERYBODY,
  'GET /readyz': EVERYBODY,
  'GET /metrics': OPERATOR,
  'GET /api/presence': EVERYBODY,

  'POST /api/attachments': THEIRS,
  'GET /api/attachments/:id': SIGNED,
  'POST /api/recordings': THEIRS,
  'GET /api/recordings/:id': THEIRS,
  'PATCH /api/recordings/:id': THEIRS,
  'DELETE /api/recordings/:id': THEIRS,

  'POST /api/agent/session': EVERYBODY,
  'GET /api/agent/sign-in': EVERYBODY,
  'GET /api/agent/oidc': EVERYBODY,
  'GET /api/agent/oidc/callback': EVERYBODY,
  'GET /api/agent/session': { agent: 'own' },
  // Whoever is signed out already may ask for it again.
  'DELETE /api/agent/session': EVERYBODY,
  'DELETE /api/agent/sessions': { agent: 'own' },
  'GET /api/agents': { supervisor: 'any' },
  'DELETE /api/agents/:id/sessions': { supervisor: 'any' },
  'GET /api/audit': { supervisor: 'any' },

  'GET /api/customers/:id/export': { supervisor: 'any' },
  'DELETE /api/customers/:id': { supervisor: 'any' },
  'GET /api/conversations/:id/transcript': { agent: 'own', supervisor: 'any' },

  'GET /ycyw-support.js': EVERYBODY,
  'GET /chunks/:name': EVERYBODY,
  'GET /v/:version/:name{.+}': EVERYBODY,
  'GET /integrity.json': EVERYBODY,

  'GET /agent': EVERYBODY,
  'GET /agent/': EVERYBODY,
  'GET /agent-assets/*': EVERYBODY,
  'GET /call': EVERYBODY,
  'GET /call-assets/*': EVERYBODY,
  'GET /reference': EVERYBODY,
  'GET /reference-assets/*': EVERYBODY,
  'GET /': EVERYBODY,
  'GET /offers': EVERYBODY,
  'GET /offer': EVERYBODY,
  'GET /booking': EVERYBODY,
  'GET /reservation': EVERYBODY,
  'GET /rental/*': EVERYBODY,
};

/** A customer before the first word has a line but no identity: nothing is theirs yet. */
const BEFORE_THE_FIRST_WORD: Access = { nobody: 'own', customer: 'own' };

/** Requests of `/customer`. */
export const CUSTOMER_REQUESTS = {
  // Once: a line has one identity.
  identify: BEFORE_THE_FIRST_WORD,
  about: BEFORE_THE_FIRST_WORD,
  contact: BEFORE_THE_FIRST_WORD,
  sync: BEFORE_THE_FIRST_WORD,
  conversations: BEFORE_THE_FIRST_WORD,
  renew: { customer: 'own' },
  append: { customer: 'own' },
  history: { customer: 'own' },
  mark: { customer: 'own' },
  typing: { customer: 'own' },
  'attachment-url': { customer: 'own' },
  'call-join': { customer: 'own' },
  'call-leave': { customer: 'own' },
  'call-ice': { customer: 'own' },
  'call-stats': { customer: 'own' },
  'call-ticket': { customer: 'own' },
  offer: { customer: 'own' },
  answer: { customer: 'own' },
  'ice-candidate': { customer: 'own' },
} as const satisfies Record<string, Access>;

/** Requests of `/agent`. Agents read every conversation, and write in those that they have. */
export const AGENT_REQUESTS = {
  inbox: { agent: 'own' },
  status: { agent: 'own' },
  sync: { agent: 'any' },
  leave: { agent: 'any' },
  history: { agent: 'any' },
  customer: { agent: 'any' },
  'attachment-url': { agent: 'any' },
  append: { agent: 'own' },
  mark: { agent: 'own' },
  typing: { agent: 'own' },
  'call-join': { agent: 'own' },
  'call-leave': { agent: 'own' },
  'call-ice': { agent: 'own' },
  'call-stats': { agent: 'own' },
  offer: { agent: 'own' },
  answer: { agent: 'own' },
  'ice-candidate': { agent: 'own' },
} as const satisfies Record<string, Access>;

/** Requests of `/customer` that a call's own window has, of its one call. */
export const CALL_WINDOW_REQUESTS = {
  append: { customer: 'own' },
  sync: { customer: 'own' },
  history: { customer: 'own' },
  mark: { customer: 'own' },
  typing: { customer: 'own' },
  'call-join': { customer: 'own' },
  'call-leave': { customer: 'own' },
  'call-ice': { customer: 'own' },
  'call-stats': { customer: 'own' },
  offer: { customer: 'own' },
  answer: { customer: 'own' },
  'ice-candidate': { customer: 'own' },
} as const satisfies Partial<Record<keyof typeof CUSTOMER_REQUESTS, Access>>;

/** Undefined: not at all. A supervisor may what an agent may. */
export function granted(access: Access, person: Person): Of | undefined {
  return access[person] ?? (person === 'supervisor' ? access.agent : undefined);
}

/** As the router names it. */
export const routeName = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

/** Throws for a route that nobody has decided about. `ALL` is what stands before routes and answers none. */
export function checkRoutes(routes: readonly { method: string; path: string }[]): void {
  const names = routes.filter(({ method }) => method !== 'ALL').map(routeName);
  const missing = names.filter((name) => !Object.hasOwn(ROUTES, name));
  if (missing.length > 0) throw new Error(`Nobody has said who may ${missing.join(', ')}: see the table of access.`);
}
