/** A customer's session in a browser: its visitor's, or that of a customer for whom the site vouches. */
import { CUSTOMER_NAMESPACE } from '../../signaling/protocol/realtime.ts';
import { type CustomerSessionDeps, createCustomerSession } from '../session/customer-session.ts';
import { SECRET_KEY } from '../session/known-visitor.ts';
import { lazyTransport } from '../session/lazy-transport.ts';
import type { CustomerApi } from '../session/transport.ts';
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

/** Doesn't connect by itself, and stores nothing before the person does something. */
export function browserCustomerSession({ server, about, signedIn }: BrowserCustomerSessionOptions): CustomerSession {
  const deps = browserDeps({ side: 'customer', server, owner: signedIn?.owner });
  const bearer = signedIn ? signedIn.token : () => deps.disk.get(SECRET_KEY);
  return createCustomerSession({
    ...deps,
    about,
    presence: () => askPresence(server),
    transport: lazyTransport(async () => {
      const { socketTransport } = await import('../session/socket-transport.ts');
      return socketTransport<CustomerApi>({ server, namespace: CUSTOMER_NAMESPACE, credentials: false });
    }),
    identity: signedIn?.identity,
    uploader: lazyUploader({ server, identity: { kind: 'bearer', read: bearer } }),
  });
}
