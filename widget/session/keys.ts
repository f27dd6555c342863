/** The names under which a session keeps things in the browser; those by which it is known that there are any stand apart. */

/** The database in which recordings are listed. */
export const RECORDINGS_INDEX = 'ycyw-recordings-index';
/** The last recording that a page of this browser asked the other side for. */
export const RECORDING_ASKED_KEY = 'recording-asked';
export const DRAFT_PREFIX = 'draft/';
export const MUTED_KEY = 'muted';
export const CONTACT_ASKED_KEY = 'contact-asked';
/** The closed conversation after which the customer asked for a new one. */
export const DISMISSED_KEY = 'dismissed';
export const SELECTED_KEY = 'selected';
/** The agent who used this browser last. */
export const AGENT_KEY = 'agent';
