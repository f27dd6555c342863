/**
 * Whether a browser's visitor is known. Depends on nothing, and holds no more than is needed for that, since the first script
 * of a page asks here before anything else is loaded.
 */

/** Counted up when what is stored changes its form; older forms are then not seen any more. */
export const STORAGE_VERSION = 2;

const BEGIN = `ycyw:${STORAGE_VERSION}:`;
/** An address that goes on with a port is another service's: the slash ends it. */
const ended = (server: string): string => server.replace(/\/*$/, '/');

/** Services at different addresses share nothing, nor do the two sides of one. `side`: also one customer of several, see areas. */
export const storagePrefix = (side: string, server: string): string => `${BEGIN}${side}:${ended(server)}:`;

/** Under which name a customer stored this of the chat with one service, whichever customer; undefined for everything else. */
export const customersName = (key: string, server: string): string | undefined =>
  key.startsWith(`${BEGIN}customer`) ? key.split(`:${ended(server)}:`)[1] : undefined;

/** The visitor's secret. Of a customer for whom the site vouches only that they were here: an empty text. */
export const SECRET_KEY = 'secret';
/** There are recordings of this browser. */
export const RECORDED_KEY = 'recorded';
/** Kept by the tab, not by the browser: the panel was open on the page before. */
export const OPEN_KEY = 'open';
export const OUTBOX_PREFIX = 'outbox/';
export const UPLOAD_PREFIX = 'upload/';

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
      const name = customersName(readable.key(index) ?? '', server);
      if ([SECRET_KEY, RECORDED_KEY, OUTBOX_PREFIX, UPLOAD_PREFIX].some((known) => name?.startsWith(known)))
        return true;
    }
  } catch {
    // Blocked storage knows nobody.
  }
  return false;
}
