/**
 * The console as a whole: finds out who is signed in, shows the sign-in page or the desk, and holds the session between
 * the two. Speaks the chosen language and has the chosen appearance.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Time } from '../../signaling/protocol/events.ts';
import type { Me, SignInProblem } from '../../signaling/protocol/http.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import { directionOf } from '../../widget/locales/directions.ts';
import { languageOf } from '../../widget/locales/labels.ts';
import type { AgentSession, Store } from '../../widget/session/types.ts';
import { base, buttons } from '../../widget/ui/controls.ts';
import { StoreController } from '../../widget/ui/store-controller.ts';
import { tokens } from '../../widget/ui/tokens.ts';
import type { AgentApi } from './agent-api.ts';
import type { AgentCalls } from './agent-calls.ts';
import { type ConsoleSay, localeFor } from './console-say.ts';
import './desk.ts';
import type { Account } from './dialogs.ts';
import type { CommandEvent } from './events.ts';
import { MARK } from './mark.ts';
import type { PreferenceStore } from './preferences.ts';
import type { NotifySwitch } from './settings-dialog.ts';
import './sign-in.ts';
import type { SignedInEvent, SignInWhy } from './sign-in.ts';
import { Speech } from './speech.ts';

/** Everything outside the views, passed in so that tests can bring their own. */
export interface ConsoleParts {
  api: AgentApi;
  /** A new session of whoever is signed in; not connected yet. */
  openSession(): AgentSession;
  /** Sound and browser notifications while this session runs; returns what ends them. */
  alert(session: AgentSession, say: () => ConsoleSay): () => void;
  /** What rings and runs while this session runs. */
  openCalls(session: AgentSession, say: () => ConsoleSay): AgentCalls;
  preferences: PreferenceStore;
  notify: NotifySwitch;
  ticker: Store<Time>;
  /** Why the company's own sign-in has led back here without one; null: it hasn't. */
  problem: SignInProblem | null;
  /** The browser's languages, the dearest first. */
  languages: readonly string[];
}

type Phase =
  | { kind: 'checking' }
  | { kind: 'unreachable' }
  | { kind: 'signed-out'; why: SignInWhy }
  | { kind: 'signed-in'; account: Account; session: AgentSession; calls: AgentCalls; stop: () => void };

/** Seconds between two tries while the service doesn't answer. */
const RETRY_S = 5;

export class AgentConsole extends LitElement {
  static override styles = [
    base,
    buttons,
    tokens,
    css`
      :host {
        --_signal: #ff3b00;
        display: block;
        height: 100dvh;
        font: var(--_font);
        color: var(--_ink);
        background: var(--_canvas);
        -webkit-text-size-adjust: 100%;
      }
      .gate {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: 8px;
        height: 100%;
        padding: 24px;
        text-align: center;
      }
      .gate h1 {
        margin: 12px 0 0;
        font-size: 20px;
        line-height: 28px;
        font-weight: 650;
      }
      .gate p {
        max-width: 30em;
        margin: 0 0 12px;
        color: var(--_muted);
      }
      /* What is quicker than that needs no word. */
      .gate.checking {
        animation: appear 160ms 400ms both;
      }
      @keyframes appear {
        from {
          opacity: 0;
        }
      }
    `,
  ];
  static override properties = { parts: { attribute: false }, phase: { state: true } };
  declare parts: ConsoleParts;
  declare private phase: Phase;
  readonly #preferences = new StoreController<PreferenceStore>(this);
  readonly #session = new StoreController<AgentSession>(this, () => this.#followSession());
  readonly #speechChanges = new StoreController<Speech>(this);
  #speech: Speech | null = null;
  #spoken: ConsoleSay | null = null;
  #title = '';
  #stopRetrying: (() => void) | null = null;
  /** What a session that the service ends is over by. */
  #whyOver: SignInWhy = 'ended';

  constructor() {
    super();
    this.phase = { kind: 'checking' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#check();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopRetrying?.();
    this.#endSession();
  }

  /** What the console says; it is the same function until the language changes, so that views know that nothing is new. */
  get speech(): Speech {
    this.#speech ??= new Speech(() => this.parts.ticker.getState());
    return this.#speech;
  }

  protected override willUpdate(): void {
    const { preferences, languages } = this.parts;
    const { scheme, language } = preferences.getState();
    this.#preferences.follow(preferences);
    this.#session.follow(this.phase.kind === 'signed-in' ? this.phase.session : undefined);
    this.speech.want(language ?? localeFor(languages));
    this.#speechChanges.follow(this.speech);
    document.documentElement.style.colorScheme = scheme === 'auto' ? 'light dark' : scheme;
    const speech = this.speech.getState();
    if (speech.kind === 'speaks') this.#speak(speech.say);
  }

  #speak(say: ConsoleSay): void {
    this.#nameThePage(say);
    if (say === this.#spoken) return;
    this.#spoken = say;
    if (this.phase.kind === 'signed-in') this.phase.calls.speak();
  }

  /** Only when it changes: between two languages the title belongs to the hint of what waits. */
  #nameThePage(say: ConsoleSay): void {
    document.documentElement.lang = say.locale;
    document.documentElement.dir = directionOf(say.locale);
    const title = say('console.title');
    if (title === this.#title) return;
    this.#title = title;
    document.title = title;
  }

  override render(): TemplateResult | typeof nothing {
    const { phase, parts } = this;
    const speech = this.speech.getState();
    if (speech.kind === 'mute') return nothing;
    if (speech.kind === 'failed') return this.#wordless();
    const { say } = speech;
    switch (phase.kind) {
      case 'checking':
        return html`<main class="gate checking" role="status"><p>${say('console.loading')}</p></main>`;
      case 'unreachable':
        return html`<main class="gate">
          <img src=${MARK} alt="" width="56" height="56" />
          <h1>${say('console.unreachable')}</h1>
          <p role="status">${say('console.unreachableText')}</p>
          <button class="button primary" @click=${() => void this.#check()}>${say('action.retry')}</button>
        </main>`;
      case 'signed-out':
        return html`<agent-sign-in
          .api=${parts.api}
          .say=${say}
          .why=${phase.why}
          .problem=${phase.why === 'first' ? parts.problem : null}
          @signed-in=${(event: SignedInEvent) => this.#begin(event.me)}
        ></agent-sign-in>`;
      case 'signed-in':
        return html`<agent-desk
          .session=${phase.session}
          .account=${phase.account}
          .calls=${phase.calls}
          .preferences=${parts.preferences}
          .notify=${parts.notify}
          .ticker=${parts.ticker}
          .say=${say}
          .language=${languageOf(say.locale) ?? 'en'}
          @desk-command=${(event: CommandEvent) => void this.#onCommand(event)}
        ></agent-desk>`;
    }
  }

  /** No dictionary came: the only words that stand in the code. */
  #wordless() {
    return html`<main class="gate" role="alert" lang="en">
      <p>The console could not be loaded.</p>
      <button class="button primary" @click=${() => location.reload()}>Reload</button>
    </main>`;
  }

  async #check(): Promise<void> {
    await this.updateComplete;
    await this.speech.settled;
    const answer = await this.parts.api.me();
    if (!this.isConnected || this.phase.kind === 'signed-in') return;
    if (answer.ok) return this.#begin(answer.me);
    if (answer.reason === 'not_signed_in') this.#signOut('first');
    else this.#waitForService();
  }

  /** Nobody is signed in before the console speaks. */
  readonly #say = (): ConsoleSay => {
    const speech = this.speech.getState();
    if (speech.kind !== 'speaks') throw new Error('the console has no words yet');
    return speech.say;
  };

  #begin(me: Me): void {
    this.#stopRetrying?.();
    this.#stopRetrying = null;
    const session = this.parts.openSession();
    const stop = this.parts.alert(session, this.#say);
    const calls = this.parts.openCalls(session, this.#say);
    const account = { me, api: this.parts.api, signOutEverywhere: this.#signOutEverywhere };
    this.phase = { kind: 'signed-in', account, session, calls, stop };
    this.#whyOver = 'ended';
    session.connect();
  }

  #waitForService(): void {
    this.phase = { kind: 'unreachable' };
    let seconds = 0;
    this.#stopRetrying ??= this.parts.ticker.subscribe(() => {
      seconds += 1;
      if (seconds % RETRY_S === 0) void this.#check();
    });
  }

  #signOut(why: SignInWhy): void {
    this.#stopRetrying?.();
    this.#stopRetrying = null;
    this.#endSession();
    this.phase = { kind: 'signed-out', why };
  }

  /** Drafts stay on disk: the next session of the same agent finds them. */
  #endSession(): void {
    if (this.phase.kind !== 'signed-in') return;
    this.phase.stop();
    this.phase.calls.dispose();
    this.phase.session.dispose();
  }

  #followSession(): void {
    if (this.phase.kind !== 'signed-in') return;
    const { connection } = this.phase.session.getState();
    if (connection.kind === 'refused' && connection.reason === 'not_signed_in') this.#signOut(this.#whyOver);
  }

  /** The line may be cut before the answer comes: it is one's own doing all the same. */
  readonly #signOutEverywhere = async (): Promise<Result> => {
    if (this.phase.kind === 'signed-in') this.phase.calls.hangUp();
    this.#whyOver = 'left';
    const result = await this.parts.api.signOutEverywhere();
    if (result.ok) this.#signOut('left');
    else this.#whyOver = 'ended';
    return result;
  };

  async #onCommand(event: CommandEvent): Promise<void> {
    if (event.command !== 'sign-out' || this.phase.kind !== 'signed-in') return;
    this.phase.calls.hangUp();
    this.#signOut('left');
    await this.parts.api.signOut();
  }
}

customElements.define('agent-console', AgentConsole);

declare global {
  interface HTMLElementTagNameMap {
    'agent-console': AgentConsole;
  }
}
