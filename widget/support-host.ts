/**
 * What the first script and the lazily loaded panel know of each other, and what integrators see of it. Types only: it costs
 * the first script nothing. Imports nothing, since the npm package ships what isn't internal.
 */

/** What a conversation is: with nobody yet, waiting for an agent, with one, or over. */
export type ConversationStatus =
  | { status: 'none' }
  /** `position` 1 is next; null when it isn't known. */
  | { status: 'queued'; position: number | null }
  | { status: 'assigned' }
  | { status: 'closed' };

/** What `startCall` asks for: sound, unless one of these is true. */
export interface CallWish {
  /** With the camera. */
  video?: boolean;
  /** Only to show the screen, with neither camera nor microphone. */
  screen?: boolean;
}

/** Where the call stands. */
export interface CallNews {
  /**
   * `none`; `incoming`: the agent's call rings; `lobby`: the look in the mirror; `asking`, `ringing`, `connecting`, `live`,
   * `reconnecting`; `away`: the agent's page is gone for a moment; `paused`: the browser wants a click after a reload;
   * `elsewhere`: it goes on in another window or tab; `ended` and `failed`, with the reason.
   */
  state:
    | 'none'
    | 'incoming'
    | 'lobby'
    | 'asking'
    | 'ringing'
    | 'connecting'
    | 'live'
    | 'reconnecting'
    | 'away'
    | 'paused'
    | 'elsewhere'
    | 'ended'
    | 'failed';
  /** Why it has `ended` or `failed`. */
  reason?: string;
}

/** Where a recording stands. */
export interface RecordingNews {
  /** `asking`: the other person is asked; `refused` also when the question was taken back or nobody answered. */
  state: 'asking' | 'recording' | 'stopped' | 'refused';
  /** Who records. */
  by: 'customer' | 'agent';
}

/** The element's events, by name. */
export interface SupportEventMap {
  'ycyw-ready': CustomEvent<void>;
  'ycyw-open': CustomEvent<void>;
  'ycyw-close': CustomEvent<void>;
  'ycyw-unread': CustomEvent<{ count: number }>;
  'ycyw-message': CustomEvent<{ id: string; text: string; own: boolean }>;
  'ycyw-conversation': CustomEvent<ConversationStatus>;
  'ycyw-call': CustomEvent<CallNews>;
  'ycyw-recording': CustomEvent<RecordingNews>;
  'ycyw-error': CustomEvent<{ reason: string; message: string }>;
}

/** Asked for the site's token when there is none, or when it is about to expire. An empty text: nobody is signed in. */
export type TokenProvider = () => Promise<string>;

/**
 * The public element, as the panel sees it.
 * @internal
 */
export interface SupportHost {
  readonly server: string;
  /** What is spoken: the attribute's locale, or the page's, or the browser's. */
  readonly speaks: string;
  readonly open: boolean;
  readonly topic: string;
  /** What the page wants of the chat. */
  readonly features: readonly string[];
  show(): void;
  /** What is shown of the panel has changed. */
  requestUpdate(): void;
  readonly userName: string;
  readonly userEmail: string;
  readonly context: Record<string, unknown>;
  /** The site's word for who the customer is; empty for a visitor. Never reflected. */
  userToken: string;
  readonly tokenProvider: TokenProvider | null;
  /** How many logouts are on their way: nobody is to be signed in by what only cleans up. */
  readonly leaving: number;
  hide(): void;
  /** Another customer than the panel was made for: it goes, and is made anew when it is needed. */
  leave(): void;
  tell<T extends keyof SupportEventMap>(type: T, detail: SupportEventMap[T]['detail']): void;
  /** Told after whatever has changed in the page's properties. */
  addController(watcher: Watcher): void;
  removeController(watcher: Watcher): void;
}

/** @internal */
export interface Watcher {
  hostUpdated(): void;
}

/** @internal */
export interface ShownPanel {
  element: HTMLElement;
  /** Shown beside the launcher while the panel is closed: a call that rings or runs. */
  beside: HTMLElement;
  /** What the launcher is called, with what is unread. */
  launcherName: string;
  /** What the panel is called. */
  name: string;
}

/**
 * The panel, as the first script sees it.
 * @internal
 */
export interface MountedPanel {
  /** What the element shows of it now. */
  shown(): ShownPanel;
  /** Something in the host has changed: open, language, topic … */
  update(): void;
  focus(): void;
  /**
   * @returns the message's id, once it is safely kept
   * @throws {RangeError} when the text is empty or too long
   */
  send(text: string): string;
  /** @throws {Error} when the page wants no calls, or the call can't be loaded */
  startCall(wish: CallWish): Promise<void>;
  endCall(): void;
  logout(): Promise<void>;
  dispose(): void;
}
