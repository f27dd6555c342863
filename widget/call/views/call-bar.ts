/**
 * The call in one small piece: who asks, while it rings; how it stands, while the call itself isn't in sight. The console
 * shows it as its ring.
 */
import { html, LitElement, nothing } from 'lit';
import Open from 'lucide/dist/esm/icons/maximize-2.mjs';
import Phone from 'lucide/dist/esm/icons/phone.mjs';
import PhoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import Video from 'lucide/dist/esm/icons/video.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import { type Clock, systemClock } from '../../session/clock.ts';
import '../../ui/announcer.ts';
import { avatar, avatars } from '../../ui/avatar.ts';
import { base, buttons } from '../../ui/controls.ts';
import { icon } from '../../ui/icons.ts';
import { StoreController } from '../../ui/store-controller.ts';
import { tokens } from '../../ui/tokens.ts';
import type { Call, CallDesk, CallDeskView } from '../types.ts';
import { barStyles } from './call-bar.styles.ts';
import { ask } from './events.ts';
import { endButton, microphoneButton } from './first-controls.ts';
import { round, roundStyles } from './round.ts';
import './timing.ts';
import { peerOf, tellPhase } from './words.ts';

type Incoming = Extract<CallDeskView, { kind: 'incoming' }>;

/**
 * @fires open-call - the call is to be shown
 * @fires continue-here - the call is to come into this window
 */
export class CallBar extends LitElement {
  static override styles = [base, buttons, avatars, tokens, roundStyles, barStyles];
  static override properties = {
    desk: { attribute: false },
    say: { attribute: false },
    name: { attribute: false },
    clock: { attribute: false },
  };
  declare desk: CallDesk;
  declare say: CallSay;
  /** How the other side is called as long as the call doesn't know it. */
  declare name: string;
  declare clock: Clock;
  readonly #deskChanges = new StoreController<CallDesk>(this);
  readonly #callChanges = new StoreController<Call>(this);
  #told = '';

  constructor() {
    super();
    this.name = '';
    this.clock = systemClock;
  }

  protected override willUpdate(): void {
    this.#deskChanges.follow(this.desk);
    const view = this.desk.getState();
    this.#callChanges.follow(view.kind === 'call' ? view.call : undefined);
  }

  override render() {
    return html`${this.#draw(this.desk.getState())}<ycyw-announcer></ycyw-announcer>`;
  }

  #draw(view: CallDeskView) {
    switch (view.kind) {
      case 'none':
        return nothing;
      case 'incoming':
        return this.#incoming(view);
      case 'elsewhere':
        return this.#elsewhere(view);
      case 'call':
        return this.#call(view.call);
    }
  }

  #incoming(view: Incoming) {
    const { say, desk } = this;
    const name = view.peer || this.name || say('peer.unknown');
    const video = view.media === 'video';
    return html`<div class="bar ring" role="group" aria-label=${say('bar.name')}>
      <div class="line">
        ${avatar(name)}
        <div class="who">
          <p class="name">${name}</p>
          <p>${this.#asks(view)}</p>
        </div>
      </div>
      <div class="answers">
        <button class="button decline" @click=${() => void desk.decline()}>${icon(PhoneOff, 18)}${say('lobby.decline')}</button>
        <button class="button primary" @click=${() => desk.answer(video ? 'video' : 'audio')}>
          ${icon(video ? Video : Phone, 18)}${say('bar.answer')}
        </button>
        <button class="button" @click=${() => desk.answer(video ? 'audio' : 'video')}>
          ${say(video ? 'lobby.soundOnly' : 'bar.answerVideo')}
        </button>
        <button class="button" @click=${() => desk.answer('mirror')}>${say('bar.look')}</button>
      </div>
    </div>`;
  }

  #asks({ media }: Incoming): string {
    const { say } = this;
    if (media === 'screen') return say('bar.screen');
    return media === 'video' ? `${say('bar.calls')} · ${say('bar.video')}` : say('bar.calls');
  }

  #elsewhere({ peer, startedAt }: Extract<CallDeskView, { kind: 'elsewhere' }>) {
    const { say } = this;
    return html`<div class="bar" role="group" aria-label=${say('bar.name')}>
      <div class="line">
        ${this.#who(peer || this.name || say('peer.unknown'), say('bar.elsewhere'), startedAt)}
        <button class="button" @click=${() => ask(this, 'continue-here')}>${say('elsewhere.go')}</button>
      </div>
    </div>`;
  }

  #call(call: Call) {
    const { say } = this;
    const view = call.getState();
    const name = peerOf(view, this.name, say);
    const isOver = view.phase.kind === 'ended' || view.phase.kind === 'failed';
    const open = say('bar.open');
    return html`<div class="bar" role="group" aria-label=${say('bar.name')}>
      <div class="line">
        ${this.#who(name, this.#stands(call), isOver ? null : view.startedAt)}
        ${isOver ? nothing : microphoneButton(call, say)}
        ${round({ name: open, picture: Open, act: () => ask(this, 'open-call') })}
        ${isOver ? nothing : endButton(call, say)}
      </div>
    </div>`;
  }

  /** In a live call the time says enough. */
  #stands(call: Call): string {
    const { phase } = call.getState();
    return phase.kind === 'live' ? '' : tellPhase(phase, '', this.say).title || this.say('lobby.look');
  }

  #who(name: string, words: string, since: number | null) {
    const time = html`<ycyw-call-time .since=${since} .clock=${this.clock}></ycyw-call-time>`;
    return html`${avatar(name)}
      <div class="who">
        <p class="name">${name}</p>
        <p>${since === null ? nothing : time}${words !== '' && since !== null ? ' · ' : nothing}${words}</p>
      </div>`;
  }

  protected override updated(): void {
    const words = this.#news(this.desk.getState());
    if (words !== '' && words !== this.#told) this.renderRoot.querySelector('ycyw-announcer')?.announce(words);
    this.#told = words;
  }

  /** The call itself announces what it does; this tells of what has no other voice. */
  #news(view: CallDeskView): string {
    return view.kind === 'incoming' ? `${view.peer || this.name} ${this.#asks(view)}`.trim() : '';
  }
}

customElements.define('ycyw-call-bar', CallBar);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-call-bar': CallBar;
  }
}
