/** All dialogs of the desk, each opened by name. They ask the session themselves and stay open when it refuses. */
import { html, LitElement } from 'lit';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import type { Me } from '../../signaling/protocol/http.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { Language } from '../../widget/locales/labels.ts';
import type { LazyRecorder } from '../../widget/recorder-loader.ts';
import type { AgentSession } from '../../widget/session/types.ts';
import type { AgentApi } from './agent-api.ts';
import './audit-dialog.ts';
import type { AuditDialog } from './audit-dialog.ts';
import './close-dialog.ts';
import type { CloseDialog } from './close-dialog.ts';
import type { ConsoleSay } from './console-say.ts';
import './erase-dialog.ts';
import type { EraseDialog } from './erase-dialog.ts';
import './everywhere-dialog.ts';
import type { EverywhereDialog } from './everywhere-dialog.ts';
import './give-dialog.ts';
import type { Gift, GiveDialog } from './give-dialog.ts';
import './keys-dialog.ts';
import type { KeysDialog } from './keys-dialog.ts';
import { nameOf } from './people.ts';
import type { PreferenceStore } from './preferences.ts';
import './recordings-dialog.ts';
import type { RecordingsDialog } from './recordings-dialog.ts';
import './settings-dialog.ts';
import type { MuteEvent, NotifySwitch, SettingsDialog } from './settings-dialog.ts';
import './team-dialog.ts';
import type { TeamDialog } from './team-dialog.ts';

/** Who is signed in, and what they may ask of the service besides. */
export interface Account {
  me: Me;
  api: AgentApi;
  /** Ends this page's session along with all others. */
  signOutEverywhere(): Promise<Result>;
}

export class DeskDialogs extends LitElement {
  static override properties = {
    session: { attribute: false },
    account: { attribute: false },
    preferences: { attribute: false },
    notify: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    muted: { attribute: false },
  };
  declare session: AgentSession;
  declare account: Account;
  declare preferences: PreferenceStore;
  declare notify: NotifySwitch;
  declare say: ConsoleSay;
  declare language: Language;
  declare muted: boolean;
  readonly #give: Ref<GiveDialog> = createRef();
  readonly #close: Ref<CloseDialog> = createRef();
  readonly #keys: Ref<KeysDialog> = createRef();
  readonly #settings: Ref<SettingsDialog> = createRef();
  readonly #recordings: Ref<RecordingsDialog> = createRef();
  readonly #everywhere: Ref<EverywhereDialog> = createRef();
  readonly #team: Ref<TeamDialog> = createRef();
  readonly #audit: Ref<AuditDialog> = createRef();
  readonly #erase: Ref<EraseDialog> = createRef();
  /** The conversation that the close dialog asks about. */
  #closing = '';

  override render() {
    const { say, account } = this;
    return html`
      <agent-give ${ref(this.#give)} .say=${say} .give=${this.#giveAway}></agent-give>
      <agent-close ${ref(this.#close)} .say=${say} .close=${this.#closeAsked}></agent-close>
      <agent-recordings ${ref(this.#recordings)} .say=${say}></agent-recordings>
      <agent-keys ${ref(this.#keys)} .say=${say}></agent-keys>
      <agent-settings
        ${ref(this.#settings)}
        .say=${say}
        .language=${this.language}
        .preferences=${this.preferences}
        .notify=${this.notify}
        .muted=${this.muted}
        @mute=${(event: MuteEvent) => this.session.setMuted(event.muted)}
      ></agent-settings>
      <agent-team
        ${ref(this.#team)}
        .say=${say}
        .api=${account.api}
        .me=${account.me.id}
        .end=${this.#endColleague}
      ></agent-team>
      <agent-audit ${ref(this.#audit)} .say=${say} .api=${account.api}></agent-audit>
      <agent-everywhere ${ref(this.#everywhere)} .say=${say}></agent-everywhere>
      <agent-erase ${ref(this.#erase)} .say=${say}></agent-erase>
    `;
  }

  async give(line: InboxLine, to: Gift['to']): Promise<void> {
    const dialog = this.#give.value;
    if (dialog === undefined) return;
    const { inbox, colleagues } = this.session.getState();
    const { id, call } = line.state;
    // A customer's call that only rings is heard by whoever has the conversation next.
    const endsCall = call !== null && (call.kind === 'live' || call.by === 'agent');
    dialog.gift = { conversation: id, name: nameOf(this.say, line.customer), to, endsCall };
    dialog.colleagues = colleagues.filter((one) => inbox.kind !== 'ready' || one.id !== inbox.me.id);
    await dialog.show();
  }

  async close(line: InboxLine): Promise<void> {
    const dialog = this.#close.value;
    if (dialog === undefined) return;
    this.#closing = line.state.id;
    dialog.name = nameOf(this.say, line.customer);
    dialog.endsCall = line.state.call !== null;
    await dialog.show();
  }

  async recordings(recorder: LazyRecorder): Promise<void> {
    const dialog = this.#recordings.value;
    if (dialog === undefined) return;
    dialog.recorder = recorder;
    recorder.near();
    await dialog.show();
  }

  async keys(): Promise<void> {
    await this.#keys.value?.show();
  }

  async settings(): Promise<void> {
    await this.#settings.value?.show();
  }

  async team(): Promise<void> {
    const dialog = this.#team.value;
    if (dialog === undefined) return;
    dialog.colleagues = this.session.getState().colleagues;
    await dialog.show();
  }

  /** The person whose card is shown. */
  async erase(): Promise<void> {
    const dialog = this.#erase.value;
    const { card } = this.session.getState();
    if (dialog === undefined || card.kind !== 'ready') return;
    const { id } = card.card;
    dialog.name = nameOf(this.say, card.card);
    dialog.erase = () => this.account.api.erase(id);
    await dialog.show();
  }

  async audit(): Promise<void> {
    await this.#audit.value?.show();
  }

  async signOutEverywhere(): Promise<void> {
    await this.#askEverywhere(null, this.account.signOutEverywhere);
  }

  readonly #endColleague = ({ id, name }: Me): void => {
    void this.#askEverywhere(name, async () => {
      const result = await this.account.api.endSessions(id);
      if (result.ok && this.#team.value) this.#team.value.ended = name;
      return result;
    });
  };

  async #askEverywhere(name: string | null, end: () => Promise<Result>): Promise<void> {
    const dialog = this.#everywhere.value;
    if (dialog === undefined) return;
    dialog.name = name;
    dialog.end = end;
    await dialog.show();
  }

  readonly #giveAway = (gift: Gift, colleague: string | null, word: string): Promise<Result> =>
    colleague === null
      ? this.session.giveBack(gift.conversation, word)
      : this.session.transfer(gift.conversation, colleague, word);

  readonly #closeAsked = (): Promise<Result> => this.session.conversation(this.#closing).close();
}

customElements.define('agent-dialogs', DeskDialogs);

declare global {
  interface HTMLElementTagNameMap {
    'agent-dialogs': DeskDialogs;
  }
}
