/**
 * What the public element draws by itself: the launcher, and the panel's frame with a word while the panel isn't there. Made
 * with the DOM's own means, since a template engine would be a third of the first script. Decides nothing.
 */
import { directionOf } from './locales/directions.ts';
import { labels, languageOf } from './locales/labels.ts';
import type { Spoken } from './locales/load-sentences.ts';

/** Where the lazily loaded panel stands. */
export type Content =
  | { kind: 'away' }
  /** The sentences are mostly there before the panel. */
  | { kind: 'loading' | 'failed' | 'stuck'; spoken: Spoken<'chat'> | null }
  | { kind: 'here'; element: HTMLElement; beside: HTMLElement; launcherName: string; name: string };

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

/** Where no dictionary came either. */
const LAST_WORDS = {
  locale: 'en',
  sentences: {
    'launcher.failed': 'The chat could not be loaded.',
    'action.retry': 'Try again',
    'action.reload': 'Reload',
    'panel.close': 'Close',
  },
};

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
  readonly root = element('div', { class: 'root', popover: 'manual' }, this.launcher, this.#beside, this.frame);
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
    const language = languageOf(locale) ?? 'en';
    const label = labels[language];
    // The page may speak another language, in another direction.
    this.root.lang = language;
    this.root.dir = directionOf(language);
    this.launcher.hidden = open || !launcher;
    // What is written on it begins its name, for those who speak to their computer.
    const name = content.kind === 'here' ? `${label} · ${content.launcherName}` : label;
    this.launcher.ariaLabel = this.launcher.title = name;
    this.#label.textContent = label;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = String(Math.min(unread, MOST_IN_BADGE));
    this.frame.hidden = !open && content.kind !== 'here';
    this.frame.className = open ? 'frame' : 'frame closed';
    this.frame.ariaLabel = content.kind === 'here' ? content.name : label;
    this.#fill(content);
  }

  #fill(content: Content): void {
    const spoken = 'spoken' in content ? content.spoken : null;
    const now = content.kind + (spoken?.locale ?? '');
    if (now === this.#drawn) return;
    this.#drawn = now;
    const [inside, beside] =
      content.kind === 'here' ? [content.element, [content.beside]] : [this.#wait(content, spoken), []];
    this.#beside.replaceChildren(...beside);
    this.frame.replaceChildren(inside);
  }

  #wait({ kind }: Content, spoken: Spoken<'chat'> | null): HTMLElement {
    if (kind !== 'failed' && kind !== 'stuck')
      return element('p', { class: 'wait', role: 'status' }, spoken?.sentences['launcher.loading'] ?? '');
    const { locale, sentences } = spoken ?? LAST_WORDS;
    const [retry, close] = [
      element('button', {}, sentences[kind === 'failed' ? 'action.retry' : 'action.reload']),
      element('button', {}, sentences['panel.close']),
    ];
    retry.onclick = this.#wishes.retry;
    close.onclick = this.#wishes.hide;
    return element('div', { class: 'wait', role: 'alert', lang: locale }, sentences['launcher.failed'], retry, close);
  }
}
