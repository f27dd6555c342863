/**
 * A customer's session in the call's own window: it speaks by the ticket that the page handed over, follows that one
 * conversation, and stores nothing, since the service's origin is not the customer's page.
 */
import { CUSTOMER_NAMESPACE } from '../../signaling/protocol/realtime.ts';
import { systemClock } from '../session/clock.ts';
import { createCustomerSession } from '../session/customer-session.ts';
import { memoryDisk } from '../session/disk.ts';
import type { FileDisk } from '../session/file-disk.ts';
import { socketTransport } from '../session/socket-transport.ts';
import type { CustomerApi } from '../session/transport.ts';
import type { CustomerSession } from '../session/types.ts';
import { VERSION } from '../session/version.ts';
import { browserLocks } from './browser-locks.ts';
import type { Handed } from './call-window-messages.ts';
import { newId } from './ids.ts';
import { lazyUploader } from './lazy-files.ts';
import { browserPage } from './wake.ts';

const noFiles: FileDisk = {
  put: async () => {
    throw new Error('A call’s window keeps no files');
  },
  get: async () => null,
  remove: async () => {},
  clear: async () => {},
};

/** Doesn't connect by itself. `server`: the service's address without a path, which is this window's own origin. */
export function browserCallWindowSession(
  server: string,
  { ticket, conversation }: Pick<Handed, 'ticket' | 'conversation'>,
): CustomerSession {
  const disk = memoryDisk();
  const clock = systemClock;
  return createCustomerSession({
    handed: { ticket, conversation },
    about: () => ({}),
    presence: async () => null,
    disk,
    clock,
    ids: newId,
    // Nothing is shared with other windows, so nothing is to be taken in turns with them.
    locks: browserLocks(`call-window:${newId()}:`, { disk, clock, ids: newId }),
    files: noFiles,
    random: Math.random,
    page: browserPage(),
    version: VERSION,
    address: (path) => new URL(path, server).href,
    transport: socketTransport<CustomerApi>({ server, namespace: CUSTOMER_NAMESPACE, credentials: false }),
    uploader: lazyUploader({ server, identity: { kind: 'bearer', read: () => null } }),
  });
}
