/** What every route works with, and how an error looks. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Erasure } from '../conversations/erasure.ts';
import type { OidcClient } from '../identity/oidc.ts';
import type { ProviderAccounts } from '../identity/provider-accounts.ts';
import type { signer } from '../identity/secrets.ts';
import type { NodeLink } from '../nodes/link.ts';
import type { HttpError } from '../protocol/http.ts';
import type { Reason } from '../protocol/reasons.ts';
import type { Desk } from '../realtime/desk.ts';
import type { Reached } from '../tls/server.ts';
import type { Files } from './files.ts';
import type { RecordingUploads } from './recordings-uploads.ts';
import type { Releases } from './releases.ts';

export interface HttpDeps extends Reached {
  desk: Desk;
  files: Files;
  recordings: RecordingUploads;
  erasure: Erasure;
  /** Where the built pages are. */
  assets: string;
  /** What pages load later than their first script, of this build and of those before it. */
  builds: Record<'widget' | 'console' | 'callWindow', Releases>;
  /** The address that people see; null: the one that they ask. */
  publicUrl: string | null;
  /** Rental pages are served. */
  demo: boolean;
  trustProxy: boolean;
  /** May a page of this origin use the widget? */
  originAllowed: (origin: string, host: string) => boolean;
  /** Is it the service's own origin, where the console is? */
  originOwn: (origin: string, host: string) => boolean;
  /** The company's own sign-in; null: agents have passwords only. */
  oidc: { name: string; client: OidcClient; accounts: ProviderAccounts; signatures: ReturnType<typeof signer> } | null;
  link: Pick<NodeLink, 'state'>;
  /** `leaving`: nobody new is let in, and everybody is sent elsewhere. */
  phase: () => 'serving' | 'leaving';
  /** Who brings it may read the metrics; null: programs of this machine. */
  metricsToken: string | null;
  /** Checks a signed file address. */
  fileUrlHolds: (id: string, expires: number, signature: string) => boolean;
}

/** Of each reason there is. */
export const STATUS: Record<Reason, ContentfulStatusCode> = {
  invalid: 400,
  too_large: 413,
  too_many: 429,
  not_found: 404,
  not_signed_in: 401,
  taken: 409,
  not_assigned: 403,
  closed: 409,
  conflict: 409,
  busy: 409,
  call_over: 409,
  recording_over: 409,
  away: 409,
  file_type: 415,
  file_size: 413,
  unavailable: 503,
  version: 426,
  origin: 403,
};

export function refuse(context: Context, reason: Reason, message: string): Response {
  context.set('refused', reason);
  const body: HttpError = { reason, message };
  return context.json(body, STATUS[reason]);
}

/** Not to be remembered: the file may be there a moment later, on the node that has been upgraded. */
export function nothingHere(context: Context): Response {
  context.header('Cache-Control', 'no-store');
  return refuse(context, 'not_found', 'There is nothing here.');
}
