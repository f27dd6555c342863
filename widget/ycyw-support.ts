/**
 * `<ycyw-support>`: the public element. It is part of the first script of every page, so it holds no more than the
 * launcher, the frame of the panel, and what is needed to fetch the rest when somebody wants it. A third of it is the public
 * documentation, of which manifest, types and reference are made.
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
  /** `stuck`: it isn't there for this page any more, though the service is. */
  | { kind: 'loading' | 'failed' | 'stuck'; spoken: Spoken<'chat'> | null }
  | { kind: 'here'; panel: MountedPanel };

/** What couldn't be loaded is tried again by itself after this time, while the panel is open. */
const RETRY_MS = 2_000;

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
const SECOND = 'ycyw-support: another is here; this waits.';

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
 * Every attribute may change at any time, and takes effect at once unless it says otherwise. One that has a value that can't be
 * used keeps its default, warns once in the console, and emits `ycyw-error`.
 *
 * One to a page: a second one draws nothing and says so (`ycyw-error`, reason `second`) until the first is gone.
 *
 * @tagname ycyw-support
 *
 * @fires {CustomEvent<void>} ycyw-ready - The element is defined, drawn and callable.
 * @fires {CustomEvent<void>} ycyw-open - The panel opened, by whomever.
 * @fires {CustomEvent<void>} ycyw-close - The panel closed. The conversation goes on.
 * @fires {CustomEvent<{ count: number }>} ycyw-unread - The count of unread messages changed; 0 once they are read, in whichever tab.
 * @fires {CustomEvent<{ id: string; text: string; own: boolean }>} ycyw-message - A message was sent or received while this page is
 *   open. `own`: the customer wrote it, in this tab or another.
 * @fires {CustomEvent<ConversationStatus>} ycyw-conversation - The conversation is at another place: `none`, `queued` (with
 *   `position`, where 1 is next and null is not known), `assigned` or `closed`.
 * @fires {CustomEvent<CallNews>} ycyw-call - The call is at another place: `none`, `incoming`, `lobby` (the look in the mirror),
 *   `asking`, `ringing`, `connecting`, `live`, `reconnecting`, `away`, `paused`, `elsewhere`, `ended` or `failed`; the last two
 *   with a `reason`.
 * @fires {CustomEvent<RecordingNews>} ycyw-recording - A recording is `asking`, `recording`, `stopped` or `refused`, and `by` whom.
 * @fires {CustomEvent<{ reason: string; message: string }>} ycyw-error - What a developer should know: `reason` for code, `message`
 *   for people who read the console. Customers are told by the element itself.
 *
 * @csspart launcher - The button that opens the panel.
 * @csspart badge - The number of unread messages on the launcher.
 * @csspart panel - The panel's frame.
 * @csspart header - The panel's header: who answers, menu, close.
 * @csspart messages - The scrolling log.
 * @csspart message - One message or file.
 * @csspart composer - Where one writes.
 * @csspart call - The call, as large as the panel.
 * @csspart controls - The row of controls of a call.
 * @csspart recorder - What runs of a recording, and the list of recordings.
 *
 * @cssprop {<color>} [--ycyw-accent=#1d50ab, in dark #8db5ff] - Actions and own messages. Text on it is picked by contrast.
 * @cssprop {<color>} [--ycyw-on-accent=black or white, whichever has more contrast] - Text and icons on the accent.
 * @cssprop {<color>} [--ycyw-surface=#ffffff, in dark #131922] - Ground of the panel.
 * @cssprop {<color>} [--ycyw-text=#141a24, in dark #f1f4f9] - Text on the ground. Lines and quieter text are mixed from both.
 * @cssprop {<family-name>#} [--ycyw-font=system-ui] - Font family; the page must have loaded it.
 * @cssprop {<length>} [--ycyw-radius=18px] - The panel's corners.
 * @cssprop {<length>} [--ycyw-offset-inline=20px] - From the side of the window.
 * @cssprop {<length>} [--ycyw-offset-block=20px] - From the bottom of the window.
 * @cssprop {<integer>} [--ycyw-z-index=above everything, in the top layer] - Where it is set, the element is stacked by it.
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
  /**
   * The service's address for elements that name none: set by the script tag.
   * @internal
   */
  static defaultServer = '';
  /** What the script tag does once an element has gone for good. */
  static left: (support: YcywSupport) => void = () => {};

  /**
   * URL of the service; its origin counts.
   * @attr server
   * @default the script tag's origin; required when imported from npm
   */
  declare server: string;
  /**
   * Language as a BCP 47 tag, such as `fr` or `pt-BR`. A language that isn't there becomes the nearest that is.
   * @attr locale
   * @default nearest `lang`, then the browser's, then `en`
   */
  declare locale: string;
  /**
   * Whether the panel is open.
   * @attr open
   * @reflect
   * @default false
   */
  declare open: boolean;
  /**
   * The corner of the window. "End" is right where text runs from left to right.
   * @attr position
   * @reflect
   * @default bottom-end
   */
  declare position: Position;
  /**
   * Light or dark; `auto` is what the person's system says.
   * @attr color-scheme
   * @reflect
   * @default auto
   */
  declare colorScheme: 'auto' | 'light' | 'dark';
  /**
   * `none` where the page has a button of its own.
   * @attr launcher
   * @default auto
   */
  declare launcher: 'auto' | 'none';
  /**
   * What customers can do, as an array or as words between spaces: `chat video screen recording attachments`.
   * @attr features
   * @default what the service allows
   */
  declare features: readonly Feature[];
  /**
   * What the page is about. Shown to agents, filters their queue, and picks the suggestions of an empty conversation (`search`,
   * `booking`, `breakdown`). Up to 60 characters.
   * @attr topic
   * @default none
   */
  declare topic: string;
  /**
   * JWT that the site has signed for its customer. Never reflected, never stored.
   * @attr user-token
   * @default an anonymous visitor
   */
  declare userToken: string;
  /**
   * Asked for a token when there is none, and before one expires. An empty text: nobody is signed in.
   * @default none
   */
  declare tokenProvider: TokenProvider | null;
  /**
   * The customer's name, shown to agents as unverified. Up to 80 characters.
   * @attr user-name
   * @default empty: agents see "Visitor", and the chat asks
   */
  declare userName: string;
  /**
   * The customer's e-mail address, shown to agents as unverified. Up to 254 characters.
   * @attr user-email
   * @default empty
   */
  declare userEmail: string;
  /**
   * What agents should see beside the conversation: booking, vehicle, agency … An object, or JSON as an attribute; up to 4096
   * characters and 8 levels. Shown as unverified, unless it stands in the token.
   * @attr context
   * @default {}
   */
  declare context: Record<string, unknown>;
  declare private unread: number;
  declare private phase: Phase;

  readonly #view = new SupportView({
    show: () => this.show(),
    hide: () => this.hide(),
    retry: () => (this.phase.kind === 'stuck' ? location.reload() : this.#need()),
  });
  readonly #drawn = Promise.withResolvers<void>();
  /** Resolves when the element is drawn and can be called; of a second one on the page, when the first is gone. Never rejects. */
  readonly ready: Promise<void> = this.#drawn.promise;
  /** What is loaded or here now. One that was begun before the element was removed is not it any more. */
  #mounting: Promise<MountedPanel> | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Whether there may be files of the visitor, which only the loaded part can remove. */
  #filesLeft = false;
  /**
   * How many are being logged out: nobody is to be signed in by what only cleans up.
   * @internal
   */
  leaving = 0;
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
   * @param text 1 to 4000 characters
   * @returns the message's id, once it is safely kept; the same as in `ycyw-message`
   * @throws {RangeError} when the text is empty or over 4000 characters
   * @throws {Error} when the chat can't be loaded
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
    this.show();
    await (await this.#mount()).startCall(wish);
  }

  /** Hangs up, takes back or declines, wherever the call stands. Harmless without one. */
  endCall(): void {
    if (this.phase.kind === 'here') this.phase.panel.endCall();
  }

  /**
   * Ends a call, wipes everything that the widget stored in this browser, drops the customer's token, and ends the
   * connection. The next token finds the same customer's conversations again.
   * @throws {Error} when files that wait to be sent could not be removed, since the chat could not be loaded, or the element
   * is not drawn yet; all else is removed also then
   */
  async logout(): Promise<void> {
    this.hide();
    this.endCall();
    this.#filesLeft ||= this.#mounting !== null || isKnownVisitor(this.#service, () => localStorage);
    this.removeAttribute('user-token');
    this.userToken = '';
    this.leaving += 1;
    this.requestUpdate();
    wipe(this.#service);
    try {
      if (!this.#filesLeft) return;
      if (!this.hasUpdated && firstSupport() !== this) throw new Error('not drawn');
      // Whom the panel was made for is gone from it by then.
      await this.updateComplete;
      await (await this.#mount()).logout();
      this.#filesLeft = false;
    } finally {
      this.leaving -= 1;
      this.requestUpdate();
    }
  }

  // What the panel asks for.

  /** @internal */
  get speaks(): string {
    // Inside of a shadow tree there may be none.
    const nearest = this.closest<HTMLElement>('[lang]') ?? document.documentElement;
    return [this.locale, nearest.lang, navigator.language].find((tag) => tag && isLocale(tag)) ?? 'en';
  }

  /** @internal */
  tell<T extends keyof SupportEventMap>(type: T, detail: SupportEventMap[T]['detail']): void {
    if (type === 'ycyw-unread') this.unread = (detail as { count: number }).count;
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** @internal */
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
      // One that only waited leaves no place.
      if (!this.#view.root.hidden) firstSupport()?.connectedCallback();
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
    root.hidePopover();
    if (!getComputedStyle(this).getPropertyValue('--ycyw-z-index')) root.showPopover();
  }

  /** On a screen that has room for both, an open conversation stays open on the next page of the site. */
  #wasOpen(): boolean {
    return this.#service !== '' && wasOpen(this.#service) && matchMedia('(width >= 640px)').matches;
  }

  /** Also a property may say more than the origin. Empty when no service is known. */
  get #service(): string {
    return originOf(this.server) ?? YcywSupport.defaultServer;
  }

  /** A visitor who has a conversation is connected without a click, to see what is new. */
  #greet(): void {
    if (this.isConnected && this.server && isKnownVisitor(this.server, () => localStorage)) this.#need();
  }

  /** Another tab began a conversation. */
  #onStorage = (): void => {
    if (this.phase.kind === 'away') this.#greet();
  };

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (value === null || !isAttributeName(name) || parseAttribute(name, value) !== undefined) return;
    this.#warn('attribute', `ycyw-support: ${name} can't be "${value}".`);
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
    const isTold = changed.has('server');
    // Refused like the attribute. Frameworks say in their own way that there is none.
    if (isTold && this.server) this.attributeChangedCallback('server', null, this.server);
    this.server = this.#service;
    if (changed.has('open') && this.open) this.#opener = deepFocus();
    if (isTold && this.hasUpdated && changed.get('server') !== this.server) this.leave();
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
    this.#drawn.resolve();
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
    if ('spoken' in this.phase) this.phase = { ...this.phase, kind: 'loading' };
    this.#mount().catch(() => {});
  }

  /** By itself, and in silence: what is read and pressed stays as it is. */
  #tryLater(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(async () => {
      if (!this.open || !this.server || this.#view.root.hidden) return;
      const answer = await fetch(`${this.server}/healthz`, { mode: 'no-cors' }).catch(() => null);
      if (this.phase.kind !== 'failed') return;
      this.#mount().catch(() => {
        // Firefox remembers for good what once couldn't be fetched; the others have it by now, unless there is a newer one.
        if (answer && this.phase.kind === 'failed') this.phase = { ...this.phase, kind: 'stuck' };
      });
    }, RETRY_MS);
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
      this.#tryLater();
      if (this.phase.kind !== 'failed') {
        this.phase = { spoken: null, ...this.phase, kind: 'failed' };
        this.tell('ycyw-error', { reason: 'unavailable', message: `The chat could not be loaded: ${error}` });
      }
      throw error;
    });
    this.#mounting = mounting;
    return mounting;
  }

  /** @param isCurrent false once the element was removed or has another service */
  async #load(isCurrent: () => boolean): Promise<MountedPanel> {
    if (firstSupport() !== this) throw new Error(SECOND);
    // Perhaps it was put into the page just now, and knows its service once it is drawn.
    await this.updateComplete;
    if (!this.server) throw new Error('no server');
    if (this.phase.kind === 'away') this.phase = { kind: 'loading', spoken: null };
    const { speaks } = this;
    // They come beside the panel, and mostly before it.
    const sentences = loadSentences('chat', speaks).then((spoken) => {
      if ('spoken' in this.phase) this.phase = { ...this.phase, spoken };
      return spoken;
    });
    const [{ mount }, spoken] = await Promise.all([import('./panel/panel.ts'), sentences]);
    const panel = isCurrent() ? await mount(this, spoken, speaks) : null;
    if (panel === null || !isCurrent()) {
      panel?.dispose();
      throw new Error('removed');
    }
    const waiting = this.#view.frame.contains(this.shadowRoot?.activeElement ?? null);
    this.phase = { kind: 'here', panel };
    await this.updateComplete;
    if (waiting) panel.focus();
    return panel;
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

/** Safari has no idle callback. */
const whenIdle = (act: () => void): unknown => (globalThis.requestIdleCallback ?? setTimeout)(act);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-support': YcywSupport;
  }
  interface GlobalEventHandlersEventMap extends SupportEventMap {}
}
