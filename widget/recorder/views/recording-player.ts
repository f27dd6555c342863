/** Plays one recording in the page, with the browser's own controls. It is read by reference and never into memory. */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import ArrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs';
import Download from 'lucide/dist/esm/icons/download.mjs';
import Send from 'lucide/dist/esm/icons/send.mjs';
import Trash from 'lucide/dist/esm/icons/trash.mjs';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { base, buttons, skeletons } from '../../ui/controls.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import { StoreController } from '../../ui/store-controller.ts';
import { tokens } from '../../ui/tokens.ts';
import type { Library, Recorder, RecordingItem } from '../types.ts';
import { ask } from './events.ts';
import { ObjectUrl } from './object-url.ts';
import { ItemEvent } from './recording-item.ts';
import { shareRow, shareStyles } from './share-row.ts';
import { aboutOf, clockTime, titleOf } from './words.ts';

type Content = { kind: 'opening' } | { kind: 'open'; blob: Blob } | { kind: 'gone' } | { kind: 'unplayable' };

/**
 * @fires close-recording - back to where it was opened
 * @fires delete-item - it is to be deleted
 */
export class RecordingPlayer extends LitElement {
  static override styles = [
    base,
    buttons,
    skeletons,
    tokens,
    shareStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        font: var(--_font);
        color: var(--_ink);
        background: var(--_surface);
      }
      p,
      h2 {
        margin: 0;
      }
      .back {
        flex: none;
        align-self: start;
        margin: 8px 8px 0;
        padding-inline: 8px 12px;
      }
      .words {
        display: grid;
        gap: 2px;
        padding: 8px 16px 12px;
      }
      h2 {
        border-radius: 4px;
        font-size: 18px;
        line-height: 26px;
        font-weight: 650;
        overflow-wrap: anywhere;
      }
      .words p {
        font-size: 13px;
        line-height: 18px;
        color: var(--_muted);
      }
      .stage {
        flex: none;
        display: grid;
        min-height: 120px;
        margin-inline: 16px;
        overflow: hidden;
        border-radius: 14px;
        background: #0d1117;
        color: #f1f4f9;
      }
      video {
        display: block;
        width: 100%;
        max-height: 60vh;
        aspect-ratio: 16 / 10;
        object-fit: contain;
        outline-offset: -2px;
      }
      video:focus-visible {
        outline-color: #fff;
      }
      .stage p {
        place-self: center;
        padding: 40px 24px;
        text-align: center;
      }
      .share {
        margin: 12px 4px 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 16px;
      }
      .actions .button {
        flex: 1 1 auto;
        padding-inline: 12px;
      }
      .delete {
        color: var(--_signal-text);
        background: none;
        border-color: var(--_line);
      }
    `,
  ];
  static override properties = {
    recorder: { attribute: false },
    say: { attribute: false },
    recording: { attribute: false },
    content: { state: true },
  };
  declare recorder: Recorder;
  declare say: RecorderSay;
  /** The id of the one to play. */
  declare recording: string;
  declare private content: Content;
  readonly #changes = new StoreController<Library>(this);
  readonly #url = new ObjectUrl(this);
  #focused: Element | null = null;

  constructor() {
    super();
    this.content = { kind: 'opening' };
  }

  get #item(): RecordingItem | undefined {
    return this.recorder.library.getState().items.find(({ id }) => id === this.recording);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#changes.follow(this.recorder.library);
    this.#focused = this.shadowRoot?.activeElement ?? null;
    if (changed.has('recording')) void this.#open();
  }

  async #open(): Promise<void> {
    const { recording } = this;
    this.content = { kind: 'opening' };
    const blob = await this.recorder.library.open(recording);
    // Another one was chosen meanwhile.
    if (recording !== this.recording) return;
    this.content = blob === null ? { kind: 'gone' } : { kind: 'open', blob };
  }

  override render() {
    const { say, recorder } = this;
    const item = this.#item;
    return html`<button class="button plain back" @click=${() => ask(this, 'close-recording')}>
        ${icon(ArrowLeft, 20, 'onward')}${say('player.back')}
      </button>
      <div class="words">
        <h2 tabindex="-1" dir="auto">${item === undefined ? say('list.name') : titleOf(item, say)}</h2>
        ${item === undefined ? nothing : html`<p>${clockTime(item.length)} · ${aboutOf(item, say)}</p>`}
      </div>
      <div class="stage">${this.#stage()}</div>
      ${item === undefined ? nothing : html`${shareRow(item, recorder.library, say)}${this.#actions(item)}`}`;
  }

  #stage() {
    const { say, content } = this;
    switch (content.kind) {
      case 'opening':
        return html`<p class="late" role="status">${say('player.loading')}</p>`;
      case 'open':
        return html`<video
          controls
          playsinline
          preload="metadata"
          src=${this.#url.of(content.blob) ?? nothing}
          @error=${this.#onError}
        ></video>`;
      case 'gone':
        return html`<p role="alert">${say('player.gone')}</p>`;
      case 'unplayable':
        return html`<p role="alert">${say('player.cannot')}</p>`;
    }
  }

  #actions(item: RecordingItem) {
    const { say, recorder, content } = this;
    const { library } = recorder;
    const { kind } = item.share;
    const isThere = content.kind !== 'gone';
    const share = say(kind === 'shared' ? 'item.shareAgain' : 'item.share');
    const download = () => void library.download(item.id);
    return html`<div class="actions">
      ${isThere && (kind === 'none' || kind === 'shared') ? button(Send, share, () => library.share(item.id), 'primary') : nothing}
      ${isThere ? button(Download, say('item.download'), download) : nothing}
      ${button(Trash, say('item.delete'), () => this.dispatchEvent(new ItemEvent('delete-item', item)), 'delete')}
    </div>`;
  }

  #onError(): void {
    // An element that leaves the page loses its source, which isn't the recording's fault.
    if (this.isConnected) this.content = { kind: 'unplayable' };
  }

  protected override updated(): void {
    // What had the focus is gone.
    if (this.#focused !== null && !this.#focused.isConnected) this.focus();
  }

  /** Where a person begins. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('h2')?.focus());
  }
}

const button = (picture: IconNode, words: string, act: () => void, look = '') =>
  html`<button class="button ${look}" @click=${act}>${icon(picture, 18)}${words}</button>`;

customElements.define('ycyw-recording-player', RecordingPlayer);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recording-player': RecordingPlayer;
  }
}
