/** The page of all recordings: the list, what is being played, and the way to a new one. Its title is drawn by its shell. */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import CircleDot from 'lucide/dist/esm/icons/circle-dot.mjs';
import Monitor from 'lucide/dist/esm/icons/monitor.mjs';
import MonitorPlay from 'lucide/dist/esm/icons/monitor-play.mjs';
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { type Clock, systemClock } from '../../session/clock.ts';
import '../../ui/announcer.ts';
import { base, buttons, skeletons } from '../../ui/controls.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import { StoreController } from '../../ui/store-controller.ts';
import { tokens } from '../../ui/tokens.ts';
import type { Library, Recorder, RecorderView, RecordingItem, ShareState } from '../types.ts';
import { Deleted } from './deleted.ts';
import './recording-item.ts';
import type { ItemEvent } from './recording-item.ts';
import './recording-player.ts';
import { recordingsStyles } from './recordings.styles.ts';
import { fullNameOf, sizeOf } from './words.ts';

/** Below this it is said, in bytes: some ten minutes of a screen with two voices. */
const LOW_ROOM = 500 * 1024 * 1024;

export class Recordings extends LitElement {
  static override styles = [base, buttons, skeletons, tokens, recordingsStyles];
  static override properties = {
    recorder: { attribute: false },
    say: { attribute: false },
    clock: { attribute: false },
    playing: { attribute: false },
  };
  declare recorder: Recorder;
  declare say: RecorderSay;
  declare clock: Clock;
  /** The id of the recording that is played in place of the list; null: the list. */
  declare playing: string | null;
  readonly #recorderChanges = new StoreController<Recorder>(this);
  readonly #libraryChanges = new StoreController<Library>(this);
  readonly #deleted = new Deleted(this);
  #shares = new Map<string, ShareState['kind']>();
  /** What gets the focus once it is drawn. */
  #next: string | null = null;
  #hadFocus = false;

  constructor() {
    super();
    this.clock = systemClock;
    this.playing = null;
  }

  get #library(): Library {
    return this.recorder.library;
  }

  protected override willUpdate(): void {
    this.#recorderChanges.follow(this.recorder);
    this.#libraryChanges.follow(this.#library);
    this.#hadFocus = this.shadowRoot?.activeElement != null;
  }

  override render() {
    const { say, recorder, playing } = this;
    const player = html`<ycyw-recording-player
      .recorder=${recorder}
      .say=${say}
      .recording=${playing ?? ''}
      @close-recording=${this.#closePlayer}
      @delete-item=${this.#onDelete}
    ></ycyw-recording-player>`;
    // The list stays where it was scrolled to.
    return html`<div class="page" ?hidden=${playing !== null}>
        <div class="list" role="region" tabindex="-1" aria-label=${say('list.name')}>${this.#list()}</div>
        ${this.#library.getState().phase.kind === 'failed' ? nothing : this.#foot(recorder.getState())}
      </div>
      ${playing === null ? nothing : player}<ycyw-announcer></ycyw-announcer>`;
  }

  #list() {
    const { say } = this;
    const { phase, items, room } = this.#library.getState();
    switch (phase.kind) {
      case 'loading':
        return html`<span class="visually-hidden" role="status">${say('list.loading')}</span>
          ${[1, 2, 3].map(() => html`<div class="skeleton"></div>`)}`;
      case 'failed':
        return this.#invite(TriangleAlert, say('list.failed'), say('list.failedText'));
      case 'ready': {
        const shown = ordered(this.#deleted.among(items));
        return html`${room === null || room >= LOW_ROOM ? nothing : this.#low(room)}
        ${shown.length === 0 ? this.#invite(MonitorPlay, say('list.empty'), say('list.emptyText')) : this.#items(shown)}`;
      }
    }
  }

  #invite(picture: IconNode, title: string, text: string) {
    return html`<div class="invite">
      <span class="mark">${icon(picture, 28)}</span>
      <p class="title">${title}</p>
      <p>${text}</p>
    </div>`;
  }

  #low(room: number) {
    const { say } = this;
    return html`<p class="low">${icon(TriangleAlert, 18)}<span>${say('list.low', { size: sizeOf(room, say) })}</span></p>`;
  }

  #items(items: readonly RecordingItem[]) {
    return html`<ul>
      ${repeat(
        items,
        ({ id }) => id,
        (item) => html`<li data-id=${item.id}>${this.#deleted.has(item.id) ? this.#undo(item) : this.#item(item)}</li>`,
      )}
    </ul>`;
  }

  #item(item: RecordingItem) {
    return html`<ycyw-recording-item
      .item=${item}
      .library=${this.#library}
      .say=${this.say}
      @play-item=${this.#onPlay}
      @delete-item=${this.#onDelete}
      @rename-item=${this.#onRename}
    ></ycyw-recording-item>`;
  }

  #undo(item: RecordingItem) {
    const { say } = this;
    const name = fullNameOf(item, say);
    return html`<div class="deleted">
      <span title=${name}>${say('item.deleted', { name })}</span>
      <button class="button plain" aria-label=${say('item.undoName', { name })} @click=${() => this.#restore(item)}>
        ${say('item.undo')}
      </button>
    </div>`;
  }

  #foot({ can, phase }: RecorderView) {
    const { say, recorder } = this;
    const isFree =
      phase.kind === 'idle' || phase.kind === 'stopped' || phase.kind === 'refused' || phase.kind === 'failed';
    const cannot = isFree && !can.screen && !can.call;
    const screen = html`<button class="button ${can.call ? '' : 'primary'}" @click=${() => recorder.start('screen')}>
      ${icon(Monitor)}${say('list.screen')}
    </button>`;
    const call = html`<button class="button primary" @click=${() => recorder.start('call')}>
      ${icon(CircleDot)}${say('list.call')}
    </button>`;
    return html`<footer>
      <p>${say(cannot ? 'list.cannot' : 'list.promise')}</p>
      ${
        can.screen || can.call
          ? html`<div class="start" role="group" aria-label=${say('list.start')}>
              ${can.screen ? screen : nothing}${can.call ? call : nothing}
            </div>`
          : nothing
      }
    </footer>`;
  }

  #onPlay(event: ItemEvent): void {
    this.playing = event.item.id;
  }

  #closePlayer(event: Event): void {
    event.stopPropagation();
    this.#next = this.playing;
    this.playing = null;
  }

  #onDelete({ item }: ItemEvent): void {
    this.playing = null;
    this.#deleted.add(item);
    this.#library.remove(item.id);
    this.#next = item.id;
    this.#announce(this.say('item.deleted', { name: fullNameOf(item, this.say) }));
  }

  #restore(item: RecordingItem): void {
    this.#deleted.drop(item.id);
    this.#library.restore(item.id);
    this.#next = item.id;
    this.#announce(this.say('item.restored', { name: fullNameOf(item, this.say) }));
  }

  #onRename({ item }: ItemEvent): void {
    this.#announce(this.say('item.renamed', { name: item.name }));
  }

  #announce(words: string): void {
    this.renderRoot.querySelector('ycyw-announcer')?.announce(words);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#tellShares();
    const next = this.#next;
    this.#next = null;
    if (next !== null) this.#focusItem(next);
    else if (changed.has('playing') && this.playing !== null)
      this.renderRoot.querySelector('ycyw-recording-player')?.focus();
    // What had the focus is gone, for example when undo is over.
    else if (this.#hadFocus && this.shadowRoot?.activeElement === null) this.focus();
  }

  #focusItem(id: string): void {
    const place = [...this.renderRoot.querySelectorAll('li')].find((each) => each.dataset.id === id);
    const target = place?.querySelector<HTMLElement>('ycyw-recording-item, button');
    if (target) target.focus();
    else this.focus();
  }

  /** How sharing ended is told once; how far it is stands in the list. */
  #tellShares(): void {
    const { say } = this;
    const before = this.#shares;
    const { items } = this.#library.getState();
    this.#shares = new Map(items.map(({ id, share }) => [id, share.kind]));
    for (const item of items) {
      const was = before.get(item.id);
      if (was === undefined || was === item.share.kind) continue;
      const name = fullNameOf(item, say);
      if (item.share.kind === 'shared') this.#announce(say('share.done', { name }));
      if (item.share.kind === 'failed')
        this.#announce(`${name}: ${say('share.failed')} ${say.reason(item.share.reason)}`);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#library.settle();
  }

  /** Where a person begins. */
  override focus(): void {
    void this.updateComplete.then(() => {
      const begin = this.playing === null ? '.list' : 'ycyw-recording-player';
      this.renderRoot.querySelector<HTMLElement>(begin)?.focus();
    });
  }
}

/** What a crash left is shown before the rest, which comes newest first. */
function ordered(items: readonly RecordingItem[]): RecordingItem[] {
  const isLeft = ({ state }: RecordingItem) => state.kind === 'recovered' || state.kind === 'repairing';
  return [...items.filter(isLeft), ...items.filter((item) => !isLeft(item))];
}

customElements.define('ycyw-recordings', Recordings);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recordings': Recordings;
  }
}
