/**
 * Why something was refused. Every reason has a sentence in every language of the widget; the wire carries the
 * reason, never the sentence.
 */
export type Reason =
  /** The frame or request has not the shape that it must have. */
  | 'invalid'
  /** Text, context or frame over its limit. */
  | 'too_large'
  /** Too many requests in too short a time; try again after a moment. */
  | 'too_many'
  /** No such thing, or somebody else's: the two can't be told apart from outside. */
  | 'not_found'
  /** The secret, the session or the token is missing, wrong or expired. */
  | 'not_signed_in'
  /** A colleague was quicker. Of a call's seat: another window or tab of the same side has the call by now. */
  | 'taken'
  /** The agent reads along but doesn't have this conversation. */
  | 'not_assigned'
  /** The conversation is closed, and what was asked needs an open one. */
  | 'closed'
  /** Was stored before under the same id with another content. */
  | 'conflict'
  /** A file of a type that isn't allowed. */
  | 'file_type'
  /** A file over the size limit, or empty. */
  | 'file_size'
  /** Something on the service's side failed; nothing was stored. */
  | 'unavailable'
  /** Widget and service speak different protocols. */
  | 'version'
  /** A call rings or runs already. */
  | 'busy'
  /** The call has been ended, declined or missed meanwhile. */
  | 'call_over'
  /** The recording has been refused, taken back or stopped meanwhile. */
  | 'recording_over'
  /** The other side of the call has no line at this moment. */
  | 'away'
  /** The page's origin isn't one of those that may connect. */
  | 'origin';

/** A refusal as it travels. */
export type Refusal = {
  ok: false;
  reason: Reason;
  /** English, for the page's developer, where the reason alone doesn't help; people see the reason's sentence. */
  message?: string;
};
export type Ok<T> = { ok: true } & T;
/** Every acknowledgement is one of the two. */
export type Result<T = object> = Ok<T> | Refusal;
