/**
 * What is in the customer's panel: header, line to the service, the conversation or the list of them, and the questions
 * that are asked in between. Draws the session's state; asks its host only to hide. Long because each part is a few lines of
 * template, and which of them shows depends on all of the others.
 */

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import ArrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs';
import CarFront from 'lucide/dist/esm/icons/car-front.mjs';
import EllipsisVertical from 'lucide/dist/esm/icons/ellipsis-vertical.mjs';
import Video from 'lucide/dist/esm/icons/video.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { ConversationLine } from '../../signaling/protocol/realtime.ts';
import type { Call, CallDesk } from '../call/types.ts';
import type { LazyCalls } from '../call-loader.ts';
import { plainFile } from '../conversation/ycyw-conversation.ts';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { OpenRecorder } from '../recorder/recorder.ts';
import type { LazyRecorder } from '../recorder-loader.ts';
import type { ConversationStore, ConversationView, CustomerSession, FileLike } from '../session/types.ts';
import { avatar, avatars } from '../ui/avatar.ts';
import { base, buttons, skeletons } from '../ui/controls.ts';
import { FocusKeeper } from '../ui/focus-keeper.ts';
import { icon } from '../ui/icons.ts';
import { LazyElement } from '../ui/lazy-element.ts';
import { StoreController } from '../ui/store-controller.ts';
import { tokens } from '../ui/tokens.ts';
import { fromTopLayer } from '../ui/top-layer.ts';
import { banner, bannerStyles, storageBanner } from './banner.ts';
import type { AnswerEvent } from './confirm-close.ts';
import { emptyState, emptyStateStyles } from './empty-state.ts';
import { headlineOf } from './headline.ts';
import type { PickEvent } from './history-list.ts';
import { panelStyles } from './panel.styles.ts';
import type { MenuCommand, MenuEvent, MenuToggleEvent, PanelMenu } from './panel-menu.ts';
import { recorderBar, recorderInCall, recordingsList } from './recorder-parts.ts';

const menu = new LazyElement('ycyw-panel-menu', () => import('./panel-menu.ts'));
const history = new LazyElement('ycyw-history-list', () => import('./history-list.ts'));
const contact = new LazyElement('ycyw-contact-form', () => import('./contact-form.ts'));
const rating = new LazyElement('ycyw-rating-form', () => import('./rating-form.ts'));

type Place =
  | { kind: 'current' }
  | { kind: 'list' }
  | { kind: 'recordings' }
  | { kind: 'old'; store: ConversationStore; line: ConversationLine };

type Question = { kind: 'none' } | { kind: 'close'; problem: string };

/** The person wants the panel gone. */
class HideEvent extends Event {
  constructor() {
    super('hide');
  }
}

/**
 * @csspart header - who one talks to, and the panel's buttons
 * @csspart messages - the scrolling log
 * @csspart message - one message or file
 * @csspart composer - where one writes
 */
export class Panel extends LitElement {
  static override styles = [base, buttons, skeletons, avatars, tokens, bannerStyles, emptyStateStyles, panelStyles];
  static override properties = {
    session: { attribute: false },
    say: { attribute: false },
    topic: { attribute: false },
    attachments: { attribute: false },
    forgets: { attribute: false },
    active: { attribute: false },
    readFile: { attribute: false },
    calls: { attribute: false },
    recorder: { attribute: false },
    callPlace: { state: true },
    menuOpen: { state: true },
    reload: { attribute: false },
    place: { state: true },
    question: { state: true },
  };
  declare session: CustomerSession;
  declare say: CustomerSay;
  /** What the page is about, for the suggestions. */
  declare topic: string;
  declare attachments: boolean;
  /** The browser keeps nothing: with the page the conversation is lost to the customer. */
  declare forgets: boolean;
  /** Whether the panel is open: only then something counts as read. */
  declare active: boolean;
  /** Makes of a chosen file what a store takes. */
  declare readFile: (file: File) => Promise<FileLike>;
  /** Null where the page wants no calls. */
  declare calls: LazyCalls | null;
  /** Null where the page wants no recordings. */
  declare recorder: LazyRecorder | null;
  /** Loads the page anew. */
  declare reload: () => void;
  declare private place: Place;
  declare private question: Question;
  /** Where a running call is: over the chat, or above it as a bar. */
  declare private callPlace: 'full' | 'bar';
  declare private menuOpen: boolean;
  readonly #sessionChanges = new StoreController<CustomerSession>(this);
  readonly #conversationChanges = new StoreController<ConversationStore>(this);
  #shownCall: Call | null = null;
  readonly #callsChanges = new StoreController<LazyCalls>(this);
  readonly #deskChanges = new StoreController<CallDesk>(this);
  readonly #recorderChanges = new StoreController<LazyRecorder>(this);
  readonly #shellChanges = new StoreController<OpenRecorder>(this);

  constructor() {
    super();
    this.topic = '';
    this.attachments = true;
    this.forgets = false;
    this.active = true;
    this.readFile = plainFile;
    this.reload = () => location.reload();
    this.calls = null;
    this.recorder = null;
    this.callPlace = 'full';
    this.menuOpen = false;
    this.place = { kind: 'current' };
    this.question = { kind: 'none' };
    this.addEventListener('keydown', this.#onKey);
    this.addController(new FocusKeeper(this, () => this.focusFirst()));
  }

  protected override willUpdate(): void {
    this.#sessionChanges.follow(this.session);
    this.#conversationChanges.follow(this.session.current);
    this.#callsChanges.follow(this.calls ?? undefined);
    this.#deskChanges.follow(this.calls?.desk ?? undefined);
    this.#recorderChanges.follow(this.recorder ?? undefined);
    this.#shellChanges.follow(this.recorder?.here ?? undefined);
    if (this.calls?.desk?.getState().kind !== 'call') this.callPlace = 'full';
    const isClosed = this.#status(this.session.current.getState()) === 'closed';
    if (isClosed && this.question.kind !== 'none') this.question = { kind: 'none' };
  }

  #status({ state }: ConversationView): 'none' | 'queued' | 'assigned' | 'closed' {
    return state?.status.kind ?? 'none';
  }

  override render() {
    const { session, say, question } = this;
    const asking = question.kind === 'close';
    const inCall = this.#fullCall();
    return html`<div class="all" ?inert=${asking || inCall !== nothing} @show-recordings=${this.showRecordings}>
        ${this.#header()} ${banner(session.getState().connection, say, this.reload)}
        ${this.forgets ? storageBanner(say) : nothing} ${this.#callBar()}
        ${inCall === nothing ? recorderBar(this.recorder) : nothing} ${this.#main()}
      </div>
      ${inCall}
      ${
        asking
          ? html`<ycyw-confirm-close
              .say=${say}
              .text=${question.problem || this.#beforeClosing()}
              @answer=${(event: AnswerEvent) => void this.#answer(event.close)}
            ></ycyw-confirm-close>`
          : nothing
      }`;
  }

  #beforeClosing(): string {
    const hasCall = this.session.current.getState().state?.call;
    return this.say(hasCall ? 'panel.confirmCloseCall' : 'panel.confirmCloseText');
  }

  #header() {
    const { say, place } = this;
    const close = say('panel.close');
    // No `header` element: on a page without sections that would be the page's second banner.
    return html`<div class="header" part="header">
      ${place.kind === 'current' ? this.#who() : this.#back(place)}
      ${place.kind === 'current' ? html`${this.#callButton()}${this.#menuButton()}` : nothing}
      <button class="icon-button" aria-label=${close} title=${close} @click=${this.#hide}>${icon(X)}</button>
    </div>`;
  }

  #fullCall() {
    const calls = this.calls?.here;
    const view = calls?.desk.getState();
    if (view?.kind !== 'call' || this.callPlace !== 'full') return nothing;
    const shell = { chat: 'closed', unread: this.session.getState().unread, ...recorderInCall(this.recorder) } as const;
    return html`<div
      class="call"
      part="call"
      @toggle-chat=${() => (this.callPlace = 'bar')}
      @record-call=${() => this.recorder?.start('call')}
      @record-screen=${() => this.recorder?.start('screen')}
      @show-recordings=${this.showRecordings}
    >
      ${calls?.full(view.call, shell)}
    </div>`;
  }

  /** What rings, what runs elsewhere, and a call that has made room for the chat. */
  #callBar() {
    const calls = this.calls?.here;
    if (!calls || calls.desk.getState().kind === 'none') return this.#callProgress();
    return html`<div class="call-bar" @open-call=${this.openCall}>${calls.bar()}</div>`;
  }

  /** Only where somebody waits for it: a ring is shown when it can be answered. */
  #callProgress() {
    const kind = this.calls?.getState().kind;
    if (kind === 'failed') return html`<p class="call-word" role="alert">${this.say('call.failed')}</p>`;
    return kind === 'loading' ? html`<p class="call-word late" role="status">${this.say('call.loading')}</p>` : nothing;
  }

  /** Asking for a call makes sense while somebody is there or will be. */
  #callButton() {
    const { calls, session, say } = this;
    // While one rings or runs, another can't be asked for.
    if (calls === null || (calls.desk && calls.desk.getState().kind !== 'none')) return nothing;
    if (session.getState().agents === 'none' && this.#status(session.current.getState()) !== 'assigned') return nothing;
    const name = say('panel.call');
    return html`<button
      class="icon-button"
      aria-label=${name}
      title=${name}
      @pointerenter=${() => calls.near()}
      @focus=${() => calls.near()}
      @click=${() => this.#prepareCall(calls)}
    >
      ${icon(Video)}
    </button>`;
  }

  #menuButton() {
    const name = this.say('panel.menu');
    return html`<button
        class="icon-button"
        aria-haspopup="menu"
        aria-expanded=${this.menuOpen}
        aria-label=${name}
        title=${name}
        @pointerenter=${() => menu.near()}
        @click=${this.#openMenu}
      >
        ${icon(EllipsisVertical)}</button
      ><ycyw-panel-menu
        .say=${this.say}
        .commands=${this.#commands()}
        @menu-toggled=${(event: MenuToggleEvent) => (this.menuOpen = event.open)}
        @command-chosen=${(event: MenuEvent) => this.#command(event.command)}
      ></ycyw-panel-menu>`;
  }

  async #openMenu(event: Event): Promise<void> {
    const opener = event.currentTarget as HTMLElement;
    // Without its code there is nothing to open; the next press tries again.
    if (!(await menu.near())) return;
    const element = this.renderRoot.querySelector<PanelMenu>('ycyw-panel-menu');
    await element?.updateComplete;
    element?.toggle(opener);
  }

  #prepareCall(calls: LazyCalls): void {
    this.callPlace = 'full';
    void calls.prepare('video');
  }

  #who() {
    const { session, say } = this;
    const { name, person, online, status, typing } = headlineOf(session.getState(), session.current.getState(), say);
    const brand = html`<span class="avatar brand" aria-hidden="true"
      >${icon(CarFront, 24)}${online ? html`<span class="dot"></span>` : nothing}</span
    >`;
    return html`${person ? avatar(name, online) : brand}
      <div class="who">
        <h2 tabindex="-1" dir="auto">${name}</h2>
        <p role="status" class=${typing === '' ? nothing : 'visually-hidden'}>${status}</p>
        ${typing === '' ? nothing : html`<p aria-hidden="true">${typing}</p>`}
      </div>`;
  }

  #back(place: Exclude<Place, { kind: 'current' }>) {
    const { say } = this;
    const name = say('action.back');
    const { title, below } = this.#titleOf(place);
    return html`<button class="icon-button" aria-label=${name} title=${name} @click=${this.#goBack}>
        ${icon(ArrowLeft, 20, 'onward')}
      </button>
      <div class="who">
        <h2 tabindex="-1">${title}</h2>
        ${below === '' ? nothing : html`<p>${below}</p>`}
      </div>`;
  }

  #titleOf(place: Exclude<Place, { kind: 'current' }>): { title: string; below: string } {
    const { say } = this;
    switch (place.kind) {
      case 'list':
        return { title: say('panel.conversations'), below: '' };
      case 'recordings':
        return { title: say('panel.recordings'), below: this.recorder?.here?.getState().summary ?? '' };
      case 'old': {
        const day = say.format.day(place.line.state.createdAt);
        return { title: say('history.title', { day }), below: say('status.closed') };
      }
    }
  }

  /** What a call lies over isn't read. */
  get #isInSight(): boolean {
    return this.active && this.#fullCall() === nothing;
  }

  #main() {
    const { session, say, place } = this;
    switch (place.kind) {
      case 'list':
        return history.draw(
          this,
          () => html`<ycyw-history-list
            .session=${session}
            .say=${say}
            @pick=${(event: PickEvent) => this.#pick(event.line)}
          ></ycyw-history-list>`,
          {
            loading: html`<p class="call-word late" role="status">${say('history.loading')}</p>`,
            failed: (retry) => html`<div class="call-word" role="alert">
              <p>${say('history.failed')}</p>
              <button class="button" @click=${retry}>${say('action.retry')}</button>
            </div>`,
          },
        );
      case 'recordings':
        return recordingsList(this.recorder, say);
      case 'old':
        return html`<ycyw-conversation
          exportparts="messages, message, composer"
          readonly
          .store=${place.store}
          .say=${say}
          .active=${this.#isInSight}
        ></ycyw-conversation>`;
      case 'current':
        return this.#current();
    }
  }

  #current() {
    const { session, say } = this;
    const view = session.current.getState();
    const closed = this.#status(view) === 'closed';
    const isNew = view.state === null && view.pending.length === 0 && view.uploads.length === 0;
    return html`<ycyw-conversation
      id="current"
      exportparts="messages, message, composer"
      .store=${session.current}
      .say=${say}
      .attachments=${this.attachments}
      .readFile=${this.readFile}
      .active=${this.#isInSight}
      @call-back=${() => this.calls && this.#prepareCall(this.calls)}
    >
      ${isNew && view.phase.kind === 'empty' ? html`<div slot="before">${this.#invitation()}</div>` : nothing}
      <div slot="after">${isNew ? nothing : closed ? this.#afterClosing() : this.#contact(view)}</div>
    </ycyw-conversation>`;
  }

  #invitation() {
    const { session, say, topic } = this;
    const online = session.getState().agents !== 'none';
    return emptyState({ topic, online, say }, (text) => {
      session.current.send(text);
      this.#conversation?.focusComposer();
    });
  }

  #contact(view: ConversationView): unknown {
    const { session, say } = this;
    const { agents, contact: told } = session.getState();
    const known = told.name !== '' || told.email !== '';
    // Whoever is being answered needn't say how to be reached.
    if (this.#status(view) === 'assigned') return nothing;
    const asked = this.renderRoot.querySelector('ycyw-contact-form') !== null;
    // Once it is there it stays until it is answered, even if somebody comes online meanwhile.
    if (!asked && (agents !== 'none' || known)) return nothing;
    return contact.draw(this, () => html`<ycyw-contact-form .session=${session} .say=${say}></ycyw-contact-form>`);
  }

  #afterClosing() {
    const { session, say } = this;
    return html`${rating.draw(this, () => html`<ycyw-rating-form .store=${session.current} .say=${say}></ycyw-rating-form>`)}
      <div class="start"><button class="button" @click=${this.#startNew}>${say('panel.startNew')}</button></div>`;
  }

  #commands(): MenuCommand[] {
    const status = this.#status(this.session.current.getState());
    const sound: MenuCommand = this.session.getState().muted ? 'unmute' : 'mute';
    const always: MenuCommand[] = [sound, 'conversations', ...(this.recorder ? (['recordings'] as const) : [])];
    return status === 'none' ? always : [...always, status === 'closed' ? 'new' : 'close'];
  }

  #command(command: MenuCommand): void {
    switch (command) {
      case 'mute':
      case 'unmute':
        this.session.setMuted(command === 'mute');
        break;
      case 'conversations':
        this.session.loadHistory();
        this.place = { kind: 'list' };
        break;
      case 'recordings':
        this.showRecordings();
        break;
      case 'close':
        this.question = { kind: 'close', problem: '' };
        break;
      case 'new':
        this.#startNew();
        break;
    }
  }

  #startNew(): void {
    this.session.startNew();
    this.#conversation?.focusComposer();
  }

  #pick(line: ConversationLine): void {
    const isCurrent = line.state.id === this.session.current.getState().state?.id;
    this.place = isCurrent ? { kind: 'current' } : { kind: 'old', store: this.session.openOld(line.state.id), line };
  }

  #goBack(): void {
    this.place = this.place.kind === 'old' ? { kind: 'list' } : { kind: 'current' };
  }

  async #answer(close: boolean): Promise<void> {
    if (!close) {
      this.question = { kind: 'none' };
      return;
    }
    const result = await this.session.current.close();
    if (!result.ok) this.question = { kind: 'close', problem: sayReason(this.say, result.reason) };
  }

  get #conversation() {
    return this.renderRoot.querySelector<HTMLElementTagNameMap['ycyw-conversation']>('#current');
  }

  #hide(): void {
    this.dispatchEvent(new HideEvent());
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || fromTopLayer(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.question.kind === 'close') this.question = { kind: 'none' };
    else if (this.place.kind !== 'current') this.#goBack();
    else this.#hide();
  }

  /** Whoever opens a call has its keys at hand. One that comes by itself takes the focus only from the panel. */
  #focusCall(): void {
    const view = this.calls?.desk?.getState();
    const shown = view?.kind === 'call' && this.callPlace === 'full' ? view.call : null;
    if (shown === this.#shownCall) return;
    this.#shownCall = shown;
    const element = this.renderRoot.querySelector<HTMLElement>('ycyw-call');
    if (!this.active || element === null) return;
    const focus = () => {
      if (this.matches(':focus-within') || document.activeElement === document.body) element.focus();
    };
    // What draws the call may still be on its way, the button that asked for it is out of reach already.
    void customElements.whenDefined('ycyw-call').then(focus);
  }

  protected override updated(changed: PropertyValues): void {
    this.#focusCall();
    // The element that had the focus is gone: it goes where the person looks next.
    if (changed.has('place') && changed.get('place') !== undefined) this.#heading?.focus();
    const asked = (changed.get('question') as Question | undefined)?.kind === 'close';
    const asks = this.question.kind === 'close';
    if (asks && !asked && changed.has('question'))
      this.renderRoot.querySelector<HTMLElement>('ycyw-confirm-close')?.focus();
    else if (asked && !asks) this.#heading?.focus();
  }

  get #heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h2');
  }

  /** A call that fills the panel makes room for it. */
  showRecordings(): void {
    this.recorder?.near();
    this.callPlace = 'bar';
    this.place = { kind: 'recordings' };
  }

  /** The whole call, where there is one. */
  openCall(): void {
    this.callPlace = 'full';
  }

  /** Puts the cursor where one writes; on a touch screen only the focus into the panel, so that no keyboard comes up. */
  focusFirst(): void {
    const call = this.renderRoot.querySelector<HTMLElement>('.call > *');
    if (call !== null) return call.focus();
    const touch = matchMedia('(pointer: coarse)').matches;
    if (this.place.kind === 'current' && !touch) this.#conversation?.focusComposer();
    else this.#heading?.focus();
  }
}

customElements.define('ycyw-panel', Panel);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-panel': Panel;
  }
}
