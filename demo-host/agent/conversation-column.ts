/** The middle column: whose conversation it is, what can be done with it, and the conversation itself. */

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import ArrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs';
import ArrowRightLeft from 'lucide/dist/esm/icons/arrow-right-left.mjs';
import CircleCheck from 'lucide/dist/esm/icons/circle-check-big.mjs';
import EllipsisVertical from 'lucide/dist/esm/icons/ellipsis-vertical.mjs';
import Film from 'lucide/dist/esm/icons/film.mjs';
import IdCard from 'lucide/dist/esm/icons/id-card.mjs';
import Phone from 'lucide/dist/esm/icons/phone.mjs';
import Undo from 'lucide/dist/esm/icons/undo-2.mjs';
import Video from 'lucide/dist/esm/icons/video.mjs';
import type { Status } from '../../signaling/protocol/conversation.ts';
import type { Time } from '../../signaling/protocol/events.ts';
import type { Call, CallDesk } from '../../widget/call/types.ts';
import type { LazyCalls } from '../../widget/call-loader.ts';
import type { Conversation } from '../../widget/conversation/ycyw-conversation.ts';
import '../../widget/conversation/ycyw-conversation.ts';
import { recorderBar, recorderInCall } from '../../widget/panel/recorder-parts.ts';
import { readChosenFile } from '../../widget/platform/lazy-files.ts';
import type { OpenRecorder } from '../../widget/recorder/recorder.ts';
import type { LazyRecorder } from '../../widget/recorder-loader.ts';
import type { ConversationStore, Store } from '../../widget/session/types.ts';
import { avatar, avatars } from '../../widget/ui/avatar.ts';
import { base, buttons } from '../../widget/ui/controls.ts';
import { type IconNode, icon } from '../../widget/ui/icons.ts';
import { moveFocus, settlePopover } from '../../widget/ui/popover.ts';
import { popovers } from '../../widget/ui/popovers.ts';
import { StoreController } from '../../widget/ui/store-controller.ts';
import type { ConsoleSay } from './console-say.ts';
import { columnStyles } from './conversation-column.styles.ts';
import { CommandEvent, type DeskCommand, LineEvent } from './events.ts';

/** What the column is told of the customer, as far as it is known. */
export interface Person {
  name: string;
  /** Null while it isn't known. */
  online: boolean | null;
  /** The title of the page that they look at; empty when it isn't known. */
  page: string;
}

/** Turned round where lines are read from right to left. */
const ONWARD: ReadonlySet<IconNode> = new Set([ArrowLeft, Undo]);

export class ConversationColumn extends LitElement {
  static override styles = [base, buttons, avatars, popovers, columnStyles];
  static override properties = {
    store: { attribute: false },
    conversation: { attribute: false },
    person: { attribute: false },
    me: { attribute: false },
    say: { attribute: false },
    ticker: { attribute: false },
    detailsShown: { attribute: false },
    returnTo: { attribute: false },
    calls: { attribute: false },
    recorder: { attribute: false },
    chatBeside: { state: true },
  };
  declare store: ConversationStore;
  /** Its id. */
  declare conversation: string;
  declare person: Person;
  /** My id. */
  declare me: string | null;
  declare say: ConsoleSay;
  declare ticker: Store<Time>;
  declare detailsShown: boolean;
  /** The open conversation from which this earlier one was opened. */
  declare returnTo: string | null;
  /** Null as long as no call is near. */
  declare calls: LazyCalls | null;
  declare recorder: LazyRecorder | null;
  /** Whether the chat stands beside a call. */
  declare private chatBeside: 'open' | 'closed';
  readonly #changes = new StoreController<ConversationStore>(this);
  readonly #ticks = new StoreController<Store<Time>>(this);
  readonly #callsChanges = new StoreController<LazyCalls>(this);
  readonly #deskChanges = new StoreController<CallDesk>(this);
  readonly #recorderChanges = new StoreController<LazyRecorder>(this);
  readonly #shellChanges = new StoreController<OpenRecorder>(this);
  #callBefore: Call | null = null;
  readonly #log = createRef<Conversation>();
  #wantsComposer = false;

  constructor() {
    super();
    this.me = null;
    this.detailsShown = false;
    this.returnTo = null;
    this.calls = null;
    this.recorder = null;
    this.chatBeside = 'open';
  }

  get #status(): Status | null {
    return this.store.getState().state?.status ?? null;
  }

  get #isMine(): boolean {
    const status = this.#status;
    return status?.kind === 'assigned' && status.agent.id === this.me;
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.store);
    this.#callsChanges.follow(this.calls ?? undefined);
    this.#deskChanges.follow(this.calls?.desk ?? undefined);
    this.#recorderChanges.follow(this.recorder ?? undefined);
    this.#shellChanges.follow(this.recorder?.here ?? undefined);
    // The clock is followed only where something counts up.
    this.#ticks.follow(this.#status?.kind === 'queued' ? this.ticker : undefined);
  }

  override render() {
    const { say, person } = this;
    return html`
      <div class="head">
        ${this.#button(ArrowLeft, say('action.back'), 'inbox', 'to-inbox')} ${avatar(person.name, person.online === true)}
        <div class="who">
          <h2 tabindex="-1" dir="auto">${person.name}</h2>
          <p>${this.#below()}</p>
        </div>
        ${this.#isMine ? this.#callButtons() : nothing} ${this.#isMine ? this.#actions() : nothing}
        <button
          class="icon-button"
          aria-label=${say('desk.details')}
          title=${say('desk.details')}
          aria-expanded=${this.detailsShown}
          @click=${() => this.#command('details')}
        >
          ${icon(IdCard)}
        </button>
      </div>
      ${this.#bar()} ${this.#callLine()}
      ${this.#callView() === null ? html`<div @show-recordings=${this.#showRecordings}>${recorderBar(this.recorder)}</div>` : nothing}
      <div class="both ${this.#callView() === null ? '' : `in-call ${this.chatBeside}`}">
      ${this.#call()}
      <ycyw-conversation
        ${ref(this.#log)}
        .store=${this.store}
        .say=${say}
        .me=${this.me}
        .peer=${person.name}
        .readonly=${!this.#isMine}
        .readFile=${readChosenFile}
        .active=${this.#callView() === null || this.chatBeside === 'open'}
        @call-back=${() => this.#command('video')}
      ></ycyw-conversation>
      </div>
    `;
  }

  #callView() {
    const view = this.calls?.desk?.getState();
    return view?.kind === 'call' ? view.call : null;
  }

  #call() {
    const state = this.calls?.getState();
    const call = this.#callView();
    if (state?.kind !== 'here' || call === null) return nothing;
    const { unread } = this.store.getState();
    const shell = { chat: this.chatBeside, unread, ...recorderInCall(this.recorder) };
    return html`<div
      class="call"
      @toggle-chat=${this.#toggleChat}
      @record-call=${() => this.recorder?.start('call')}
      @record-screen=${() => this.recorder?.start('screen')}
      @show-recordings=${this.#showRecordings}
    >
      ${state.part.full(call, shell)}
    </div>`;
  }

  #toggleChat(): void {
    this.chatBeside = this.chatBeside === 'open' ? 'closed' : 'open';
  }

  /** What rings here, or runs in another window; and a word while the call is on its way. */
  #callLine() {
    const { calls, say } = this;
    const state = calls?.getState();
    switch (state?.kind) {
      case 'here': {
        const { kind } = state.part.desk.getState();
        return kind === 'incoming' || kind === 'elsewhere'
          ? html`<div class="call-line">${state.part.bar()}</div>`
          : nothing;
      }
      case 'loading':
        return html`<p class="bar late" role="status">${say('call.loading')}</p>`;
      case 'failed':
        return html`<p class="bar" role="alert">${say('call.failed')}</p>`;
      default:
        return nothing;
    }
  }

  #showRecordings(): void {
    this.#command('recordings');
  }

  #callButtons() {
    if (this.calls?.desk && this.calls.desk.getState().kind !== 'none') return nothing;
    return html`<span class="calls" @pointerenter=${this.#nearCall} @focusin=${this.#nearCall}>
      ${this.#button(Phone, this.say('desk.call'), 'call')} ${this.#button(Video, this.say('desk.video'), 'video')}
    </span>`;
  }

  #nearCall(): void {
    this.dispatchEvent(new CommandEvent('near-call'));
  }

  #below(): TemplateResult | string {
    const { say, person } = this;
    if (this.store.getState().typing !== null) return html`<span class="typing">${say('desk.typing')}</span>`;
    if (person.online === null) return '';
    if (!person.online) return say('desk.offline');
    return person.page === '' ? say('presence.online') : say('desk.on', { page: person.page });
  }

  #actions() {
    const { say } = this;
    return html`
      <span class="wide">
        ${this.#button(ArrowRightLeft, say('desk.give'), 'give')} ${this.#button(Undo, say('desk.giveBack'), 'back')}
        <button class="button" @click=${() => this.#command('close')}>${say('desk.close')}</button>
      </span>
      <button
        class="icon-button"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-label=${say('desk.more')}
        title=${say('desk.more')}
      >
        ${icon(EllipsisVertical)}
      </button>
      <div id="menu" popover role="menu" aria-label=${say('desk.more')} @toggle=${this.#onMenu} @keydown=${this.#onMenuKey}>
        ${this.#item(Film, say('panel.recordings'), 'recordings')}
        ${this.#item(ArrowRightLeft, say('desk.give'), 'give', 'narrow')} ${this.#item(Undo, say('desk.giveBack'), 'back', 'narrow')}
        ${this.#item(CircleCheck, say('desk.close'), 'close', 'narrow')}
      </div>
    `;
  }

  /** What is there instead of a composer, where one can't write. */
  #bar() {
    const { say } = this;
    const status = this.#status;
    if (status === null || this.#isMine) return nothing;
    switch (status.kind) {
      case 'queued':
        return html`<div class="bar waiting">
          <span>${say('desk.queued', { time: say.format.duration(this.ticker.getState() - status.since) })}</span>
          <button class="button primary" @click=${() => this.dispatchEvent(new LineEvent('take-line', this.conversation))}>
            ${say('console.take')}
          </button>
        </div>`;
      case 'assigned':
        return html`<div class="bar"><span>${say('desk.colleague', { name: status.agent.name })}</span></div>`;
      case 'closed':
        return html`<div class="bar">
          <span>${this.#closedWords(status.at)}</span>
          ${this.returnTo === null ? nothing : this.#return(this.returnTo)}
        </div>`;
    }
  }

  #closedWords(at: Time): string {
    const { say } = this;
    const day = say('log.day', { day: say.format.day(at), time: say.format.time(at) });
    const score = this.store.getState().state?.rating?.score;
    return score === undefined ? say('desk.closed', { day }) : say('desk.closedRated', { day, score });
  }

  #return(conversation: string) {
    return html`<button class="button" @click=${() => this.dispatchEvent(new LineEvent('open-line', conversation))}>
      ${this.say('desk.backTo')}
    </button>`;
  }

  #button(node: IconNode, name: string, command: DeskCommand, kind = '') {
    return html`<button class="icon-button ${kind}" aria-label=${name} title=${name} @click=${() => this.#command(command)}>
      ${icon(node, 20, ONWARD.has(node) ? 'onward' : '')}
    </button>`;
  }

  #item(node: IconNode, name: string, command: DeskCommand, kind = '') {
    return html`<button
      role="menuitem"
      class=${kind}
      tabindex="-1"
      @click=${(event: Event) => {
        (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
        this.#command(command);
      }}
    >
      ${icon(node, 20, ONWARD.has(node) ? 'onward' : '')} ${name}
    </button>`;
  }

  #command(command: DeskCommand): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  #onMenu(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    const menu = event.currentTarget as HTMLElement;
    const opener = this.renderRoot.querySelector<HTMLElement>('[popovertarget="menu"]');
    if (opener !== null) settlePopover(menu, opener, { align: 'end', opener });
  }

  #onMenuKey(event: KeyboardEvent): void {
    const items = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
    // Some stand beside the menu where there is room for them.
    moveFocus(
      event,
      items.filter((item) => item.checkVisibility()),
      1,
    );
  }

  protected override updated(): void {
    this.#followCall();
    if (!this.#wantsComposer) return;
    const kind = this.#status?.kind;
    // A conversation that was taken a moment ago may not have heard of it yet.
    if (kind === undefined || kind === 'queued') return;
    this.#wantsComposer = false;
    if (this.#isMine) this.#log.value?.focusComposer();
  }

  /** Answered, or over: what had the focus is gone, and whoever works by keyboard goes on where the conversation does. */
  #followCall(): void {
    const call = this.#callView();
    const isNews = (call === null) !== (this.#callBefore === null);
    this.#callBefore = call;
    if (!isNews || document.activeElement !== document.body) return;
    if (call === null) return void this.focusComposer();
    const focus = () => {
      if (document.activeElement === document.body) this.renderRoot.querySelector<HTMLElement>('.call > *')?.focus();
    };
    // What draws the call may still be on its way.
    void customElements.whenDefined('ycyw-call').then(focus);
  }

  /** Puts the cursor where one writes, as soon as one can. */
  async focusComposer(): Promise<void> {
    this.#wantsComposer = true;
    this.requestUpdate();
    await this.updateComplete;
    await this.#log.value?.updateComplete;
  }

  async writeNote(): Promise<void> {
    await this.focusComposer();
    this.#log.value?.writeNote();
  }

  /** Puts the focus where one goes on, unless it is somewhere again: in the call, where one writes after it, or on the customer's name. */
  async goOn(): Promise<void> {
    await this.updateComplete;
    if (this.#wantsComposer || document.activeElement !== document.body) return;
    // At once: the composer, which waits for nothing of this, has the last word.
    const { renderRoot } = this;
    (renderRoot.querySelector<HTMLElement>('.call > *') ?? renderRoot.querySelector('h2'))?.focus();
  }

  /** Puts the focus on the customer's name, so that a screen reader says what was opened. */
  async focusName(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('h2')?.focus();
  }
}

customElements.define('agent-conversation', ConversationColumn);

declare global {
  interface HTMLElementTagNameMap {
    'agent-conversation': ConversationColumn;
  }
}
