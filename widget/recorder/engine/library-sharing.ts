/**
 * Recordings on their way into a conversation, one at a time, by one tab at a time. How far each has come is written in
 * its entry, so that a reload, another page or another tab goes on from there. Knows nothing of how bytes travel.
 */
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import { isPassing, Retry } from '../../session/retry.ts';
import type { ShareState } from '../types.ts';
import type { SharingDeps } from './library-deps.ts';
import { fileNameOf, typeOf } from './library-names.ts';
import type { RecordingEntry, Sending } from './recordings-index.ts';

/** The list of recordings, as far as sharing needs it. */
export interface SharingHost {
  /** Those that may be sent. */
  entries(): readonly RecordingEntry[];
  /** As it is on disk now, whatever other tabs have done. */
  fresh(id: string): Promise<RecordingEntry | null>;
  change(id: string, change: (entry: RecordingEntry) => RecordingEntry): Promise<void>;
  /** What `stateOf` says has changed. */
  changed(): void;
}

/** How often progress is written down for other tabs and for after a reload, in milliseconds. */
const SENT_WRITTEN_MS = 1_000;

/** A file that the service misses when it is announced is sent again once; if that doesn't help, something else is missing. */
const ARRIVALS_MAX = 2;

const SHARED_LOCK = 'recordings-shared';

export class Sharing {
  readonly #deps: SharingDeps;
  readonly #host: SharingHost;
  readonly #retry: Retry;
  #running: { id: string; sent: number; writtenAt: number; abort: AbortController } | null = null;
  #phase: 'resting' | 'working' | 'ended' = 'resting';

  constructor(deps: SharingDeps, host: SharingHost) {
    this.#deps = deps;
    this.#host = host;
    this.#retry = new Retry(deps.clock, deps.random);
  }

  stateOf({ id, share }: RecordingEntry): ShareState {
    switch (share.kind) {
      case 'none':
        return { kind: 'none' };
      case 'waiting':
        return this.#running?.id === id
          ? { kind: 'sending', sent: this.#running.sent }
          : { kind: 'waiting', sent: share.sent };
      case 'failed':
        return { kind: 'failed', reason: share.reason };
      case 'shared':
        return { kind: 'shared', at: share.at };
    }
  }

  async share(id: string): Promise<void> {
    const owner = this.#deps.owner();
    if (owner === 'unknown') return;
    const conversation = this.#deps.conversation();
    const sending: Sending = {
      conversation,
      by: owner,
      event: this.#deps.ids(),
      url: null,
      sent: 0,
      file: null,
      arrivals: 0,
    };
    await this.#host.change(id, (entry) => {
      const isPlayable = entry.state === 'ready' || entry.state === 'recovered';
      const { share } = entry;
      // Into another conversation it may be sent once more.
      const isNews = share.kind === 'none' || (share.kind === 'shared' && share.conversation !== conversation);
      return isPlayable && isNews ? { ...entry, share: { kind: 'waiting', ...sending } } : entry;
    });
    this.pump();
  }

  /** What has arrived can't be taken back: the conversation may know of it already. */
  async cancel(id: string): Promise<void> {
    await this.#host.change(id, (entry) => {
      const { share } = entry;
      const isOnItsWay = (share.kind === 'waiting' && share.file === null) || share.kind === 'failed';
      return isOnItsWay ? { ...entry, share: { kind: 'none' } } : entry;
    });
    this.look();
  }

  /** Tries again whatever was refused, and at once what waits for the line. */
  async retry(): Promise<void> {
    for (const { id, share } of this.#host.entries()) {
      if (share.kind !== 'failed') continue;
      await this.#host.change(id, (entry) => {
        if (entry.share.kind !== 'failed') return entry;
        const { reason: _, ...sending } = entry.share;
        return { ...entry, share: { ...sending, kind: 'waiting', arrivals: 0 } };
      });
    }
    this.#retry.cancel();
    this.pump();
  }

  /** The list has changed, here or in another tab: what is being sent may have been taken back. */
  look(): void {
    const running = this.#running;
    const entry = this.#host.entries().find(({ id }) => id === running?.id);
    if (running && entry?.share.kind !== 'waiting') running.abort.abort();
  }

  /** Sends what waits, if that is possible now. */
  pump(): void {
    if (this.#phase !== 'resting' || !this.#deps.online() || !this.#next()) return;
    this.#phase = 'working';
    void this.#deps.locks
      .exclusive(SHARED_LOCK, () => this.#sendAll())
      .finally(() => {
        if (this.#phase === 'ended') return;
        this.#phase = 'resting';
        this.pump();
      });
  }

  /** What is on its way stays written down, and goes on elsewhere. */
  dispose(): void {
    this.#phase = 'ended';
    this.#retry.cancel();
    this.#running?.abort.abort();
  }

  async #sendAll(): Promise<void> {
    while (this.#phase === 'working' && this.#deps.online()) {
      const known = this.#next();
      if (!known) return;
      // Another tab may have been at it until now, and the news of that are still on their way.
      const entry = await this.#host.fresh(known.id);
      if (entry?.share.kind !== 'waiting') continue;
      const prepared = await this.#deps.prepare();
      if (this.#phase !== 'working') return;
      const reply = prepared.ok ? await this.#sendOne(entry, entry.share) : prepared;
      if (reply.ok) this.#retry.succeeded();
      else if (isPassing(reply.reason)) await this.#retry.pause(this.#deps.online);
      else await this.#refused(entry.id, entry.share, reply.reason);
    }
  }

  /** One step: the bytes, or the word that they are there. */
  async #sendOne(
    entry: RecordingEntry,
    share: Sending,
  ): Promise<{ ok: true } | { ok: false; reason: Reason | 'lost' }> {
    const { id } = entry;
    const { event, conversation, file } = share;
    if (file !== null) {
      const told = await this.#deps.announce({ event, conversation, file });
      if (told.ok) await this.#shared(id, share);
      return told;
    }
    const blob = await this.#deps.files.read(id);
    if (!blob) return { ok: false, reason: 'not_found' };
    const abort = new AbortController();
    const running = { id, sent: share.sent, writtenAt: this.#deps.clock.now(), abort };
    this.#running = running;
    // Between the last look and now it may have been taken back.
    this.look();
    this.#host.changed();
    const reply = await this.#deps.uploader.upload(
      {
        id,
        blob,
        name: fileNameOf(this.#deps.nameOf(entry), entry.format),
        type: typeOf(entry),
        length: entry.length,
        conversation,
        url: share.url,
      },
      {
        started: (url) => void this.#write(id, event, { url }),
        progress: (sent) => this.#progress(running, event, sent),
        signal: abort.signal,
      },
    );
    if (reply.ok && !abort.signal.aborted) {
      const { file: arrived } = reply;
      await this.#write(id, event, { file: arrived, url: null, sent: blob.size, arrivals: share.arrivals + 1 });
    }
    this.#running = null;
    this.#host.changed();
    return abort.signal.aborted ? { ok: true } : reply;
  }

  #progress(running: { id: string; sent: number; writtenAt: number }, event: string, sent: number): void {
    running.sent = sent;
    this.#host.changed();
    const now = this.#deps.clock.now();
    if (now - running.writtenAt < SENT_WRITTEN_MS) return;
    running.writtenAt = now;
    void this.#write(running.id, event, { sent });
  }

  async #shared(id: string, { event, conversation }: Sending): Promise<void> {
    const at = this.#deps.clock.now();
    await this.#host.change(id, (entry) =>
      isSent(entry, event) ? { ...entry, share: { kind: 'shared', at, conversation } } : entry,
    );
  }

  /** The service threw the file away before it was announced: then it is sent once more. */
  async #refused(id: string, { event, file, arrivals }: Sending, reason: Reason): Promise<void> {
    if (file !== null && reason === 'not_found' && arrivals < ARRIVALS_MAX) {
      await this.#write(id, event, { file: null, sent: 0 });
      return;
    }
    await this.#host.change(id, (entry) =>
      isSent(entry, event) ? { ...entry, share: { ...entry.share, kind: 'failed', reason } } : entry,
    );
  }

  /** Nothing is written to what has been taken back meanwhile. */
  async #write(id: string, event: string, change: Partial<Sending>): Promise<void> {
    await this.#host.change(id, (entry) =>
      isSent(entry, event) ? { ...entry, share: { ...entry.share, ...change } } : entry,
    );
  }

  #next(): RecordingEntry | undefined {
    const owner = this.#deps.owner();
    return this.#host.entries().find(({ share }) => share.kind === 'waiting' && share.by === owner);
  }
}

type Waiting = RecordingEntry & { share: Extract<RecordingEntry['share'], { kind: 'waiting' }> };

const isSent = (entry: RecordingEntry, event: string): entry is Waiting =>
  entry.share.kind === 'waiting' && entry.share.event === event;
