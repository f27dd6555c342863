/** Files that wait for their upload, kept in the browser so that a reload doesn't lose them. */

export interface FileDisk {
  /** When it resolves, every tab of the browser finds the file. Rejects where there is no room, or no store at all. */
  put(id: string, blob: Blob): Promise<void>;
  /** Null when it isn't there or can't be read. */
  get(id: string): Promise<Blob | null>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}
