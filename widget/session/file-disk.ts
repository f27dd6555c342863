/** Files that wait for their upload, kept in the browser so that a reload doesn't lose them. */

export interface FileDisk {
  /** Rejects when there is no room. */
  put(id: string, blob: Blob): Promise<void>;
  get(id: string): Promise<Blob | null>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** Forgets everything with the page: where storage is blocked, and in tests. */
export function memoryFileDisk(): FileDisk {
  const blobs = new Map<string, Blob>();
  return {
    put: async (id, blob) => void blobs.set(id, blob),
    get: async (id) => blobs.get(id) ?? null,
    remove: async (id) => void blobs.delete(id),
    clear: async () => blobs.clear(),
  };
}
