/** Draws the rows of the timeline. Asks the store for nothing but a retry or a discard; decides nothing. */

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import CheckCheck from 'lucide/dist/esm/icons/check-check.mjs';
import CircleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import Lock from 'lucide/dist/esm/icons/lock-keyhole.mjs';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { ConversationStore, Upload } from '../session/types.ts';
import { icon } from '../ui/icons.ts';
import './attachment-view.ts';
import { type Reader, tell } from './event-words.ts';
import './recording-message.ts';
import { linked } from './text.ts';
import type { Entry, Progress, Row } from './timeline.ts';
import './upload-view.ts';

export interface RowsContext extends Reader {
  store: ConversationStore;
  /** When the customer began to wait. */
  createdAt: number;
  /** What a pending attachment was, by its id. */
  uploaded: ReadonlyMap<string, Upload>;
}

type MessageRow = Extract<Row, { kind: 'message' }>;

export function drawRows(rows: readonly Row[], context: RowsContext): unknown {
  return repeat(
    rows,
    (row) => row.key,
    (row) => drawRow(row, context),
  );
}

function drawRow(row: Row, context: RowsContext): unknown {
  const { say } = context;
  switch (row.kind) {
    case 'day': {
      const words = say('log.day', { day: say.format.day(row.at), time: say.format.time(row.at) });
      return html`<div class="day"><time datetime=${new Date(row.at).toISOString()}>${words}</time></div>`;
    }
    case 'new':
      return html`<div class="new"><span>${say('log.new')}</span></div>`;
    case 'chip': {
      const told = tell(row.event, context, row.firstAssigned ? row.event.at - context.createdAt : null);
      if (told === null) return nothing;
      return html`<div class="event" data-seq=${row.event.seq}>
        <span class="chip" title=${say.format.full(row.event.at)}>${icon(told.icon, 16)}<span>${told.words}</span></span>
        ${row.callBack ? callBack(context) : nothing}
      </div>`;
    }
    case 'note':
      return note(row.entry, row.progress, context);
    case 'message':
      return message(row, context);
  }
}

/** Whoever shows the conversation knows how to call. */
function callBack({ say }: RowsContext): TemplateResult {
  const ask = ({ currentTarget }: Event) =>
    currentTarget?.dispatchEvent(new Event('call-back', { bubbles: true, composed: true }));
  return html`<button class="button" @click=${ask}>${say('event.callBack')}</button>`;
}

function message(row: MessageRow, context: RowsContext): TemplateResult {
  const { entry, own, first, last } = row;
  const seq = entry.kind === 'event' ? entry.event.seq : nothing;
  const classes = ['row', own ? 'own' : 'other', first ? 'first' : '', last ? 'last' : ''].join(' ');
  const name = authorName(row, context);
  return html`<div class=${classes} data-seq=${seq} data-id=${entry.id}>
    ${first ? author(row, name, context) : nothing} ${body(entry, context)}
    ${last || row.progress !== null ? meta(row, context) : nothing}
  </div>`;
}

/** A colleague's name is seen, since both write on one side; all others are only heard: place and colour show them. */
function author({ entry, own }: MessageRow, name: string, { say, side, me }: RowsContext) {
  const colleague = own && side === 'agent' && entry.kind === 'event' && me !== null && entry.event.actor.id !== me;
  return colleague
    ? html`<span class="author">${name}</span>`
    : html`<span class="visually-hidden">${say('log.from', { name })}</span>`;
}

function authorName({ entry, own }: MessageRow, { say, side, me, peer }: RowsContext): string {
  if (entry.kind !== 'event') return say('log.you');
  const { actor } = entry.event;
  if (own && (side === 'customer' || actor.id === me)) return say('log.you');
  return actor.kind === 'agent' ? actor.name : peer;
}

function body(entry: Entry, { say, side, store, uploaded }: RowsContext): unknown {
  // The same element while it is uploaded and while it waits to be acknowledged, so that its picture stays.
  const upload = entry.kind === 'upload' ? entry.upload : entry.kind === 'pending' ? uploaded.get(entry.id) : undefined;
  if (upload !== undefined) {
    const arrived = entry.kind === 'pending';
    return html`<ycyw-upload class="file" .upload=${upload} .arrived=${arrived} .store=${store} .say=${say}></ycyw-upload>`;
  }
  if (entry.kind === 'upload') return nothing;
  const said = entry.kind === 'event' ? entry.event : entry.pending.body;
  if (said.type === 'message') {
    return html`<div class="bubble" part="message" dir="auto">${linked(said.payload.text)}</div>`;
  }
  if (entry.kind === 'event' && entry.event.type === 'recording_shared') {
    const own = entry.event.actor.kind === side;
    return html`<ycyw-recording-message
      class="file"
      part="message"
      .recording=${entry.event.payload}
      .store=${store}
      .own=${own}
      .say=${say}
    ></ycyw-recording-message>`;
  }
  if (entry.kind !== 'event' || entry.event.type !== 'attachment')
    return html`<div class="file skeleton waiting"></div>`;
  return html`<ycyw-attachment
    class="file"
    part="message"
    .attachment=${entry.event.payload}
    .store=${store}
    .say=${say}
  ></ycyw-attachment>`;
}

function meta({ entry, progress, last }: MessageRow, context: RowsContext): unknown {
  const { say } = context;
  if (progress === 'failed' && entry.kind === 'pending' && entry.pending.delivery === 'failed') {
    return failure(entry.id, entry.pending.reason, context);
  }
  if (!last && progress === null) return nothing;
  const time = html`<time datetime=${new Date(entry.at).toISOString()} title=${say.format.full(entry.at)}
    >${say.format.time(entry.at)}</time
  >`;
  // What waits has no time yet: the service gives it.
  if (entry.kind !== 'event')
    return progress === null ? nothing : html`<div class="meta">${say('delivery.sending')}</div>`;
  if (progress === null || progress === 'sending' || progress === 'failed')
    return html`<div class="meta">${time}</div>`;
  return html`<div class="meta">
    ${time}<span aria-hidden="true">·</span><span class="delivery">${say(`delivery.${progress}`)}</span>${
      progress === 'read' ? icon(CheckCheck, 14) : nothing
    }
  </div>`;
}

function failure(id: string, reason: Reason, { say, store }: RowsContext): TemplateResult {
  return html`<div class="failure">
    <p>${icon(CircleAlert, 16)}<span>${say('delivery.failed')} ${sayReason(say, reason)}</span></p>
    <button class="button plain" @click=${() => store.discard(id)}>${say('action.discard')}</button>
    <button class="button" @click=${() => store.retry(id)}>${say('action.retry')}</button>
  </div>`;
}

function note(entry: Entry, progress: Progress, context: RowsContext): unknown {
  const { say } = context;
  const said = entry.kind === 'event' ? entry.event : entry.kind === 'pending' ? entry.pending.body : null;
  if (said?.type !== 'note') return nothing;
  const by = entry.kind === 'event' && entry.event.actor.kind === 'agent' ? entry.event.actor.name : say('log.you');
  const failed = entry.kind === 'pending' && entry.pending.delivery === 'failed' ? entry.pending.reason : null;
  return html`<div class="note" data-id=${entry.id}>
    ${icon(Lock, 16)}
    <div>
      <strong>${say('agent.note')}</strong> <span class="note-text" dir="auto">${linked(said.payload.text)}</span>
      <div class="meta">
        ${progress === 'sending' ? say('delivery.sending') : say('list.join', { first: by, second: say.format.time(entry.at) })}
      </div>
      ${failed === null ? nothing : failure(entry.id, failed, context)}
    </div>
  </div>`;
}
