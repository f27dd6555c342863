/** What the first script and the lazily loaded panel know of each other. Types only: it costs the first script nothing. */

export type ConversationStatus =
  | { status: 'none' }
  /** `position` 1 is next; null when it isn't known. */
  | { status: 'queued'; position: number | null }
  | { status: 'assigned' }
  | { status: 'closed' };

export interface SupportEventMap {
  'ycyw-ready': CustomEvent<void>;
  'ycyw-open': CustomEvent<void>;
  'ycyw-close': CustomEvent<void>;
  'ycyw-unread': CustomEvent<{ count: number }>;
  'ycyw-message': CustomEvent<{ id: string; text: string; own: boolean }>;
  'ycyw-conversation': CustomEvent<ConversationStatus>;
  'ycyw-error': CustomEvent<{ reason: string; message: string }>;
}

/** The public element, as the panel sees it. */
export interface SupportHost {
  readonly server: string;
  /** What is spoken: the attribute's locale, or the page's, or the browser's. */
  readonly speaks: string;
  readonly open: boolean;
  readonly topic: string;
  readonly sendsFiles: boolean;
  readonly hasCalls: boolean;
  show(): void;
  readonly userName: string;
  readonly userEmail: string;
  readonly context: Record<string, unknown>;
  hide(): void;
  tell<T extends keyof SupportEventMap>(type: T, detail: SupportEventMap[T]['detail']): void;
}

/** The panel, as the first script sees it. */
export interface MountedPanel {
  readonly element: HTMLElement;
  /** Shown beside the launcher while the panel is closed: a call that rings or runs. */
  readonly beside: HTMLElement;
  /** Something in the host has changed: open, language, topic … */
  update(): void;
  focus(): void;
  /** @returns the message's id, once it is safely kept */
  send(text: string): string;
  logout(): Promise<void>;
  dispose(): void;
}
