/**
 * The call itself: the other side's picture and screen, the own picture, and one row of controls over them. It asks the call
 * and the shell around it, and holds no stream.
 */
import { html, LitElement, nothing } from 'lit';
import Window from 'lucide/dist/esm/icons/app-window.mjs';
import RecordDot from 'lucide/dist/esm/icons/circle-dot.mjs';
import Recordings from 'lucide/dist/esm/icons/film.mjs';
import FullScreen from 'lucide/dist/esm/icons/maximize.mjs';
import Expand from 'lucide/dist/esm/icons/maximize-2.mjs';
import LeaveFullScreen from 'lucide/dist/esm/icons/minimize.mjs';
import Shrink from 'lucide/dist/esm/icons/minimize-2.mjs';
import RecordScreen from 'lucide/dist/esm/icons/monitor-dot.mjs';
import Pip from 'lucide/dist/esm/icons/picture-in-picture-2.mjs';
import Flip from 'lucide/dist/esm/icons/switch-camera.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import { type Clock, systemClock } from '../../session/clock.ts';
import { avatars } from '../../ui/avatar.ts';
import { base, buttons } from '../../ui/controls.ts';
import { settlePopover } from '../../ui/popover.ts';
import { popovers } from '../../ui/popovers.ts';
import { StoreController } from '../../ui/store-controller.ts';
import type { Call, CallView } from '../types.ts';
import { type Banner, bannersOf, callBannerStyles, drawBanner } from './banners.ts';
import { controls, controlsStyles } from './controls.ts';
import { pickStyles } from './device-picks.ts';
import { ask } from './events.ts';
import { type MenuItem, type MenuSwitch, menuStyles } from './menu.ts';
import { ownPicture, person } from './people.ts';
import { picture } from './picture.ts';
import { PictureInPicture } from './picture-in-picture.ts';
import { Pointing, pointOn } from './pointing.ts';
import { chipStyles, qualityChip } from './quality-chip.ts';
import { round, roundStyles } from './round.ts';
import { stageStyles } from './stage.styles.ts';
import { Fade } from './timing.ts';
import { type Browser, type Memory, type Place, peerOf, type Records, sayBusy } from './words.ts';

/** How the person was last heard of: by keys, the controls stay. */
type Input = 'pointer' | 'keyboard';

export class Stage extends LitElement {
  static override styles = [
    base,
    buttons,
    popovers,
    avatars,
    roundStyles,
    pickStyles,
    menuStyles,
    chipStyles,
    callBannerStyles,
    controlsStyles,
    stageStyles,
  ];
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
    enlarged: { state: true },
    read: { state: true },
  };
  declare call: Call;
  declare say: CallSay;
  declare name: string;
  declare browser: Browser;
  declare clock: Clock;
  declare chat: 'open' | 'closed' | 'none';
  declare unread: number;
  declare place: Place;
  declare memory: Memory;
  declare records: Records;
  declare private enlarged: boolean;
  /** Banners that the person has put away. */
  declare private read: readonly string[];
  readonly #changes = new StoreController<Call>(this);
  readonly #fade: Fade;
  readonly #pip = new PictureInPicture(this, () => this.#shownVideo);
  #pointing: Pointing | null = null;
  #input: Input = 'pointer';

  constructor() {
    super();
    this.clock = systemClock;
    this.chat = 'closed';
    this.unread = 0;
    this.place = 'page';
    this.records = 'unwanted';
    this.enlarged = false;
    this.read = [];
    this.#fade = new Fade(this);
    for (const type of ['pointermove', 'pointerdown', 'focusin', 'keydown']) {
      this.addEventListener(type, (event) => this.#notice(event));
    }
    this.addEventListener('fullscreenchange', () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Nobody points any more, though no pointer has left the picture.
    this.#pointing?.leave(false);
  }

  #notice({ type }: Event): void {
    if (type !== 'focusin') this.#input = type === 'keydown' ? 'keyboard' : 'pointer';
    this.#fade.wake();
  }

  /** Controls stay wherever they are in use, or a sentence speaks of them. */
  mayFade(): boolean {
    const { phase, hint } = this.call.getState();
    if (phase.kind !== 'live' || hint !== null || this.#input === 'keyboard') return false;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return false;
    return this.renderRoot.querySelector(':popover-open, :is(.top, .bottom):focus-within') === null;
  }

  get #shownVideo(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('.screen video, .person video');
  }

  get #isFull(): boolean {
    return (this.getRootNode() as ShadowRoot | Document).fullscreenElement === this;
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.call);
    const view = this.call.getState();
    if (!view.peer.on.screen) this.enlarged = false;
    // What comes back after it had gone is news again.
    const keys = bannersOf(view, this.#bannerHost('')).map(({ key }) => key);
    const stillThere = this.read.filter((key) => keys.includes(key));
    if (stillThere.length < this.read.length) this.read = stillThere;
  }

  override render() {
    const { say } = this;
    const view = this.call.getState();
    const peer = peerOf(view, this.name, say);
    const faded = this.#fade.faded ? 'faded' : '';
    return html`<div class="stage ${view.phase.kind} ${faded}" role="region" tabindex="-1" aria-label=${say('stage.name', { name: peer })}>
      ${this.#pictures(view, peer)}
      <div class="top">
        <div class="chips">
          ${this.#chip(view, peer)}
          <slot name="badges"></slot>
        </div>
      </div>
      <div class="words"><slot name="words"></slot>${this.#words(view, peer)}</div>
      ${ownPicture(view, this.call, say)}
      <div class="bottom">${this.#busy(view)} ${controls(view, this.#controlsHost(view))}</div>
    </div>`;
  }

  #chip(view: CallView, peer: string) {
    const { call, say, clock } = this;
    return qualityChip(view, { call, say, clock, peer, placeReasons: (event) => this.#place(event, 'start') });
  }

  /** Beside its button, as soon as it has a size; what is in it may have the focus. */
  #place({ newState, target }: ToggleEvent, align: 'start' | 'end'): void {
    const popover = target as HTMLElement;
    const opener = this.renderRoot.querySelector<HTMLElement>(`[popovertarget=${popover.id}]`);
    if (newState !== 'open' || opener === null) return;
    requestAnimationFrame(() => {
      settlePopover(popover, opener, { align, opener });
      popover.querySelector('select')?.focus();
    });
  }

  #pictures(view: CallView, peer: string) {
    const { peerScreen, peer: other } = view;
    const screen = other.on.screen ? peerScreen : null;
    const how = screen === null ? '' : this.enlarged ? 'enlarged' : 'sharing';
    return html`<div class="pictures ${how}">
      ${screen === null ? nothing : this.#screen(screen, peer)} ${person(view, peer, this)}
    </div>`;
  }

  #screen(stream: MediaStream, peer: string) {
    const { say, enlarged } = this;
    return html`<div
      class="screen"
      @pointermove=${this.#point}
      @pointerdown=${this.#point}
      @pointerleave=${(event: PointerEvent) => this.#pointing?.leave(event.pointerType === 'touch')}
    >
      ${picture(stream, { name: say('stage.screen', { name: peer }) })}
      <div class="tools">
        ${round({
          name: say(enlarged ? 'stage.shrink' : 'stage.enlarge'),
          picture: enlarged ? Shrink : Expand,
          act: () => (this.enlarged = !enlarged),
        })}
        ${this.#canBeFull ? this.#fullButton() : nothing}
      </div>
    </div>`;
  }

  get #canBeFull(): boolean {
    return document.fullscreenEnabled === true;
  }

  #fullButton() {
    const isFull = this.#isFull;
    return round({
      name: this.say(isFull ? 'stage.leaveFull' : 'stage.full'),
      picture: isFull ? LeaveFullScreen : FullScreen,
      act: () => {
        this.enlarged = !isFull;
        this.#toggleFull();
      },
    });
  }

  #toggleFull(): void {
    // A page that forbids it keeps the call as large as it is.
    if (this.#isFull) void document.exitFullscreen().catch(() => {});
    else void this.requestFullscreen().catch(() => {});
  }

  #point(event: PointerEvent): void {
    const video = (event.currentTarget as HTMLElement).querySelector('video');
    const onButton = event.target instanceof Element && event.target.closest('button') !== null;
    if (video === null) return;
    this.#pointing ??= new Pointing(this.clock, (at) => this.call.point(at));
    this.#pointing.at(onButton ? null : pointOn(video, event));
  }

  #busy(view: CallView) {
    const words = (['microphone', 'camera', 'screen'] as const)
      .map((source) => sayBusy(this.say, view, source))
      .filter((sentence) => sentence !== '');
    return words.map((sentence) => html`<p class="busy">${sentence}</p>`);
  }

  #words(view: CallView, peer: string) {
    const host = this.#bannerHost(peer);
    const isRead = ({ key }: Banner) => key !== undefined && this.read.includes(key);
    return bannersOf(view, host)
      .filter((banner) => !isRead(banner))
      .map((banner) => drawBanner(banner, host));
  }

  #bannerHost(peer: string) {
    const { call, say, browser } = this;
    return {
      call,
      say,
      browser,
      peer,
      putAway: (key: string) => (this.read = [...this.read, key]),
      openDevices: () => this.renderRoot.querySelector<HTMLElement>('#menu')?.showPopover(),
    };
  }

  #controlsHost(view: CallView) {
    const { call, say, chat, unread } = this;
    const toggleChat = () => ask(this, 'toggle-chat');
    const placeMenu = (event: ToggleEvent) => this.#place(event, 'end');
    return { call, say, chat, unread, toggleChat, placeMenu, items: this.#items(view), switches: this.#switches() };
  }

  #items(view: CallView): MenuItem[] {
    const { say, call } = this;
    const { devices, peerCamera, peerScreen, phase } = view;
    const items: (MenuItem | false)[] = [
      devices.canFlip && { picture: Flip, words: say('stage.flip'), act: () => call.flipCamera() },
      this.#pip.isPossible &&
        (peerCamera !== null || peerScreen !== null) && {
          picture: Pip,
          words: say('control.pip'),
          act: () => this.#pip.toggle(),
        },
      this.#move(phase),
      ...this.#recording(view),
      this.#canBeFull && {
        picture: this.#isFull ? LeaveFullScreen : FullScreen,
        words: say(this.#isFull ? 'stage.leaveFull' : 'stage.full'),
        act: () => this.#toggleFull(),
      },
    ];
    return items.filter((item) => item !== false);
  }

  /** Only the customer's: pages come and go under it. */
  #move({ kind }: CallView['phase']): MenuItem | false {
    const { say, place, records } = this;
    if (place === 'window') {
      return { picture: Window, words: say('control.page'), act: () => ask(this, 'move-to-page') };
    }
    // What is being recorded is recorded here.
    if (place === 'console' || kind !== 'live' || records === 'busy') return false;
    return { picture: Window, words: say('control.window'), act: () => ask(this, 'move-to-window') };
  }

  #recording({ phase, devices }: CallView): (MenuItem | false)[] {
    const { say, records } = this;
    if (records === 'unwanted') return [];
    const isFree = records === 'free' && phase.kind === 'live';
    return [
      isFree && { picture: RecordDot, words: say('control.record'), act: () => ask(this, 'record-call') },
      isFree &&
        devices.canShareScreen && {
          picture: RecordScreen,
          words: say('control.recordScreen'),
          act: () => ask(this, 'record-screen'),
        },
      { picture: Recordings, words: say('control.recordings'), act: () => ask(this, 'show-recordings') },
    ];
  }

  #switches(): MenuSwitch[] {
    const { automatic } = this.#pip;
    if (automatic === null) return [];
    return [{ words: this.say('control.autoPip'), on: automatic, set: (on) => (this.#pip.automatic = on) }];
  }

  protected override updated(): void {
    // By script: pages may forbid style attributes.
    const dot = this.renderRoot.querySelector<HTMLElement>('.dot');
    const { pointer } = this.call.getState();
    if (dot === null || pointer === null) return;
    dot.style.left = `${pointer.x * 100}%`;
    dot.style.top = `${pointer.y * 100}%`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.stage')?.focus();
  }
}

customElements.define('ycyw-call-stage', Stage);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-call-stage': Stage;
  }
}
