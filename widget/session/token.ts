/** What can be read in a site's token without its secret. Proves nothing: the service decides whether it counts. */
import { isRecord } from './disk.ts';

/**
 * Whose it says to be, so that customers of one browser are kept apart. Empty when it can't be read: then it is nobody's,
 * and the service will say so.
 */
export function subjectOf(token: string): string {
  try {
    const [, claims = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(claims.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const sub = isRecord(read) && typeof read.sub === 'string' ? read.sub : '';
    // Half a character can't be written down.
    encodeURIComponent(sub);
    return sub;
  } catch {
    return '';
  }
}
