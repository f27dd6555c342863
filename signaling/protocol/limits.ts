/** Sizes and counts that both sides of the wire know, so that a limit can be named before anything is sent. */

/** The protocol's number. A service also serves the one before it: pages stay open through an upgrade. */
export const PROTOCOL = 1;
/** The lowest number that there was. */
const FIRST_PROTOCOL = 1;

/** @param newest what the service itself speaks */
export const isServed = (protocol: number, newest: number): boolean =>
  protocol <= newest && protocol >= Math.max(FIRST_PROTOCOL, newest - 1);

/** Characters (UTF-16 units) of one message: about two printed pages, far above what people type. */
export const MESSAGE_MAX_CHARS = 4000;

/** Bytes of one file: a phone's photograph is 3 to 8 MB. */
export const ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024;

export const FILE_NAME_MAX_CHARS = 200;
export const NAME_MAX_CHARS = 80;
/** RFC 5321 leaves 254 characters for an address in a path. */
export const EMAIL_MAX_CHARS = 254;
export const NOTE_MAX_CHARS = 1000;
export const RATING_COMMENT_MAX_CHARS = 1000;
export const URL_MAX_CHARS = 2000;
export const TITLE_MAX_CHARS = 200;
export const TOPIC_MAX_CHARS = 60;
/** The longest language tag that RFC 5646 asks everybody to take. */
export const LOCALE_MAX_CHARS = 35;
/** Characters of the page's `context` as JSON. */
export const CONTEXT_MAX_CHARS = 4096;
/** Characters of a customer's id in a site's token. */
export const SUBJECT_MAX_CHARS = 255;
/** Characters of a site's token: as long as a line that web servers take in a request's head. */
export const TOKEN_MAX_CHARS = 8000;
/** A site's token may be good for so long, in milliseconds: whoever steals one has it no longer. */
export const TOKEN_LIFE_MAX_MS = 60 * 60_000;
/** Objects within objects in the `context`. */
export const CONTEXT_MAX_LEVELS = 8;

/** Events in the first page of a conversation: more than two screens of a large display. */
export const TAIL_EVENTS = 60;
/** Events in one reply when catching up or reading back. */
export const PAGE_EVENTS = 200;
/** Pages of the rental site that are remembered for the agent. */
export const PAGES_KEPT = 10;

/** How long a call rings before it is missed, in milliseconds: what people are used to from telephones. */
export const RING_MS = 60_000;
/** How long a side of a running call may be away (a reload, a tunnel) before the call ends, in milliseconds. */
export const SEAT_KEPT_MS = 120_000;
/** How long somebody is asked whether a recording may be made before silence counts as no, in milliseconds. */
export const CONSENT_MS = 30_000;
/** Bytes of one shared recording: more than an hour and a half of a screen with two voices. */
export const RECORDING_MAX_BYTES = 2 * 1024 * 1024 * 1024;
/** What a recording may be. */
export const RECORDING_TYPES = ['video/mp4', 'video/webm'] as const;
export type RecordingType = (typeof RECORDING_TYPES)[number];
/** Characters of a session description: four sections of Chromium's need some 10,000. */
export const DESCRIPTION_MAX_CHARS = 40_000;
/** Characters of an ICE candidate. */
export const CANDIDATE_MAX_CHARS = 1000;

/** What may be attached: pictures that every browser shows, and documents that a rental needs. */
export const ATTACHMENT_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/heic',
  'application/pdf',
  'text/plain',
  'audio/mpeg',
  'audio/mp4',
  'audio/webm',
  'video/mp4',
  'video/webm',
] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];
