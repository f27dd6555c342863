/**
 * The HTTP side of the wire. Errors are JSON `{ reason, message }` with the matching status.
 *
 * | request | who | answer |
 * |---|---|---|
 * | `GET /api/presence` | anybody | 200 `Presence`: whether an agent is there, for whoever has no line yet |
 * | `POST /api/attachments?name=…&width=…&height=…`, the file as the body | customer (`Authorization: Bearer`, the secret or the token) or agent (cookie) | 201 `Attachment` |
 * | `GET /api/attachments/ID?expires=…&signature=…`, with or without `Range` | whoever holds the signed URL | the file, or 206 with a part of it |
 * | `POST /api/recordings` by tus 1.0: `Upload-Length`, `Upload-Metadata` with name, type, length (ms) and perhaps width and height | customer or agent as above | 201, `Location` |
 * | `HEAD /api/recordings/ID` | who began it | 200, `Upload-Offset` and `Upload-Length`: equal once the recording is stored, with the same ID |
 * | `PATCH /api/recordings/ID`, `Upload-Offset` and bytes | who began it | 204, the new `Upload-Offset` |
 * | `DELETE /api/recordings/ID` | who began it | 204 while it isn't complete |
 * | `POST /api/agent/session` `{ email, password }` | anybody | 200 `Me`, and the session's cookie |
 * | `GET /api/agent/sign-in` | anybody | 200 `SignInWays` |
 * | `GET /api/agent/oidc` | anybody | 303 to the company's own sign-in, if there is one |
 * | `GET /api/agent/oidc/callback?…` | whoever comes back from there | 303 to the console, with the session's cookie, or with `?sign-in=` and a `SignInProblem` |
 * | `GET /api/agent/session` | agent | 200 `Me` |
 * | `DELETE /api/agent/session` | anybody | 204: nobody is signed in here any more |
 * | `DELETE /api/agent/sessions` | agent | 204: signed out everywhere |
 * | `GET /api/agents` | supervisor | 200 `Me[]`: all agents, by name |
 * | `DELETE /api/agents/ID/sessions` | supervisor | 204: that agent is signed out everywhere |
 * | `GET /api/audit?before=…` | supervisor | 200 `AuditPage`: the newest, or those before |
 * | `GET /api/customers/ID/export` | supervisor | 200, a zip of all that there is of this person |
 * | `DELETE /api/customers/ID` | supervisor | 200 `ErasedPerson` |
 * | `GET /api/conversations/ID/transcript` | the agent who has it or had it last, supervisor | 200, plain text |
 *
 * An agent's session goes on under a new token after some hours: any answer may set the cookie anew.
 */

import type { Reason } from './reasons.ts';

/** The page that a call moves into when it gets a window of its own. */
export const CALL_PAGE = '/call';

export const PRESENCE_PATH = '/api/presence';

/** How agents may sign in besides by a password. */
export interface SignInWays {
  /** What the company's own sign-in is called; null: there is none. */
  oidc: string | null;
}

/** Why somebody who came back from the company's own sign-in isn't signed in. */
export const SIGN_IN_PROBLEMS = [
  /** It was cancelled, took too long, was begun in another browser, or is none that was begun here. */
  'unfinished',
  /** The provider doesn't vouch for the address. */
  'unverified',
  /** Nobody here has that address; or somebody else at the provider has become this agent before. */
  'unknown',
  /** The provider doesn't answer. */
  'unavailable',
  'too_many',
] as const;
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];
/** Of the console's address. */
export const SIGN_IN_PROBLEM = 'sign-in';

export interface HttpError {
  reason: Reason;
  /** English, for developers; people see the reason's sentence in their language. */
  message: string;
}

/** How much was erased. */
export interface Erased {
  conversations: number;
  /** Of both logs. */
  events: number;
  files: number;
  recordings: number;
}

/** What no service can erase. */
export const OUT_OF_REACH = [
  /** Recordings that lie only in the browser of whoever made them. */
  'recordings_in_browsers',
  /** Back-ups and exports that were made before. */
  'earlier_copies',
  /** What an agent was uploading or had not sent yet, whoever it was for: it goes by itself, a recording's half after a day, all else after seven. */
  'uploads_of_agents',
] as const;

export interface ErasedPerson extends Erased {
  outOfReach: typeof OUT_OF_REACH;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  role: 'agent' | 'supervisor';
}
