/** Length and size of the own recording while it grows. Draws itself anew many times a second, and nothing else with it. */
import { html, LitElement } from 'lit';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import type { Store } from '../../session/types.ts';
import { StoreController } from '../../ui/store-controller.ts';
import type { RecordingProgress } from '../types.ts';
import { clockTime, tellProgress } from './words.ts';

export class RecorderFigures extends LitElement {
  static override properties = {
    progress: { attribute: false },
    say: { attribute: false },
    brief: { attribute: false },
  };
  declare progress: Store<RecordingProgress>;
  declare say: RecorderSay;
  /** The length only. */
  declare brief: boolean;
  readonly #changes = new StoreController<Store<RecordingProgress>>(this);

  constructor() {
    super();
    this.brief = false;
  }

  protected override willUpdate(): void {
    this.#changes.follow(this.progress);
  }

  override render() {
    const progress = this.progress.getState();
    return html`<span role="timer" aria-live="off"
      >${this.brief ? clockTime(progress.length) : tellProgress(progress, this.say)}</span
    >`;
  }
}

customElements.define('ycyw-recorder-figures', RecorderFigures);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recorder-figures': RecorderFigures;
  }
}
