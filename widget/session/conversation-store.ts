/**
 * One conversation and one participant: the local copy, own words on their way, files, marks, typing and draft, put
 * together into what a view draws. The parts do the work; this file only joins them.
 */
import type { ConversationState } from '../../signaling/protocol/conversation.ts';
import type { Attachment, ConversationEvent, Side } from '../../signaling/protocol/events.ts';
import type { Appended, Marks as MarksPush, Typing } from '../../signaling/protocol/realtime.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import type { AppendBody } from '../../signaling/protocol/schemas.ts';
import { AttachmentUrls } from './attachment-urls.ts';
import type { Clock } from './clock.ts';
import { DirectEvents } from './direct.ts';
import type { Disk } from './disk.ts';
import { Draft } from './draft.ts';
import type { ConversationLink } from './link.ts';
import { LiveCallLine } from './live-call-line.ts';
import { Marks } from './marks.ts';
import type { Outbox, OutboxItem } from './outbox.ts';
import { type RecordingLine, recordingLine, type SharingLine } from './recording-line.ts';
import { Replica, type ReplicaDeps } from './replica.ts';
import type { Reply } from './transport.ts';
import type { ConversationStore, ConversationView, FileLike, Pending } from './types.ts';
import { OtherTyping, OwnTyping } from './typing.ts';
import { refusalOf, type Uploads } from './uploads.ts';
import { Value } from './value.ts';

/** Read within this time of its coming, a message was read while it came; later, the person had been away. */
const READ_AT_ONCE_MS = 2_000;

/** The service would begin another conversation, which isn't the one that the person looks at. */
const CLOSED = { ok: false, reason: 'closed' } as const;

export interface ConversationStoreDeps {
  side: Side;
  link: ConversationLink;
  clock: Clock;
  random: () => number;
  ids: () => string;
  disk: Disk;
  online: () => boolean;
  /** Before a customer's first upload: makes sure that the service knows them. */
  prepare: () => Promise<Reply>;
  outbox: Outbox;
  uploads: Uploads;
  follow: ReplicaDeps['follow'];
  dismissed?: () => string | null;
  /** Name of the draft on disk. */
  draft: string;
  /** Whether something on its way to this conversation (null: to the customer's open one) is shown here. */
  shows: (conversation: string | null) => boolean;
  /** The agent who writes here; null for a customer. */
  by: () => string | null;
  /** Whether this client's marks count for its side. */
  counts: (state: ConversationState) => boolean;
  /** Whether there may be something to load. */
  begin: 'empty' | 'loading';
  /**
   * Stores what may begin a conversation. Null: nothing begins here, such an event goes into the conversation that is
   * shown.
   */
  starts: ((store: (conversation: null) => Promise<Result<Appended>>) => Promise<Result<Appended>>) | null;
}

export class LiveConversation extends Value<ConversationView> implements ConversationStore {
  readonly #deps: ConversationStoreDeps;
  readonly #replica: Replica;
  readonly #marks: Marks;
  readonly #own: OwnTyping;
  readonly #other: OtherTyping;
  readonly #draft: Draft;
  readonly #noteDraft: Draft;
  readonly #direct: DirectEvents;
  readonly #urls: AttachmentUrls;
  readonly calls: LiveCallLine;
  readonly recordings: RecordingLine;
  readonly sharing: SharingLine;
  readonly #leave: (() => void)[];
  #opened: { conversation: string | null; read: number } = { conversation: null, read: 0 };
  /** When the oldest unread event came. */
  #unreadSince: number | null = null;

  constructor(deps: ConversationStoreDeps) {
    super({
      side: deps.side,
      phase: { kind: deps.begin },
      state: null,
      events: [],
      notes: [],
      earlier: 'none',
      pending: [],
      uploads: [],
      typing: null,
      draft: '',
      noteDraft: '',
      readWhenOpened: 0,
      unread: 0,
    });
    this.#deps = deps;
    const refresh = () => this.#refresh();
    this.#replica = new Replica(
      { ...deps, landing: () => deps.outbox.landing(), caughtUp: (landing) => this.#caughtUp(landing) },
      deps.begin,
    );
    this.#marks = new Marks({ ...deps, look: () => this.#look() });
    this.#own = new OwnTyping(deps.clock, (on) => this.#tellTyping(on));
    this.#other = new OtherTyping(deps.clock, refresh);
    this.#draft = new Draft(deps.disk, deps.draft, refresh);
    this.#noteDraft = new Draft(deps.disk, `${deps.draft}/note`, refresh);
    this.#direct = new DirectEvents(deps.link, deps.ids);
    this.#urls = new AttachmentUrls(deps.clock, deps.link.attachmentUrl);
    this.calls = new LiveCallLine({
      side: deps.side,
      link: deps.link.calls,
      online: deps.online,
      conversation: () => this.id,
      call: () => this.#look().state?.call ?? null,
      head: () => this.#head,
      append: (body, head) => this.direct(body, head),
      begin: (body, head) => this.#begin(body, head),
      caughtUp: () => this.#replica.caughtUp(),
    });
    this.recordings = recordingLine((body) => this.direct(body));
    this.sharing = this.#sharing();
    this.#leave = [
      this.#replica.subscribe(() => this.#replicaChanged()),
      deps.outbox.subscribe(refresh),
      deps.uploads.subscribe(refresh),
    ];
    this.#refresh();
  }

  /** The conversation that is shown, if it is known. */
  get id(): string | null {
    return this.#replica.id;
  }

  // What the service tells; called by the session.

  receive(events: readonly ConversationEvent[]): void {
    if (events.some((event) => event.actor.kind !== this.#deps.side)) this.#other.heard(false, null);
    this.#replica.receive(events);
  }

  receiveMarks(push: MarksPush): void {
    this.#replica.receiveMarks(push.marks);
  }

  receiveTyping(push: Typing): void {
    if (push.side !== this.#deps.side) this.#other.heard(push.on, push.name);
  }

  heard(seq: number): void {
    this.#replica.heard(seq);
  }

  heardNotes(seq: number): void {
    this.#replica.heardNotes(seq);
  }

  /** The line stands again, or may be dead: catch up, and tell what was not heard. */
  sync(): void {
    this.#replica.sync();
    this.#marks.changed();
  }

  /** An own event was stored. In another conversation than the one shown, when that was closed or not there yet. */
  landed(appended: Appended, customer: string): void {
    if (appended.conversation === this.id) this.receive([appended.event]);
    else this.#replica.begin(appended.event, customer);
  }

  reset(phase: 'empty' | 'loading'): void {
    this.#other.heard(false, null);
    this.#replica.reset(phase);
    this.#draft.reload();
    this.#noteDraft.reload();
    this.#refresh();
  }

  /** A person turns to it: the line that says "new" moves. */
  open(): void {
    this.#opened = { conversation: this.id, read: this.#look().state?.marks[this.#deps.side].read ?? 0 };
    this.#refresh();
  }

  dispose(): void {
    for (const leave of this.#leave) leave();
    this.#replica.dispose();
    this.#marks.dispose();
    this.#own.dispose();
    this.#other.dispose();
    this.#draft.dispose();
    this.#noteDraft.dispose();
  }

  // What the view asks for.

  send(text: string): string {
    if (text.trim() === this.#draft.text.trim()) this.#draft.write('');
    return this.#put({ type: 'message', payload: { text: text.trim() } });
  }

  note(text: string): string {
    if (text.trim() === this.#noteDraft.text.trim()) this.#noteDraft.write('');
    return this.#put({ type: 'note', payload: { text: text.trim() } });
  }

  retry(id: string): void {
    this.#deps.outbox.retry(id);
    this.#deps.uploads.retry(id);
  }

  discard(id: string): void {
    const item = this.#deps.outbox.discard(id);
    if (item?.body.type === 'message' && this.#draft.text === '') this.setDraft(item.body.payload.text);
    if (item?.body.type === 'note' && this.#noteDraft.text === '') this.setNoteDraft(item.body.payload.text);
  }

  attach(file: FileLike): { ok: true; id: string } | { ok: false; reason: Reason } {
    const reason = refusalOf(file);
    if (reason) return { ok: false, reason };
    const id = this.#deps.ids();
    this.#deps.uploads.add(id, file, this.id, this.#deps.by());
    return { ok: true, id };
  }

  cancelUpload(id: string): void {
    this.#deps.uploads.cancel(id);
  }

  setDraft(text: string): void {
    if (!this.#draft.write(text)) return;
    if (text.trim() === '') this.#own.stopped();
    else this.#own.wrote();
    this.#refresh();
  }

  setNoteDraft(text: string): void {
    if (this.#noteDraft.write(text)) this.#refresh();
  }

  loadEarlier(): Promise<void> {
    return this.#replica.loadEarlier();
  }

  markRead(seq: number): void {
    const { state } = this.#look();
    if (!state) return;
    const before = state.marks[this.#deps.side].read;
    this.#marks.read(seq);
    if (seq <= before || !this.#deps.counts(state)) return;
    const late = this.#unreadSince !== null && this.#deps.clock.now() - this.#unreadSince > READ_AT_ONCE_MS;
    if (late) this.#opened = { conversation: state.id, read: before };
    this.#replica.receiveMarks({ customer: {}, agent: {}, [this.#deps.side]: { read: seq } });
  }

  close(): Promise<Result<Appended>> {
    return this.direct({ type: 'closed', payload: {} });
  }

  rate(score: 1 | 2 | 3 | 4 | 5, comment: string): Promise<Result<Appended>> {
    return this.direct({ type: 'rated', payload: { score, comment } });
  }

  /** An event that a person waits for. */
  async direct(body: AppendBody, head = this.#head): Promise<Result<Appended>> {
    const { id } = this;
    if (id === null) return { ok: false, reason: 'not_found' };
    const result = await this.#direct.append(id, body, head);
    if (result.ok && result.conversation === this.id) this.receive([result.event]);
    return result;
  }

  /** An event that a person waits for, and that may begin a conversation. */
  async #begin(body: AppendBody, head: number): Promise<Result<Appended>> {
    const { starts } = this.#deps;
    if (!starts) return this.#look().state?.status.kind === 'closed' ? CLOSED : this.direct(body, head);
    return starts((conversation) => this.#direct.append(conversation, body, head));
  }

  /** The latest `seq` that the person could know of. */
  get #head(): number {
    return this.#look().state?.head ?? 0;
  }

  attachmentUrl(attachment: Attachment): Promise<string | null> {
    return this.#urls.get(attachment.id);
  }

  retryLoading(): void {
    if (this.getState().phase.kind !== 'failed') return;
    this.#replica.reset('loading');
    this.#replica.sync();
  }

  #sharing(): SharingLine {
    const { side, online, by, outbox, prepare } = this.#deps;
    return {
      get isOnline() {
        return online();
      },
      owner: () => by() ?? (side === 'customer' ? null : 'unknown'),
      prepare,
      conversation: () => this.id,
      announce: ({ event, conversation, file }) => {
        if (outbox.getState().some((item) => item.id === event)) return;
        outbox.add({ id: event, conversation, by: by(), body: { type: 'recording_shared', payload: { id: file } } });
        this.#refresh();
      },
    };
  }

  #put(body: Pending['body']): string {
    const id = this.#deps.ids();
    this.#own.stopped();
    this.#deps.outbox.add({ id, conversation: this.id, by: this.#deps.by(), body });
    this.#refresh();
    return id;
  }

  #tellTyping(on: boolean): void {
    const { state } = this.#look();
    if (state?.status.kind === 'assigned') this.#deps.link.typing({ conversation: state.id, on });
  }

  #look(): { state: ConversationState | null; received: number } {
    const { state, main } = this.#replica.getState();
    return { state, received: main.findLast((event) => event.actor.kind !== this.#deps.side)?.seq ?? 0 };
  }

  #caughtUp(landing: string[]): void {
    this.#deps.outbox.landed(landing.filter((id) => this.getState().pending.some((pending) => pending.id === id)));
    this.#marks.changed();
  }

  #replicaChanged(): void {
    const { state, main, notes } = this.#replica.getState();
    const waiting = new Set(this.#deps.outbox.getState().map((item) => item.id));
    if (waiting.size > 0) {
      this.#deps.outbox.settle([...main, ...notes].flatMap((event) => (waiting.has(event.id) ? [event.id] : [])));
    }
    if (state && state.id !== this.#opened.conversation) {
      this.#opened = { conversation: state.id, read: state.marks[this.#deps.side].read };
    }
    this.#marks.changed();
    this.#refresh();
  }

  /** What lies in this browser for this conversation and is of this person, not of a colleague at the same browser. */
  #shown<T extends { conversation: string | null; by: string | null }>(items: readonly T[]): T[] {
    const by = this.#deps.by();
    return items.filter((item) => item.by === by && this.#deps.shows(item.conversation));
  }

  #refresh(): void {
    const before = this.getState();
    const { phase, state, earlier, main, notes } = this.#replica.getState();
    const unread = this.#replica.unread();
    if (unread === 0) this.#unreadSince = null;
    else this.#unreadSince ??= this.#deps.clock.now();
    const uploads = this.#shown(this.#deps.uploads.getState());
    // A file that is uploaded once more is not on its way yet.
    const uploading = new Set(uploads.map(({ id }) => id));
    const waiting = this.#shown(this.#deps.outbox.getState()).filter(({ id }) => !uploading.has(id));
    this.update({
      phase,
      state,
      earlier,
      events: main,
      notes,
      pending: same(before.pending, waiting.map(pendingOf)),
      uploads: same(before.uploads, uploads),
      typing: this.#other.who,
      draft: this.#draft.text,
      noteDraft: this.#noteDraft.text,
      readWhenOpened: this.#opened.read,
      unread,
    });
  }
}

function pendingOf({ id, at, body, failed }: OutboxItem): Pending {
  return failed ? { id, at, body, delivery: 'failed', reason: failed } : { id, at, body, delivery: 'sending' };
}

/** The old list when nothing in it changed, so that views can compare by identity. */
function same<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}
