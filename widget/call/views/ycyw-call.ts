/**
 * A call as its person sees it, from the look in the mirror to the word about its end. Chooses what is drawn, announces
 * what changes, and answers to the keys. Asks the call; decides nothing.
 */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { CallSay } from '../../locales/load-call.ts';
import { type Clock, systemClock } from '../../session/clock.ts';
import '../../ui/announcer.ts';
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import { avatar, avatars } from '../../ui/avatar.ts';
import { base, buttons } from '../../ui/controls.ts';
import { StoreController } from '../../ui/store-controller.ts';
import { tokens } from '../../ui/tokens.ts';
import type { Call, CallPhase, CallView } from '../types.ts';
import { callStyles } from './call.styles.ts';
import { ask } from './events.ts';
import { toggle } from './first-controls.ts';
import './lobby.ts';
import './stage.ts';
import { announcements, type Browser, type Memory, type Place, peerOf, type Records, tellPhase } from './words.ts';

/** What may go away by itself: then the same call is worth another try. */
const WORTH_A_TRY: ReadonlySet<Reason> = new Set(['unavailable', 'away', 'too_many']);

const KEYS = { m: 'microphone', v: 'camera', s: 'screen' } as const;
const isKey = (key: string): key is keyof typeof KEYS => key in KEYS;

type Scene = 'lobby' | 'stage' | 'card';

/**
 * @fires toggle-chat - the chat beside the call is to be opened or closed
 * @fires show-screen - from the mirror: only the screen, with neither camera nor microphone
 * @fires decline-call - from the mirror: the other side's call is declined
 * @fires move-to-window - the call is to go on in a window of its own
 * @fires move-to-page - out of its own window, the call is to go back into the page
 * @fires continue-here - the call is to come into this window
 * @fires record-call - what both see and say is to be recorded
 * @fires record-screen - a screen is to be recorded
 * @fires show-recordings - the recordings of this browser are to be shown
 * @fires call-again - after a call that came to nothing
 */
export class CallElement extends LitElement {
  static override styles = [base, buttons, avatars, tokens, callStyles];
  static override properties = {
    call: { attribute: false },
    say: { attribute: false },
    name: { attribute: false },
    browser: { attribute: false },
    clock: { attribute: false },
    chat: { attribute: false },
    unread: { attribute: false },
    place: { attribute: false },
    memory: { attribute: false },
    records: { attribute: false },
  };
  declare call: Call;
  declare say: CallSay;
  /** How the other side is called as long as the call doesn't know it. */
  declare name: string;
  /** Whose settings a denied device is looked for in. */
  declare browser: Browser;
  declare clock: Clock;
  /** Whether the chat stands beside it; `none`: there is none here. */
  declare chat: 'open' | 'closed' | 'none';
  /** Messages in the chat that nobody has seen. */
  declare unread: number;
  /** Where it stands: only a page's call can move. */
  declare place: Place;
  /** What is wished for keeps its place here. */
  declare memory: Memory;
  declare records: Records;
  readonly #changes = new StoreController<Call>(this);
  #told: readonly string[] = [];
  #scene: Scene | null = null;
  #hadFocus = false;

  constructor() {
    super();
    this.name = '';
    this.browser = 'other';
    this.clock = systemClock;
    this.chat = 'closed';
    this.unread = 0;
    this.place = 'page';
    this.records = 'unwanted';
    this.addEventListener('keydown', this.#onKey);
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.call);
    this.#hadFocus = this.matches(':focus-within');
  }

  override render() {
    const view = this.call.getState();
    return html`${this.#draw(view)}<ycyw-announcer></ycyw-announcer>`;
  }

  #draw(view: CallView) {
    const { call, say, name, browser, clock, chat, unread, place, memory } = this;
    switch (sceneOf(view.phase)) {
      case 'lobby':
        return html`<ycyw-call-lobby .call=${call} .say=${say} .name=${name} .browser=${browser}></ycyw-call-lobby>`;
      case 'stage':
        return html`<ycyw-call-stage
          .call=${call}
          .say=${say}
          .name=${name}
          .browser=${browser}
          .clock=${clock}
          .chat=${chat}
          .unread=${unread}
          .place=${place}
          .memory=${memory}
          .records=${this.records}
          exportparts="controls"
          ><slot name="badges" slot="badges"></slot><slot name="words" slot="words"></slot
        ></ycyw-call-stage>`;
      case 'card':
        return this.#card(view);
    }
  }

  #card(view: CallView) {
    const peer = peerOf(view, this.name, this.say);
    const { title, text } = tellPhase(view.phase, peer, this.say);
    return html`<div class="card">
      <slot name="words"></slot>
      ${avatar(peer)}
      <h2 tabindex="-1">${title}</h2>
      <p>${text}</p>
      <div class="actions">${this.#actions(view.phase)}</div>
    </div>`;
  }

  #actions(phase: CallPhase) {
    const { say, call } = this;
    switch (phase.kind) {
      case 'paused':
        return [
          button(say('paused.go'), () => call.resume(), 'primary'),
          button(say('control.end'), () => void call.end(), 'plain'),
        ];
      case 'elsewhere':
        return button(say('elsewhere.go'), () => ask(this, 'continue-here'), 'primary');
      case 'ended': {
        const close = button(say('ended.close'), () => call.dismiss());
        const cameToNothing = phase.why === 'declined' || phase.why === 'no_answer' || phase.why === 'gone';
        return [cameToNothing ? this.#again() : nothing, close];
      }
      case 'failed':
        return [
          WORTH_A_TRY.has(phase.reason) ? this.#again() : nothing,
          button(say('ended.close'), () => call.dismiss()),
        ];
      default:
        return nothing;
    }
  }

  #again() {
    return button(this.say('ended.again'), () => ask(this, 'call-again'), 'primary');
  }

  protected override updated(changed: PropertyValues<this>): void {
    const view = this.call.getState();
    if (changed.has('call')) this.#told = [];
    const lines = announcements(view, peerOf(view, this.name, this.say), this.say);
    if (this.unread > 0) lines.push(this.say('control.unread', { count: this.unread }));
    this.#announce(lines);
    const scene = sceneOf(view.phase);
    // What had the focus is gone: it goes to what came in its place.
    if (this.#scene !== null && scene !== this.#scene && this.#hadFocus) this.focus();
    this.#scene = scene;
  }

  /** Only what is new; of the first state only where the call stands. */
  #announce(lines: readonly string[]): void {
    const fresh = this.#told.length === 0 ? lines.slice(0, 1) : lines.filter((line) => !this.#told.includes(line));
    this.#told = lines;
    if (fresh.length > 0) this.renderRoot.querySelector('ycyw-announcer')?.announce(fresh.join(' '));
  }

  #onKey(event: KeyboardEvent): void {
    const key = event.key.toLowerCase();
    const writes = event.composedPath()[0] instanceof HTMLSelectElement;
    if (key === 'escape' && this.#scene !== 'card') {
      // During a call it closes a menu or leaves the full screen, and nothing around the call.
      event.stopPropagation();
      // Nobody's camera stays on behind a mirror that was waved away.
      if (this.#scene === 'lobby' && !writes) void this.call.end();
    }
    if (this.#scene !== 'stage') return;
    if (writes || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !isKey(key)) return;
    event.preventDefault();
    toggle(this.call, KEYS[key]);
  }

  /** Where a person begins: the mirror's heading, the call as a whole, the word about its end. */
  override focus(): void {
    void this.updateComplete.then(() => {
      const scene = this.renderRoot.querySelector<HTMLElement>('ycyw-call-lobby, ycyw-call-stage, h2');
      if (scene instanceof LitElement) void scene.updateComplete.then(() => scene.focus());
      else scene?.focus();
    });
  }
}

function sceneOf({ kind }: CallPhase): Scene {
  switch (kind) {
    case 'lobby':
      return 'lobby';
    case 'asking':
    case 'ringing':
    case 'connecting':
    case 'live':
    case 'reconnecting':
    case 'away':
      return 'stage';
    case 'elsewhere':
    case 'paused':
    case 'ended':
    case 'failed':
      return 'card';
  }
}

const button = (words: string, act: () => void, look = '') =>
  html`<button class="button ${look}" @click=${act}>${words}</button>`;

customElements.define('ycyw-call', CallElement);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-call': CallElement;
  }
}
