/**
 * `<ycyw-support>`: the public element. It is part of the first script of every page, so it holds no more than the
 * launcher, the frame of the panel, and what is needed to fetch the rest when somebody wants it.
 */
import { type PropertyValues, ReactiveElement } from '@lit/reactive-element';
import { loadSentences, type Spoken } from './locales/load-sentences.ts';
import { isKnownVisitor } from './session/known-visitor.ts';
import { supportStyles } from './support.styles.ts';
import {
  attributeOf,
  FEATURES,
  type Feature,
  isAttributeName,
  isLocale,
  originOf,
  type Position,
  parseAttribute,
} from './support-attributes.ts';
import type { CallWish, MountedPanel, SupportEventMap, SupportHost, TokenProvider } from './support-host.ts';
import { rememberOpen, wasOpen, wipe } from './support-storage.ts';
import { SupportView } from './support-view.ts';

/** Where the lazily loaded part stands. */
type Phase =
  | { kind: 'away' }
  | { kind: 'loading' | 'failed'; spoken: Spoken<'chat'> | null }
  | { kind: 'here'; panel: MountedPanel };

/** What holds while an attribute is missing, or has a value that can't be used. */
const DEFAULTS = {
  server: '',
  locale: '',
  position: 'bottom-end' as Position,
  colorScheme: 'auto' as 'auto' | 'light' | 'dark',
  launcher: 'auto' as 'auto' | 'none',
  features: FEATURES as readonly Feature[],
  topic: '',
  userToken: '',
  userName: '',
  userEmail: '',
  context: {} as Record<string, unknown>,
};

/** Those in the page, in the order of their coming: the first one is drawn, the others wait until it is gone. */
let present: YcywSupport[] = [];
const SECOND = 'ycyw-support: there is another one on this page. This one waits.';

/** The one that is drawn. */
export function firstSupport(): YcywSupport | undefined {
  present = present.filter((support) => support.isConnected);
  return present[0];
}

const attribute = (property: keyof typeof DEFAULTS, reflect = false) => {
  const name = attributeOf(property);
  const fromAttribute = (value: string | null) =>
    (value === null ? undefined : parseAttribute(name, value)) ?? DEFAULTS[property];
  return { attribute: name, reflect, converter: { fromAttribute } };
};

/**
 * The customer's support chat and calls: a launcher, and a panel that opens from it. Costs the page almost nothing before the first
 * click: nothing is stored, nothing is connected, and the chat itself is not loaded.
 *
 * @element ycyw-support
 *
 * One to a page: a second one draws nothing and says so (`ycyw-error`, reason `second`) until the first is gone.
 *
 * @attr {string} server - URL of the service; its origin counts. Default: the script tag's origin.
 * @attr {string} locale - BCP 47 tag. Default: nearest `lang`, then the browser's, then `en`.
 * @attr {boolean} open - Whether the panel is open.
 * @attr {'bottom-end' | 'bottom-start'} position - The corner. Default: `bottom-end`.
 * @attr {'auto' | 'light' | 'dark'} color-scheme - Default: `auto`, as the system says.
 * @attr {'auto' | 'none'} launcher - `none`: the page has its own button. Default: `auto`.
 * @attr {string} features - Some of `chat video screen recording attachments`. Default: what the service allows.
 * @attr {string} topic - Shown to agents, and picks the suggestions (`search`, `booking`, `breakdown`).
 * @attr {string} user-token - JWT that the site has signed for its customer. Never reflected, never stored. Default: an
 *   anonymous visitor.
 * @attr {string} user-name - Shown to agents as unverified.
 * @attr {string} user-email - Shown to agents as unverified.
 * @attr {string} context - JSON object: booking, vehicle, agency … Shown to agents as unverified, unless it stands in the token.
 *
 * @fires {CustomEvent<void>} ycyw-ready - Defined, drawn, callable.
 * @fires {CustomEvent<void>} ycyw-open - The panel opened.
 * @fires {CustomEvent<void>} ycyw-close - The panel closed.
 * @fires {CustomEvent<{ count: number }>} ycyw-unread - The unread count changed.
 * @fires {CustomEvent<{ id: string, text: string, own: boolean }>} ycyw-message - A message was sent or received.
 * @fires {CustomEvent<ConversationStatus>} ycyw-conversation - `none`, `queued` (with `position`), `assigned`, `closed`.
 * @fires {CustomEvent<CallNews>} ycyw-call - Each change of the call's state: `none`, `incoming`, `lobby` (the look in the
 *   mirror), `asking`, `ringing`, `connecting`, `live`, `reconnecting`, `away`, `paused`, `elsewhere`, `ended` and `failed`; the
 *   last two with a `reason`.
 * @fires {CustomEvent<RecordingNews>} ycyw-recording - A recording is `asking`, `recording`, `stopped` or `refused`, and `by` whom.
 * @fires {CustomEvent<{ reason: string, message: string }>} ycyw-error - What a developer should know.
 *
 * @csspart launcher - The button that opens the panel.
 * @csspart badge - The number of unread messages.
 * @csspart panel - The panel's frame.
 * @csspart header - The panel's header.
 * @csspart messages - The scrolling log.
 * @csspart message - One message or file.
 * @csspart composer - Where one writes.
 * @csspart call - The call, as large as the panel.
 * @csspart controls - The row of controls of a call.
 * @csspart recorder - What runs of a recording, and the list of recordings.
 *
 * @cssprop --ycyw-accent - Colour of actions and own messages.
 * @cssprop --ycyw-on-accent - Text on it. Default: black or white, whichever has more contrast.
 * @cssprop --ycyw-surface - Ground of the panel.
 * @cssprop --ycyw-text - Text on the ground.
 * @cssprop --ycyw-font - Font family.
 * @cssprop --ycyw-radius - The panel's corners. Default: 18px.
 * @cssprop --ycyw-offset-inline - From the side of the window. Default: 20px.
 * @cssprop --ycyw-offset-block - From the bottom of the window. Default: 20px.
 * @cssprop --ycyw-z-index - Where it is set, the element is stacked by it. Default: above everything, in the top layer.
 */
export class YcywSupport extends ReactiveElement implements SupportHost {
  static override styles = supportStyles;
  static override properties = {
    server: attribute('server'),
    locale: attribute('locale'),
    open: { type: Boolean, reflect: true },
    position: attribute('position', true),
    colorScheme: attribute('colorScheme', true),
    launcher: attribute('launcher'),
    features: attribute('features'),
    topic: attribute('topic'),
    userToken: attribute('userToken'),
    tokenProvider: { attribute: false },
    userName: attribute('userName'),
    userEmail: attribute('userEmail'),
    context: attribute('context'),
    unread: { state: true },
    phase: { state: true },
  };
  /** The service's address for elements that name none: set by the script tag. */
  static defaultServer = '';
  /** What the script tag does once an element has gone for good. */
  static left: (support: YcywSupport) => void = () => {};

  declare server: string;
  declare locale: string;
  declare open: boolean;
  declare position: Position;
  declare colorScheme: 'auto' | 'light' | 'dark';
  declare launcher: 'auto' | 'none';
  declare features: readonly Feature[];
  declare topic: string;
  declare userToken: string;
  /** Asked for a token when there is none, and before one expires. An empty text: nobody is signed in. */
  declare tokenProvider: TokenProvider | null;
  declare userName: string;
  declare userEmail: string;
  declare context: Record<string, unknown>;
  declare private unread: number;
  declare private phase: Phase;

  /** Resolves when the element is drawn and can be called; of a second one on the page, when the first is gone. */
  readonly ready: Promise<void>;
  readonly #view = new SupportView({
    show: () => this.show(),
    hide: () => this.hide(),
    retry: () => this.#need(),
  });
  #isReady: () => void = () => {};
  /** What is loaded or here now. One that was begun before the element was removed is not it any more. */
  #mounting: Promise<MountedPanel> | null = null;
  /** Whether there may be files of the visitor, which only the loaded part can remove. */
  #filesLeft = false;
  /** What had the focus when the panel was opened. */
  #opener: HTMLElement | null = null;
  readonly #reported = new Set<string>();

  constructor() {
    super();
    Object.assign(this, DEFAULTS);
    this.open = false;
    this.tokenProvider = null;
    this.unread = 0;
    this.phase = { kind: 'away' };
    this.ready = new Promise((resolve) => {
      this.#isReady = resolve;
    });
    this.addEventListener('command', this.#onCommand);
  }

  // What integrators call.

  /** Opens the panel. */
  show(): void {
    this.open = true;
  }

  /** Closes the panel; the conversation goes on. */
  hide(): void {
    this.open = false;
  }

  /** Opens or closes the panel. */
  toggle(): void {
    this.open = !this.open;
  }

  /**
   * Sends a message as if the customer had typed it. It is kept and sent later when there is no connection.
   * @returns the message's id
   * @throws {RangeError} when the text is empty or over 4000 characters
   */
  async send(text: string): Promise<string> {
    return (await this.#mount()).send(text);
  }

  /**
   * Begins a call as the panel's button does: opens the panel with the look in the mirror, where the customer decides.
   * While there is a call already, that one is shown.
   * @param wish sound unless it says `video`; `screen`: only to show the screen, which browsers allow inside a click
   * @throws {Error} when `features` has no `video`, or the call can't be loaded
   */
  async startCall(wish: CallWish = {}): Promise<void> {
    await (await this.#mount()).startCall(wish);
  }

  /** Hangs up, takes back or declines, wherever the call stands. Harmless without one. */
  endCall(): void {
    if (this.phase.kind === 'here') this.phase.panel.endCall();
  }

  /**
   * Ends a call, wipes everything that the widget stored in this browser, drops the customer's token, and ends the
   * connection. The next token finds the same customer's conversations again.
   * @throws {Error} when files that wait to be sent could not be removed, since the chat could not be loaded; all else is
   * removed also then
   */
  async logout(): Promise<void> {
    this.hide();
    this.endCall();
    this.#filesLeft ||= this.#mounting !== null || isKnownVisitor(this.#service, () => localStorage);
    this.removeAttribute('user-token');
    this.userToken = '';
    // Nobody is to be signed in by what only cleans up.
    const { tokenProvider } = this;
    this.tokenProvider = null;
    wipe(this.#service);
    try {
      if (!this.#filesLeft) return;
      // Whom the panel was made for is gone from it by then.
      await this.updateComplete;
      await (await this.#mount()).logout();
      this.#filesLeft = false;
    } finally {
      this.tokenProvider ??= tokenProvider;
    }
  }

  // What the panel asks for.

  get speaks(): string {
    const nearest = this.closest<HTMLElement>('[lang]')?.lang;
    return [this.locale, nearest, navigator.language].find((tag) => tag && isLocale(tag)) ?? 'en';
  }

  tell<T extends keyof SupportEventMap>(type: T, detail: SupportEventMap[T]['detail']): void {
    if (type === 'ycyw-unread') this.unread = (detail as { count: number }).count;
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  leave(): void {
    this.#drop();
    if (this.unread > 0) this.tell('ycyw-unread', { count: 0 });
    if (this.open) this.#need();
    else this.#greet();
  }

  // Life.

  override connectedCallback(): void {
    if (!present.includes(this)) present.push(this);
    this.#view.root.hidden = firstSupport() !== this;
    if (this.#view.root.hidden) {
      this.#drop();
      this.#warn('second', SECOND);
      return;
    }
    super.connectedCallback();
    if (this.#wasOpen()) this.open = true;
    // It was away: nothing has changed that would ask for the panel.
    if (this.open && this.hasUpdated) this.#need();
    addEventListener('storage', this.#onStorage);
    whenIdle(() => this.#greet());
    // Later, since it asks for styles that the page may not have computed yet.
    requestAnimationFrame(() => this.#raise());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // One that is only moved is back by then, and keeps its panel with all that is in it.
    setTimeout(() => {
      if (this.isConnected) return;
      removeEventListener('storage', this.#onStorage);
      this.#drop();
      firstSupport()?.connectedCallback();
      YcywSupport.left(this);
    });
  }

  /** Gives the panel up, and with it the line and a call. What was written is on disk. */
  #drop(): void {
    if (this.phase.kind === 'here') this.phase.panel.dispose();
    this.phase = { kind: 'away' };
    this.#mounting = null;
  }

  /** Into the top layer: there nothing that the page does to its body counts. Whoever says how high it lies is obeyed. */
  #raise(): void {
    const { root } = this.#view;
    if (!root.isConnected) return;
    root.hidePopover?.();
    if (!getComputedStyle(this).getPropertyValue('--ycyw-z-index')) root.showPopover?.();
  }

  /** On a screen that has room for both, an open conversation stays open on the next page of the site. */
  #wasOpen(): boolean {
    return this.#service !== '' && matchMedia('(width >= 640px)').matches && wasOpen(this.#service);
  }

  /** Also a property may say more than the origin. Empty when no service is known. */
  get #service(): string {
    return originOf(this.server) ?? YcywSupport.defaultServer;
  }

  /** A visitor who has a conversation is connected without a click, to see what is new. */
  #greet(): void {
    if (this.isConnected && this.server !== '' && isKnownVisitor(this.server, () => localStorage)) this.#need();
  }

  /** Another tab began a conversation. */
  #onStorage = (): void => {
    if (this.phase.kind === 'away') this.#greet();
  };

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (value === null || !isAttributeName(name) || parseAttribute(name, value) !== undefined) return;
    this.#warn('attribute', `ycyw-support: the attribute ${name} can't be "${value}". The default is used.`);
  }

  /** Written to the console once, told each time. */
  #warn(reason: string, message: string): void {
    if (!this.#reported.has(message)) console.warn(message);
    this.#reported.add(message);
    this.tell('ycyw-error', { reason, message });
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.append(this.#view.root);
    return root;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.server = this.#service;
    if (changed.has('open') && this.open) this.#opener = deepFocus();
    const isOther = changed.has('server') && changed.get('server') !== this.server;
    if (!this.hasUpdated || !isOther || this.#mounting === null) return;
    this.#drop();
    this.#need();
  }

  protected override update(changed: PropertyValues<this>): void {
    super.update(changed);
    const { open, unread, phase } = this;
    const content = phase.kind === 'here' ? { kind: phase.kind, ...phase.panel.shown() } : phase;
    this.#view.draw({ open, unread, locale: this.speaks, launcher: this.launcher !== 'none', content });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.phase.kind === 'here') this.phase.panel.update();
    if (!changed.has('open') || (changed.get('open') === undefined && !this.open)) return;
    this.tell(this.open ? 'ycyw-open' : 'ycyw-close', undefined);
    if (this.open) {
      // Above what the page has put there since.
      this.#raise();
      this.#need();
    }
    // A panel that is open from the start doesn't take the focus from the page.
    if (changed.get('open') === undefined) return;
    rememberOpen(this.#service, this.open);
    if (!this.open) this.#giveFocusBack();
    else if (this.phase.kind === 'here') this.phase.panel.focus();
    else this.#view.frame.focus();
  }

  protected override firstUpdated(): void {
    this.#isReady();
    this.tell('ycyw-ready', undefined);
  }

  /** Back to where the person was, unless they have gone elsewhere by themselves. */
  #giveFocusBack(): void {
    const inside = this.shadowRoot?.activeElement !== null || document.activeElement === document.body;
    const opener = this.#opener?.isConnected && this.#opener !== document.body ? this.#opener : null;
    if (inside) (opener ?? this.#view.launcher).focus();
    this.#opener = null;
  }

  /** A failure is told where it happens. */
  #need(): void {
    this.#mount().catch(() => {});
  }

  /** Loads and makes the panel, once; after a failure the next call tries again. */
  #mount(): Promise<MountedPanel> {
    if (this.#mounting !== null) return this.#mounting;
    const isCurrent = () => this.#mounting === mounting;
    const mounting: Promise<MountedPanel> = this.#load(isCurrent).catch((error: unknown) => {
      // What was asked of a panel that had to be given up is asked of the next one.
      if (!isCurrent() && this.isConnected) return this.#mount();
      if (!isCurrent()) throw error;
      this.#mounting = null;
      this.phase = { kind: 'failed', spoken: this.phase.kind === 'loading' ? this.phase.spoken : null };
      this.tell('ycyw-error', { reason: 'unavailable', message: `The chat could not be loaded: ${String(error)}` });
      throw error;
    });
    this.#mounting = mounting;
    return mounting;
  }

  /** @param isCurrent false once the element was removed or has another service */
  async #load(isCurrent: () => boolean): Promise<MountedPanel> {
    if (this.server === '') throw new Error('the attribute server is missing');
    if (firstSupport() !== this) throw new Error(SECOND);
    this.phase = { kind: 'loading', spoken: null };
    const [{ mount }, spoken] = await Promise.all([import('./panel/panel.ts'), this.#learn()]);
    const panel = isCurrent() ? await mount(this, spoken) : null;
    if (panel === null || !isCurrent()) {
      panel?.dispose();
      throw new Error('the element left the page');
    }
    const waiting = this.#view.frame.contains(this.shadowRoot?.activeElement ?? null);
    this.phase = { kind: 'here', panel };
    await this.updateComplete;
    if (waiting) panel.focus();
    return panel;
  }

  /** The sentences come beside the panel, and mostly before it. */
  async #learn(): Promise<Spoken<'chat'>> {
    const spoken = await loadSentences('chat', this.speaks);
    if (this.phase.kind === 'loading') this.phase = { kind: 'loading', spoken };
    return spoken;
  }

  #onCommand = (event: Event): void => {
    const command = 'command' in event ? event.command : '';
    if (command === '--toggle') this.toggle();
    else if (command === '--open' || command === '--close') this.open = command === '--open';
  };
}

/** What has the focus, also inside of other elements' shadow trees. */
function deepFocus(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : null;
}

function whenIdle(act: () => void): void {
  // Safari has no idle callback; after the load event it has mostly nothing else to do.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act);
  else setTimeout(act, 200);
}

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-support': YcywSupport;
  }
  interface GlobalEventHandlersEventMap extends SupportEventMap {}
}
