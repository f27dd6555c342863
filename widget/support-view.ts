/**
 * What the public element draws by itself: the launcher, and the panel's frame with a word while the panel isn't there. Made
 * with the DOM's own means, since a template engine would be a third of the first script. Decides nothing.
 */
import { launcherWords } from './locales/launcher.ts';

/** Where the lazily loaded panel stands. */
export type Content =
  | { kind: 'away' | 'loading' | 'failed' }
  | { kind: 'here'; element: HTMLElement; beside: HTMLElement };

export interface Shown {
  open: boolean;
  /** Whether there is a launcher at all. */
  launcher: boolean;
  unread: number;
  /** BCP 47. */
  locale: string;
  content: Content;
}

export interface Wishes {
  show(): void;
  hide(): void;
  retry(): void;
}

const MOST_IN_BADGE = 99;

const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** lucide's "message-circle", written out: its package would bring more than the one path. */
const BUBBLE =
  'M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719';

function bubble(): SVGElement {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag)) as [
    SVGElement,
    SVGElement,
  ];
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', BUBBLE);
  svg.append(path);
  return svg;
}

export class SupportView {
  readonly launcher = element('button', { class: 'launcher', part: 'launcher', 'aria-haspopup': 'dialog' });
  readonly frame = element('section', { part: 'panel', role: 'dialog', tabindex: '-1' });
  readonly #beside = element('div', { class: 'beside' });
  readonly root = element('div', { class: 'root' }, this.launcher, this.#beside, this.frame);
  readonly #label = element('span', { class: 'label' });
  readonly #badge = element('span', { class: 'badge', part: 'badge' });
  readonly #wishes: Wishes;
  /** What is in the frame now. */
  #drawn = '';

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
    this.launcher.append(bubble(), this.#label, this.#badge);
    this.launcher.onclick = wishes.show;
    this.frame.onkeydown = (event) => {
      // The panel answers to its own keys and keeps them.
      if (event.key === 'Escape' && this.#drawn !== 'here') wishes.hide();
    };
  }

  draw({ open, launcher, unread, locale, content }: Shown): void {
    const words = launcherWords(locale);
    const name = unread > 0 ? words.unread.replace('{count}', String(unread)) : words.open;
    // The page may speak another language.
    this.root.lang = words.language;
    this.launcher.hidden = open || !launcher;
    this.launcher.ariaLabel = this.launcher.title = name;
    this.#label.textContent = words.label;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = String(Math.min(unread, MOST_IN_BADGE));
    this.frame.hidden = !open && content.kind !== 'here';
    this.frame.className = open ? 'frame' : 'frame closed';
    this.frame.ariaLabel = words.name;
    this.#fill(content, words);
  }

  #fill(content: Content, words: ReturnType<typeof launcherWords>): void {
    const now = content.kind === 'here' ? 'here' : `${content.kind} ${words.loading}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#beside.replaceChildren(...(content.kind === 'here' ? [content.beside] : []));
    this.frame.replaceChildren(content.kind === 'here' ? content.element : this.#wait(content.kind, words));
  }

  #wait(kind: 'away' | 'loading' | 'failed', words: ReturnType<typeof launcherWords>): HTMLElement {
    if (kind !== 'failed') return element('p', { class: 'wait', role: 'status' }, words.loading);
    const [retry, close] = [element('button', {}, words.retry), element('button', {}, words.close)];
    retry.onclick = this.#wishes.retry;
    close.onclick = this.#wishes.hide;
    return element('div', { class: 'wait', role: 'alert' }, words.failed, retry, close);
  }
}
