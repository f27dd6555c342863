/** All dialogs of the desk, each opened by name. They ask the session themselves and stay open when it refuses. */
import { html, LitElement } from 'lit';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { Language } from '../../widget/locales/labels.ts';
import type { LazyRecorder } from '../../widget/recorder-loader.ts';
import type { AgentSession } from '../../widget/session/types.ts';
import './close-dialog.ts';
import type { CloseDialog } from './close-dialog.ts';
import type { ConsoleSay } from './console-say.ts';
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

export class DeskDialogs extends LitElement {
  static override properties = {
    session: { attribute: false },
    preferences: { attribute: false },
    notify: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    muted: { attribute: false },
  };
  declare session: AgentSession;
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
  /** The conversation that the close dialog asks about. */
  #closing = '';

  override render() {
    const { say } = this;
    const { inbox } = this.session.getState();
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
        .email=${inbox.kind === 'ready' ? inbox.me.email : ''}
        @mute=${(event: MuteEvent) => this.session.setMuted(event.muted)}
      ></agent-settings>
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
