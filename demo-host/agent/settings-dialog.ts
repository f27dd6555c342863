/** Language, appearance, sound, keys and browser notifications. Every change holds at once. */
import { css, html, nothing } from 'lit';
import type { Language } from '../../widget/locales/labels.ts';
import type { NotificationPermissionState } from '../../widget/platform/notifications.ts';
import type { Store } from '../../widget/session/types.ts';
import { StoreController } from '../../widget/ui/store-controller.ts';
import { LANGUAGES } from './console-say.ts';
import { Modal } from './modal.ts';
import type { PreferenceStore, Preferences } from './preferences.ts';

/** Whether the browser lets the console notify. */
export interface NotifySwitch extends Store<NotificationPermissionState> {
  /** Must come from a click. */
  ask(): Promise<void>;
}

const SCHEMES = ['auto', 'light', 'dark'] as const;

export class MuteEvent extends Event {
  readonly muted: boolean;
  constructor(muted: boolean) {
    super('mute');
    this.muted = muted;
  }
}

export class SettingsDialog extends Modal {
  static override styles = [
    Modal.styles,
    css`
      fieldset {
        margin: 16px 0 0;
        padding: 0;
        border: 0;
      }
      legend,
      h3 {
        margin: 0 0 6px;
        padding: 0;
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
        color: var(--_muted);
      }
      .choice {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        padding: 3px;
        border-radius: 15px;
        background: var(--_other);
      }
      .choice label {
        position: relative;
        display: grid;
        place-items: center;
        min-height: 44px;
        padding: 4px 8px;
        border-radius: 12px;
        font-size: 14px;
        text-align: center;
        cursor: pointer;
      }
      .choice input {
        position: absolute;
        inset: 0;
        height: 100%;
        opacity: 0;
        cursor: pointer;
      }
      .choice label:has(:checked) {
        background: var(--_surface);
        box-shadow: inset 0 0 0 2px currentColor;
        color: var(--_accent-text);
      }
      .choice label:has(:focus-visible) {
        outline: 2px solid var(--_accent-text);
      }
      .languages {
        display: grid;
        gap: 6px;
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
        color: var(--_muted);
      }
      .languages select {
        min-height: 48px;
        padding: 0 12px;
        border: 1px solid var(--_control);
        border-radius: 13px;
        font: inherit;
        font-size: 16px;
        font-weight: 400;
        color: var(--_ink);
        background: var(--_surface);
      }
      .switch {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 16px;
        min-height: 48px;
        font-size: 15px;
        font-weight: 400;
        cursor: pointer;
      }
      .switch input {
        flex: none;
        width: 22px;
        height: 22px;
        min-height: 0;
        accent-color: var(--_accent-text);
      }
      .switches {
        margin-block: 12px;
      }
      .notify p {
        margin: 0 0 10px;
      }
      .actions {
        padding-block-start: 16px;
        border-block-start: 1px solid var(--_line);
      }
      @media (forced-colors: active) {
        .choice label:has(:checked) {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];
  static override properties = {
    ...Modal.properties,
    preferences: { attribute: false },
    notify: { attribute: false },
    language: { attribute: false },
    muted: { attribute: false },
  };
  declare preferences: PreferenceStore;
  declare notify: NotifySwitch;
  declare language: Language;
  declare muted: boolean;
  readonly #kept = new StoreController<PreferenceStore>(this);
  readonly #permission = new StoreController<NotifySwitch>(this);

  protected override willUpdate(): void {
    this.#kept.follow(this.preferences);
    this.#permission.follow(this.notify);
  }

  protected override heading(): string {
    return this.say('settings.title');
  }

  protected override content() {
    const { say, preferences } = this;
    const { scheme, shortcuts } = preferences.getState();
    const schemes = SCHEMES.map((value) => ({ value, name: say(`settings.${value}`) }));
    return html`
      ${this.#languages()}
      ${this.#choice(say('settings.appearance'), 'scheme', schemes, scheme, (value) => this.#keep({ scheme: value as Preferences['scheme'] }))}
      <div class="switches">
        ${this.#switch(say('settings.sound'), !this.muted, (on) => this.dispatchEvent(new MuteEvent(!on)))}
        ${this.#switch(say('settings.shortcuts'), shortcuts, (on) => this.#keep({ shortcuts: on }))}
      </div>
      ${this.#notifications()}
      <div class="actions">
        <button class="button primary" @click=${() => this.hide()}>${say('settings.close')}</button>
      </div>
    `;
  }

  #languages() {
    return html`<label class="languages">
      ${this.say('settings.language')}
      <select @change=${(event: Event) => this.#keep({ language: (event.target as HTMLSelectElement).value as Language })}>
        ${LANGUAGES.map(
          ({ language, name }) =>
            html`<option value=${language} lang=${language} ?selected=${language === this.language}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  #choice(
    title: string,
    name: string,
    options: readonly { value: string; name: string }[],
    chosen: string,
    choose: (value: string) => void,
  ) {
    return html`<fieldset>
      <legend>${title}</legend>
      <div class="choice">
        ${options.map(
          (option) => html`<label>
            <input
              type="radio"
              name=${name}
              value=${option.value}
              .checked=${option.value === chosen}
              @change=${() => choose(option.value)}
            />${option.name}
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  #switch(name: string, on: boolean, set: (on: boolean) => void) {
    return html`<label class="switch">
      ${name}
      <input type="checkbox" .checked=${on} @change=${(event: Event) => set((event.target as HTMLInputElement).checked)} />
    </label>`;
  }

  #notifications() {
    const { say } = this;
    const sentence = {
      ask: 'settings.notifyAsk',
      granted: 'settings.notifyOn',
      denied: 'settings.notifyDenied',
      unsupported: 'settings.notifyNone',
    } as const;
    const permission = this.notify.getState();
    return html`<section class="notify">
      <h3>${say('settings.notifications')}</h3>
      <p>${say(sentence[permission])}</p>
      ${
        permission === 'ask'
          ? html`<button class="button" @click=${() => void this.notify.ask()}>${say('settings.notify')}</button>`
          : nothing
      }
    </section>`;
  }

  #keep(change: Partial<Preferences>): void {
    this.preferences.update(change);
  }
}

customElements.define('agent-settings', SettingsDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-settings': SettingsDialog;
  }
}
