/**
 * The audit log: what agents, supervisors and the operator did, as it is kept and told to supervisors. There are neither words
 * of customers in it nor secrets, nor what somebody typed at a sign-in. A new action is a line of `Details`, and a sentence.
 */
import type { Time } from './events.ts';

export type AuditWho =
  /** By the name of that time. */
  | { kind: 'agent'; id: string; name: string }
  /** Whoever has the command line. */
  | { kind: 'operator' }
  /** The company's own sign-in, which says who somebody is and may say what they may. */
  | { kind: 'provider' }
  /** Whoever did not get in. */
  | { kind: 'unknown' };

export interface AuditOn {
  kind: 'agent' | 'conversation' | 'customer';
  /** Null: nobody knows whose; a sign-in with an address that no agent has. */
  id: string | null;
  /** An agent's, of that time. */
  name: string | null;
}

type Role = 'agent' | 'supervisor';
/** With the password, or through the company's own sign-in. */
type By = 'password' | 'provider';
type None = Record<string, never>;

/** What is told of each action besides who and on what. */
interface Details {
  signed_in: { by: By };
  sign_in_failed: { by: By };
  signed_out: None;
  signed_out_everywhere: None;
  /** Everywhere, by somebody else. */
  agent_signed_out: None;
  /** `by` is how they will sign in first. */
  agent_added: { role: Role; by: By };
  /** No password opens the account any more, nor does the company's sign-in. */
  agent_removed: None;
  /** The same account, with a new password. */
  agent_back: { role: Role };
  password_changed: None;
  role_changed: { from: Role; to: Role };
  /** The person at the company's sign-in whose account it is from now on. */
  provider_linked: None;
  provider_unlinked: None;
  exported: None;
  erased: None;
  transcript: None;
  assigned: None;
  transferred: { to: string };
  returned: None;
  closed: None;
}

/** As a conversation's log calls them, and kept there only: written once, and gone with the conversation when it is erased. */
export const IN_THE_LOG = [
  'assigned',
  'transferred',
  'returned',
  'closed',
] as const satisfies readonly (keyof Details)[];

export type AuditDeed = { [What in keyof Details]: { what: What; on: AuditOn; detail: Details[What] } }[keyof Details];
export type AuditAction = AuditDeed['what'];

export type AuditEntry = { id: string; at: Time; who: AuditWho } & AuditDeed;

/** The place of an entry among all; newer ones are further along. */
export type AuditPlace = Pick<AuditEntry, 'at' | 'id'>;

/** Newest first. */
export interface AuditPage {
  entries: AuditEntry[];
  /** What `before` of the next page is; null: there is none. */
  next: string | null;
}
