/** A customer's session in a browser: its visitor's, or that of a customer for whom the site vouches. */
import { CUSTOMER_NAMESPACE } from '../../signaling/protocol/realtime.ts';
import { type CustomerSessionDeps, createCustomerSession } from '../session/customer-session.ts';
import { SECRET_KEY } from '../session/known-visitor.ts';
import { lazyTransport } from '../session/lazy-transport.ts';
import type { CustomerApi, Transport } from '../session/transport.ts';
import type { CustomerSession } from '../session/types.ts';
import { browserDeps } from './browser-deps.ts';
import { lazyUploader } from './lazy-files.ts';
import { askPresence } from './presence.ts';

export interface BrowserCustomerSessionOptions extends Pick<CustomerSessionDeps, 'about'> {
  /** The service's address without a path. */
  server: string;
  /** A customer for whom the site vouches: its id of them, and the token as it is now. */
  signedIn?: (Required<Pick<CustomerSessionDeps, 'identity'>> & { owner: string; token: () => string }) | null;
}

const loadSockets = () => import('../session/socket-transport.ts').catch(() => null);

async function loadTransport(server: string): Promise<Transport<CustomerApi> | 'later' | 'never'> {
  let code = await loadSockets();
  if (code === null && (await askPresence(server)) === null) return 'later';
  // The service is there. Firefox remembers for good what once couldn't be fetched; the others have it by now.
  code ??= await loadSockets();
  return code?.socketTransport({ server, namespace: CUSTOMER_NAMESPACE, credentials: false }) ?? 'never';
}

/** Doesn't connect by itself, and stores nothing before the person does something. */
export function browserCustomerSession({ server, about, signedIn }: BrowserCustomerSessionOptions): CustomerSession {
  const deps = browserDeps({ side: 'customer', server, owner: signedIn?.owner });
  const bearer = signedIn ? signedIn.token : () => deps.disk.get(SECRET_KEY);
  return createCustomerSession({
    ...deps,
    about,
    presence: () => askPresence(server),
    transport: lazyTransport(() => loadTransport(server)),
    identity: signedIn?.identity,
    uploader: lazyUploader({ server, identity: { kind: 'bearer', read: bearer } }),
  });
}
