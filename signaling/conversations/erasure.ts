/**
 * A person goes away, and so do conversations that are older than the operator keeps them: rows, files and recordings. Files go
 * before the rows that name them, so that whoever is stopped in the middle leaves nothing that nobody knows of; the next sweep,
 * on whichever node, goes on. Knows neither disks nor lines.
 */
import type { AuditEntry } from '../protocol/audit.ts';
import type { Time } from '../protocol/events.ts';
import type { Erased } from '../protocol/http.ts';
import type { Store } from '../store/store.ts';

/** At once, in one sweep: so that it never holds up those who write now. */
const STEP = 20;
/** How long an erased customer's id is remembered, in milliseconds: no line lives that long without having been told. */
const REMEMBERED_MS = 30 * 24 * 60 * 60_000;

export interface ErasureDeps {
  store: Store;
  /** Throws when the files lie elsewhere than where they would be looked for. */
  requireFolder: () => Promise<void>;
  /** Of both kinds; those that aren't there are no failure. */
  removeFiles: (ids: readonly string[]) => Promise<void>;
  /** What this customer has begun to upload, and not finished. */
  removeUploads: (customer: string) => Promise<void>;
  /** This is nobody any more: what they have open ends in good order, and so do their lines. */
  begun: (customer: string) => Promise<void>;
  /** Whoever sees the conversation sees it no more. */
  gone: (conversation: string) => void;
  /** So many were old enough, and are gone. */
  byAge: (conversations: number) => void;
  now: () => Time;
}

export interface Erasure {
  /** The person whom this customer is; `entry` is for the audit log. Null: there is nobody. */
  person(customer: string, entry: AuditEntry): Promise<Erased | null>;
  /** Goes on with what was begun, here or elsewhere; erases what was closed before, and customers who have nothing left; null: keeps. */
  sweep(closedBefore: Time | null): Promise<void>;
}

const NOTHING: Erased = { conversations: 0, events: 0, files: 0, recordings: 0 };

const sum = (some: readonly Erased[]): Erased =>
  some.reduce(
    (a, b) => ({
      conversations: a.conversations + b.conversations,
      events: a.events + b.events,
      files: a.files + b.files,
      recordings: a.recordings + b.recordings,
    }),
    NOTHING,
  );

/** Goes on after a failure, which is thrown when all is done. */
function oneByOne() {
  const failures: unknown[] = [];
  return {
    async try<T>(work: () => Promise<T>): Promise<{ value: T } | null> {
      try {
        return { value: await work() };
      } catch (error) {
        failures.push(error);
        return null;
      }
    },
    end() {
      if (failures.length > 0) throw failures[0];
    },
  };
}

export function erasure(deps: ErasureDeps): Erasure {
  const { store, now } = deps;
  /** Whose turn it is in this process, so that what one request erases is counted by it. */
  let turn: Promise<unknown> = Promise.resolve();
  /** Something was erased by age since the database's files were last scrubbed. */
  let traces: 'none' | 'some' = 'none';

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  async function files(of: Parameters<Store['filesOf']>[0]): Promise<Erased> {
    const found = await store.filesOf(of);
    const ids = found.map(({ id }) => id);
    await deps.removeFiles(ids);
    await store.removeAttachments(ids);
    const recordings = found.filter(({ length }) => length !== undefined).length;
    return { ...NOTHING, files: found.length - recordings, recordings };
  }

  async function conversation(id: string): Promise<Erased> {
    let erased = NOTHING;
    for (;;) {
      erased = sum([erased, await files({ conversations: [id] })]);
      const result = await store.eraseConversation(id);
      // Something was sent in between.
      if (result === 'files') continue;
      deps.gone(id);
      return result === 'gone' ? erased : sum([erased, { ...NOTHING, conversations: 1, events: result.events }]);
    }
  }

  async function finish(customers: readonly string[]): Promise<Erased> {
    let erased = NOTHING;
    const work = oneByOne();
    const each = async (some: readonly string[], step: (customer: string) => Promise<void>) => {
      const done: string[] = [];
      for (const customer of some) if (await work.try(() => step(customer))) done.push(customer);
      return done;
    };
    // Whoever began may have been stopped before this.
    let left = await each(customers, (customer) => deps.begun(customer));
    while (left.length > 0) {
      left = await each(left, async (customer) => {
        for (const { state } of await store.conversationsOf(customer)) {
          erased = sum([erased, await conversation(state.id)]);
        }
        await deps.removeUploads(customer);
        erased = sum([erased, await files({ customers: [customer] })]);
      });
      // Before it counts as done: until then it is tried again.
      await store.scrub();
      const ended = await Promise.all(left.map((customer) => store.endErase(customer)));
      left = left.filter((_, index) => !ended[index]);
    }
    work.end();
    return erased;
  }

  async function old(before: Time): Promise<void> {
    const due = await store.closedBefore(before, STEP);
    const work = oneByOne();
    let erased = 0;
    for (const id of due) if (await work.try(() => conversation(id))) erased += 1;
    if (erased > 0) {
      traces = 'some';
      deps.byAge(erased);
    }
    await work.try(async () => store.beginErase(await store.silentSince(before, STEP), now()));
    // Once for all that was due, since it reads whole tables.
    if (traces === 'some' && erased < STEP) {
      if (await work.try(() => store.scrub())) traces = 'none';
    }
    work.end();
  }

  return {
    person: (customer, entry) =>
      inTurn(async () => {
        await deps.requireFolder();
        const ids = (await store.person(customer)).map(({ id }) => id);
        await store.beginErase(ids, now(), entry);
        if (ids.length > 0) return finish(ids);
        return (await store.erasing()).includes(customer) ? finish([customer]) : null;
      }),
    sweep: (closedBefore) =>
      inTurn(async () => {
        await deps.requireFolder();
        const work = oneByOne();
        if (closedBefore !== null) await work.try(() => old(closedBefore));
        await work.try(async () => finish(await store.erasing()));
        await work.try(() => store.forgetErased(now() - REMEMBERED_MS));
        work.end();
      }),
  };
}
