/** How an entry of the audit log is told: who, and what in one line. No drawing here. */
import type { AuditEntry } from '../../signaling/protocol/audit.ts';
import { isolate } from '../../widget/locales/say.ts';
import type { ConsoleSay } from './console-say.ts';

export function whoOf(say: ConsoleSay, { who }: AuditEntry): string {
  return who.kind === 'agent' ? who.name : say(`audit.${who.kind}`);
}

function deedOf(say: ConsoleSay, entry: AuditEntry): string {
  switch (entry.what) {
    case 'signed_out_everywhere':
    case 'agent_signed_out':
      return say('audit.everywhere');
    case 'role_changed':
      return say('audit.role_changed', { role: say(`role.${entry.detail.to}`) });
    case 'transferred':
      return say('audit.transferred', { name: entry.detail.to });
    default:
      return say(`audit.${entry.what}`);
  }
}

/** With whom it was done to, unless that is who did it. */
export function whatOf(say: ConsoleSay, entry: AuditEntry): string {
  const { who, on } = entry;
  const isOwn = on.kind !== 'agent' || on.name === null || (who.kind === 'agent' && who.id === on.id);
  return isOwn ? deedOf(say, entry) : `${deedOf(say, entry)} · ${isolate(on.name ?? '', say.locale)}`;
}
