/** A recording in the conversation. Nothing of it is fetched before somebody wants to see it. */
import { css, html, LitElement } from 'lit';
import Download from 'lucide/dist/esm/icons/download.mjs';
import Play from 'lucide/dist/esm/icons/play.mjs';
import type { SharedRecording } from '../../../signaling/protocol/events.ts';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { base, buttons } from '../../ui/controls.ts';
import { icon } from '../../ui/icons.ts';
import { tokens } from '../../ui/tokens.ts';
import { clockTime, sizeOf } from './words.ts';

type Content =
  | { kind: 'waiting' }
  | { kind: 'asked' }
  | { kind: 'known'; url: string }
  /** No address was given. */
  | { kind: 'unavailable' }
  | { kind: 'unplayable' };

export class SharedRecordingView extends LitElement {
  static override styles = [
    base,
    buttons,
    tokens,
    css`
      :host {
        display: block;
        width: 288px;
        max-width: 100%;
        font: var(--_font);
      }
      p {
        margin: 0;
      }
      .card {
        overflow: hidden;
        border: 1px solid var(--_line);
        border-radius: var(--_bubble-radius);
        background: var(--_raised);
        color: var(--_ink);
      }
      .card:hover {
        border-color: var(--_control);
      }
      .stage {
        position: relative;
        display: grid;
        place-items: center;
        width: 100%;
        aspect-ratio: 16 / 9;
        color: #fff;
        background: linear-gradient(150deg, #5878ad, #1d3460);
      }
      .stage:focus-visible {
        outline-color: #fff;
        outline-offset: -4px;
      }
      .sign {
        display: grid;
        place-items: center;
        width: 56px;
        height: 56px;
        border-radius: 50%;
        background: #0d1117a6;
        transition: background-color 120ms;
      }
      .stage:hover .sign {
        background: #0d1117e6;
      }
      .sign path {
        fill: currentColor;
      }
      .length {
        position: absolute;
        inset-block-end: 8px;
        inset-inline-end: 8px;
        padding: 1px 7px;
        border-radius: 7px;
        background: #0d1117d9;
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .told {
        padding: 12px 16px;
        text-align: center;
        font-size: 14px;
        line-height: 20px;
        background: #0d1117d9;
        border-radius: 12px;
        margin: 12px;
      }
      .told .button {
        margin-block-start: 8px;
        color: #fff;
        background: #ffffff24;
        outline-color: #fff;
      }
      video {
        display: block;
        width: 100%;
        aspect-ratio: 16 / 9;
        background: #0d1117;
        object-fit: contain;
        outline-offset: -2px;
      }
      .caption {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 52px;
        padding-block: 4px;
        padding-inline: 14px 4px;
        font-size: 13px;
        line-height: 18px;
      }
      .words {
        flex: 1;
        min-width: 0;
      }
      .name {
        overflow-wrap: anywhere;
        font-weight: 600;
      }
      .about {
        color: var(--_muted);
      }
    `,
  ];
  static override properties = {
    recording: { attribute: false },
    url: { attribute: false },
    own: { attribute: false },
    say: { attribute: false },
    content: { state: true },
  };
  declare recording: SharedRecording;
  /** Gives an address for a while; null when none can be had. */
  declare url: () => Promise<string | null>;
  /** This side has shared it. */
  declare own: boolean;
  declare say: RecorderSay;
  declare private content: Content;
  /** Addresses expire: one that fails is asked for once more. */
  #attempts = 0;
  #focused: Element | null = null;

  constructor() {
    super();
    this.own = false;
    this.content = { kind: 'waiting' };
  }

  protected override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  override render() {
    const { recording, say } = this;
    const download = say('shared.downloadName', { name: recording.name });
    const about = [say(this.own ? 'shared.own' : 'shared.theirs'), sizeOf(recording.size, say)].join(' · ');
    return html`<div class="card">
      ${this.#stage()}
      <div class="caption">
        <div class="words">
          <p class="name" dir="auto" title=${recording.name}>${recording.name}</p>
          <p class="about">${about}</p>
        </div>
        <button class="icon-button" aria-label=${download} title=${download} @click=${this.#download}>
          ${icon(Download)}
        </button>
      </div>
    </div>`;
  }

  #stage() {
    const { recording, say, content } = this;
    const { name } = recording;
    switch (content.kind) {
      case 'waiting':
        return html`<button class="stage" @click=${this.#play}>
          <span class="visually-hidden">${say('shared.play', { name })}</span>
          <span class="sign">${icon(Play, 26)}</span><span class="length">${clockTime(recording.length)}</span>
        </button>`;
      case 'asked':
        return html`<div class="stage" tabindex="-1"><p class="told" role="status">${say('shared.loading')}</p></div>`;
      case 'known':
        return html`<video
          controls
          autoplay
          playsinline
          tabindex="0"
          aria-label=${name}
          src=${content.url}
          @error=${this.#onError}
        ></video>`;
      case 'unavailable':
        return html`<div class="stage" tabindex="-1">
          <div class="told" role="alert">
            <p>${say('shared.failed')}</p>
            <button class="button" @click=${this.#again}>${say('share.retry')}</button>
          </div>
        </div>`;
      case 'unplayable':
        return html`<div class="stage" tabindex="-1"><p class="told" role="alert">${say('player.cannot')}</p></div>`;
    }
  }

  #play = async (): Promise<void> => {
    this.content = { kind: 'asked' };
    const url = await this.url();
    this.content = url === null ? { kind: 'unavailable' } : { kind: 'known', url };
  };

  #again = (): void => {
    this.#attempts = 0;
    void this.#play();
  };

  #onError = (): void => {
    if (!this.isConnected || this.content.kind !== 'known') return;
    if (this.#attempts > 0) {
      this.content = { kind: 'unplayable' };
      return;
    }
    this.#attempts = 1;
    void this.#play();
  };

  /** In a tab of its own where the service is another site: browsers don't save from there, and show it instead. */
  #download = async (): Promise<void> => {
    const url = await this.url();
    if (url === null) {
      this.content = { kind: 'unavailable' };
      return;
    }
    const link = document.createElement('a');
    Object.assign(link, { href: url, download: this.recording.name, target: '_blank', rel: 'noopener noreferrer' });
    link.click();
  };

  protected override updated(): void {
    // What had the focus is gone.
    if (this.#focused !== null && !this.#focused.isConnected) {
      this.renderRoot.querySelector<HTMLElement>('.stage, video')?.focus();
    }
  }
}

customElements.define('ycyw-shared-recording', SharedRecordingView);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-shared-recording': SharedRecordingView;
  }
}
