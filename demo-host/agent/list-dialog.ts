/** What the supervisor's two lists share: a tall dialog, and what stands there until the list does. */
import { type CSSResultGroup, css, html, type TemplateResult } from 'lit';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { avatars } from '../../widget/ui/avatar.ts';
import { icon } from '../../widget/ui/icons.ts';
import type { Got } from './agent-api.ts';
import { Modal } from './modal.ts';

export type Loading<T> = { kind: 'loading' } | { kind: 'failed'; reason: Reason } | { kind: 'ready'; got: T };

export abstract class ListDialog<T> extends Modal {
  static override styles: CSSResultGroup = [
    Modal.styles,
    avatars,
    css`
      dialog[open] {
        display: flex;
        flex-direction: column;
        width: min(560px, calc(100vw - 32px));
        height: min(720px, calc(100dvh - 32px));
        padding: 0;
        overflow: hidden;
      }
      #heading {
        margin: 0;
        padding-block: 20px 12px;
        padding-inline: 24px 64px;
        border-block-end: 1px solid var(--_line);
      }
      .away {
        position: absolute;
        inset-block-start: 12px;
        inset-inline-end: 12px;
      }
      .body {
        flex: 1;
        min-height: 0;
        padding: 8px 24px 20px;
        overflow: auto;
      }
      .gate {
        display: grid;
        justify-items: center;
        align-content: center;
        gap: 16px;
        height: 100%;
        text-align: center;
      }
      .gate p {
        margin: 0;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 10px 0;
        border-block-end: 1px solid var(--_line);
      }
      li > .words {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .words strong,
      .words span {
        display: block;
      }
      .words strong {
        font-weight: 600;
      }
      .words span,
      time {
        font-size: 13px;
        line-height: 18px;
        color: var(--_muted);
      }
      .avatar {
        width: 36px;
        height: 36px;
        font-size: 13px;
      }
      .more {
        margin-block-start: 16px;
      }
    `,
  ];
  static override properties = { ...Modal.properties, list: { state: true } };
  declare protected list: Loading<T>;

  constructor() {
    super();
    this.list = { kind: 'loading' };
  }

  protected abstract load(): Promise<Got<T>>;
  protected abstract ready(got: T): TemplateResult;

  override async show(): Promise<void> {
    void this.#fill();
    await super.show();
  }

  protected override content() {
    const name = this.say('action.dismiss');
    return html`<button class="icon-button away" aria-label=${name} title=${name} @click=${() => this.hide()}>
        ${icon(X)}
      </button>
      <div class="body">${this.#body()}</div>`;
  }

  #body(): TemplateResult {
    const { say, list } = this;
    switch (list.kind) {
      case 'loading':
        return html`<div class="gate"><p role="status">${say('list.loading')}</p></div>`;
      case 'failed':
        return html`<div class="gate" role="alert">
          <p>${say('list.failed')} ${sayReason(say, list.reason)}</p>
          <button class="button" @click=${() => void this.#fill()}>${say('action.retry')}</button>
        </div>`;
      case 'ready':
        return this.ready(list.got);
    }
  }

  async #fill(): Promise<void> {
    this.list = { kind: 'loading' };
    const answer = await this.load();
    this.list = answer.ok ? { kind: 'ready', got: answer.got } : { kind: 'failed', reason: answer.reason };
  }
}
