/** The only places where the views of a call wait: how long something has lasted, and when controls fade. Time is passed in. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { html, LitElement } from 'lit';
import type { Time } from '../../../signaling/protocol/events.ts';
import { type Clock, systemClock } from '../../session/clock.ts';

/** How long the controls stay without movement, in milliseconds: long enough to read them, short enough to see the picture. */
const FADE_AFTER_MS = 3000;
const SECOND = 1000;

/** "04:12", "1:04:12": as on a telephone. */
function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`;
}

/** Counts up from `since`, or down to `until`. Draws itself anew each second, and nothing else with it. */
export class CallTime extends LitElement {
  static override properties = {
    since: { attribute: false },
    until: { attribute: false },
    clock: { attribute: false },
  };
  declare since: Time | null;
  declare until: Time | null;
  declare clock: Clock;
  #stop = () => {};

  constructor() {
    super();
    this.since = null;
    this.until = null;
    this.clock = systemClock;
  }

  get #length(): number {
    const now = this.clock.now();
    return this.until === null ? now - (this.since ?? now) : this.until - now;
  }

  override render() {
    return html`<span role="timer">${clockTime(this.#length)}</span>`;
  }

  protected override updated(): void {
    this.#stop();
    if (!this.isConnected) return;
    const rest = this.#length % SECOND;
    const next = this.until === null ? SECOND - rest : rest;
    this.#stop = this.clock.after(next > 0 ? next : SECOND, () => this.requestUpdate());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }
}

customElements.define('ycyw-call-time', CallTime);

/** Whether controls have faded: some seconds after the last sign of the person, if nothing forbids it. */
export class Fade implements ReactiveController {
  readonly #host: ReactiveControllerHost & { clock: Clock; mayFade(): boolean };
  #stop = () => {};
  #faded = false;

  constructor(host: ReactiveControllerHost & { clock: Clock; mayFade(): boolean }) {
    this.#host = host;
    host.addController(this);
  }

  get faded(): boolean {
    return this.#faded;
  }

  hostConnected(): void {
    this.wake();
  }

  hostUpdate(): void {
    // A hint that came meanwhile wants its controls.
    if (this.#faded && !this.#host.mayFade()) this.wake();
  }

  hostDisconnected(): void {
    this.#stop();
  }

  wake(): void {
    this.#stop();
    this.#stop = this.#host.clock.after(FADE_AFTER_MS, () => {
      if (this.#host.mayFade()) this.#show(true);
      else this.wake();
    });
    this.#show(false);
  }

  #show(faded: boolean): void {
    if (faded === this.#faded) return;
    this.#faded = faded;
    this.#host.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-call-time': CallTime;
  }
}
