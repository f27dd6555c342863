/**
 * The names under which a session keeps things in the browser. Depends on nothing, since the first script of a page
 * asks here whether its visitor is known before anything else is loaded.
 */

/** Counted up when what is stored changes its form; older forms are then not seen any more. */
const STORAGE_VERSION = 1;

const BEGIN = `ycyw:${STORAGE_VERSION}:`;

/**
 * Services at different addresses share nothing, nor do the two sides of one, nor customers of one browser.
 * @param owner the site's id of a customer who is signed in; without it, the browser's visitor
 */
export const storagePrefix = (side: 'customer' | 'agent', server: string, owner?: string): string =>
  `${BEGIN}${side}${owner === undefined ? '' : `@${encodeURIComponent(owner)}`}:${server.replace(/\/+$/, '')}:`;

/** Whoever stored this of the chat with one service, and under which name; null for everything else. */
export function customersKey(key: string, server: string): { prefix: string; name: string } | null {
  const [who = '', name] = key.split(`:${server.replace(/\/+$/, '')}:`);
  if (name === undefined || !who.startsWith(`${BEGIN}customer`)) return null;
  return { prefix: key.slice(0, -name.length || undefined), name };
}

export const SECRET_KEY = 'secret';
/** A signed-in customer has been connected in this browser. */
export const SIGNED_IN_KEY = 'signed-in';
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
 * Whether somebody in this browser has a conversation with this service, recordings, or words that still wait to be sent. Reading
 * stores nothing. `storage` is a function because a browser may refuse even the access.
 */
export function isKnownVisitor(server: string, storage: () => Readable): boolean {
  try {
    const readable = storage();
    for (let index = 0; index < readable.length; index += 1) {
      const { name } = customersKey(readable.key(index) ?? '', server) ?? {};
      if (
        name === SECRET_KEY ||
        name === SIGNED_IN_KEY ||
        name === RECORDED_KEY ||
        name?.startsWith(OUTBOX_PREFIX) ||
        name?.startsWith(UPLOAD_PREFIX)
      )
        return true;
    }
  } catch {
    // Blocked storage knows nobody.
  }
  return false;
}
