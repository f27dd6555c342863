/** What a client may send, checked at the boundary. Whatever doesn't fit is refused as `invalid` or `too_large`. */
import * as v from 'valibot';
import { noDeeperThan } from './depth.ts';
import * as limits from './limits.ts';

/** Ids are made by clients: UUIDs, or anything as plain that is as hard to hit by chance. */
const id = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/));
const seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
/** At least one visible character. */
const words = (max: number) => v.pipe(text(max), v.regex(/\S/));

const agentRef = v.strictObject({ id, name: text(limits.NAME_MAX_CHARS) });

export const body = v.variant('type', [
  v.strictObject({ type: v.literal('message'), payload: v.strictObject({ text: words(limits.MESSAGE_MAX_CHARS) }) }),
  /** The rest of an attachment's description is the service's own knowledge of the uploaded file. */
  v.strictObject({ type: v.literal('attachment'), payload: v.strictObject({ id }) }),
  v.strictObject({ type: v.literal('assigned'), payload: v.strictObject({}) }),
  v.strictObject({
    type: v.literal('transferred'),
    payload: v.strictObject({ agent: v.pick(agentRef, ['id']), note: text(limits.NOTE_MAX_CHARS) }),
  }),
  v.strictObject({ type: v.literal('returned'), payload: v.strictObject({ note: text(limits.NOTE_MAX_CHARS) }) }),
  v.strictObject({ type: v.literal('closed'), payload: v.strictObject({}) }),
  v.strictObject({
    type: v.literal('rated'),
    payload: v.strictObject({
      score: v.picklist([1, 2, 3, 4, 5]),
      comment: text(limits.RATING_COMMENT_MAX_CHARS),
    }),
  }),
  v.strictObject({
    type: v.literal('call_asked'),
    payload: v.strictObject({ media: v.picklist(['audio', 'video', 'screen']) }),
  }),
  v.strictObject({ type: v.literal('call_started'), payload: v.strictObject({ call: id }) }),
  v.strictObject({ type: v.literal('call_declined'), payload: v.strictObject({ call: id }) }),
  /** Whoever asked takes it back. */
  v.strictObject({ type: v.literal('call_missed'), payload: v.strictObject({ call: id }) }),
  v.strictObject({ type: v.literal('call_ended'), payload: v.strictObject({ call: id }) }),
  v.strictObject({
    type: v.literal('recording_asked'),
    payload: v.strictObject({ call: id, what: v.picklist(['screen', 'call']) }),
  }),
  v.strictObject({ type: v.literal('recording_agreed'), payload: v.strictObject({ recording: id }) }),
  /** By whoever was asked; whoever asked takes it back with it. */
  v.strictObject({ type: v.literal('recording_refused'), payload: v.strictObject({ recording: id }) }),
  v.strictObject({ type: v.literal('recording_started'), payload: v.strictObject({ recording: id }) }),
  /** Of the other side, which takes its agreement back, `why` isn't believed. */
  v.strictObject({
    type: v.literal('recording_stopped'),
    payload: v.strictObject({ recording: id, why: v.picklist(['stopped', 'no_room', 'failed', 'gone']) }),
  }),
  /** The rest is the service's own knowledge of the uploaded file. */
  v.strictObject({ type: v.literal('recording_shared'), payload: v.strictObject({ id }) }),
  v.strictObject({ type: v.literal('note'), payload: v.strictObject({ text: words(limits.NOTE_MAX_CHARS) }) }),
]);

/**
 * Add an event. `conversation` is null for a customer's first word: the service finds the open conversation or starts
 * one. `id` makes a resend harmless.
 */
export const append = v.pipe(v.strictObject({ conversation: v.nullable(id), id, body }));

/** Everything after a cursor. `after: null` asks for the newest page. */
export const sync = v.strictObject({
  /** Null: the customer's latest conversation. */
  conversation: v.nullable(id),
  after: v.nullable(seq),
  /** Agents only: the cursor in the log of notes. */
  notesAfter: v.optional(seq),
});

/** What a request says that it is about, whatever else stands in it. */
export const carried = v.object({ id: v.optional(id), call: v.optional(id) });

/** The page before `before`. */
export const history = v.strictObject({ conversation: id, before: seq });
export const mark = v.strictObject({ conversation: id, delivered: v.optional(seq), read: v.optional(seq) });
export const typing = v.strictObject({ conversation: id, on: v.boolean() });
export const conversationOnly = v.strictObject({ conversation: id });
export const attachmentUrl = v.strictObject({ attachment: id });
const place = { conversation: id, call: id };
/** Which signals of the other seat have come, so that the rest is sent again. */
const got = v.strictObject({ seat: id, epoch: seq, seq });
/** This connection is where this side takes part in the call. `seat` is made by the page and stays while it lives. */
export const callJoin = v.strictObject({ ...place, seat: id, got: v.nullable(got) });
export const callSeat = v.strictObject({ ...place, seat: id });
export const callOnly = v.strictObject(place);
/** How many milliseconds of a call's set-up are believed: a ring is over by then. */
const SETUP_MAX_MS = 120_000;
const MINUTE_MS = 60_000;
const upTo = (max: number, min = 0) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const path = v.picklist(['direct', 'relayed']);
/** How a call fares, as one side of it sees it: for the operator's figures, and for nothing else. */
const callReport = v.variant('kind', [
  /** From the acceptance until the media stood. */
  v.strictObject({ kind: v.literal('set_up'), ms: upTo(SETUP_MAX_MS), path }),
  v.strictObject({
    kind: v.literal('live'),
    path,
    lossPercent: upTo(100),
    rttMs: upTo(MINUTE_MS),
    jitterMs: upTo(MINUTE_MS),
    mos: upTo(5, 1),
  }),
  /** Whoever hangs up never saw or heard the other side. */
  v.strictObject({ kind: v.literal('failed') }),
]);
export const callStats = v.strictObject({ ...place, report: callReport });
/** From one seat to the other. `epoch` counts the connections between the two, `seq` the signals of one epoch. */
const address = { ...place, from: id, to: id, epoch: seq, seq };
export const sessionDescription = v.strictObject({ ...address, sdp: text(limits.DESCRIPTION_MAX_CHARS) });
export const iceCandidate = v.strictObject({
  ...address,
  /** Null: the side that doesn't offer by itself asks the other one for an offer. */
  candidate: v.nullable(
    v.strictObject({
      candidate: text(limits.CANDIDATE_MAX_CHARS),
      sdpMid: v.nullable(text(32)),
      sdpMLineIndex: v.nullable(seq),
      usernameFragment: v.nullable(text(256)),
    }),
  ),
});
export const nothing = v.strictObject({});
export const contact = v.strictObject({ name: text(limits.NAME_MAX_CHARS), email: text(limits.EMAIL_MAX_CHARS) });
export const agentStatus = v.strictObject({ status: v.picklist(['online', 'away']) });

export const page = v.strictObject({
  url: text(limits.URL_MAX_CHARS),
  title: text(limits.TITLE_MAX_CHARS),
});

/** The page's own JSON: shallow, since people read it, and small. */
export const context = v.pipe(
  v.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  v.check((value) => noDeeperThan(limits.CONTEXT_MAX_LEVELS, value), 'too_large'),
  v.check((value) => JSON.stringify(value).length <= limits.CONTEXT_MAX_CHARS, 'too_large'),
);

const token = text(limits.TOKEN_MAX_CHARS);
/** In place of the one that is about to expire. */
export const renewal = v.strictObject({ token });

/** What the page tells about itself and about its customer, unverified. */
export const about = v.strictObject({
  page: v.optional(page),
  locale: v.optional(text(limits.LOCALE_MAX_CHARS)),
  topic: v.optional(text(limits.TOPIC_MAX_CHARS)),
  name: v.optional(text(limits.NAME_MAX_CHARS)),
  email: v.optional(text(limits.EMAIL_MAX_CHARS)),
  context: v.optional(context),
});

/** What every handshake begins with. Read before all else, since the rest may look otherwise in another protocol. */
export const spoken = v.object({ protocol: v.pipe(v.number(), v.integer()) });

/** The handshake of the namespace `/customer`. */
export const customerHandshake = v.object({
  ...spoken.entries,
  version: text(40),
  secret: v.optional(text(200)),
  /** Signed by the site: who the customer is. A secret beside it proves that the same browser was that visitor before. */
  token: v.optional(token),
  /** Instead of the secret: a window of the service's own that was handed one call, and nothing else. */
  ticket: v.optional(text(600)),
  about: v.optional(about),
});

/** The handshake of the namespace `/agent`; who it is stands in the session cookie. */
export const agentHandshake = v.object({ ...spoken.entries, version: text(40) });

export const signIn = v.strictObject({ email: text(limits.EMAIL_MAX_CHARS), password: text(200) });

export type AppendBody = v.InferOutput<typeof body>;
export type CallJoin = v.InferOutput<typeof callJoin>;
export type CallSeat = v.InferOutput<typeof callSeat>;
export type CallOnly = v.InferOutput<typeof callOnly>;
export type CallStats = v.InferOutput<typeof callStats>;
export type CallReport = CallStats['report'];
export type Got = v.InferOutput<typeof got>;
export type SessionDescription = v.InferOutput<typeof sessionDescription>;
export type IceCandidate = v.InferOutput<typeof iceCandidate>;
export type AppendRequest = v.InferOutput<typeof append>;
export type SyncRequest = v.InferOutput<typeof sync>;
export type HistoryRequest = v.InferOutput<typeof history>;
export type MarkRequest = v.InferOutput<typeof mark>;
export type TypingRequest = v.InferOutput<typeof typing>;
export type Contact = v.InferOutput<typeof contact>;
export type Page = v.InferOutput<typeof page>;
export type About = v.InferOutput<typeof about>;
export type Renewal = v.InferOutput<typeof renewal>;
export type CustomerHandshake = v.InferOutput<typeof customerHandshake>;
export type AgentHandshake = v.InferOutput<typeof agentHandshake>;
