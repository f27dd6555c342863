/** All agents with their roles, for supervisors, who may sign one out everywhere. */
import { css, html, nothing } from 'lit';
import MonitorX from 'lucide/dist/esm/icons/monitor-x.mjs';
import type { Me } from '../../signaling/protocol/http.ts';
import type { Colleague } from '../../signaling/protocol/realtime.ts';
import { avatar } from '../../widget/ui/avatar.ts';
import { icon } from '../../widget/ui/icons.ts';
import type { AgentApi, Got } from './agent-api.ts';
import { ListDialog } from './list-dialog.ts';

export class TeamDialog extends ListDialog<Me[]> {
  static override styles = [
    ListDialog.styles,
    css`
      p:empty {
        margin: 0;
      }
      .words .role {
        display: inline-block;
        margin-inline-end: 6px;
        padding: 0 10px;
        border-radius: 99px;
        line-height: 20px;
        color: var(--_ink);
        background: var(--_other);
      }
      .words .role.supervisor {
        font-weight: 600;
        background: var(--_soft);
        color: var(--_accent-text);
      }
    `,
  ];
  static override properties = {
    ...ListDialog.properties,
    api: { attribute: false },
    me: { attribute: false },
    colleagues: { attribute: false },
    end: { attribute: false },
    ended: { attribute: false },
  };
  declare api: AgentApi;
  /** Whose own sessions end elsewhere. */
  declare me: string;
  /** Who was there when it was opened. */
  declare colleagues: readonly Colleague[];
  /** Asks whether this one is to be signed out. */
  declare end: (agent: Me) => void;
  /** Who was signed out just now. */
  declare ended: string | null;

  override async show(): Promise<void> {
    this.ended = null;
    await super.show();
  }

  protected override load(): Promise<Got<Me[]>> {
    return this.api.agents();
  }

  protected override heading(): string {
    return this.say('team.title');
  }

  protected override ready(agents: Me[]) {
    const { say, ended } = this;
    return html`<p role="status">${ended === null ? '' : say('team.ended', { name: ended })}</p>
      <ul>${agents.map((agent) => this.#row(agent))}</ul>`;
  }

  #row(agent: Me) {
    const { say } = this;
    const presence = this.colleagues.find(({ id }) => id === agent.id)?.presence ?? 'offline';
    const name = say('team.end', { name: agent.name });
    return html`<li>
      ${avatar(agent.name, presence === 'online')}
      <div class="words">
        <strong dir="auto">${agent.name}</strong><span>${agent.email}</span>
        <span><span class="role ${agent.role}">${say(`role.${agent.role}`)}</span>${say(`presence.${presence}`)}</span>
      </div>
      ${
        agent.id === this.me
          ? nothing
          : html`<button class="icon-button" aria-label=${name} title=${name} @click=${() => this.end(agent)}>
            ${icon(MonitorX)}
          </button>`
      }
    </li>`;
  }
}

customElements.define('agent-team', TeamDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-team': TeamDialog;
  }
}
