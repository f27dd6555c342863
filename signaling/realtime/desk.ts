/** Everything that a seat works with; made once by the service. */

import type { CallTimers } from '../conversations/call-timers.ts';
import type { Submit } from '../conversations/group-commit.ts';
import type { InboxDesk } from '../conversations/inbox.ts';
import type { AgentAccounts } from '../identity/agents.ts';
import type { CallTickets } from '../identity/call-tickets.ts';
import type { VerifiedCustomers } from '../identity/verified-customers.ts';
import type { Visitors } from '../identity/visitors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Attachment, SharedRecording, Side } from '../protocol/events.ts';
import type { Appended, IceServers } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import type { AttachmentRecord, Outcome, Store } from '../store/store.ts';
import type { CallSeats } from './call-seats.ts';
import type { Hub } from './hub.ts';
import type { Limits } from './limits.ts';
import type { Presence } from './presence.ts';
import { refusal } from './request.ts';

export interface Desk {
  store: Store;
  submit: Submit;
  inbox: InboxDesk;
  visitors: Visitors;
  verified: VerifiedCustomers;
  agents: AgentAccounts;
  hub: Hub;
  presence: Presence;
  callSeats: CallSeats;
  callTimers: CallTimers;
  tickets: CallTickets;
  /** For one member of a call, with credentials of their own. */
  iceServers: (call: string, side: Side) => IceServers;
  limits: Limits;
  log: Logger;
  metrics: Metrics;
  now: () => number;
  newId: () => string;
  /** Calls once, after `ms` milliseconds; returns what takes it back. */
  after: (ms: number, run: () => void) => () => void;
  /** A signed address of a file, good for some minutes; of a recording for as long as it takes to watch it as well. */
  fileUrl: (file: Pick<AttachmentRecord, 'id' | 'length'>) => { url: string; expires: number };
  version: string;
  /** The newest that it speaks. */
  protocol: number;
}

/** What is told of an uploaded file; null when it isn't this person's. A recording is none: it is shared as what it is. */
export async function uploaded(store: Store, id: string, owner: string): Promise<Attachment | null> {
  const record = await store.attachment(id);
  return record && record.owner === owner && record.length === undefined ? described(record) : null;
}

/** The same of a recording; null also when it is another file. */
export async function uploadedRecording(store: Store, id: string, owner: string): Promise<SharedRecording | null> {
  const record = await store.attachment(id);
  if (!record || record.owner !== owner || record.length === undefined) return null;
  return { ...described(record), length: record.length };
}

export function described({ id, name, type, size, width, height }: AttachmentRecord): Attachment {
  return { id, name, type, size, ...(width !== undefined && height !== undefined ? { width, height } : {}) };
}

export function appended(outcome: Outcome): Result<Appended> {
  if (!outcome.ok) return outcome;
  if (!outcome.event) return refusal('invalid');
  const { conversation, log, seq, at } = outcome.event;
  return { ok: true, conversation, log, seq, at, event: outcome.event };
}
