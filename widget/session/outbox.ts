/**
 * Own words on their way. Every item lies on disk under a key of its own from the moment of writing until the service
 * has acknowledged it, so that neither a reload nor another tab can lose one. One tab at a time sends, one item at a
 * time, in the order of the keys. How an item is sent is not known here.
 */
import type { Time } from '../../signaling/protocol/events.ts';
import type { Appended } from '../../signaling/protocol/realtime.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { Clock } from './clock.ts';
import { type Disk, isRecord, readJson } from './disk.ts';
import { OUTBOX_PREFIX } from './known-visitor.ts';
import type { Locks } from './locks.ts';
import { isPassing, Retry } from './retry.ts';
import type { Reply } from './transport.ts';
import type { Pending } from './types.ts';
import { Value } from './value.ts';

export interface OutboxItem {
  id: string;
  at: Time;
  /** Null: the customer's open conversation, or a new one. */
  conversation: string | null;
  /** The agent who wrote it, so that nobody sends a colleague's words; null for a customer. */
  by: string | null;
  body: Pending['body'];
  failed: Reason | null;
}

/** Whoever delivers has taken the item back; it may come again in another form under the same id. */
export const WITHDRAWN = { ok: false, reason: 'withdrawn' } as const;

export interface OutboxDeps {
  disk: Disk;
  locks: Locks;
  clock: Clock;
  random: () => number;
  online: () => boolean;
  /** Whose items this session sends; `unknown` sends nobody's yet. */
  owner: () => string | null | 'unknown';
  /** Resolves with `lost` when nothing is known of the item's fate. */
  deliver(item: OutboxItem): Promise<Reply<Appended> | typeof WITHDRAWN>;
}

type Entry = { key: string; item: OutboxItem };

export class Outbox extends Value<readonly OutboxItem[]> {
  readonly #deps: OutboxDeps;
  readonly #retry: Retry;
  readonly #leaveDisk: () => void;
  #onDisk: readonly Entry[] = [];
  /**
   * Items that are off the disk (acknowledged here or sent by another tab) while their event isn't in the
   * conversation yet: they are shown until it is.
   */
  readonly #landing = new Map<string, Entry>();
  #drain: 'resting' | 'draining' | 'ended' = 'resting';

  constructor(deps: OutboxDeps) {
    super([]);
    this.#deps = deps;
    this.#retry = new Retry(deps.clock, deps.random);
    this.#leaveDisk = deps.disk.subscribe((key) => {
      if (!key.startsWith(OUTBOX_PREFIX)) return;
      this.#read();
      this.pump();
    });
    this.#read();
  }

  /** On disk when it returns. */
  add(item: Omit<OutboxItem, 'at' | 'failed'>): void {
    const { at, key } = this.#nextKey(item.id);
    this.#write(key, { ...item, at, failed: null });
    this.#read();
    this.pump();
  }

  retry(id: string): void {
    const entry = this.#find(id);
    if (!entry?.item.failed) return;
    this.#write(entry.key, { ...entry.item, failed: null });
    this.#read();
    this.pump();
  }

  /** Takes a failed item back. What is on its way can't be. */
  discard(id: string): OutboxItem | null {
    const entry = this.#find(id);
    if (!entry?.item.failed) return null;
    this.#deps.disk.remove(entry.key);
    this.#read();
    return entry.item;
  }

  /** The events are in the conversation: their items are done, whether or not an acknowledgement came. */
  settle(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#landing.delete(id);
      const entry = this.#find(id);
      if (entry) this.#remove(entry);
    }
    this.#read();
  }

  /** The conversation was caught up with: what had left the disk before is in it, or nowhere. */
  landed(ids: Iterable<string>): void {
    let changed = false;
    for (const id of ids) changed = this.#landing.delete(id) || changed;
    if (changed) this.#publish();
  }

  landing(): string[] {
    return [...this.#landing.keys()];
  }

  /** Whether the item still waits for its acknowledgement, whichever tab sends it. */
  holds(id: string): boolean {
    return this.#deps.disk.keys(OUTBOX_PREFIX).some((key) => key.endsWith(`.${id}`));
  }

  /** Sends what waits, if that is possible now. */
  pump(): void {
    if (this.#drain !== 'resting' || !this.#deps.online() || !this.#next()) return;
    this.#drain = 'draining';
    void this.#deps.locks
      .exclusive('outbox', () => this.#sendAll())
      .finally(() => {
        if (this.#drain === 'ended') return;
        this.#drain = 'resting';
        // Something may have been written between the last look and here.
        this.pump();
      });
  }

  /** Forgets what it shows; the disk was wiped. */
  reset(): void {
    this.#retry.cancel();
    this.#onDisk = [];
    this.#landing.clear();
    this.#read();
  }

  dispose(): void {
    this.#drain = 'ended';
    this.#retry.cancel();
    this.#leaveDisk();
  }

  async #sendAll(): Promise<void> {
    while (this.#drain === 'draining' && this.#deps.online()) {
      const entry = this.#next();
      if (!entry) return;
      const reply = await this.#deps.deliver(entry.item);
      if (this.#drain !== 'draining') return;
      if (reply.ok) {
        this.#retry.succeeded();
        this.#deps.disk.remove(entry.key);
        this.#read();
      } else if (reply.reason === 'withdrawn') {
        this.#remove(entry);
        this.#read();
      } else if (isPassing(reply.reason)) {
        await this.#retry.pause(this.#deps.online);
      } else if (this.#deps.disk.get(entry.key) !== null) {
        this.#write(entry.key, { ...entry.item, failed: reply.reason });
        this.#read();
      }
    }
  }

  #next(): Entry | undefined {
    const owner = this.#deps.owner();
    return this.#entries().find(({ item }) => item.failed === null && item.by === owner);
  }

  #entries(): Entry[] {
    return this.#deps.disk.keys(OUTBOX_PREFIX).flatMap((key) => {
      const item = readJson(this.#deps.disk, key, isItem);
      return item ? [{ key, item }] : [];
    });
  }

  #find(id: string): Entry | undefined {
    return this.#onDisk.find(({ item }) => item.id === id);
  }

  #write(key: string, item: OutboxItem): void {
    this.#deps.disk.set(key, JSON.stringify(item));
  }

  /** Later than every key there is, also when the machine's clock was set back or stands still. */
  #nextKey(id: string): { at: Time; key: string } {
    const last = this.#deps.disk.keys(OUTBOX_PREFIX).at(-1)?.slice(OUTBOX_PREFIX.length).split('.') ?? [];
    const lastAt = Number(last[0] ?? 0);
    const now = Math.floor(this.#deps.clock.now());
    const at = Math.max(now, lastAt);
    const count = now > lastAt ? 0 : Number(last[1] ?? 0) + 1;
    return { at, key: `${OUTBOX_PREFIX}${String(at).padStart(15, '0')}.${String(count).padStart(6, '0')}.${id}` };
  }

  /** Off the disk, and not on its way to the conversation either. */
  #remove(entry: Entry): void {
    this.#deps.disk.remove(entry.key);
    this.#onDisk = this.#onDisk.filter(({ key }) => key !== entry.key);
  }

  #read(): void {
    const entries = this.#entries();
    const ids = new Set(entries.map(({ item }) => item.id));
    // Withdrawn by another tab, and here again.
    for (const id of ids) this.#landing.delete(id);
    for (const entry of this.#onDisk) {
      if (!ids.has(entry.item.id) && entry.item.failed === null) this.#landing.set(entry.item.id, entry);
    }
    this.#onDisk = entries;
    this.#publish();
  }

  #publish(): void {
    const entries = [...this.#landing.values(), ...this.#onDisk].sort((a, b) => (a.key < b.key ? -1 : 1));
    const next = entries.map(({ item }) => item);
    if (JSON.stringify(next) !== JSON.stringify(this.getState())) this.set(next);
  }
}

function isItem(value: unknown): value is OutboxItem {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    typeof value.at === 'number' &&
    isRecord(value.body) &&
    typeof value.body.type === 'string'
  );
}
