/**
 * The look in the mirror, before a call is asked for or answered: own picture, devices, what is missing and what to do.
 * Whatever is missing, the call can be begun.
 */
import { html, LitElement, nothing } from 'lit';
import Phone from 'lucide/dist/esm/icons/phone.mjs';
import ScreenShare from 'lucide/dist/esm/icons/screen-share.mjs';
import Flip from 'lucide/dist/esm/icons/switch-camera.mjs';
import Camera from 'lucide/dist/esm/icons/video.mjs';
import CameraOff from 'lucide/dist/esm/icons/video-off.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import { avatar, avatars } from '../../ui/avatar.ts';
import { base, buttons } from '../../ui/controls.ts';
import { icon } from '../../ui/icons.ts';
import { StoreController } from '../../ui/store-controller.ts';
import type { Call, CallView, DeviceReason } from '../types.ts';
import { cameraButton } from './controls.ts';
import { devicePicks, pickStyles } from './device-picks.ts';
import { ask } from './events.ts';
import { microphoneButton } from './first-controls.ts';
import { lobbyStyles } from './lobby.styles.ts';
import { picture } from './picture.ts';
import { round, roundStyles } from './round.ts';
import { type Browser, peerOf, type Source, sayBusy, sayDevice } from './words.ts';

/** What a second try can't change. */
const HOPELESS: ReadonlySet<DeviceReason> = new Set(['unsupported', 'insecure', 'policy']);

export class Lobby extends LitElement {
  static override styles = [base, buttons, avatars, roundStyles, pickStyles, lobbyStyles];
  static override properties = {
    call: { attribute: false },
    say: { attribute: false },
    name: { attribute: false },
    browser: { attribute: false },
  };
  declare call: Call;
  declare say: CallSay;
  declare name: string;
  declare browser: Browser;
  readonly #changes = new StoreController<Call>(this);

  protected override willUpdate(): void {
    this.#changes.follow(this.call);
  }

  override render() {
    const { say, call } = this;
    const view = call.getState();
    return html`${this.#header(view)}
      <div class="body">
        ${this.#mirror(view)}
        <div class="side">
          ${this.#missing(view, 'microphone')} ${devicePicks(call, view, say)}
        </div>
      </div>
      ${this.#actions(view)}`;
  }

  #header(view: CallView) {
    const { say } = this;
    const name = peerOf(view, this.name, say);
    const answering = view.phase.kind === 'lobby' && view.phase.answering;
    const back = say('lobby.back');
    return html`<div class="header">
      ${avatar(name)}
      <div class="who">
        <h2 tabindex="-1" dir="auto">${name}</h2>
        <p>${answering ? say(`lobby.asks.${view.media}`) : say('lobby.look')}</p>
      </div>
      <button class="icon-button" aria-label=${back} title=${back} @click=${() => void this.call.end()}>${icon(X)}</button>
    </div>`;
  }

  #mirror(view: CallView) {
    const { say, call } = this;
    const { camera, ownCamera, isMirrored, devices } = view;
    const isOn = camera.kind === 'on' && ownCamera !== null;
    const busy = sayBusy(say, view, 'camera') || sayBusy(say, view, 'microphone');
    return html`<div class="mirror">
      ${
        isOn
          ? picture(ownCamera, { name: say('lobby.mirror'), mirrored: isMirrored })
          : html`<div class="letters">${icon(CameraOff, 28)}${camera.kind === 'off' ? say('lobby.cameraOff') : this.#missing(view, 'camera')}</div>`
      }
      ${
        busy !== '' || isOn
          ? html`<p class="pill" role="status">${icon(Camera, 14)}${busy || say('lobby.works')}</p>`
          : nothing
      }
      <div class="switches">
        ${microphoneButton(call, say)} ${cameraButton(call, say)}
        ${
          devices.canFlip && isOn
            ? round({ name: say('stage.flip'), picture: Flip, act: () => call.flipCamera() })
            : nothing
        }
      </div>
    </div>`;
  }

  /** Nothing of this stands in the way of the call. */
  #missing(view: CallView, source: Exclude<Source, 'screen'>) {
    const { say, call } = this;
    const state = view[source];
    if (state.kind !== 'unavailable') return nothing;
    const retry = () => (source === 'camera' ? call.setCamera(true) : call.setMicrophone(true));
    return html`<div class="missing">
      <p><strong>${say(`without.${source}`)}</strong> ${sayDevice(say, source, state.reason, this.browser)}</p>
      ${HOPELESS.has(state.reason) ? nothing : html`<button class="button" @click=${retry}>${say('lobby.retry')}</button>`}
    </div>`;
  }

  #actions(view: CallView) {
    const { say, call } = this;
    const answering = view.phase.kind === 'lobby' && view.phase.answering;
    const seen = view.camera.kind === 'on' || view.camera.kind === 'asking' || view.camera.kind === 'switching';
    const go = answering ? say('lobby.join') : say(seen ? 'lobby.video' : 'lobby.audio');
    const soundOnly = () => {
      call.setCamera(false);
      void call.go();
    };
    return html`<div class="actions">
      ${seen ? html`<button class="button" @click=${soundOnly}>${say('lobby.soundOnly')}</button>` : nothing}
      <button class="button primary" @click=${() => void call.go()}>${icon(seen ? Camera : Phone)}${go}</button>
      ${answering ? this.#decline() : view.devices.canShareScreen ? this.#screenOnly() : nothing}
    </div>`;
  }

  #screenOnly() {
    return html`<button class="button plain" @click=${() => ask(this, 'show-screen')}>
      ${icon(ScreenShare, 18)}${this.say('lobby.screenOnly')}
    </button>`;
  }

  #decline() {
    return html`<button class="button plain" @click=${() => ask(this, 'decline-call')}>${this.say('lobby.decline')}</button>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }
}

customElements.define('ycyw-call-lobby', Lobby);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-call-lobby': Lobby;
  }
}
