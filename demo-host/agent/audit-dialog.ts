/** What agents, supervisors and the operator did, for supervisors: the newest first, day by day, more of it on demand. */
import { css, html, nothing } from 'lit';
import KeyRound from 'lucide/dist/esm/icons/key-round.mjs';
import SquareTerminal from 'lucide/dist/esm/icons/square-terminal.mjs';
import UserRoundX from 'lucide/dist/esm/icons/user-round-x.mjs';
import type { AuditEntry, AuditPage } from '../../signaling/protocol/audit.ts';
import { avatar } from '../../widget/ui/avatar.ts';
import { icon } from '../../widget/ui/icons.ts';
import type { AgentApi, Got } from './agent-api.ts';
import { whatOf, whoOf } from './audit-words.ts';
import { ListDialog } from './list-dialog.ts';

/** Of those who have no letters. */
const FACES = { operator: SquareTerminal, provider: KeyRound, unknown: UserRoundX };

/** What comes of the button at the end of the list. */
type More = { kind: 'waiting' } | { kind: 'loading' } | { kind: 'failed' };

export class AuditDialog extends ListDialog<AuditPage> {
  static override styles = [
    ListDialog.styles,
    css`
      h3 {
        margin: 16px 0 0;
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
        color: var(--_muted);
      }
      .avatar.other {
        color: var(--_muted);
        background: var(--_other);
      }
      time {
        flex: none;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
  static override properties = { ...ListDialog.properties, api: { attribute: false }, more: { state: true } };
  declare api: AgentApi;
  declare private more: More;

  constructor() {
    super();
    this.more = { kind: 'waiting' };
  }

  protected override load(): Promise<Got<AuditPage>> {
    this.more = { kind: 'waiting' };
    return this.api.audit(null);
  }

  protected override heading(): string {
    return this.say('audit.title');
  }

  protected override ready({ entries, next }: AuditPage) {
    const { say, more } = this;
    if (entries.length === 0) return html`<div class="gate"><p>${say('audit.empty')}</p></div>`;
    const days = Map.groupBy(entries, ({ at }) => say.format.dayKey(at));
    return html`${[...days.values()].map(
      (day) => html`<h3>${say.format.day(day[0]?.at ?? 0)}</h3>
        <ul>${day.map((entry) => this.#row(entry))}</ul>`,
    )}
    ${more.kind === 'failed' ? html`<p class="error" role="alert">${say('list.failed')}</p>` : nothing}
    ${
      next === null
        ? nothing
        : html`<button class="button more" aria-disabled=${more.kind === 'loading'} @click=${() => void this.#onMore()}>
          ${say(more.kind === 'loading' ? 'list.loading' : 'audit.more')}
        </button>`
    }`;
  }

  #row(entry: AuditEntry) {
    const { say } = this;
    const who = whoOf(say, entry);
    const face =
      entry.who.kind === 'agent'
        ? avatar(who)
        : html`<span class="avatar other" aria-hidden="true">${icon(FACES[entry.who.kind], 18)}</span>`;
    return html`<li tabindex="-1">
      ${face}
      <div class="words"><strong dir="auto">${who}</strong><span>${whatOf(say, entry)}</span></div>
      <time datetime=${new Date(entry.at).toISOString()} title=${say.format.full(entry.at)}>${say.format.time(entry.at)}</time>
    </li>`;
  }

  async #onMore(): Promise<void> {
    if (this.list.kind !== 'ready' || this.more.kind === 'loading') return;
    const { entries, next } = this.list.got;
    this.more = { kind: 'loading' };
    const answer = await this.api.audit(next);
    this.more = { kind: answer.ok ? 'waiting' : 'failed' };
    if (!answer.ok) return;
    this.list = { kind: 'ready', got: { entries: [...entries, ...answer.got.entries], next: answer.got.next } };
    await this.updateComplete;
    // The button moves to the end, or is gone: reading goes on where the new ones begin.
    this.renderRoot.querySelectorAll('li')[entries.length]?.focus();
  }
}

customElements.define('agent-audit', AuditDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-audit': AuditDialog;
  }
}
