/** What each customer of a browser keeps lies apart, also from what its visitor keeps. Pure names. */
import { customersName, storagePrefix } from './known-visitor.ts';

export type SideOfService = 'customer' | 'agent';

/** @param owner the site's id of a customer who is signed in; without it, the browser's visitor, or an agent */
export const areaOf = (side: SideOfService, server: string, owner?: string): string =>
  storagePrefix(owner === undefined ? side : `${side}@${encodeURIComponent(owner)}`, server);

/** The area in which a customer of this service has stored this; undefined for everything else. */
export function areaIn(key: string, server: string): string | undefined {
  const name = customersName(key, server);
  return name === undefined ? undefined : key.slice(0, key.length - name.length);
}
