/** The audit log, page by page, for supervisors. */
import { Hono } from 'hono';
import type { AuditPage, AuditPlace } from '../protocol/audit.ts';
import { type HttpDeps, refuse } from './context.ts';
import type { Asked } from './guard.ts';

/** Two screens full. */
const PAGE_ENTRIES = 50;

const told = ({ at, id }: AuditPlace): string => `${at}-${id}`;

function placeOf(text: string): AuditPlace | null {
  const [, at, id] = /^(\d{1,15})-(.{1,64})$/.exec(text) ?? [];
  return at && id ? { at: Number(at), id } : null;
}

export function auditRoutes({ desk }: HttpDeps): Hono<Asked> {
  const app = new Hono<Asked>();

  app.get('/audit', async (context) => {
    const asked = context.req.query('before');
    const before = asked === undefined ? null : placeOf(asked);
    if (asked !== undefined && !before) return refuse(context, 'invalid', '`before` is what `next` of a page said.');
    // One more than is told: is there another page?
    const found = await desk.store.audit(before, PAGE_ENTRIES + 1);
    const entries = found.slice(0, PAGE_ENTRIES);
    const last = entries.at(-1);
    context.header('Cache-Control', 'no-store');
    return context.json<AuditPage>({ entries, next: last && found.length > entries.length ? told(last) : null });
  });

  return app;
}
