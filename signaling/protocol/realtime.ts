/**
 * The events of the two Socket.IO namespaces, declared once for both ends. Requests are acknowledged with a `Result`;
 * pushes are not acknowledged: what is lost comes again by cursor.
 */
import type { ConversationState, Mark } from './conversation.ts';
import type { ConversationEvent, LogName, Side, Time } from './events.ts';
import type { Result } from './reasons.ts';
import type {
  About,
  AppendRequest,
  CallJoin,
  CallOnly,
  CallSeat,
  CallStats,
  Contact,
  Got,
  HistoryRequest,
  IceCandidate,
  MarkRequest,
  Page,
  Renewal,
  SessionDescription,
  SyncRequest,
  TypingRequest,
} from './schemas.ts';

export const CUSTOMER_NAMESPACE = '/customer';
export const AGENT_NAMESPACE = '/agent';

/** How often the service tells the latest `seq` of each conversation that a client follows, in milliseconds. */
export const HEARTBEAT_MS = 15_000;

type Ack<T = object> = (result: Result<T>) => void;

/** Durable: what is acknowledged survives the service's death. */
export interface Appended {
  /** Where it landed: a closed conversation's successor, for example. */
  conversation: string;
  log: LogName;
  seq: number;
  at: Time;
  /**
   * The stored form of the event. `seq` in its log equals the field above.
   */
  event: ConversationEvent;
}

/** A conversation as it comes back by cursor: what it is now, and what is new in it. */
export interface Synced {
  /** Null when the customer has no conversation yet. */
  state: ConversationState | null;
  /** In order, without holes, directly after the cursor (or the newest page when there was none). */
  events: ConversationEvent[];
  /** More events come after these: ask again with the new cursor. */
  more: boolean;
  /** Agents only, all after `notesAfter`. */
  notes: ConversationEvent[];
}

export interface HistoryPage {
  events: ConversationEvent[];
  /** There are events before these. */
  more: boolean;
}

export interface Presence {
  /** Whether any agent is online. */
  agents: 'online' | 'none';
}

export interface Hello extends Presence {
  protocol: number;
  version: string;
  /** Null before the first message. */
  customer: string | null;
  /** What the customer once told, or what the page or the site's token says. */
  contact: Contact;
  /** How long the token is still good by the service's clock, in milliseconds; null: there is none. */
  expiresIn: number | null;
  /** The open conversation of the visitor whose secret came along is this customer's now; the secret is worth nothing any more. */
  adopted: boolean;
}

/** A line in the list of a customer's conversations. */
export interface ConversationLine {
  state: ConversationState;
  /** The latest message or attachment. */
  last: ConversationEvent | null;
}

export interface Typing {
  conversation: string;
  side: Side;
  /** The agent's name; null for the customer. */
  name: string | null;
  on: boolean;
}

export interface Marks {
  conversation: string;
  marks: Record<Side, Mark>;
}

/** As `RTCPeerConnection` takes it. */
export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

/** Where the other side takes part. `got`: what it has of this seat's signals; null when it has none. */
export interface PeerSeat {
  seat: string;
  got: Got | null;
}

export interface IceServers {
  iceServers: IceServer[];
  /** How long their credentials hold, in milliseconds; null: there are none. A service of before doesn't say. */
  expiresIn?: number | null;
}

export interface Joined extends IceServers {
  /** Null while the other side has no seat. */
  peer: PeerSeat | null;
}

/**
 * A window of the service's own takes the call over: the page to open, and the ticket to hand to it. A ticket stands for
 * its holder in that one call while the call runs.
 */
export interface CallTicket {
  url: string;
  ticket: string;
}

interface CallRequests {
  /**
   * From this connection the call is taken part in; the same side's seat elsewhere is lost. Asked again on each new line:
   * refused as `taken` when the seat was lost meanwhile.
   */
  'call-join': (request: CallJoin, ack: Ack<Joined>) => void;
  /** The page goes: the other side knows at once, the seat is kept for a while. */
  'call-leave': (request: CallSeat) => void;
  /** Fresh credentials: before an ICE restart, and before those that there are expire. */
  'call-ice': (request: CallOnly, ack: Ack<IceServers>) => void;
  /** Fire and forget: when the media stand, every half a minute, and at the end. A service of before doesn't know it. */
  'call-stats': (request: CallStats) => void;
  'call-ticket': (request: CallOnly, ack: Ack<CallTicket>) => void;
  /** Passed on unread. Refused as `away` when that seat has no line. */
  offer: (request: SessionDescription, ack: Ack) => void;
  answer: (request: SessionDescription, ack: Ack) => void;
  'ice-candidate': (request: IceCandidate, ack: Ack) => void;
}

export interface CallPushes {
  /** The other side's seat has come (again), or its line is gone. A line that is gone says nothing of the media. */
  'call-peer': (push: { conversation: string; call: string; state: 'here' | 'away'; peer: PeerSeat }) => void;
  /** Another window or tab of this side has taken the call over. */
  'call-taken': (push: { conversation: string; call: string; seat: string }) => void;
  offer: (push: SessionDescription) => void;
  answer: (push: SessionDescription) => void;
  'ice-candidate': (push: IceCandidate) => void;
}

interface CommonRequests extends CallRequests {
  append: (request: AppendRequest, ack: Ack<Appended>) => void;
  sync: (request: SyncRequest, ack: Ack<Synced>) => void;
  history: (request: HistoryRequest, ack: Ack<HistoryPage>) => void;
  mark: (request: MarkRequest, ack: Ack) => void;
  /** Fire and forget. */
  typing: (request: TypingRequest) => void;
  'attachment-url': (request: { attachment: string }, ack: Ack<{ url: string; expires: Time }>) => void;
}

export interface CustomerRequests extends CommonRequests {
  /** Makes a visitor of a nobody, before the first message; the secret is told once and kept by the browser. */
  identify: (request: Record<string, never>, ack: Ack<{ customer: string; secret: string }>) => void;
  /** The site has signed another token for the same customer. Refused as `conflict` for another one: that needs another line. */
  renew: (request: Renewal, ack: Ack<{ expiresIn: number }>) => void;
  /** All conversations of this customer, newest first. */
  conversations: (request: Record<string, never>, ack: Ack<{ lines: ConversationLine[] }>) => void;
  contact: (request: Contact, ack: Ack) => void;
  /** The customer is on another page, or the page says something new about itself. */
  about: (request: About, ack: Ack) => void;
}

interface CommonPushes extends CallPushes {
  /** New events of one conversation, in order. */
  events: (push: { conversation: string; events: ConversationEvent[] }) => void;
  marks: (push: Marks) => void;
  typing: (push: Typing) => void;
  /**
   * The latest `seq` of every conversation that this client follows; for agents also of their logs of notes, and what
   * their inbox is (see `inboxDigest`).
   */
  heartbeat: (push: { heads: Record<string, number>; notesHeads?: Record<string, number>; inbox?: string }) => void;
}

export interface CustomerPushes extends CommonPushes {
  /** First thing after the connection stands. */
  hello: (push: Hello) => void;
  presence: (push: Presence) => void;
  /** Place in the queue, 1 is next. */
  position: (push: { conversation: string; position: number }) => void;
}

export type AgentStatus = 'online' | 'away';

/** An agent as colleagues see one. `offline`: no connection, whatever the status was. */
export interface Colleague {
  id: string;
  name: string;
  presence: AgentStatus | 'offline';
}

export interface VisitedPage extends Page {
  at: Time;
}

/** What is said of a customer, by whomever. */
export interface Known {
  name: string;
  email: string;
  context: Record<string, unknown>;
}

/** What agents know of a customer. Everything in `unverified` is only what the page or the person said. */
export interface CustomerCard {
  id: string;
  /** A number to call an anonymous visitor by, as in "Visitor 8241". Not unique. */
  label: string;
  /** What the site vouches for in its token; null: nobody does. */
  verified: Known | null;
  unverified: Known;
  topic: string;
  locale: string;
  /** The browser's own description of itself. */
  device: string;
  /** Newest last. */
  pages: VisitedPage[];
  online: boolean;
  since: Time;
}

/** A conversation as a line in the agents' inbox. */
export interface InboxLine extends ConversationLine {
  customer: Pick<CustomerCard, 'id' | 'label' | 'verified' | 'unverified' | 'topic' | 'online'>;
  /** Messages of the customer that nobody on the agents' side has read. */
  unread: number;
}

export interface Inbox {
  me: { id: string; name: string; email: string; status: AgentStatus };
  queue: InboxLine[];
  mine: InboxLine[];
  colleagues: Colleague[];
}

export interface AgentRequests extends CommonRequests {
  inbox: (request: Record<string, never>, ack: Ack<Inbox>) => void;
  status: (request: { status: AgentStatus }, ack: Ack) => void;
  /** Who the customer of a conversation is, and what they talked about before. */
  customer: (request: { conversation: string }, ack: Ack<{ card: CustomerCard; earlier: ConversationLine[] }>) => void;
  /** Stop following a conversation that isn't one's own. */
  leave: (request: { conversation: string }, ack: Ack) => void;
}

export interface AgentPushes extends CommonPushes {
  /** A line is new or has changed; it belongs where its state says, or nowhere any more. */
  line: (push: InboxLine) => void;
  colleagues: (push: { colleagues: Colleague[] }) => void;
  customer: (push: CustomerCard) => void;
  /** The conversation is erased, with all that was in it. */
  gone: (push: { conversation: string }) => void;
  /** The session ended on purpose (signed out elsewhere, account removed). */
  'signed-out': (push: Record<string, never>) => void;
}
