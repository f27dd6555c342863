/** The sign-in page. Asks the service, and says in words why it can't be. */
import { css, html, LitElement, nothing } from 'lit';
import type { Me, SignInProblem } from '../../signaling/protocol/http.ts';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { base, buttons, fields } from '../../widget/ui/controls.ts';
import type { AgentApi } from './agent-api.ts';
import type { ConsoleSay } from './console-say.ts';
import { MARK } from './mark.ts';

export class SignedInEvent extends Event {
  readonly me: Me;
  constructor(me: Me) {
    super('signed-in');
    this.me = me;
  }
}

/** Leads away to the company's own sign-in; the way back ends at the console. */
const OIDC_PATH = '/api/agent/oidc';

/** Why the page is there. */
export type SignInWhy = 'first' | 'ended' | 'left';

type Phase = { kind: 'asking' } | { kind: 'sending' } | { kind: 'refused'; reason: Reason };

export class SignIn extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100%;
        padding: 24px 16px;
        background: var(--_canvas);
      }
      main {
        width: min(400px, 100%);
        padding: 32px;
        border: 1px solid var(--_line);
        border-radius: 22px;
        background: var(--_surface);
        box-shadow: var(--_shadow);
      }
      h1 {
        margin: 16px 0 4px;
        font-size: 22px;
        line-height: 30px;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      p {
        margin: 0;
        color: var(--_muted);
      }
      .said {
        margin-block-start: 16px;
        padding: 12px 16px;
        border-radius: var(--_control-radius);
        background: var(--_soft);
        color: var(--_ink);
      }
      .error {
        margin-block-start: 16px;
        color: var(--_signal-text);
        font-weight: 600;
      }
      form {
        display: grid;
        gap: 16px;
        margin-block-start: 24px;
      }
      input {
        min-height: 48px;
      }
      .primary {
        min-height: 48px;
        margin-block-start: 4px;
      }
      .provider {
        display: flex;
        min-height: 48px;
        margin-block-start: 12px;
      }
    `,
  ];
  static override properties = {
    api: { attribute: false },
    say: { attribute: false },
    why: { attribute: false },
    problem: { attribute: false },
    provider: { state: true },
    phase: { state: true },
  };
  declare api: AgentApi;
  declare say: ConsoleSay;
  declare why: SignInWhy;
  /** Why the company's own sign-in has led back here. */
  declare problem: SignInProblem | null;
  /** What that is called; null: there is none. */
  declare private provider: string | null;
  declare private phase: Phase;

  constructor() {
    super();
    this.why = 'first';
    this.problem = null;
    this.provider = null;
    this.phase = { kind: 'asking' };
  }

  /** Firefox leaves `autofocus` alone in what a script brings. */
  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>('[name=email]')?.focus();
    void this.api.signInWays().then(({ oidc }) => {
      this.provider = oidc;
    });
  }

  override render() {
    const { say, why, phase, provider } = this;
    const sentence = this.#trouble();
    const isBusy = phase.kind === 'sending';
    return html`<main>
      <img src=${MARK} alt="" width="56" height="56" />
      <h1>${say('signIn.title')}</h1>
      <p>${say('signIn.text')}</p>
      ${why === 'first' ? nothing : html`<p class="said" role="status">${say(`signIn.${why}`)}</p>`}
      <form @submit=${this.#onSubmit}>
        <label>
          ${say('signIn.email')}
          <input name="email" type="email" autocomplete="username" required />
        </label>
        <label>
          ${say('signIn.password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button class="button primary" aria-disabled=${isBusy}>${say(isBusy ? 'signIn.busy' : 'signIn.submit')}</button>
      </form>
      ${sentence === null ? nothing : html`<p class="error" role="alert">${sentence}</p>`}
      ${
        provider === null
          ? nothing
          : html`<a class="button provider" href=${OIDC_PATH}>${say('signIn.with', { name: provider })}</a>`
      }
    </main>`;
  }

  /** What was tried last counts. */
  #trouble(): string | null {
    if (this.phase.kind === 'refused') return this.#sentence(this.phase.reason);
    if (this.problem === null || this.phase.kind === 'sending') return null;
    return this.say(this.problem === 'too_many' ? 'signIn.tooMany' : `signIn.${this.problem}`);
  }

  #sentence(reason: Reason): string {
    const { say } = this;
    if (reason === 'too_many') return say('signIn.tooMany');
    return reason === 'not_signed_in' || reason === 'invalid' ? say('signIn.wrong') : sayReason(say, reason);
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.phase.kind === 'sending') return;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    this.phase = { kind: 'sending' };
    const result = await this.api.signIn(String(data.get('email')).trim(), String(data.get('password')));
    if (result.ok) {
      this.phase = { kind: 'asking' };
      this.dispatchEvent(new SignedInEvent(result.me));
      return;
    }
    this.phase = { kind: 'refused', reason: result.reason };
    await this.updateComplete;
    const password = this.renderRoot.querySelector<HTMLInputElement>('[name=password]');
    password?.focus();
    password?.select();
  }
}

customElements.define('agent-sign-in', SignIn);

declare global {
  interface HTMLElementTagNameMap {
    'agent-sign-in': SignIn;
  }
}
