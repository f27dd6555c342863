/** Exclusion between the tabs of one browser. */

export interface Locks {
  /**
   * Runs `task` while nobody else runs one under the same name, in this tab or in another. Waits its turn. A tab that
   * dies gives its turn away.
   */
  exclusive<T>(name: string, task: () => Promise<T>): Promise<T>;
}
