/** What happens to the page that a session lives in. The browser's events for it stand in `platform/wake.ts`. */

export type PageEvent =
  /** Visible again, back from the back/forward cache, or out of sleep: the line may have died unnoticed. */
  | 'wake'
  /** On its way out, perhaps into the back/forward cache, which an open line would forbid. */
  | 'sleep'
  | 'network-up'
  | 'network-down'
  /** Another address without another page, as in applications that route in the browser. */
  | 'moved';

export interface PageLife {
  subscribe(listener: (event: PageEvent) => void): () => void;
}
