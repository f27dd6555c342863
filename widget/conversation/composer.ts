/**
 * Where a person writes: text that grows, emoji, files, and for agents a note instead of a message. The drafts live in
 * the store, one for messages and one for notes; text over the limit stays here and is not sent.
 */

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import ArrowUp from 'lucide/dist/esm/icons/arrow-up.mjs';
import Smile from 'lucide/dist/esm/icons/face-slightly-smiling.mjs';
import Note from 'lucide/dist/esm/icons/lock-keyhole.mjs';
import Paperclip from 'lucide/dist/esm/icons/paperclip.mjs';
import {
  ATTACHMENT_MAX_BYTES,
  ATTACHMENT_TYPES,
  MESSAGE_MAX_CHARS,
  NOTE_MAX_CHARS,
} from '../../signaling/protocol/limits.ts';
import type { CustomerSay } from '../locales/load.ts';
import type { ConversationStore, ConversationView } from '../session/types.ts';
import { base, buttons, fields } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { LazyElement } from '../ui/lazy-element.ts';
import { StoreController } from '../ui/store-controller.ts';
import { composerStyles } from './composer.styles.ts';
import type { EmojiEvent, EmojiPalette, PaletteToggleEvent } from './emoji-palette.ts';

const palette = new LazyElement('ycyw-emoji-palette', () => import('./emoji-palette.ts'));

/** How many characters before the limit the counter appears. */
const COUNTER_FROM = 200;

/** Files were chosen or pasted. */
export class FilesEvent extends Event {
  readonly files: readonly File[];
  constructor(files: readonly File[]) {
    super('files');
    this.files = files;
  }
}

export class Composer extends LitElement {
  static override styles = [base, buttons, fields, composerStyles];
  static override properties = {
    store: { attribute: false },
    say: { attribute: false },
    peer: { attribute: false },
    attachments: { attribute: false },
    notes: { attribute: false },
    mode: { state: true },
    paletteOpen: { state: true },
  };
  declare store: ConversationStore;
  declare say: CustomerSay;
  /** Whom one writes to, if that is a person with a name; else empty. */
  declare peer: string;
  /** Whether files may be sent. */
  declare attachments: boolean;
  /** Whether notes may be written: agents only. */
  declare notes: boolean;
  declare private mode: 'message' | 'note';
  declare private paletteOpen: boolean;
  readonly #changes = new StoreController<ConversationStore>(this);
  #hadNote = false;

  constructor() {
    super();
    this.peer = '';
    this.attachments = true;
    this.notes = false;
    this.mode = 'message';
    this.paletteOpen = false;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  get #limit(): number {
    return this.mode === 'note' ? NOTE_MAX_CHARS : MESSAGE_MAX_CHARS;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#changes.follow(this.store);
    if (changed.has('store')) {
      this.mode = 'message';
      this.#hadNote = false;
    }
    const { draft, noteDraft } = this.store.getState();
    // A note that was left unfinished, or was taken back, is where its agent goes on.
    if (!this.#hadNote && noteDraft !== '' && draft === '') this.mode = 'note';
    this.#hadNote = noteDraft !== '';
  }

  /** Whether what is written now is a note. */
  get writesNote(): boolean {
    return this.mode === 'note';
  }

  /** What isn't sent yet, of what is being written: a note's words are never a message's. */
  get #draft(): string {
    const { draft, noteDraft } = this.store.getState();
    return this.mode === 'note' ? noteDraft : draft;
  }

  #keep(text: string): void {
    if (this.mode === 'note') this.store.setNoteDraft(text);
    else this.store.setDraft(text);
  }

  override render() {
    const { say } = this;
    const view = this.store.getState();
    const draft = this.#draft;
    const over = draft.length > this.#limit;
    return html`<div class=${this.mode === 'note' ? 'composer note' : 'composer'} part="composer">
      ${this.#hint(view)}
      <form @submit=${this.#submit}>
        <slot name="tools"></slot>
        ${this.attachments && this.mode === 'message' ? this.#attachButton() : nothing}
        ${this.notes ? this.#noteButton() : nothing} ${this.#emojiButton()}
        <textarea
          rows="1"
          enterkeyhint="send"
          aria-label=${this.#placeholder(view)}
          aria-describedby="count"
          aria-invalid=${over ? 'true' : nothing}
          placeholder=${this.#placeholder(view)}
          @input=${this.#input}
          @keydown=${this.#onKey}
          @paste=${this.#onPaste}
        ></textarea>
        <button class="send" type="submit" title=${say('composer.send')} aria-label=${say('composer.send')}>
          ${icon(ArrowUp, 20)}
        </button>
      </form>
      ${this.#counter(draft.length)}
      <ycyw-emoji-palette
        .name=${say('composer.emoji')}
        @emoji=${(event: EmojiEvent) => this.insertText(event.emoji)}
        @palette=${this.#onPalette}
      ></ycyw-emoji-palette>
    </div>`;
  }

  #placeholder({ state, side }: ConversationView): string {
    const { say, peer } = this;
    if (this.mode === 'note') return say('composer.placeholderNote');
    if (side === 'customer' && state?.status.kind === 'closed') return say('composer.placeholderNew');
    return peer === '' ? say('composer.placeholder') : say('composer.placeholderTo', { name: peer });
  }

  #hint({ state, side }: ConversationView): unknown {
    if (side !== 'customer' || state?.status.kind !== 'closed') return nothing;
    return html`<p class="hint">${this.say('composer.closedHint')}</p>`;
  }

  #attachButton() {
    const { say } = this;
    const limits = say('file.limits', { size: say.format.bytes(ATTACHMENT_MAX_BYTES) });
    return html`<input
        class="visually-hidden"
        type="file"
        multiple
        tabindex="-1"
        aria-hidden="true"
        accept=${ATTACHMENT_TYPES.join(',')}
        @change=${this.#choose}
      />
      <button
        class="icon-button"
        type="button"
        aria-label=${`${say('composer.attach')}. ${limits}`}
        title=${`${say('composer.attach')}\n${limits}`}
        @click=${() => this.renderRoot.querySelector<HTMLInputElement>('[type=file]')?.click()}
      >
        ${icon(Paperclip)}
      </button>`;
  }

  #noteButton() {
    const name = this.say('composer.note');
    return html`<button
      class="icon-button"
      type="button"
      aria-label=${name}
      title=${name}
      aria-pressed=${this.mode === 'note'}
      @click=${this.#toggleNote}
    >
      ${icon(Note)}
    </button>`;
  }

  #emojiButton() {
    const name = this.say('composer.emoji');
    return html`<button
      class="icon-button emoji"
      type="button"
      aria-label=${name}
      title=${name}
      aria-haspopup="true"
      aria-expanded=${this.paletteOpen}
      @click=${this.#togglePalette}
    >
      ${icon(Smile)}
    </button>`;
  }

  #counter(length: number): unknown {
    const left = this.#limit - length;
    const words = left > COUNTER_FROM ? '' : this.#countWords(left);
    return html`<p id="count" class=${left < 0 ? 'count over' : 'count'} role="status" ?hidden=${words === ''}>${words}</p>`;
  }

  #countWords(left: number): string {
    return left < 0 ? this.say('composer.over', { count: -left }) : this.say('composer.left', { count: left });
  }

  protected override updated(): void {
    const field = this.#field;
    const draft = this.#draft;
    // Only what differs: the cursor stays where it is.
    if (field !== null && field.value !== draft) field.value = draft;
    this.#grow();
  }

  /** As high as its text, up to the limit in the styles. */
  #grow(): void {
    const field = this.#field;
    if (field === null) return;
    field.style.height = 'auto';
    const frame = field.offsetHeight - field.clientHeight;
    if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight + frame}px`;
  }

  #input(event: InputEvent): void {
    this.#keep((event.target as HTMLTextAreaElement).value);
    this.#grow();
  }

  #onKey(event: KeyboardEvent): void {
    // Enter also ends the composition of a Japanese or Chinese word: then it doesn't send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#send();
    this.#field?.focus();
  }

  #send(): void {
    const text = (this.#field?.value ?? '').trim();
    if (text === '' || text.length > this.#limit) return;
    // The draft goes first, so that no moment shows it twice.
    this.#keep('');
    if (this.mode === 'note') this.store.note(text);
    else this.store.send(text);
    this.mode = 'message';
  }

  #onPaste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !this.attachments) return;
    event.preventDefault();
    this.dispatchEvent(new FilesEvent(files));
  }

  #choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.dispatchEvent(new FilesEvent([...(input.files ?? [])]));
    // So that the same file can be chosen once more.
    input.value = '';
    this.#field?.focus();
  }

  async #togglePalette(event: MouseEvent): Promise<void> {
    const opener = event.currentTarget as HTMLElement;
    if (!(await palette.near())) return;
    const form = this.renderRoot.querySelector('form');
    const element = this.renderRoot.querySelector<EmojiPalette>('ycyw-emoji-palette');
    await element?.updateComplete;
    if (form !== null) element?.toggle(form, opener);
  }

  #onPalette(event: PaletteToggleEvent): void {
    this.paletteOpen = event.open;
  }

  /** Where one writes, not the first thing that can be focused. */
  override focus(): void {
    this.#field?.focus();
  }

  #toggleNote(): void {
    this.mode = this.mode === 'note' ? 'message' : 'note';
    this.#field?.focus();
  }

  /** What is written from now on is a note; a message that was begun is kept. */
  writeNote(): void {
    this.mode = 'note';
    this.#field?.focus();
  }

  /** Puts text where the cursor is, in place of what is selected. */
  insertText(text: string): void {
    const field = this.#field;
    if (field === null) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    this.#keep(field.value);
    this.#grow();
    field.focus();
  }
}

customElements.define('ycyw-composer', Composer);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-composer': Composer;
  }
}
