/**
 * The names under which a session keeps things in the browser. Depends on nothing, since the first script of a page
 * asks here whether its visitor is known before anything else is loaded.
 */

/** Counted up when what is stored changes its form; older forms are then not seen any more. */
const STORAGE_VERSION = 1;

/** Services at different addresses share nothing, nor do the two sides of one. */
export const storagePrefix = (side: 'customer' | 'agent', server: string): string =>
  `ycyw:${STORAGE_VERSION}:${side}:${server.replace(/\/+$/, '')}:`;

export const SECRET_KEY = 'secret';
/** The database in which recordings are listed. */
export const RECORDINGS_INDEX = 'ycyw-recordings-index';
/** There are recordings of this browser. */
export const RECORDED_KEY = 'recorded';
/** The last recording that a page of this browser asked the other side for. */
export const RECORDING_ASKED_KEY = 'recording-asked';
/** Kept by the tab, not by the browser: the panel was open on the page before. */
export const OPEN_KEY = 'open';
export const OUTBOX_PREFIX = 'outbox/';
export const UPLOAD_PREFIX = 'upload/';
export const DRAFT_PREFIX = 'draft/';
export const MUTED_KEY = 'muted';
export const CONTACT_ASKED_KEY = 'contact-asked';
/** The closed conversation after which the customer asked for a new one. */
export const DISMISSED_KEY = 'dismissed';
export const SELECTED_KEY = 'selected';
/** The agent who used this browser last. */
export const AGENT_KEY = 'agent';

/** The part of `Storage` that is needed to look. */
interface Readable {
  readonly length: number;
  key(index: number): string | null;
}

/**
 * Whether this browser's visitor has a conversation with this service, recordings, or words that still wait to be sent. Reading
 * stores nothing. `storage` is a function because a browser may refuse even the access.
 */
export function isKnownVisitor(server: string, storage: () => Readable): boolean {
  const prefix = storagePrefix('customer', server);
  try {
    const readable = storage();
    for (let index = 0; index < readable.length; index += 1) {
      const key = readable.key(index);
      if (!key?.startsWith(prefix)) continue;
      const name = key.slice(prefix.length);
      if (
        name === SECRET_KEY ||
        name === RECORDED_KEY ||
        name.startsWith(OUTBOX_PREFIX) ||
        name.startsWith(UPLOAD_PREFIX)
      )
        return true;
    }
  } catch {
    // Blocked storage knows nobody.
  }
  return false;
}
