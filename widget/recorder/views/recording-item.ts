/** One recording in the list: what it is, what can be done with it, and how far it has come on its way to the other side. */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import Check from 'lucide/dist/esm/icons/check.mjs';
import CircleDot from 'lucide/dist/esm/icons/circle-dot.mjs';
import Play from 'lucide/dist/esm/icons/play.mjs';
import RefreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs';
import Trash from 'lucide/dist/esm/icons/trash.mjs';
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { base, buttons, fields } from '../../ui/controls.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import { popovers } from '../../ui/popovers.ts';
import type { Library, RecordingItem } from '../types.ts';
import { dotStyles } from './dot.ts';
import { ItemMenu, type MenuEntry } from './item-menu.ts';
import { ObjectUrl } from './object-url.ts';
import { itemStyles } from './recording-item.styles.ts';
import { shareRow, shareStyles } from './share-row.ts';
import { aboutOf, clockTime, fullNameOf, titleOf } from './words.ts';

type ItemAct = 'play-item' | 'delete-item' | 'rename-item';

/** What a person did to one recording that its list has to know of. */
export class ItemEvent extends Event {
  readonly item: RecordingItem;
  constructor(type: ItemAct, item: RecordingItem) {
    super(type);
    this.item = item;
  }
}

/** Letters of a name that still fit into a file's name with its date. */
const NAME_MAX = 120;

/**
 * @fires play-item - it is to be played
 * @fires delete-item - it is to be deleted
 * @fires rename-item - it has got another name
 */
export class RecordingItemView extends LitElement {
  static override styles = [base, buttons, fields, popovers, dotStyles, shareStyles, itemStyles];
  static override properties = {
    item: { attribute: false },
    library: { attribute: false },
    say: { attribute: false },
    renames: { state: true },
  };
  declare item: RecordingItem;
  declare library: Library;
  declare say: RecorderSay;
  declare private renames: boolean;
  readonly #thumbnail = new ObjectUrl(this);
  readonly #menu = new ItemMenu(this);
  #focused: Element | null = null;

  constructor() {
    super();
    this.renames = false;
  }

  protected override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  override render() {
    const { item, library, say } = this;
    const isPlayable = item.state.kind === 'ready' || item.state.kind === 'recovered';
    return html`<article class="item ${item.state.kind}">
      <div class="line">
        ${this.renames ? this.#rename() : isPlayable ? this.#open() : html`<div class="open">${this.#content()}</div>`}
        ${isPlayable && !this.renames ? this.#more() : nothing}${item.state.kind === 'broken' ? this.#trash() : nothing}
      </div>
      ${isPlayable ? shareRow(item, library, say) : nothing}
    </article>`;
  }

  #open() {
    return html`<button class="open" @click=${() => this.#tell('play-item')}>
      <span class="visually-hidden">${this.say('item.play')}</span> ${this.#content()}
    </button>`;
  }

  #content() {
    const title = titleOf(this.item, this.say);
    return html`${this.#picture()}
      <span class="words">
        <span class="title" dir="auto" title=${title}>${title}</span>
        <span class="about">${this.#about()}</span>
      </span>`;
  }

  #about() {
    const { item, say } = this;
    switch (item.state.kind) {
      case 'ready':
        return aboutOf(item, say);
      case 'recovered':
        return say('item.recovered', { time: clockTime(item.length) });
      case 'recording':
        return html`<span class="dot"></span> ${say('item.recording')}`;
      case 'repairing':
      case 'broken':
        return say(`item.${item.state.kind}`);
    }
  }

  #picture() {
    const { item } = this;
    const { kind } = item.state;
    const url = this.#thumbnail.of(item.thumbnail);
    const length = kind === 'ready' ? html`<span class="length">${clockTime(item.length)}</span>` : nothing;
    return html`<span class="picture"
      >${url === null ? nothing : html`<img src=${url} alt="" loading="lazy" decoding="async" />`}<span class="sign"
        >${icon(SIGNS[kind], 20)}</span
      >${length}</span
    >`;
  }

  #rename() {
    const { item, say } = this;
    const save = say('item.save');
    return html`<form class="open" @submit=${this.#saveName} @keydown=${this.#onRenameKey}>
      ${this.#picture()}
      <input
        name="name"
        autocomplete="off"
        enterkeyhint="done"
        maxlength=${NAME_MAX}
        aria-label=${say('item.renameName')}
        .value=${titleOf(item, say)}
      />
      <button class="icon-button" aria-label=${save} title=${save}>${icon(Check)}</button>
    </form>`;
  }

  #more() {
    const name = this.say('item.more', { name: fullNameOf(this.item, this.say) });
    return this.#menu.draw(name, this.#entries());
  }

  #entries(): MenuEntry[] {
    const { item, say, library } = this;
    const { kind } = item.share;
    const share: MenuEntry = {
      what: 'share',
      words: say(kind === 'shared' ? 'item.shareAgain' : 'item.share'),
      act: () => library.share(item.id),
    };
    return [
      { what: 'play', words: say('item.play'), act: () => this.#tell('play-item') },
      { what: 'rename', words: say('item.rename'), act: () => (this.renames = true) },
      { what: 'download', words: say('item.download'), act: () => void library.download(item.id) },
      ...(kind === 'none' || kind === 'shared' ? [share] : []),
      { what: 'delete', words: say('item.delete'), act: () => this.#tell('delete-item') },
    ];
  }

  #trash() {
    const name = this.say('item.deleteName', { name: fullNameOf(this.item, this.say) });
    return html`<button class="icon-button" aria-label=${name} title=${name} @click=${() => this.#tell('delete-item')}>
      ${icon(Trash)}
    </button>`;
  }

  #tell(type: ItemAct): void {
    this.dispatchEvent(new ItemEvent(type, this.item));
  }

  #saveName(event: SubmitEvent): void {
    event.preventDefault();
    const name = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    this.renames = false;
    if (name === '' || name === titleOf(this.item, this.say)) return;
    this.library.rename(this.item.id, name);
    this.dispatchEvent(new ItemEvent('rename-item', { ...this.item, name }));
  }

  #onRenameKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    // It closes the field, and nothing around it.
    event.stopPropagation();
    this.renames = false;
  }

  protected override updated(changed: PropertyValues): void {
    const field = this.renderRoot.querySelector('input');
    if (changed.has('renames') && field !== null) {
      field.focus();
      field.select();
    }
    // What had the focus is gone.
    else if (this.#focused !== null && !this.#focused.isConnected) this.focus();
  }

  /** Where a person goes on with this recording. */
  override focus(): void {
    void this.updateComplete.then(() => {
      const target = this.renderRoot.querySelector<HTMLElement>('.more') ?? this.renderRoot.querySelector('button');
      target?.focus();
    });
  }
}

const SIGNS: Record<RecordingItem['state']['kind'], IconNode> = {
  ready: Play,
  recording: CircleDot,
  repairing: RefreshCw,
  recovered: RefreshCw,
  broken: TriangleAlert,
};

customElements.define('ycyw-recording-item', RecordingItemView);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recording-item': RecordingItemView;
  }
}
