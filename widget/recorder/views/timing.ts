/** The only places where the views of the recorder wait: for an answer, and until undo is over. Time is passed in. */
import { html, LitElement } from 'lit';
import type { Time } from '../../../signaling/protocol/events.ts';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { type Clock, systemClock } from '../../session/clock.ts';

const SECOND = 1000;

/** Counts down to `until` in words. Draws itself anew each second, and nothing else with it; nothing of it is announced. */
export class RecorderCountdown extends LitElement {
  static override properties = {
    until: { attribute: false },
    say: { attribute: false },
    clock: { attribute: false },
  };
  declare until: Time;
  declare say: RecorderSay;
  declare clock: Clock;
  #stop = () => {};

  constructor() {
    super();
    this.clock = systemClock;
  }

  get #left(): number {
    return Math.max(0, this.until - this.clock.now());
  }

  override render() {
    // The last second counts until it is over.
    const time = this.say.format.duration(Math.ceil(this.#left / SECOND) * SECOND);
    return html`<span role="timer" aria-live="off">${this.say('question.left', { time })}</span>`;
  }

  protected override updated(): void {
    this.#stop();
    if (!this.isConnected || this.#left === 0) return;
    this.#stop = this.clock.after(this.#left % SECOND || SECOND, () => this.requestUpdate());
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

customElements.define('ycyw-recorder-countdown', RecorderCountdown);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recorder-countdown': RecorderCountdown;
  }
}
