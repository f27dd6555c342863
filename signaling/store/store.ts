/**
 * What the service needs of a store. Handlers and rules see this interface only; SQL stands behind it. Every promise
 * of a write settles after the write is durable.
 */
import type { AuditEntry, AuditPlace } from '../protocol/audit.ts';
import type { ConversationState, Status } from '../protocol/conversation.ts';
import type {
  Actor,
  Attachment,
  ConversationEvent,
  EventBody,
  LogName,
  RecordingEnd,
  Side,
  Time,
} from '../protocol/events.ts';
import type { ConversationLine, Known, PeerSeat } from '../protocol/realtime.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { MarkRequest } from '../protocol/schemas.ts';

/** How a call is wished to end. Whose it was, why it ended and how long it lasted is added by the rules. */
export type CallEnding =
  | { type: 'call_declined' | 'call_missed'; payload: { call: string } }
  /** `until`: when it was really over, if that was before now. */
  | { type: 'call_ended'; payload: { call: string; until?: Time } };

/** What is wished for a recording. Whose it is and how long it lasted is added by the rules, and so is why it ended. */
export type RecordingAsked =
  | Extract<EventBody, { type: 'recording_asked' | 'recording_agreed' }>
  | { type: 'recording_refused' | 'recording_started'; payload: { recording: string } }
  | { type: 'recording_stopped'; payload: { recording: string; why: RecordingEnd } };

/** What a command wants to add: as it will be stored, but for what only the rules can know. */
export type AskedBody =
  | Exclude<EventBody, { type: CallEnding['type'] | RecordingAsked['type'] }>
  | CallEnding
  | RecordingAsked;

/** Something that wants to change one conversation. */
export type Command =
  | {
      kind: 'append';
      actor: Actor;
      /** Null: the customer's open conversation, or a new one. */
      conversation: string | null;
      id: string;
      body: AskedBody;
      /** Goes into the agents' log along with the event: the word at a transfer. */
      note?: string;
    }
  | { kind: 'mark'; actor: Actor; mark: MarkRequest };

/** A visitor has signed in: what they have open goes on as this customer's, their secret opens nothing, and they say nothing any more. */
export interface Adoption {
  kind: 'adopt';
  visitor: string;
  customer: string;
}

/** What the rules say to a command. */
export type Decision =
  | { kind: 'refuse'; reason: Reason }
  /** The conversation is over (or there is none yet): the customer's open one, else a new one, linked to this. */
  | { kind: 'elsewhere' }
  | {
      kind: 'accept';
      /** The event in full, when the command couldn't know all of it. */
      body?: EventBody;
      /** Stored right before it, by the service: what comes to an end by what was asked, a recording and a call. */
      first?: EventBody[];
    };

/** The rules that a commit asks, inside its transaction, with the state as it is at that moment. */
export type Decide = (state: ConversationState | null, command: Command, at: Time) => Decision;

export type Outcome =
  | { ok: false; reason: Reason }
  | {
      ok: true;
      state: ConversationState;
      /** The event that the command asked for, as stored; null for a mark. */
      event: ConversationEvent | null;
      /** All that is new: empty for a resend. */
      fresh: ConversationEvent[];
      /** Marks moved. */
      marked: boolean;
      /** The conversation's status before, null when this began it. */
      before: Status | null;
    };

export interface CustomerRecord {
  id: string;
  label: string;
  /** Of a visitor; null: nobody gets in by a secret. */
  secretHash: string | null;
  /** The site's own id of the customer, from its token; null: a visitor. */
  subject: string | null;
  /** What the site's last token said. */
  verified: Known | null;
  name: string;
  email: string;
  context: Record<string, unknown>;
  topic: string;
  locale: string;
  device: string;
  pages: { url: string; title: string; at: Time }[];
  createdAt: Time;
}

export type CustomerChange = Partial<Omit<CustomerRecord, 'id' | 'secretHash' | 'subject' | 'createdAt'>>;

/** A supervisor may all that an agent may, and what the table of access says besides. */
export type AgentRole = 'agent' | 'supervisor';

export interface AgentRecord {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
  role: AgentRole;
  status: 'online' | 'away';
  seenAt: Time;
  createdAt: Time;
}

/** As whom somebody comes back whose account was removed. */
export type AgentReturn = Pick<AgentRecord, 'name' | 'passwordHash' | 'role'>;
export type AgentChange = Partial<Pick<AgentRecord, 'status' | 'seenAt' | 'role' | 'passwordHash'>>;

/** Somebody at the company's own sign-in: neither changes, whatever becomes of name and address. */
export interface ProviderIdentity {
  issuer: string;
  subject: string;
}

/** What a session's token stands for. */
export interface AgentSession {
  agent: AgentRecord;
  /** The sign-in: it stays when its token is replaced by another. */
  signIn: string;
  /** `replaced`: by a newer one; good for a moment longer, for what was on its way. */
  token: 'current' | 'replaced';
  issuedAt: Time;
  expiresAt: Time;
}

export interface AttachmentRecord extends Attachment {
  owner: string;
  conversation: string | null;
  /** How long it plays, in milliseconds: of a recording, and of nothing else. */
  length?: number;
  createdAt: Time;
}

/** Where one side of a call takes part. It is kept when its line is gone, so that a page that comes back finds it. */
export interface SeatRecord extends PeerSeat {
  conversation: string;
  call: string;
  side: Side;
  /** Whose it is: the customer, or an agent. */
  person: string;
  /** The connection that it was taken from, on whichever node. */
  line: string;
  /** When the line's node last said that it is there. */
  seenAt: Time;
  /** Since when the line is gone; null as long as its node says nothing of it. */
  awayAt: Time | null;
}

/**
 * Whether a seat was taken. `over`: the call rings and runs no more. `refused`: another of its side has replaced it, and who was
 * away then must not take the call back unasked. `lost`: the seat of the same side that has to be told that it isn't one any more.
 */
export type Sat = { kind: 'over' } | { kind: 'refused' } | { kind: 'seated'; lost: SeatRecord | null };

/** How far a conversation's logs go. */
export interface Head {
  id: string;
  customer: string;
  head: number;
  notesHead: number;
}

/** The store can't be reached, or doesn't answer in time: nothing is wrong with what was asked. */
export class StoreGone extends Error {}

export interface Store {
  /** Brings the tables up to date. */
  migrate(): Promise<void>;
  /** Throws when the store can't answer. */
  check(): Promise<void>;
  close(): Promise<void>;

  /**
   * Runs the commands in order in one transaction, each judged by the rules; each gets its outcome. One refused command leaves the others alone; a
   * failing store fails them all, and nothing is stored.
   */
  commit(commands: readonly (Command | Adoption)[], at: Time): Promise<Outcome[]>;

  conversation(id: string): Promise<ConversationState | null>;
  /** The customer's newest conversation. */
  latestConversation(customer: string): Promise<ConversationState | null>;
  /** Newest first. */
  conversationsOf(customer: string): Promise<ConversationLine[]>;
  /** After `after`, ascending, at most `limit`. */
  eventsAfter(conversation: string, log: LogName, after: number, limit: number): Promise<ConversationEvent[]>;
  /** Before `before`, ascending, the `limit` nearest to it. */
  eventsBefore(conversation: string, log: LogName, before: number, limit: number): Promise<ConversationEvent[]>;
  heads(conversations: readonly string[]): Promise<Head[]>;
  /** Of the open conversations of these customers. */
  openHeads(customers: readonly string[]): Promise<Head[]>;

  /** Oldest first. */
  queue(): Promise<ConversationLine[]>;
  assignedTo(agent: string): Promise<ConversationLine[]>;
  line(conversation: string): Promise<ConversationLine | null>;
  /** Customers' messages and calls that nobody answered, after what agents have read, by conversation. */
  unreadByAgents(conversations: readonly string[]): Promise<Record<string, number>>;
  /** The conversations that wait, in the order in which they are to be taken. */
  queueOrder(): Promise<{ id: string; customer: string }[]>;
  /** All that aren't closed; `agent`: who has it, null while it waits. */
  open(): Promise<{ id: string; head: number; agent: string | null }[]>;
  /** How many wait for an agent, and since when the one who has waited longest; null: nobody does. */
  waiting(): Promise<{ count: number; since: Time | null }>;
  /** The conversations in which a call rings or runs. */
  withCall(): Promise<ConversationState[]>;
  /** Agents that have conversations, with when each was last seen. */
  agentsWithConversations(): Promise<{ id: string; name: string; seenAt: Time; conversations: string[] }[]>;

  /** False when there is one with this subject. */
  addCustomer(customer: CustomerRecord): Promise<boolean>;
  customer(id: string): Promise<CustomerRecord | null>;
  customers(ids: readonly string[]): Promise<CustomerRecord[]>;
  /** Null also for a visitor who has signed in. */
  customerBySecret(secretHash: string): Promise<CustomerRecord | null>;
  /** The id of the customer as whom the visitor with this secret has signed in. */
  adopterBySecret(secretHash: string): Promise<string | null>;
  customerBySubject(subject: string): Promise<CustomerRecord | null>;
  updateCustomer(id: string, change: CustomerChange): Promise<void>;

  // A change of an agent's takes the audit log's entry along: both are stored, or neither.

  /** False when the e-mail address is taken. */
  addAgent(agent: AgentRecord, entry?: AuditEntry): Promise<boolean>;
  agents(): Promise<AgentRecord[]>;
  agent(id: string): Promise<AgentRecord | null>;
  agentByEmail(email: string): Promise<AgentRecord | null>;
  updateAgent(id: string, change: AgentChange, entry?: AuditEntry): Promise<void>;
  /** With all sign-ins and links. From then on only `removedAgents` knows them, and their address stays theirs. False: nobody was. */
  removeAgent(id: string, at: Time, entry: AuditEntry): Promise<boolean>;
  removedAgents(): Promise<AgentRecord[]>;
  /** Under the same id, without any sign-in or link of before. False: nobody was removed by this id. */
  bringAgentBack(id: string, change: AgentReturn, at: Time, entry: AuditEntry): Promise<boolean>;

  agentByLink(identity: ProviderIdentity): Promise<AgentRecord | null>;
  /** False when either has a link with this provider already. */
  addAgentLink(identity: ProviderIdentity, agent: string, entry?: AuditEntry): Promise<boolean>;
  /** False when there was none. */
  removeAgentLinks(agent: string, entry?: AuditEntry): Promise<boolean>;

  /** A sign-in, by its first token. */
  addAgentSession(
    session: { tokenHash: string; agent: string; at: Time; expiresAt: Time },
    entry?: AuditEntry,
  ): Promise<void>;
  agentBySession(tokenHash: string, at: Time): Promise<AgentSession | null>;
  /** A new token for the same sign-in; the one before is good until `graceEnds`. False when it had been replaced already. */
  replaceSessionToken(change: { from: string; to: string; at: Time; graceEnds: Time }): Promise<boolean>;
  removeAgentSession(signIn: string, entry?: AuditEntry): Promise<void>;
  /** All of this agent's sign-ins, which are returned. */
  removeAgentSessions(agent: string, entry?: AuditEntry): Promise<string[]>;
  /** Those of the sign-ins that aren't over at `at`. */
  signInsAlive(signIns: readonly string[], at: Time): Promise<string[]>;
  /** Removes tokens that ended before `at`; the sign-ins that ended with them. */
  removeExpiredSessions(at: Time): Promise<string[]>;

  /** Into the audit log, where it doesn't come with a change. */
  note(entry: AuditEntry): Promise<void>;
  /** Newest first, at most `limit` of those before `before`: what was noted, and what agents did with conversations. */
  audit(before: AuditPlace | null, limit: number): Promise<AuditEntry[]>;
  /** Removes what was noted before, the oldest first, `limit` at most. What stands in conversations' logs goes with them. */
  removeAudit(before: Time, limit: number): Promise<void>;

  addAttachment(attachment: AttachmentRecord): Promise<void>;
  attachment(id: string): Promise<AttachmentRecord | null>;
  /** `length`: of recordings only. */
  newestFiles(count: number): Promise<{ id: string; length: number | null }[]>;
  /** Uploaded before `before` and never sent. */
  looseAttachments(before: Time): Promise<string[]>;

  sit(seat: Omit<SeatRecord, 'seenAt' | 'awayAt'>, at: Time): Promise<Sat>;
  /** Of one call; at most one for each side. */
  seats(call: string): Promise<SeatRecord[]>;
  /** The line is gone, or has left only this seat; the seats that it had until now. */
  leaveSeats(line: string, at: Time, only?: { call: string; seat: string }): Promise<SeatRecord[]>;
  /** Nobody has said for too long that the line is there. False when somebody has meanwhile, or has noticed before. */
  loseSeat(seat: SeatRecord): Promise<boolean>;
  /** False when this person has no seat on this side, or has the conversation after all. */
  removeSeat(call: string, side: Side, person: string): Promise<boolean>;
  /** These lines are there. */
  keepSeats(lines: readonly string[], at: Time): Promise<void>;
  /** Removes the seats of calls that are over. */
  clearSeats(): Promise<void>;
  /**
   * What only one node may do at a time. True: it is this holder's until then, at the least, unless it is given back. False: it is
   * somebody else's, who is told at the next renewal that it is wanted. Where only one process writes, it is everybody's.
   */
  takeLease(name: string, holder: string, at: Time, until: Time): Promise<boolean>;
  renewLease(name: string, holder: string, until: Time): Promise<'held' | 'wanted' | 'lost'>;
  endLease(name: string, holder: string): Promise<void>;

  /** The customer and the visitors who have signed in as them, whichever of these is named; empty: nobody. */
  person(customer: string): Promise<CustomerRecord[]>;
  /** By e-mail address, verified or not, or by an id: ours or the site's. */
  findCustomers(emailOrId: string): Promise<CustomerRecord[]>;
  /** Oldest first: what these have uploaded, and what stands in these conversations. */
  filesOf(of: { customers?: readonly string[]; conversations?: readonly string[] }): Promise<AttachmentRecord[]>;
  removeAttachments(ids: readonly string[]): Promise<void>;

  /**
   * From now on nobody is these customers, and nothing is known of them. What they said is erased one by one. With the audit
   * log's entry, when a person did it.
   */
  beginErase(customers: readonly string[], at: Time, entry?: AuditEntry): Promise<void>;
  /** Whose erasure has begun and not ended, or of whom something came in since. */
  erasing(): Promise<string[]>;
  /** False when something of this customer is still there. */
  endErase(customer: string): Promise<boolean>;
  /** All of one conversation but its files, which have to be gone: `files` when they aren't. `gone`: there is none (any more). */
  eraseConversation(conversation: string): Promise<{ events: number } | 'files' | 'gone'>;
  /** Makes sure that what was erased is in none of the database's files, as far as the driver can. */
  scrub(): Promise<void>;
  /** Closed before, oldest first. */
  closedBefore(before: Time, limit: number): Promise<string[]>;
  /** Known since before, and without any conversation. */
  silentSince(before: Time, limit: number): Promise<string[]>;
  /** Erased before: after that nobody can be left who goes on in their name. */
  forgetErased(before: Time): Promise<void>;

  /** The value kept under this key; if there is none, this one is kept. */
  setting(key: string, value: string): Promise<string>;
}
