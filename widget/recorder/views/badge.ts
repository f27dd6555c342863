/** That a call is being recorded, by either side, in the corner of its picture. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import Pause from 'lucide/dist/esm/icons/pause.mjs';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { base } from '../../ui/controls.ts';
import { icon } from '../../ui/icons.ts';
import { StoreController } from '../../ui/store-controller.ts';
import type { Recorder, RecorderView } from '../types.ts';
import { dotStyles } from './dot.ts';
import './figures.ts';
import { clockTime, peerOf } from './words.ts';

/** For the call's slot `badges`. Draws nothing while nobody records. */
export const recordingBadge = (recorder: Recorder, say: RecorderSay): TemplateResult =>
  html`<ycyw-recording-badge slot="badges" .recorder=${recorder} .say=${say}></ycyw-recording-badge>`;

export class RecordingBadge extends LitElement {
  static override styles = [
    base,
    dotStyles,
    css`
      :host {
        display: block;
        flex: none;
      }
      .badge {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        padding: 6px 14px;
        border-radius: 18px;
        border: 1px solid transparent;
        background: #0d1117e6;
        color: #f1f4f9;
        font-size: 13px;
        line-height: 18px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .badge + .badge {
        margin-block-start: 6px;
      }
    `,
  ];
  static override properties = { recorder: { attribute: false }, say: { attribute: false } };
  declare recorder: Recorder;
  declare say: RecorderSay;
  readonly #changes = new StoreController<Recorder>(this);

  protected override willUpdate(): void {
    this.#changes.follow(this.recorder);
  }

  override render() {
    const view = this.recorder.getState();
    return html`${this.#own(view)}${this.#theirs(view)}`;
  }

  #own({ phase }: RecorderView) {
    const { say, recorder } = this;
    if (phase.kind !== 'recording' && phase.kind !== 'paused') return nothing;
    const figures = html`<ycyw-recorder-figures
      .progress=${recorder.progress}
      .say=${say}
      .brief=${true}
    ></ycyw-recorder-figures>`;
    return this.#badge(say('badge.own'), phase.kind === 'paused', figures);
  }

  #theirs(view: RecorderView) {
    const { theirs } = view;
    if (theirs.kind !== 'records') return nothing;
    const name = this.say('theirs.records', { name: peerOf(view, this.say) });
    return this.#badge(name, theirs.progress?.paused === true, clockTime(theirs.progress?.length ?? 0));
  }

  #badge(name: string, isPaused: boolean, figures: unknown) {
    const { say } = this;
    return html`<div class="badge" role="group" aria-label=${name} title=${name}>
      ${isPaused ? icon(Pause, 14) : html`<span class="dot"></span>`}
      <span>${say(isPaused ? 'badge.paused' : 'bar.rec')}</span>
      <span>${figures}</span>
    </div>`;
  }
}

customElements.define('ycyw-recording-badge', RecordingBadge);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recording-badge': RecordingBadge;
  }
}
