/** A file on its way: its picture or name, how far it is, and a way to stop it. */

import { html, LitElement, nothing } from 'lit';
import CircleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import FileText from 'lucide/dist/esm/icons/file-text.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { ConversationStore, Upload } from '../session/types.ts';
import { base, buttons } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { attachmentStyles } from './attachment.styles.ts';

export class UploadView extends LitElement {
  static override styles = [base, buttons, attachmentStyles];
  static override properties = {
    upload: { attribute: false },
    arrived: { attribute: false },
    store: { attribute: false },
    say: { attribute: false },
  };
  declare upload: Upload;
  /** All of it is there; what is missing is the service's word. */
  declare arrived: boolean;
  declare store: ConversationStore;
  declare say: CustomerSay;

  constructor() {
    super();
    this.arrived = false;
  }

  override render() {
    const { upload, say } = this;
    return html`<div class="card">
      ${upload.preview === null ? nothing : html`<span class="picture"><img src=${upload.preview} alt="" /></span>`}
      <div class="caption">
        ${upload.preview === null ? icon(FileText, 20) : nothing}
        <span class="name" dir="auto">${upload.name}</span>
        ${this.arrived ? html`<span class="size">${say.format.bytes(upload.size)}</span>` : this.#cancelButton()}
      </div>
      ${this.arrived ? nothing : this.#progress()}
    </div>`;
  }

  #cancelButton() {
    const { upload, say, store } = this;
    return html`<button
      class="icon-button"
      title=${say('action.cancel')}
      aria-label=${say('file.cancel', { name: upload.name })}
      @click=${() => store.cancelUpload(upload.id)}
    >
      ${icon(X, 18)}
    </button>`;
  }

  #progress() {
    const { upload, say, store } = this;
    if (upload.phase.kind === 'failed') {
      return html`<div class="failed">
        <p>${icon(CircleAlert, 16)}<span>${say('delivery.failed')} ${sayReason(say, upload.phase.reason)}</span></p>
        <button class="button" @click=${() => store.retry(upload.id)}>${say('action.retry')}</button>
      </div>`;
    }
    const sent = upload.phase.kind === 'uploading' ? upload.phase.sent : 0;
    const bytes = { sent: say.format.bytes(sent), size: say.format.bytes(upload.size) };
    return html`<div class="sending">
      <progress max=${upload.size} value=${sent} aria-label=${say('file.progressName', { name: upload.name })}></progress>
      <span>${upload.phase.kind === 'waiting' ? say('file.waiting') : say('file.progress', bytes)}</span>
    </div>`;
  }
}

customElements.define('ycyw-upload', UploadView);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-upload': UploadView;
  }
}
