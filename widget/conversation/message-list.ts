/**
 * The log of a conversation: blocks of rows in a scroller, a way down, the "new" line, what is said to screen readers,
 * and when something counts as read. Draws what the store says; the store decides.
 */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import ArrowDown from 'lucide/dist/esm/icons/arrow-down.mjs';
import { countsAsUnread } from '../../signaling/protocol/conversation.ts';
import type { ConversationEvent } from '../../signaling/protocol/events.ts';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { ConversationStore, ConversationView, Upload } from '../session/types.ts';
import '../ui/announcer.ts';
import { base, buttons, skeletons } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { StoreController } from '../ui/store-controller.ts';
import { failedLog, logWaitStyles, skeletonLog } from './log-waits.ts';
import { messageListStyles } from './message-list.styles.ts';
import { drawRows } from './rows.ts';
import { ScrollKeeper } from './scroll-keeper.ts';
import { type Block, blocksOf, dependenciesOf, rowsOf } from './timeline.ts';

/** Pixels from the oldest message at which the page before it is asked for: about two screens of a phone. */
const LOAD_EARLIER_AT = 1200;
/** More messages at once than this are announced by their number. */
const ANNOUNCE_EACH = 3;
/** Pixels above the "new" line when it is scrolled to. */
const LINE_MARGIN = 24;

export class MessageList extends LitElement {
  static override styles = [base, buttons, skeletons, logWaitStyles, messageListStyles];
  static override properties = {
    store: { attribute: false },
    say: { attribute: false },
    me: { attribute: false },
    peer: { attribute: false },
    active: { attribute: false },
    atEnd: { state: true },
  };
  declare store: ConversationStore;
  declare say: CustomerSay;
  /** The reading agent's id; null for a customer. */
  declare me: string | null;
  /** How the other side is called where an event doesn't say it. */
  declare peer: string;
  /** Whether a person can see it: only then something counts as read. */
  declare active: boolean;
  declare private atEnd: boolean;

  readonly #changes = new StoreController<ConversationStore>(this);
  readonly #scroll = new ScrollKeeper(this);
  /** The `seq` before which the line is drawn; 0 for none, null while it isn't known. */
  #newBefore: number | null = null;
  #showLine = false;
  /** Up to where incoming messages were announced; null before the first look. */
  #announced: number | null = null;
  /** What of one's own couldn't be sent, as far as it was announced; null before the first look. */
  #failed: ReadonlySet<string> | null = null;
  #lastPending: string | undefined;
  /** Files as they were while they were uploaded: a pending attachment knows only its id. */
  readonly #uploaded = new Map<string, Upload>();

  constructor() {
    super();
    this.me = null;
    this.peer = '';
    this.active = true;
    this.atEnd = true;
  }

  get scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroller') ?? null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#onVisibility);
  }

  get #seen(): boolean {
    return this.active && document.visibilityState === 'visible';
  }

  #onVisibility = (): void => {
    if (this.#seen) this.#placeLine(true);
    this.requestUpdate();
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { store } = this;
    this.#changes.follow(store);
    const view = store.getState();
    if (changed.has('store')) {
      this.#newBefore = null;
      this.#announced = null;
      this.#failed = null;
      this.#scroll.askForEnd();
    }
    if (changed.has('active') && this.active && this.#newBefore !== null) this.#placeLine(true);
    if (this.#newBefore === null && view.phase.kind === 'ready') this.#placeLine(false);
    for (const upload of view.uploads) this.#uploaded.set(upload.id, upload);
    const lastPending = view.pending.at(-1)?.id ?? view.uploads.at(-1)?.id;
    // Whoever writes wants to see it.
    if (lastPending !== undefined && lastPending !== this.#lastPending && !changed.has('store'))
      this.#scroll.askForEnd();
    this.#lastPending = lastPending;
  }

  /** @param again the view was opened before: what was read since then counts */
  #placeLine(again: boolean): void {
    const view = this.store.getState();
    const read = again ? (view.state?.marks[view.side].read ?? 0) : view.readWhenOpened;
    const first = view.events.find((event) => countsAsUnread(event, view.side, read));
    if (again && first === undefined) return;
    this.#newBefore = first?.seq ?? 0;
    this.#showLine = first !== undefined;
  }

  override render() {
    const { say, store } = this;
    const view = store.getState();
    return html`
      <div
        class="scroller"
        part="messages"
        role="log"
        aria-live="off"
        aria-label=${say('log.name')}
        tabindex="0"
        @scroll=${this.#onScroll}
      >
        <div class="content">
          <slot name="before"></slot>
          ${this.#earlier(view)} ${this.#content(view)}
          <slot name="after"></slot>
        </div>
      </div>
      ${this.#jump(view)}
      <ycyw-announcer></ycyw-announcer>
    `;
  }

  #content(view: ConversationView): unknown {
    const { say, store } = this;
    switch (view.phase.kind) {
      case 'loading':
        return skeletonLog(say);
      case 'failed':
        return failedLog(say, () => store.retryLoading(), sayReason(say, view.phase.reason));
      case 'empty':
      case 'ready':
        return html`${this.#blocks(view)} ${this.#typing(view)}`;
    }
  }

  #blocks(view: ConversationView): unknown {
    const { say, me, peer, store } = this;
    const today = say.format.dayKey(say.format.now());
    const around = [say, me, peer, store, today, view.state?.createdAt];
    return repeat(
      blocksOf(view, this.#newBefore ?? 0),
      (block) => block.key,
      (block) => html`<div class=${block.isLast ? 'block last' : 'block'}>
        ${guard([...around, ...dependenciesOf(block)], () => this.drawBlock(block, view))}
      </div>`,
    );
  }

  /** Called only for a block in which something has changed. */
  drawBlock(block: Block, view: ConversationView): unknown {
    const { say, store, me, peer } = this;
    const createdAt = view.state?.createdAt ?? 0;
    const context = { say, store, me, peer, side: view.side, createdAt, uploaded: this.#uploaded };
    return drawRows(rowsOf(block, view.side, say.format.dayKey), context);
  }

  #earlier(view: ConversationView): unknown {
    if (view.earlier !== 'loading') return nothing;
    return html`<p class="earlier late">${this.say('log.loadingEarlier')}</p>`;
  }

  #typing(view: ConversationView): unknown {
    if (view.typing === null) return nothing;
    const words = this.say('log.typing', { name: view.typing.name ?? this.peer });
    return html`<div class="typing" title=${words}>
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${words}</span>
    </div>`;
  }

  #jump(view: ConversationView): TemplateResult | typeof nothing {
    if (this.atEnd) return nothing;
    const { say } = this;
    const words = view.unread > 0 ? say('log.jumpNew', { count: view.unread }) : null;
    return html`<button
      class=${words === null ? 'jump' : 'jump unread'}
      aria-label=${words ?? say('log.jump')}
      title=${say('log.jump')}
      @click=${() => this.#scroll.goToEnd()}
    >
      ${words === null ? nothing : html`<span>${words}</span>`}${icon(ArrowDown, 20)}
    </button>`;
  }

  protected override updated(): void {
    if (this.#showLine && this.#newBefore !== null) {
      this.#showLine = false;
      const line = this.renderRoot.querySelector('.new');
      if (line !== null && this.#scroll.atEnd) this.#scroll.showTop(line, LINE_MARGIN);
    }
    this.#announce(this.store.getState());
    this.#look();
  }

  #onScroll = (): void => {
    this.#scroll.remember();
    this.#look();
  };

  /** What is in sight now: read marks, the way down, the page before. */
  #look = (): void => {
    const view = this.store.getState();
    this.atEnd = this.#scroll.atEnd;
    if (!this.active || view.state === null) return;
    const read = view.state.marks[view.side].read;
    const last = view.events.at(-1)?.seq ?? 0;
    if (this.#seen && last > read) {
      const seq = this.atEnd ? last : this.#scroll.lastSeqInSight();
      if (seq > read) this.store.markRead(seq);
    }
    if (view.earlier === 'some' && this.#scroll.toStart < LOAD_EARLIER_AT) void this.store.loadEarlier();
  };

  #announce(view: ConversationView): void {
    const words = [...this.#failuresIn(view), this.#incomingIn(view)].filter((sentence) => sentence !== '');
    if (words.length > 0) this.renderRoot.querySelector('ycyw-announcer')?.announce(words.join('\n'));
  }

  /** What has just failed; the same reason once, however many it stopped. */
  #failuresIn({ pending, uploads }: ConversationView): string[] {
    const { say } = this;
    const reasons = new Map([
      ...pending.flatMap((item) => (item.delivery === 'failed' ? [[item.id, item.reason] as const] : [])),
      ...uploads.flatMap(({ id, phase }) => (phase.kind === 'failed' ? [[id, phase.reason] as const] : [])),
    ]);
    const known = this.#failed;
    this.#failed = new Set(reasons.keys());
    if (known === null || !this.active) return [];
    const fresh = [...reasons].filter(([id]) => !known.has(id)).map(([, reason]) => reason);
    return [...new Set(fresh)].map((reason) => `${say('delivery.failed')} ${sayReason(say, reason)}`);
  }

  #incomingIn(view: ConversationView): string {
    const last = view.events.at(-1)?.seq ?? 0;
    const from = this.#announced;
    if (view.phase.kind === 'loading') return '';
    this.#announced = last;
    if (from === null || !this.active || last <= from) return '';
    const incoming = view.events.filter((event) => countsAsUnread(event, view.side, from));
    return incoming.length > ANNOUNCE_EACH
      ? this.say('log.jumpNew', { count: incoming.length })
      : incoming.map((event) => this.#spoken(event)).join('\n');
  }

  #spoken(event: ConversationEvent): string {
    const { say } = this;
    const name = event.actor.kind === 'agent' ? event.actor.name : this.peer;
    if (event.type === 'attachment' || event.type === 'recording_shared')
      return say('log.announceFile', { name, file: event.payload.name });
    return say('log.announce', { name, text: event.type === 'message' ? event.payload.text : '' });
  }

  /** To the newest message, at once. */
  scrollToEnd(): void {
    this.#scroll.askForEnd();
    this.requestUpdate();
  }
}

customElements.define('ycyw-message-list', MessageList);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-message-list': MessageList;
  }
}
