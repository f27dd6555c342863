/**
 * What views may know of a session: plain state and intents. Views draw from `getState()`, call intents, and are told
 * of changes by `subscribe`. No Lit, no DOM, no socket in here.
 */
import type { ConversationState } from '../../signaling/protocol/conversation.ts';
import type { Attachment, ConversationEvent, Side, Time } from '../../signaling/protocol/events.ts';
import type {
  Appended,
  Colleague,
  ConversationLine,
  CustomerCard,
  Inbox,
  InboxLine,
} from '../../signaling/protocol/realtime.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import type { AppendBody, Contact } from '../../signaling/protocol/schemas.ts';
import type { CallLine } from './call-line.ts';
import type { RecordingLine, SharingLine } from './recording-line.ts';

/** A value that changes over time. `getState` returns the same object until something changed. */
export interface Store<S> {
  getState(): S;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** Where the line to the service stands. */
export type ConnectionState =
  /** Nothing was asked for yet: no connection before the first click. */
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'online' }
  /** Was online, comes back by itself. `since` is when it broke. */
  | { kind: 'reconnecting'; since: Time }
  /** The browser says that there is no network. */
  | { kind: 'offline'; since: Time }
  /** Won't come back by itself. */
  | {
      kind: 'refused';
      reason: Reason;
      /** English, for the page's developer. */
      message?: string;
    };

/** An own event that isn't acknowledged yet. It waits on disk. */
export type Pending = {
  id: string;
  at: Time;
  body: Extract<AppendBody, { type: 'message' | 'attachment' | 'recording_shared' | 'note' }>;
} & ({ delivery: 'sending' } | { delivery: 'failed'; reason: Reason });

/** A file on its way. It becomes a `Pending` attachment, then an event. */
export interface Upload {
  id: string;
  at: Time;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  /** An object URL of a picture, while this page lives. */
  preview: string | null;
  phase: { kind: 'waiting' } | { kind: 'uploading'; sent: number } | { kind: 'failed'; reason: Reason };
}

/** How far an own, stored event has come. */
export type Delivery = 'sent' | 'delivered' | 'read';

export interface ConversationView {
  side: Side;
  /**
   * `empty`: there is none yet, the first word starts one. `loading`: asked for, not here yet. `failed`: could not be
   * loaded.
   */
  phase: { kind: 'empty' } | { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; reason: Reason };
  state: ConversationState | null;
  /** A window of the log `main`, in order, without holes. The array is replaced when it grows, its members never change. */
  events: readonly ConversationEvent[];
  /** Agents only. */
  notes: readonly ConversationEvent[];
  earlier: 'none' | 'some' | 'loading';
  pending: readonly Pending[];
  uploads: readonly Upload[];
  /** The other side is writing. `name` is the agent's, null for a customer. */
  typing: { name: string | null } | null;
  /** Kept on disk. */
  draft: string;
  /** Agents only: a note not sent yet. Kept apart, so that no customer ever gets it. */
  noteDraft: string;
  /** `seq` up to which this side had read when the view was opened: a "new" line is drawn after it. */
  readWhenOpened: number;
  unread: number;
}

/** One conversation and one participant: all that `<ycyw-conversation>` needs. */
export interface ConversationStore extends Store<ConversationView> {
  /** Takes the text for good: it is on disk when this returns, and sent as soon as that is possible. */
  send(text: string): string;
  /** Agents only: a note that customers never see. */
  note(text: string): string;
  retry(id: string): void;
  /** Takes back what failed; the text of a message or a note returns to its draft if that is empty. */
  discard(id: string): void;
  /** Refuses at once what is too large or of a forbidden type; the rest begins to upload. */
  attach(file: FileLike): { ok: true; id: string } | { ok: false; reason: Reason };
  cancelUpload(id: string): void;
  setDraft(text: string): void;
  /** Agents only. Nobody is told that a note is being written. */
  setNoteDraft(text: string): void;
  loadEarlier(): Promise<void>;
  /** The person has seen everything up to this `seq`. */
  markRead(seq: number): void;
  close(): Promise<Result<Appended>>;
  rate(score: 1 | 2 | 3 | 4 | 5, comment: string): Promise<Result<Appended>>;
  /** A short-lived address of the file. The same promise while it is fresh. */
  attachmentUrl(attachment: Attachment): Promise<string | null>;
  retryLoading(): void;
  readonly calls: CallLine;
  readonly recordings: RecordingLine;
  readonly sharing: SharingLine;
}

/** The part of `File` that a session needs; keeps DOM types out of it. */
export interface FileLike {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly blob: Blob;
  readonly width?: number;
  readonly height?: number;
  readonly preview: string | null;
}

export type HistoryList =
  | { kind: 'unknown' }
  | { kind: 'loading' }
  | { kind: 'ready'; lines: readonly ConversationLine[] }
  | { kind: 'failed'; reason: Reason };

export interface CustomerState {
  connection: ConnectionState;
  agents: 'unknown' | 'online' | 'none';
  /** 1 is next; null when not queued or not known. */
  position: number | null;
  contact: Contact;
  /** Whether the customer was asked for name and e-mail and answered or waved it away. */
  contactAsked: boolean;
  history: HistoryList;
  unread: number;
  muted: boolean;
}

/** A customer's whole session in one tab; the tabs of a browser keep in step through the disk and the service. */
export interface CustomerSession extends Store<CustomerState> {
  /** The current conversation: open, or the last one, or none yet. Stays the same object for life. */
  readonly current: ConversationStore;
  /** Begins to connect. Harmless when called again. */
  connect(): void;
  /**
   * The person has opened the chat. Whoever hasn't said anything needs no line yet: they only learn whether somebody is there,
   * and are connected with the first letter they write.
   */
  open(): void;
  /** After a closed conversation: an empty one in its place. Its first message starts it. */
  startNew(): void;
  loadHistory(): void;
  /** An old conversation, to read. */
  openOld(id: string): ConversationStore;
  setContact(contact: Contact): Promise<Result>;
  /** Asked once; "not now" counts as asked. */
  dismissContact(): void;
  setMuted(muted: boolean): void;
  /** The site has signed another token for the same customer. */
  renew(): void;
  /** Wipes everything that was stored in this browser, and disconnects. */
  logout(): Promise<void>;
  /** Takes all listeners and timers away; what is on disk stays. */
  dispose(): void;
}

export interface AgentState {
  connection: ConnectionState;
  inbox: { kind: 'loading' } | { kind: 'ready'; me: Inbox['me'] } | { kind: 'failed'; reason: Reason };
  /** Oldest first. */
  queue: readonly InboxLine[];
  /** Latest event first. */
  mine: readonly InboxLine[];
  colleagues: readonly Colleague[];
  /** The conversation in the middle column. */
  selected: string | null;
  card:
    | { kind: 'none' }
    | { kind: 'loading' }
    | { kind: 'ready'; card: CustomerCard; earlier: readonly ConversationLine[] }
    | { kind: 'failed'; reason: Reason };
  /** The newest customer in the queue that hasn't been announced yet; a new object for each. */
  arrival: InboxLine | null;
  muted: boolean;
}

export interface AgentSession extends Store<AgentState> {
  connect(): void;
  /** Opens a conversation in the middle column; the choice survives a reload. */
  select(conversation: string | null): void;
  /** The store of a conversation; the same object while it is open or mine. */
  conversation(id: string): ConversationStore;
  /** Atomic: one winner, everybody else gets `taken`. */
  take(conversation: string): Promise<Result<Appended>>;
  transfer(conversation: string, agent: string, note: string): Promise<Result<Appended>>;
  giveBack(conversation: string, note: string): Promise<Result<Appended>>;
  setStatus(status: 'online' | 'away'): Promise<Result>;
  setMuted(muted: boolean): void;
  dispose(): void;
}
