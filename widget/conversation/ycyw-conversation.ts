/**
 * One conversation as one participant sees it: the log, and where one writes. The customer's panel and the agents'
 * console both put it to use. Draws what its store says and calls the store's intents; knows no socket and no session.
 */

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import Upload from 'lucide/dist/esm/icons/upload.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import { ATTACHMENT_MAX_BYTES } from '../../signaling/protocol/limits.ts';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { ConversationStore, ConversationView, FileLike } from '../session/types.ts';
import { base, buttons, skeletons } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { LazyElement } from '../ui/lazy-element.ts';
import { StoreController } from '../ui/store-controller.ts';
import { agentOf } from './agent-of.ts';
import type { FilesEvent } from './composer.ts';
import './composer.ts';
import { conversationStyles } from './conversation.styles.ts';
import { failedLog, keptWords, logWaitStyles, skeletonLog } from './log-waits.ts';
import type { MessageList } from './message-list.ts';

/** Whoever has said nothing yet needs no log. */
const log = new LazyElement('ycyw-message-list', () => import('./message-list.ts'));

/** A file as it is, without a preview. */
export const plainFile = async (file: File): Promise<FileLike> => {
  const { name, type, size } = file;
  return { name, type, size, blob: file, preview: null };
};

/**
 * @slot before - above the oldest message, scrolls with the log
 * @slot after - below the newest message, scrolls with the log
 * @slot tools - buttons before the composer's own
 * @csspart messages - the scrolling log
 * @csspart message - one message or file
 * @csspart composer - where one writes
 */
export class Conversation extends LitElement {
  static override styles = [base, buttons, skeletons, logWaitStyles, conversationStyles];
  static override properties = {
    store: { attribute: false },
    say: { attribute: false },
    me: { attribute: false },
    peer: { attribute: false },
    active: { attribute: false },
    readonly: { type: Boolean, reflect: true },
    attachments: { attribute: false },
    readFile: { attribute: false },
    refused: { state: true },
    dragging: { state: true },
  };
  declare store: ConversationStore;
  declare say: CustomerSay;
  /** The reading agent's id; null for a customer. */
  declare me: string | null;
  /** How the other side is called; empty: as the events say, or "Support" and "Customer". */
  declare peer: string;
  /** Whether a person can see it: only then something counts as read. */
  declare active: boolean;
  /** To read only: no composer. */
  declare readonly: boolean;
  /** Whether files may be sent. */
  declare attachments: boolean;
  /** Makes of a chosen file what the store takes: with a picture's size and preview, where the browser gives them. */
  declare readFile: (file: File) => Promise<FileLike>;
  /** Sentences about files that can't be sent. */
  /** Each says what was not taken, in the language of the moment. */
  declare private refused: readonly (() => string)[];
  declare private dragging: boolean;
  readonly #changes = new StoreController<ConversationStore>(this);

  constructor() {
    super();
    this.me = null;
    this.peer = '';
    this.active = true;
    this.readonly = false;
    this.attachments = true;
    this.readFile = plainFile;
    this.refused = [];
    this.dragging = false;
    this.addEventListener('dragenter', this.#onDrag);
    this.addEventListener('dragover', this.#onDrag);
    this.addEventListener('dragleave', this.#onDragLeave);
    this.addEventListener('drop', this.#onDrop);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#changes.follow(this.store);
    if (changed.has('store')) this.refused = [];
  }

  override render() {
    const { store, say } = this;
    const view = store.getState();
    const person = this.peer === '' ? (agentOf(view)?.name ?? '') : this.peer;
    const other = person === '' ? say(view.side === 'customer' ? 'log.agent' : 'log.customer') : person;
    return html`
      ${this.#log(view, other)}
      ${this.#refusals()}
      ${
        this.readonly
          ? nothing
          : html`<ycyw-composer
            exportparts="composer"
            .store=${store}
            .say=${say}
            .peer=${person}
            .attachments=${this.attachments}
            .notes=${view.side === 'agent'}
            @input=${() => log.near()}
            @files=${(event: FilesEvent) => this.#attach(event.files)}
          >
            <slot name="tools" slot="tools"></slot>
          </ycyw-composer>`
      }
      ${this.dragging ? this.#dropZone() : nothing}
    `;
  }

  #log(view: ConversationView, peer: string) {
    const { store, say, me, active } = this;
    const inside = html`<slot name="before" slot="before"></slot>
      <slot name="after" slot="after"></slot>`;
    if (view.phase.kind === 'empty' && view.pending.length === 0 && view.uploads.length === 0) {
      return html`<div class="empty" part="messages">${inside}</div>`;
    }
    return log.draw(
      this,
      () => html`<ycyw-message-list
        exportparts="messages, message"
        .store=${store}
        .say=${say}
        .me=${me}
        .peer=${peer}
        .active=${active}
      >
        ${inside}
      </ycyw-message-list>`,
      {
        loading: html`<div class="empty" role="status">${skeletonLog(say)}</div>`,
        failed: (retry) => html`<div class="empty">${failedLog(say, retry)} ${keptWords(view, say)}</div>`,
      },
    );
  }

  #refusals() {
    if (this.refused.length === 0) return nothing;
    const dismiss = this.say('action.dismiss');
    return html`<div class="refused" role="alert">
      <div>${this.refused.map((sentence) => html`<p>${sentence()}</p>`)}</div>
      <button class="icon-button" aria-label=${dismiss} title=${dismiss} @click=${() => (this.refused = [])}>
        ${icon(X, 18)}
      </button>
    </div>`;
  }

  #dropZone() {
    const { say } = this;
    return html`<div class="drop">
      ${icon(Upload, 28)}
      <strong>${say('file.drop')}</strong>
      <span>${say('file.limits', { size: say.format.bytes(ATTACHMENT_MAX_BYTES) })}</span>
    </div>`;
  }

  async #attach(files: readonly File[]): Promise<void> {
    const { store } = this;
    if (this.#composer?.writesNote) {
      this.refused = [() => this.say('file.notInNote')];
      return;
    }
    this.refused = [];
    for (const file of files) {
      // What can't be looked into is sent as it is.
      const taken = store.attach(await this.readFile(file).catch(() => plainFile(file)));
      if (taken.ok) continue;
      const { reason } = taken;
      const said = () => this.say('file.refused', { name: file.name, why: sayReason(this.say, reason) });
      this.refused = [...this.refused, said];
    }
  }

  get #takesFiles(): boolean {
    return this.attachments && !this.readonly;
  }

  #onDrag(event: DragEvent): void {
    if (!this.#takesFiles || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    // Into a note nothing is to be dropped: whoever does it all the same is told why.
    this.dragging = !this.#composer?.writesNote;
  }

  #onDragLeave(event: DragEvent): void {
    // It also fires when the pointer goes from one child to the next.
    if (!(event.relatedTarget instanceof Node) || !this.contains(event.relatedTarget)) this.dragging = false;
  }

  #onDrop(event: DragEvent): void {
    this.dragging = false;
    if (!this.#takesFiles || event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void this.#attach([...event.dataTransfer.files]);
  }

  get #composer() {
    return this.renderRoot.querySelector('ycyw-composer');
  }

  /** Complete is what one can write into. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.#composer?.updateComplete;
    return complete;
  }

  /** Puts the cursor where one writes, once that is there. */
  focusComposer(): void {
    void this.updateComplete.then(() => this.#composer?.focus());
  }

  /** Puts text where the cursor is. */
  insertText(text: string): void {
    this.#composer?.insertText(text);
  }

  /** What is written from now on is a note; agents only. */
  writeNote(): void {
    this.#composer?.writeNote();
  }

  /** To the newest message, at once. */
  scrollToEnd(): void {
    this.renderRoot.querySelector<MessageList>('ycyw-message-list')?.scrollToEnd();
  }
}

customElements.define('ycyw-conversation', Conversation);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-conversation': Conversation;
  }
}
