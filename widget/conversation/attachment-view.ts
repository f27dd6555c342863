/** A file in the timeline: a picture with its place kept, or a chip with name and size. Asks the store for its address. */

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import FileText from 'lucide/dist/esm/icons/file-text.mjs';
import type { Attachment } from '../../signaling/protocol/events.ts';
import type { CustomerSay } from '../locales/load.ts';
import type { ConversationStore } from '../session/types.ts';
import { base } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { attachmentStyles } from './attachment.styles.ts';
import { isShownPicture, pictureSize } from './picture-size.ts';

type Address = { kind: 'none' } | { kind: 'asked' } | { kind: 'known'; url: string } | { kind: 'unavailable' };

export class AttachmentView extends LitElement {
  static override styles = [base, attachmentStyles];
  static override properties = {
    attachment: { attribute: false },
    store: { attribute: false },
    say: { attribute: false },
    address: { state: true },
  };
  declare attachment: Attachment;
  declare store: ConversationStore;
  declare say: CustomerSay;
  declare private address: Address;
  /** Addresses expire; a picture that fails once is asked for once more. */
  #retried = false;

  constructor() {
    super();
    this.address = { kind: 'none' };
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
        ${picture ? nothing : icon(FileText, 20)}<span class="name">${attachment.name}</span> <span class="size">${size}</span>
      </span>`;
    if (address.kind !== 'known') {
      return html`<div class="card">
        ${content}${address.kind === 'unavailable' ? html`<p>${say('file.unavailable')}</p>` : nothing}
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

  #picture() {
    const { attachment, say, address } = this;
    const { width, height } = pictureSize(attachment);
    return html`<span class="picture">
      <img
        width=${width}
        height=${height}
        alt=${say('file.picture')}
        decoding="async"
        src=${address.kind === 'known' ? address.url : nothing}
        @error=${this.#failed}
      />
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

  #failed = (): void => {
    if (this.#retried) {
      this.address = { kind: 'unavailable' };
      return;
    }
    this.#retried = true;
    void this.#ask();
  };
}

customElements.define('ycyw-attachment', AttachmentView);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-attachment': AttachmentView;
  }
}
