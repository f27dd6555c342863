/**
 * The signed-in agent's desk: rail, inbox, conversation and customer side by side, the keys, and what is said when
 * something went another way than wanted. Draws a session; the session decides. Long because every key and every event of
 * the columns ends here, in a line or two.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import type { Time } from '../../signaling/protocol/events.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { Language } from '../../widget/locales/labels.ts';
import { sayReason } from '../../widget/locales/say-reason.ts';
import { recorderBar } from '../../widget/panel/recorder-parts.ts';
import type { AgentSession, AgentState, ConnectionState, Store } from '../../widget/session/types.ts';
import type { Announcer } from '../../widget/ui/announcer.ts';
import { FocusKeeper } from '../../widget/ui/focus-keeper.ts';
import '../../widget/ui/announcer.ts';
import { base, buttons } from '../../widget/ui/controls.ts';
import { StoreController } from '../../widget/ui/store-controller.ts';
import type { AgentCalls } from './agent-calls.ts';
import { connectionLine } from './connection-line.ts';
import type { ConsoleSay } from './console-say.ts';
import './conversation-column.ts';
import type { ConversationColumn, Person } from './conversation-column.ts';
import './customer-card.ts';
import { deskStyles } from './desk.styles.ts';
import './dialogs.ts';
import type { Account, DeskDialogs } from './dialogs.ts';
import type { CommandEvent, DeskCommand, LineEvent } from './events.ts';
import './inbox.ts';
import type { AgentInbox } from './inbox.ts';
import { commandOf } from './keyboard.ts';
import { MARK } from './mark.ts';
import { nameOf, pageName, walkingOrder } from './people.ts';
import type { PreferenceStore } from './preferences.ts';
import './rail.ts';
import type { NotifySwitch } from './settings-dialog.ts';
import './split-handle.ts';
import type { WidthEvent } from './split-handle.ts';

/** From here on the customer's column has a place of its own; below, it lies over the conversation. */
const THREE_COLUMNS = '(width >= 1200px)';
/** Below, inbox and conversation take turns. */
const ONE_COLUMN = '(width < 800px)';

export class AgentDesk extends LitElement {
  static override styles = [base, buttons, deskStyles];
  static override properties = {
    session: { attribute: false },
    preferences: { attribute: false },
    notify: { attribute: false },
    ticker: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    notice: { state: true },
    details: { state: true },
    returnTo: { state: true },
    isWide: { state: true },
    calls: { attribute: false },
    account: { attribute: false },
  };
  declare session: AgentSession;
  declare preferences: PreferenceStore;
  declare notify: NotifySwitch;
  declare ticker: Store<Time>;
  declare say: ConsoleSay;
  declare language: Language;
  declare account: Account;
  /** What rings and runs, in whichever conversation. */
  declare calls: AgentCalls | null;
  /** One sentence about something that the agent asked for and didn't get. */
  /** Says what did not work, in the language of the moment. */
  declare private notice: (() => string) | null;
  /** Whether the customer's column is wanted; `auto`: where there is room. */
  declare private details: 'auto' | 'shown' | 'hidden';
  /** From which conversation an earlier one was opened. */
  declare private returnTo: string | null;
  declare private isWide: boolean;

  readonly #changes = new StoreController<AgentSession>(this, () => this.#announce());
  readonly #kept = new StoreController<PreferenceStore>(this);
  readonly #callsChanges = new StoreController<AgentCalls>(this);
  readonly #inbox: Ref<AgentInbox> = createRef();
  readonly #column: Ref<ConversationColumn> = createRef();
  readonly #announcer: Ref<Announcer> = createRef();
  readonly #dialogs: Ref<DeskDialogs> = createRef();
  readonly #media = matchMedia(THREE_COLUMNS);
  #arrival: InboxLine | null = null;
  #connection: ConnectionState['kind'] = 'idle';

  constructor() {
    super();
    this.calls = null;
    this.notice = null;
    this.details = 'auto';
    this.returnTo = null;
    this.isWide = this.#media.matches;
    this.addController(new FocusKeeper(this, () => void this.#goOn()));
    this.addEventListener('open-line', (event) => this.#open((event as LineEvent).conversation));
    this.addEventListener('take-line', (event) => void this.#take((event as LineEvent).conversation));
    this.addEventListener('desk-command', (event) => void this.#run((event as CommandEvent).command));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
    this.#media.addEventListener('change', this.#onMedia);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    this.#media.removeEventListener('change', this.#onMedia);
  }

  get #state(): AgentState {
    return this.session.getState();
  }

  get #me() {
    const { inbox } = this.#state;
    return inbox.kind === 'ready' ? inbox.me : null;
  }

  get #detailsShown(): boolean {
    return this.#state.selected !== null && (this.details === 'auto' ? this.isWide : this.details === 'shown');
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.session);
    this.#kept.follow(this.preferences);
    this.#callsChanges.follow(this.calls ?? undefined);
    const { inboxWidth, cardWidth } = this.preferences.getState();
    this.style.setProperty('--_inbox', `${inboxWidth}px`);
    this.style.setProperty('--_card', `${cardWidth}px`);
    this.toggleAttribute('data-open', this.#state.selected !== null);
    this.toggleAttribute('data-details', this.#detailsShown);
  }

  override render() {
    const state = this.#state;
    const { say, preferences } = this;
    const kept = preferences.getState();
    return html`
      <div class="top">${connectionLine(say, state.connection)}${this.#notice()}${this.#otherCalls(state.selected)}</div>
      <agent-rail .say=${say} .state=${state} .me=${this.account.me}></agent-rail>
      <main>
        <h1 class="visually-hidden">${say('console.title')}</h1>
        <agent-inbox
          ${ref(this.#inbox)}
          role="region"
          aria-label=${say('console.inbox')}
          .state=${state}
          .say=${say}
          .ticker=${this.ticker}
          .shortcuts=${kept.shortcuts}
        ></agent-inbox>
        ${this.#edge('start', say('split.inbox'), 'inboxWidth')}
        <section aria-label=${say('desk.region')}>${this.#middle(state)}</section>
        ${this.#detailsShown ? this.#details(state) : nothing}
      </main>
      <agent-dialogs
        ${ref(this.#dialogs)}
        .session=${this.session}
        .account=${this.account}
        .preferences=${preferences}
        .notify=${this.notify}
        .say=${say}
        .language=${this.language}
        .muted=${state.muted}
      ></agent-dialogs>
      <ycyw-announcer ${ref(this.#announcer)}></ycyw-announcer>
    `;
  }

  #notice() {
    if (this.notice === null) return nothing;
    return html`<p class="notice" role="alert">
      <span>${this.notice()}</span>
      <button class="button plain" @click=${() => (this.notice = null)}>${this.say('action.dismiss')}</button>
    </p>`;
  }

  /** Who rings, what runs, and what is recorded or asked for, in conversations that aren't open. */
  #otherCalls(selected: string | null) {
    return [...(this.calls?.getState() ?? [])].map(([id, lazy]) => {
      if (id === selected) return nothing;
      const state = lazy.getState();
      const call = state.kind === 'here' && state.part.desk.getState().kind !== 'none' ? state.part.bar() : nothing;
      const recording = this.#otherRecording(id);
      if (call === nothing && recording === nothing) return nothing;
      return html`<div class="other-call" @open-call=${() => this.#open(id)}>${call}${recording}</div>`;
    });
  }

  /** What an earlier page left is told in the conversation that is open. */
  #otherRecording(id: string) {
    const recorder = this.calls?.recorder(id) ?? null;
    const view = recorder?.here?.recorder.getState();
    if (!recorder || !view || (view.phase.kind === 'idle' && view.theirs.kind === 'none')) return nothing;
    const showList = () => void this.#dialogs.value?.recordings(recorder);
    return html`<div @show-recordings=${showList}>${recorderBar(recorder)}</div>`;
  }

  #middle(state: AgentState): TemplateResult {
    const { say } = this;
    const { selected } = state;
    if (selected === null) return state.inbox.kind === 'ready' ? this.#nothing(state.queue.length) : html``;
    return html`${keyed(
      selected,
      html`<agent-conversation
        ${ref(this.#column)}
        .store=${this.session.conversation(selected)}
        .conversation=${selected}
        .person=${this.#person(selected)}
        .me=${this.#me?.id ?? null}
        .say=${say}
        .ticker=${this.ticker}
        .detailsShown=${this.#detailsShown}
        .returnTo=${this.returnTo}
        .calls=${this.calls?.getState().get(selected) ?? null}
        .recorder=${this.calls?.recorder(selected) ?? null}
      ></agent-conversation>`,
    )}`;
  }

  #nothing(waiting: number) {
    const { say } = this;
    const quiet = waiting === 0;
    return html`<div class="nothing">
      <img src=${MARK} alt="" width="72" height="72" />
      <h2>${say(quiet ? 'desk.quiet' : 'desk.none')}</h2>
      <p>${say(quiet ? 'desk.quietText' : 'desk.noneText')}</p>
      ${
        quiet
          ? nothing
          : html`<button class="button primary" @click=${() => void this.#run('take')}>${say('desk.takeFirst')}</button>`
      }
    </div>`;
  }

  #edge(side: 'start' | 'end', label: string, width: 'inboxWidth' | 'cardWidth') {
    const { preferences } = this;
    return html`<agent-split
      .side=${side}
      .label=${label}
      .width=${preferences.getState()[width]}
      @width=${(event: WidthEvent) => preferences.update({ [width]: event.width })}
    ></agent-split>`;
  }

  #details(state: AgentState) {
    const { say } = this;
    return html`${this.#edge('end', say('split.card'), 'cardWidth')}
      <agent-card
        role="region"
        aria-label=${say('card.region')}
        .card=${state.card}
        .me=${this.#me?.id ?? null}
        .say=${say}
        .selected=${state.selected}
        .role=${this.account.me.role}
        .transcript=${this.#transcript(state.selected)}
      ></agent-card>`;
  }

  /** Of whose there may be one: supervisors', and whoever has it or had it when it was closed. */
  #transcript(selected: string | null): string | null {
    const { id, role } = this.account.me;
    const status = selected === null ? null : this.session.conversation(selected).getState().state?.status;
    const agent = !status || status.kind === 'queued' ? null : status.agent;
    return role === 'supervisor' || agent?.id === id ? selected : null;
  }

  #lineOf(conversation: string): InboxLine | undefined {
    const { queue, mine } = this.#state;
    return [...queue, ...mine].find((line) => line.state.id === conversation);
  }

  /** The card knows most, but comes later than the line, and belongs to what is selected. */
  #person(conversation: string): Person {
    const { card } = this.#state;
    const known = card.kind === 'ready' ? card.card : null;
    const customer = known ?? this.#lineOf(conversation)?.customer;
    const page = pageName(known?.pages.at(-1)?.title ?? '');
    return customer === undefined
      ? { name: this.say('log.customer'), online: null, page }
      : { name: nameOf(this.say, customer), online: customer.online, page };
  }

  #nameOf(conversation: string): string {
    const line = this.#lineOf(conversation);
    return line === undefined ? this.#person(conversation).name : nameOf(this.say, line.customer);
  }

  /** Tells screen readers what sighted people see change. */
  #announce(): void {
    const { arrival, connection } = this.#state;
    const { say } = this;
    const announcer = this.#announcer.value;
    if (arrival !== null && arrival !== this.#arrival) {
      announcer?.announce(say('inbox.arrived', { name: nameOf(say, arrival.customer) }));
    }
    const wasBroken = this.#connection === 'reconnecting' || this.#connection === 'offline';
    if (wasBroken && connection.kind === 'online') announcer?.announce(say('line.back'));
    this.#arrival = arrival;
    this.#connection = connection.kind;
  }

  readonly #onMedia = (): void => {
    this.isWide = this.#media.matches;
    this.details = 'auto';
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const command = commandOf(event, this.preferences.getState().shortcuts);
    if (command === null) return;
    if (command !== 'escape') event.preventDefault();
    void this.#run(command);
  };

  async #run(command: DeskCommand): Promise<void> {
    switch (command) {
      case 'next':
        return this.#walk(1);
      case 'previous':
        return this.#walk(-1);
      case 'take':
        return this.#takeNext();
      case 'reply':
        return this.#column.value?.focusComposer();
      case 'note':
        return this.#column.value?.writeNote();
      case 'give':
        return this.#withOwn((line) => this.#dialogs.value?.give(line, 'colleague'));
      case 'back':
        return this.#withOwn((line) => this.#dialogs.value?.give(line, 'queue'));
      case 'close':
        return this.#withOwn((line) => this.#dialogs.value?.close(line));
      case 'call':
        return this.#withOwn((line) => void this.calls?.prepare(line.state.id, 'audio'));
      case 'video':
        return this.#withOwn((line) => void this.calls?.prepare(line.state.id, 'video'));
      case 'answer':
        if (this.calls?.answer(this.#state.selected) === true) return;
        return this.#withOwn((line) => void this.calls?.prepare(line.state.id, 'audio'));
      case 'decline':
        return this.calls?.decline(this.#state.selected);
      case 'near-call':
        return this.#withOwn((line) => void this.calls?.near(line.state.id));
      case 'recordings':
        return this.#withOwn(async ({ state }) => {
          const recorder = this.calls?.openRecorder(state.id);
          if (recorder) await this.#dialogs.value?.recordings(recorder);
        });
      case 'details':
        this.details = this.#detailsShown ? 'hidden' : 'shown';
        return;
      case 'keys':
        return this.#dialogs.value?.keys();
      case 'erase':
        return this.#dialogs.value?.erase();
      case 'settings':
        return this.#dialogs.value?.settings();
      case 'team':
        return this.#dialogs.value?.team();
      case 'audit':
        return this.#dialogs.value?.audit();
      case 'sign-out-everywhere':
        return this.#dialogs.value?.signOutEverywhere();
      case 'presence':
        return this.#togglePresence();
      case 'inbox':
        return this.#toInbox();
      case 'escape':
        return this.#escape();
      case 'sign-out':
        // For whoever holds the session: the event goes on to the console.
        return;
    }
  }

  async #walk(step: 1 | -1): Promise<void> {
    const { queue, mine, selected } = this.#state;
    const order = walkingOrder(queue, mine);
    const at = selected === null ? -1 : order.indexOf(selected);
    const next = at === -1 ? order.at(step === 1 ? 0 : -1) : order[at + step];
    if (next === undefined) return;
    this.returnTo = null;
    this.session.select(next);
    await this.#inbox.value?.focusLine(next);
  }

  #open(conversation: string): void {
    const { selected } = this.#state;
    const isListed = this.#lineOf(conversation) !== undefined;
    // An earlier conversation is opened from the customer's column: the way back leads to what was open.
    this.returnTo = isListed ? null : (this.returnTo ?? selected);
    this.session.select(conversation);
    if (matchMedia(ONE_COLUMN).matches) {
      this.details = 'auto';
      void this.updateComplete.then(() => this.#column.value?.focusName());
    }
  }

  async #takeNext(): Promise<void> {
    const { queue, selected } = this.#state;
    const line = queue.find((one) => one.state.id === selected) ?? queue[0];
    if (line !== undefined) await this.#take(line.state.id);
  }

  async #take(conversation: string): Promise<void> {
    const { say } = this;
    const name = this.#nameOf(conversation);
    this.notice = null;
    const result = await this.session.take(conversation);
    if (result.ok) {
      this.returnTo = null;
      this.session.select(conversation);
      this.#announcer.value?.announce(say('inbox.took', { name }));
      await this.updateComplete;
      await this.#column.value?.focusComposer();
    } else {
      const { reason } = result;
      this.notice = () =>
        reason === 'taken'
          ? this.say('inbox.taken', { name })
          : this.say('inbox.notTaken', { name, why: sayReason(this.say, reason) });
    }
  }

  /** The open conversation can be given away or closed only if it is mine. */
  async #withOwn(act: (line: InboxLine) => Promise<void> | undefined): Promise<void> {
    const { mine, selected } = this.#state;
    const line = mine.find((one) => one.state.id === selected);
    if (line !== undefined) await act(line);
  }

  async #togglePresence(): Promise<void> {
    const { say } = this;
    const status = this.#me?.status === 'online' ? 'away' : 'online';
    const result = await this.session.setStatus(status);
    if (result.ok) this.#announcer.value?.announce(say(`presence.${status}`));
    else {
      const { reason } = result;
      this.notice = () => sayReason(this.say, reason);
    }
  }

  /** Whatever had the focus is gone, a line with its conversation, a dialog, a question: the keyboard stays with what is open. */
  async #goOn(): Promise<void> {
    await this.updateComplete;
    await (this.#column.value ?? this.#inbox.value)?.goOn();
  }

  /** Below 800 pixels: back to the list. Above, to the line in it. */
  async #toInbox(): Promise<void> {
    const { selected } = this.#state;
    if (matchMedia(ONE_COLUMN).matches) this.session.select(null);
    await this.updateComplete;
    if (selected !== null) await this.#inbox.value?.focusLine(selected);
  }

  async #escape(): Promise<void> {
    if (this.#detailsShown && !this.isWide) {
      this.details = 'hidden';
      return;
    }
    await this.#toInbox();
  }
}

customElements.define('agent-desk', AgentDesk);

declare global {
  interface HTMLElementTagNameMap {
    'agent-desk': AgentDesk;
  }
}
