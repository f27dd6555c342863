/**
 * The HTTP side of the wire. Errors are JSON `{ reason, message }` with the matching status.
 *
 * | request | who | answer |
 * |---|---|---|
 * | `POST /api/attachments?name=…&width=…&height=…`, the file as the body | customer (`Authorization: Bearer SECRET`) or agent (cookie) | 201 `Attachment` |
 * | `GET /api/attachments/ID?expires=…&signature=…` | whoever holds the signed URL | the file |
 * | `POST /api/agent/session` `{ email, password }` | anybody | 200 `Me`, and the session's cookie |
 * | `GET /api/agent/session` | agent | 200 `Me` |
 * | `DELETE /api/agent/session` | agent | 204 |
 */

import type { Reason } from './reasons.ts';

/** The page that a call moves into when it gets a window of its own. */
export const CALL_PAGE = '/call';

export interface HttpError {
  reason: Reason;
  /** English, for developers; people see the reason's sentence in their language. */
  message: string;
}

export interface Me {
  id: string;
  name: string;
  email: string;
}
