/** How an entry of the audit log is made: who did it, what, and when. */
import type { AuditDeed, AuditEntry, AuditOn, AuditWho } from '../protocol/audit.ts';

export const OPERATOR: AuditWho = { kind: 'operator' };
export const PROVIDER: AuditWho = { kind: 'provider' };
export const UNKNOWN: AuditWho = { kind: 'unknown' };
/** Nobody has the address that was tried. */
export const NO_AGENT: AuditOn = { kind: 'agent', id: null, name: null };

type Named = { id: string; name: string };
export const byAgent = ({ id, name }: Named): AuditWho => ({ kind: 'agent', id, name });
export const onAgent = ({ id, name }: Named): AuditOn => ({ kind: 'agent', id, name });

/** To be handed to the store with the change itself, so that there is neither without the other; else to its `note`. */
export const entry = (
  { now, newId }: { now: () => number; newId: () => string },
  who: AuditWho,
  deed: AuditDeed,
): AuditEntry => ({ id: newId(), at: now(), who, ...deed });
