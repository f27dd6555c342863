/** How long browsers and proxies keep a file, by what its address promises: values of `Cache-Control`. */

/** The address changes with the content. */
export const FOREVER = 'public, max-age=31536000, immutable';
/** The address stays, so it is asked for again, and mostly answered with 304. */
export const ASK_AGAIN = 'public, max-age=0, must-revalidate';
/** A page names the files of its build: never an old one out of a cache without asking. */
export const NEVER = 'no-cache';
/** Read by people who build pages, not by pages. */
export const SHORT = 'public, max-age=60';
