/**
 * Where the bytes of a recording go as they come, and where they are found again. Two drivers keep one contract: the private
 * file system in a worker, and IndexedDB. Knows neither pictures nor names.
 */

export class SinkError extends Error {
  /** `no_room`: the browser gives no more space. `no_storage`: it lets this page keep nothing. */
  readonly reason: 'no_room' | 'no_storage' | 'failed';
  constructor(reason: SinkError['reason'], cause?: unknown) {
    super(`the recording can't be written: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** One file that is being written. */
export interface Sink {
  /**
   * Resolves when the bytes would survive the death of the browser: the writer waits for it, so that nothing piles up.
   * Overwrites what stood at that position.
   * @throws {SinkError} what was written before stays whole
   */
  write(data: Uint8Array, position: number): Promise<void>;
  /** @returns the size in bytes */
  close(): Promise<number>;
}

/** All files of one folder. */
export interface SinkFiles {
  /** Empty, even if there was one. @throws {SinkError} */
  create(id: string): Promise<Sink>;
  /** By reference: nothing is read into memory. Null when there is none. Also while it is being written. */
  read(id: string): Promise<Blob | null>;
  /** `from` takes the place of `to`, at once or not at all. */
  replace(to: string, from: string): Promise<void>;
  /** Harmless when there is none. */
  remove(id: string): Promise<void>;
  /** @throws {SinkError} where it can't be known */
  list(): Promise<string[]>;
}
