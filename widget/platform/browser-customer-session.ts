/** A customer's session in a browser. */
import { CUSTOMER_NAMESPACE } from '../../signaling/protocol/realtime.ts';
import type { About } from '../../signaling/protocol/schemas.ts';
import { createCustomerSession } from '../session/customer-session.ts';
import { SECRET_KEY } from '../session/keys.ts';
import { lazyTransport } from '../session/lazy-transport.ts';
import type { CustomerApi } from '../session/transport.ts';
import type { CustomerSession } from '../session/types.ts';
import { browserDeps } from './browser-deps.ts';
import { lazyUploader } from './lazy-files.ts';
import { askPresence } from './presence.ts';

export interface BrowserCustomerSessionOptions {
  /** The service's address without a path. */
  server: string;
  /** What the page says of itself now; asked again and again. */
  about: () => About;
}

/** Doesn't connect by itself, and stores nothing before the person does something. */
export function browserCustomerSession({ server, about }: BrowserCustomerSessionOptions): CustomerSession {
  const deps = browserDeps({ side: 'customer', server });
  return createCustomerSession({
    ...deps,
    about,
    presence: () => askPresence(server),
    transport: lazyTransport(async () => {
      const { socketTransport } = await import('../session/socket-transport.ts');
      return socketTransport<CustomerApi>({ server, namespace: CUSTOMER_NAMESPACE, credentials: false });
    }),
    uploader: lazyUploader({ server, identity: { kind: 'secret', read: () => deps.disk.get(SECRET_KEY) } }),
  });
}
