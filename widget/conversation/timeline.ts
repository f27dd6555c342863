/**
 * From a conversation's state to the rows that are drawn: blocks of events, runs of one author, days, the "new" line. Pure;
 * knows no words, no Lit, no DOM.
 */
import { type ConversationEvent, isSaid, type Side } from '../../signaling/protocol/events.ts';
import type { ConversationView, Delivery, Pending, Upload } from '../session/types.ts';

/** Events in a block. A block is drawn again as a whole, so it is small; there is one element for each, so not too small. */
export const BLOCK_EVENTS = 40;

export type Entry =
  | { kind: 'event'; id: string; at: number; event: ConversationEvent }
  | { kind: 'pending'; id: string; at: number; pending: Pending }
  | { kind: 'upload'; id: string; at: number; upload: Upload };

/** What the meta line under a message says beside the time. */
export type Progress = Delivery | 'sending' | 'failed' | null;

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'chip'; key: string; event: ConversationEvent; firstAssigned: boolean; callBack: boolean }
  | { kind: 'note'; key: string; entry: Entry; progress: Progress }
  /** `first` and `last` in a run of one author and one minute. */
  | { kind: 'message'; key: string; entry: Entry; own: boolean; first: boolean; last: boolean; progress: Progress };

/** A stretch of the log that is drawn as one. Its key stays the same when the log grows at either end. */
export interface Block {
  key: number;
  events: readonly ConversationEvent[];
  notes: readonly ConversationEvent[];
  before: ConversationEvent | undefined;
  after: ConversationEvent | undefined;
  /** Only the last block has these. */
  pending: readonly Pending[];
  uploads: readonly Upload[];
  isLast: boolean;
  /** The event before which the line is drawn, if it is in this block; else 0. */
  newBefore: number;
  /** The own event that shows how far it has come, if it is in this block. */
  mark: { seq: number; delivery: Delivery } | null;
  /** The first time that somebody took the conversation, if that is in this block; else 0. */
  firstAssigned: number;
  /** The call that this side missed and may want to return, if it is in this block; else 0. */
  callBack: number;
}

const NONE: readonly never[] = [];

const blockOf = (seq: number) => Math.floor((seq - 1) / BLOCK_EVENTS);
const within = (key: number, seq: number) => (seq > 0 && blockOf(seq) === key ? seq : 0);

/** @param newBefore the `seq` before which the "new" line stands, 0 for none */
export function blocksOf(view: ConversationView, newBefore: number): Block[] {
  const { events } = view;
  const firstSeq = events[0]?.seq ?? 1;
  const firstBlock = blockOf(firstSeq);
  const lastBlock = Math.max(firstBlock, blockOf(events.at(-1)?.seq ?? 0));
  const mark = view.pending.length > 0 ? null : lastOwn(view);
  const firstAssigned = firstSeq === 1 ? (events.find((event) => event.type === 'assigned')?.seq ?? 0) : 0;
  const callBack = missedCall(view);
  const takeNotes = noteTaker(view.side === 'agent' ? view.notes : NONE);

  return Array.from({ length: lastBlock - firstBlock + 1 }, (_, index): Block => {
    const key = firstBlock + index;
    const isLast = key === lastBlock;
    const start = Math.max(0, key * BLOCK_EVENTS + 1 - firstSeq);
    const end = Math.min(events.length, (key + 1) * BLOCK_EVENTS + 1 - firstSeq);
    return {
      key,
      events: events.slice(start, end),
      notes: takeNotes(isLast ? Number.POSITIVE_INFINITY : (events[end - 1]?.at ?? 0)),
      before: events[start - 1],
      after: events[end],
      pending: isLast ? view.pending : NONE,
      uploads: isLast ? view.uploads : NONE,
      isLast,
      newBefore: within(key, newBefore),
      mark: mark !== null && within(key, mark.seq) > 0 ? mark : null,
      firstAssigned: within(key, firstAssigned),
      callBack: within(key, callBack),
    };
  });
}

/** Gives out the notes in order, those before a time with each call. */
function noteTaker(notes: readonly ConversationEvent[]): (before: number) => readonly ConversationEvent[] {
  let taken = 0;
  return (before) => {
    const from = taken;
    while (taken < notes.length && (notes[taken]?.at ?? 0) < before) taken++;
    return from === taken ? NONE : notes.slice(from, taken);
  };
}

/** What a block's drawing depends on: as long as each of these is the same, it needn't be drawn again. */
export function dependenciesOf(block: Block): unknown[] {
  return [
    block.events.length,
    block.events[0],
    block.before,
    block.after,
    block.pending,
    block.uploads,
    block.newBefore,
    block.mark?.seq,
    block.mark?.delivery,
    block.firstAssigned,
    block.callBack,
    ...block.notes,
  ];
}

/** @param dayOf names the local day of a time */
export function rowsOf(block: Block, side: Side, dayOf: (at: number) => string): Row[] {
  const entries = entriesOf(block);
  const before = block.before === undefined ? undefined : entryOf(block.before);
  const after = block.after === undefined ? undefined : entryOf(block.after);
  const lastUnsent = block.pending.findLast(({ delivery }) => delivery === 'sending')?.id;
  const rows: Row[] = [];

  entries.forEach((entry, index) => {
    const previous = entries[index - 1] ?? before;
    const next = entries[index + 1] ?? after;
    const newDay = previous === undefined || dayOf(previous.at) !== dayOf(entry.at);
    if (newDay) rows.push({ kind: 'day', key: `day-${entry.id}`, at: entry.at });
    const seq = entry.kind === 'event' && entry.event.log === 'main' ? entry.event.seq : 0;
    const isNew = seq > 0 && seq === block.newBefore;
    if (isNew) rows.push({ kind: 'new', key: 'new' });

    if (isNote(entry)) {
      rows.push({ kind: 'note', key: entry.id, entry, progress: progressOf(entry, block, lastUnsent) });
    } else if (entry.kind === 'event' && !isSaid(entry.event.type)) {
      const firstAssigned = seq === block.firstAssigned;
      rows.push({ kind: 'chip', key: entry.id, event: entry.event, firstAssigned, callBack: seq === block.callBack });
    } else {
      const nextSeq = next?.kind === 'event' && next.event.log === 'main' ? next.event.seq : 0;
      const lineFollows = nextSeq > 0 && nextSeq === block.newBefore;
      const dayEnds = next !== undefined && dayOf(next.at) !== dayOf(entry.at);
      rows.push({
        kind: 'message',
        key: entry.id,
        entry,
        own: isOwn(entry, side),
        first: newDay || isNew || previous === undefined || !sameRun(previous, entry, side),
        last: lineFollows || dayEnds || next === undefined || !sameRun(entry, next, side),
        progress: progressOf(entry, block, lastUnsent),
      });
    }
  });
  return rows;
}

/** The entries in the order in which they are seen: log and notes by time, then what is on its way. */
function entriesOf(block: Block): Entry[] {
  const entries: Entry[] = [];
  let note = 0;
  for (const event of block.events) {
    for (let n = block.notes[note]; n !== undefined && n.at < event.at; n = block.notes[++note])
      entries.push(entryOf(n));
    entries.push(entryOf(event));
  }
  entries.push(...block.notes.slice(note).map(entryOf));
  const uploading = new Set(block.uploads.map(({ id }) => id));
  const waiting: Entry[] = [
    // A file whose upload is over waits as both for a moment; the upload knows its name and picture.
    ...block.pending
      .filter(({ id }) => !uploading.has(id))
      .map((pending): Entry => ({ kind: 'pending', id: pending.id, at: pending.at, pending })),
    ...block.uploads.map((upload): Entry => ({ kind: 'upload', id: upload.id, at: upload.at, upload })),
  ];
  return [...entries, ...waiting.sort((a, b) => a.at - b.at)];
}

const entryOf = (event: ConversationEvent): Entry => ({ kind: 'event', id: event.id, at: event.at, event });

const isNote = (entry: Entry) =>
  entry.kind === 'event' ? entry.event.type === 'note' : entry.kind === 'pending' && entry.pending.body.type === 'note';
const isMessage = (entry: Entry) => (entry.kind === 'event' ? isSaid(entry.event.type) : !isNote(entry));
const isOwn = (entry: Entry, side: Side) => entry.kind !== 'event' || entry.event.actor.kind === side;

/** Two agents stand on one side, but are two people. What waits is by whoever writes here. */
function sameAuthor(a: Entry, b: Entry, side: Side): boolean {
  if (isOwn(a, side) !== isOwn(b, side)) return false;
  return a.kind !== 'event' || b.kind !== 'event' || a.event.actor.id === b.event.actor.id;
}

function sameRun(a: Entry, b: Entry, side: Side): boolean {
  return isMessage(a) && isMessage(b) && sameAuthor(a, b, side) && minuteOf(a) === minuteOf(b);
}

const MINUTE_MS = 60_000;
const minuteOf = (entry: Entry) => Math.floor(entry.at / MINUTE_MS);

function progressOf(entry: Entry, block: Block, lastUnsent: string | undefined): Progress {
  if (entry.kind === 'event') return entry.event.seq === block.mark?.seq ? block.mark.delivery : null;
  if (entry.kind === 'upload') return null;
  if (entry.pending.delivery === 'failed') return 'failed';
  return entry.id === lastUnsent ? 'sending' : null;
}

/** The last thing that this side has said, and how far it has come. */
function lastOwn({ events, side, state }: ConversationView): Block['mark'] {
  const last = events.findLast((event) => isSaid(event.type) && event.actor.kind === side);
  if (last === undefined || state === null) return null;
  const other = state.marks[side === 'customer' ? 'agent' : 'customer'];
  const delivery = other.read >= last.seq ? 'read' : other.delivered >= last.seq ? 'delivered' : 'sent';
  return { seq: last.seq, delivery };
}

/** The latest call, if this side missed it and nothing stands in the way of another; its `seq`, else 0. */
function missedCall({ events, side, state }: ConversationView): number {
  if (state === null || state.call !== null || state.status.kind !== 'assigned') return 0;
  const latest = events.findLast((event) => event.type.startsWith('call_'));
  return latest?.type === 'call_missed' && latest.payload.by !== side ? latest.seq : 0;
}
