/** What the first script itself keeps in the browser's storage, and how all of it is removed. */
import { customersName, isKnownVisitor, OPEN_KEY, STORAGE_VERSION, storagePrefix } from './session/known-visitor.ts';

const openKey = (server: string) => storagePrefix('customer', server) + OPEN_KEY;

/** Whether the tab's last page left a known visitor's panel open. */
export const wasOpen = (server: string): boolean =>
  isKnownVisitor(server, () => localStorage) && sessionStorage.getItem(openKey(server)) !== null;

/** For the tab's next page. */
export function rememberOpen(server: string, open: boolean): void {
  try {
    if (open) sessionStorage.setItem(openKey(server), '');
    else sessionStorage.removeItem(openKey(server));
  } catch {
    // Storage is blocked: the next page begins closed.
  }
}

/** Removes everything that the chat with one service keeps, or kept in an older form, in `localStorage` and `sessionStorage`. */
export function wipe(server: string): void {
  for (const read of [() => localStorage, () => sessionStorage]) {
    try {
      const storage = read();
      for (const key of Object.keys(storage)) {
        const now = key.replace(/^ycyw:\d+/, `ycyw:${STORAGE_VERSION}`);
        if (customersName(now, server) !== undefined) storage.removeItem(key);
      }
    } catch {
      // Nothing was stored where storage is blocked.
    }
  }
}
