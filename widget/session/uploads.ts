/**
 * Files on their way to the service, one at a time, by one tab at a time. A file that has arrived becomes an attachment
 * in the outbox. It lies in the browser's file store until that is acknowledged, so that a reload begins it again, and
 * so that it can be sent once more when the service threw it away meanwhile.
 */

import type { Attachment, Time } from '../../signaling/protocol/events.ts';
import { ATTACHMENT_MAX_BYTES, ATTACHMENT_TYPES, FILE_NAME_MAX_CHARS } from '../../signaling/protocol/limits.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { Clock } from './clock.ts';
import { type Disk, isRecord, readJson } from './disk.ts';
import type { FileDisk } from './file-disk.ts';
import { UPLOAD_PREFIX } from './known-visitor.ts';
import type { Locks } from './locks.ts';
import type { Outbox } from './outbox.ts';
import { isPassing, Retry } from './retry.ts';
import type { Reply } from './transport.ts';
import type { FileLike, Upload } from './types.ts';
import { Value } from './value.ts';

/** What is known of a file that waits; lies on disk while the file itself lies in the file store. */
export interface UploadItem {
  id: string;
  at: Time;
  conversation: string | null;
  /** The agent whose file it is; null for a customer. */
  by: string | null;
  name: string;
  type: string;
  size: number;
  width?: number;
  height?: number;
  phase:
    | { kind: 'waiting' }
    | { kind: 'failed'; reason: Reason }
    /** The service has the file, but not yet the event that says so. */
    | { kind: 'arrived' };
  /** How often it has arrived since a person last asked for it. */
  arrivals: number;
}

/** An attachment that the service misses is uploaded again once; if that doesn't help, something else is missing. */
const ARRIVALS_MAX = 2;

export interface Uploader {
  /** Never rejects. `sent` counts bytes. */
  upload(
    file: UploadItem & { blob: Blob },
    options: { progress: (sent: number) => void; signal: AbortSignal },
  ): Promise<Reply<{ attachment: Attachment }>>;
  /** The preview is not shown any more. */
  release(preview: string): void;
}

export interface UploadsDeps {
  disk: Disk;
  files: FileDisk;
  locks: Locks;
  clock: Clock;
  random: () => number;
  uploader: Uploader;
  online: () => boolean;
  owner: () => string | null | 'unknown';
  /** Before the first file of a customer whom the service doesn't know yet. */
  prepare: () => Promise<Reply>;
  /** Where a file that has arrived goes on from. */
  outbox: Outbox;
  /** The conversation that a file goes to now. */
  goesTo: (item: UploadItem) => string | null;
}

export type UploadView = Upload & Pick<UploadItem, 'conversation' | 'by'>;

/** Why a file can't be sent at all, or null. */
export function refusalOf(file: Pick<FileLike, 'type' | 'size'>): Reason | null {
  if (!ATTACHMENT_TYPES.some((type) => type === file.type)) return 'file_type';
  return file.size === 0 || file.size > ATTACHMENT_MAX_BYTES ? 'file_size' : null;
}

export class Uploads extends Value<readonly UploadView[]> {
  readonly #deps: UploadsDeps;
  readonly #retry: Retry;
  readonly #leave: (() => void)[];
  /** What only this tab has: the file while it isn't stored yet or can't be, and its preview. */
  readonly #own = new Map<string, { item: UploadItem; blob: Blob; preview: string | null }>();
  #running: { id: string; sent: number; abort: AbortController } | null = null;
  #phase: 'resting' | 'working' | 'ended' = 'resting';

  constructor(deps: UploadsDeps) {
    super([]);
    this.#deps = deps;
    this.#retry = new Retry(deps.clock, deps.random);
    this.#leave = [
      deps.disk.subscribe((key) => {
        if (!key.startsWith(UPLOAD_PREFIX)) return;
        if (deps.disk.get(key) === null) this.#gone(key.slice(UPLOAD_PREFIX.length));
        this.#publish();
        this.pump();
      }),
      deps.outbox.subscribe(() => this.#settle()),
    ];
    this.#settle();
    this.#publish();
  }

  add(id: string, file: FileLike, conversation: string | null, by: string | null): void {
    const item: UploadItem = {
      id,
      at: this.#deps.clock.now(),
      conversation,
      by,
      name: file.name.slice(-FILE_NAME_MAX_CHARS),
      type: file.type,
      size: file.size,
      ...(file.width && file.height ? { width: file.width, height: file.height } : {}),
      phase: { kind: 'waiting' },
      arrivals: 0,
    };
    this.#own.set(id, { item, blob: file.blob, preview: file.preview });
    this.#publish();
    this.pump();
    void this.#store(item, file.blob);
  }

  retry(id: string): void {
    const item = this.#item(id);
    if (!item || item.phase.kind === 'waiting') return;
    this.#write({ ...item, phase: item.phase.kind === 'failed' ? { kind: 'waiting' } : item.phase, arrivals: 0 });
    this.pump();
  }

  /** What has arrived can't be taken back. */
  cancel(id: string): void {
    if (this.#item(id)?.phase.kind !== 'arrived') this.#forget(id);
  }

  /** The service misses a file that had arrived. False when it can't be sent once more. */
  async again(id: string): Promise<boolean> {
    const item = this.#item(id);
    if (item?.phase.kind !== 'arrived' || item.arrivals >= ARRIVALS_MAX || !(await this.#blob(id))) return false;
    this.#write({ ...item, phase: { kind: 'waiting' } });
    this.pump();
    return true;
  }

  /** Uploads what waits, if that is possible now. */
  pump(): void {
    if (this.#phase !== 'resting' || !this.#deps.online() || !this.#next()) return;
    this.#phase = 'working';
    void this.#deps.locks
      .exclusive('uploads', () => this.#uploadAll())
      .finally(() => {
        if (this.#phase === 'ended') return;
        this.#phase = 'resting';
        this.pump();
      });
  }

  /** Stops and forgets everything in this tab; the disk is wiped by others. */
  reset(): void {
    this.#retry.cancel();
    this.#running?.abort.abort();
    for (const { preview } of this.#own.values()) if (preview) this.#deps.uploader.release(preview);
    this.#own.clear();
    this.#publish();
  }

  dispose(): void {
    this.#phase = 'ended';
    for (const leave of this.#leave) leave();
    this.reset();
  }

  /** The file first: what is written about it on disk promises other tabs that it is there. */
  async #store(item: UploadItem, blob: Blob): Promise<void> {
    try {
      await this.#deps.files.put(item.id, blob);
    } catch {
      // This tab still holds the file and sends it, only a reload would lose it.
      return;
    }
    const own = this.#own.get(item.id);
    if (own && this.#phase !== 'ended') this.#deps.disk.set(keyOf(item.id), JSON.stringify(own.item));
    else if (!own) await this.#deps.files.remove(item.id);
  }

  async #uploadAll(): Promise<void> {
    while (this.#phase === 'working' && this.#deps.online()) {
      const item = this.#next();
      if (!item) return;
      const prepared = await this.#deps.prepare();
      const reply = prepared.ok ? await this.#uploadOne(item) : prepared;
      if (this.#phase !== 'working') return;
      // Taken back meanwhile, or its file is gone.
      if (reply === null || !this.#item(item.id)) continue;
      if (reply.ok) {
        this.#retry.succeeded();
        this.#arrived(item, reply.attachment.id);
      } else if (isPassing(reply.reason)) {
        await this.#retry.pause(this.#deps.online);
      } else {
        this.#write({ ...item, phase: { kind: 'failed', reason: reply.reason } });
      }
    }
  }

  /** Null when there is nothing to upload any more. */
  async #uploadOne(item: UploadItem): Promise<Reply<{ attachment: Attachment }> | null> {
    const blob = await this.#blob(item.id);
    if (!blob) {
      // Taken back meanwhile, or the browser has thrown it away: then somebody has to know.
      if (this.#item(item.id)) this.#write({ ...item, phase: { kind: 'failed', reason: 'not_found' } });
      return null;
    }
    if (this.#phase !== 'working') return null;
    const running = { id: item.id, sent: 0, abort: new AbortController() };
    this.#running = running;
    this.#publish();
    const reply = await this.#deps.uploader.upload(
      { ...item, blob },
      {
        progress: (sent) => {
          running.sent = sent;
          this.#publish();
        },
        signal: running.abort.signal,
      },
    );
    this.#running = null;
    if (!reply.ok) this.#publish();
    return running.abort.signal.aborted ? null : reply;
  }

  /** On its way in the outbox first: from then on it is certain to be sent. */
  #arrived(item: UploadItem, attachment: string): void {
    const { id, by } = item;
    const body = { type: 'attachment', payload: { id: attachment } } as const;
    this.#deps.outbox.add({ id, by, conversation: this.#deps.goesTo(item), body });
    this.#write({ ...item, phase: { kind: 'arrived' }, arrivals: item.arrivals + 1 });
  }

  /** Files whose event is acknowledged or was taken back are done with. */
  #settle(): void {
    for (const { id, phase } of this.#items()) {
      if (phase.kind === 'arrived' && !this.#deps.outbox.holds(id)) this.#forget(id);
    }
  }

  async #blob(id: string): Promise<Blob | null> {
    return this.#own.get(id)?.blob ?? (await this.#deps.files.get(id));
  }

  #next(): UploadItem | undefined {
    const owner = this.#deps.owner();
    return this.#items().find((item) => item.phase.kind === 'waiting' && item.by === owner);
  }

  #item(id: string): UploadItem | undefined {
    return this.#items().find((item) => item.id === id);
  }

  #items(): UploadItem[] {
    const items = new Map<string, UploadItem>();
    for (const { item } of this.#own.values()) items.set(item.id, item);
    for (const key of this.#deps.disk.keys(UPLOAD_PREFIX)) {
      const item = readJson(this.#deps.disk, key, isItem);
      if (item) items.set(item.id, item);
    }
    return [...items.values()].sort((a, b) => a.at - b.at);
  }

  #write(item: UploadItem): void {
    const own = this.#own.get(item.id);
    if (own) own.item = item;
    if (this.#deps.disk.get(keyOf(item.id)) !== null) this.#deps.disk.set(keyOf(item.id), JSON.stringify(item));
    this.#publish();
  }

  #forget(id: string): void {
    this.#gone(id);
    this.#deps.disk.remove(keyOf(id));
    void this.#deps.files.remove(id);
    this.#publish();
  }

  /** Another tab sent it or took it back. */
  #gone(id: string): void {
    if (this.#running?.id === id) this.#running.abort.abort();
    const preview = this.#own.get(id)?.preview;
    if (preview) this.#deps.uploader.release(preview);
    this.#own.delete(id);
  }

  #publish(): void {
    const running = this.#running;
    this.set(
      this.#items().flatMap(({ id, at, name, type, size, conversation, by, phase }) => {
        // The outbox shows it from then on.
        if (phase.kind === 'arrived') return [];
        const preview = this.#own.get(id)?.preview ?? null;
        const uploading = phase.kind === 'waiting' && running?.id === id;
        const shown = uploading ? ({ kind: 'uploading', sent: running.sent } as const) : phase;
        return [{ id, at, name, type, size, conversation, by, preview, phase: shown }];
      }),
    );
  }
}

const keyOf = (id: string) => `${UPLOAD_PREFIX}${id}`;

function isItem(value: unknown): value is UploadItem {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    typeof value.at === 'number' &&
    typeof value.size === 'number' &&
    typeof value.arrivals === 'number' &&
    isRecord(value.phase)
  );
}
