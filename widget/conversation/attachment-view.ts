/** A file in the timeline: a picture with its place kept, or a chip with name and size. Asks the store for its address. */

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import FileText from 'lucide/dist/esm/icons/file-text.mjs';
import type { Attachment } from '../../signaling/protocol/events.ts';
import type { CustomerSay } from '../locales/load.ts';
import type { ConversationStore } from '../session/types.ts';
import { base, buttons } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { attachmentStyles } from './attachment.styles.ts';
import { isShownPicture, pictureSize } from './picture-size.ts';

type Address = { kind: 'none' } | { kind: 'asked' } | { kind: 'known'; url: string } | { kind: 'unavailable' };

export class AttachmentView extends LitElement {
  static override styles = [base, buttons, attachmentStyles];
  static override properties = {
    attachment: { attribute: false },
    store: { attribute: false },
    say: { attribute: false },
    address: { state: true },
    attempt: { state: true },
  };
  declare attachment: Attachment;
  declare store: ConversationStore;
  declare say: CustomerSay;
  declare private address: Address;
  /** How often the picture has failed. Addresses expire: it is asked for once more, by a new element. */
  declare private attempt: number;

  constructor() {
    super();
    this.address = { kind: 'none' };
    this.attempt = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('attachment') && this.address.kind === 'none') void this.#ask();
  }

  override render() {
    const { attachment, say, address } = this;
    const size = say.format.bytes(attachment.size);
    const picture = isShownPicture(attachment.type);
    const content = html`${picture ? this.#picture() : nothing}
      <span class="caption">
        ${picture ? nothing : icon(FileText, 20)}<span class="name" dir="auto">${attachment.name}</span> <span class="size">${size}</span>
      </span>`;
    if (address.kind !== 'known') {
      return html`<div class="card">
        ${content}${address.kind === 'unavailable' ? this.#unavailable() : nothing}
      </div>`;
    }
    // Pointing at it is when its address is asked for again: it may have expired since.
    return html`<a
      class="card"
      href=${address.url}
      target="_blank"
      rel="noopener noreferrer"
      title=${say('file.open', { name: attachment.name })}
      @pointerenter=${this.#ask}
      @focus=${this.#ask}
      >${content}</a
    >`;
  }

  #unavailable() {
    const { say } = this;
    return html`<div class="unavailable">
      <p>${say('file.unavailable')}</p>
      <button class="button" @click=${this.#retry}>${say('action.retry')}</button>
    </div>`;
  }

  #picture() {
    const { attachment, say, address } = this;
    const { width, height } = pictureSize(attachment);
    return html`<span class="picture">
      ${keyed(
        this.attempt,
        html`<img
          width=${width}
          height=${height}
          alt=${say('file.picture')}
          decoding="async"
          src=${address.kind === 'known' ? address.url : nothing}
          @error=${this.#failed}
        />`,
      )}
    </span>`;
  }

  #ask = async (): Promise<void> => {
    if (this.address.kind === 'none') this.address = { kind: 'asked' };
    const url = await this.store.attachmentUrl(this.attachment);
    if (url !== null) {
      if (this.address.kind !== 'known' || this.address.url !== url) this.address = { kind: 'known', url };
    } else if (this.address.kind === 'asked') {
      this.address = { kind: 'unavailable' };
    }
  };

  #failed = async (): Promise<void> => {
    if (this.attempt > 0) {
      this.address = { kind: 'unavailable' };
      return;
    }
    const url = await this.store.attachmentUrl(this.attachment);
    if (url !== null) this.address = { kind: 'known', url };
    this.attempt = 1;
  };

  #retry(): void {
    this.attempt = 0;
    this.address = { kind: 'none' };
    void this.#ask();
  }
}

customElements.define('ycyw-attachment', AttachmentView);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-attachment': AttachmentView;
  }
}
