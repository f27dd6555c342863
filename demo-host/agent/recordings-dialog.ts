/** The recordings of this browser over the desk. What is shared from here goes into the conversation that it was opened in. */
import { css, html } from 'lit';
import X from 'lucide/dist/esm/icons/x.mjs';
import { recordingsList } from '../../widget/panel/recorder-parts.ts';
import type { OpenRecorder } from '../../widget/recorder/recorder.ts';
import type { Recorder } from '../../widget/recorder/types.ts';
import type { LazyRecorder } from '../../widget/recorder-loader.ts';
import { icon } from '../../widget/ui/icons.ts';
import { StoreController } from '../../widget/ui/store-controller.ts';
import { Modal } from './modal.ts';

export class RecordingsDialog extends Modal {
  static override styles = [
    Modal.styles,
    css`
      dialog[open] {
        display: flex;
        flex-direction: column;
        width: min(560px, calc(100vw - 32px));
        height: min(720px, calc(100dvh - 32px));
        padding: 0;
        overflow: hidden;
      }
      h2 {
        margin: 0;
        padding-block: 20px 0;
        padding-inline: 20px 64px;
      }
      .summary {
        margin: 0;
        padding: 0 20px 12px;
      }
      .away {
        position: absolute;
        inset-block-start: 12px;
        inset-inline-end: 12px;
      }
      .recordings {
        display: flex;
        flex-direction: column;
        flex: 1;
        min-height: 0;
      }
    `,
  ];
  static override properties = { ...Modal.properties, recorder: { attribute: false } };
  declare recorder: LazyRecorder | null;
  readonly #partChanges = new StoreController<LazyRecorder>(this);
  readonly #shellChanges = new StoreController<OpenRecorder>(this);
  readonly #recorderChanges = new StoreController<Recorder>(this);

  constructor() {
    super();
    this.recorder = null;
  }

  protected override willUpdate(): void {
    const recorder = this.recorder?.here?.recorder;
    this.#partChanges.follow(this.recorder ?? undefined);
    this.#shellChanges.follow(this.recorder?.here ?? undefined);
    this.#recorderChanges.follow(recorder);
    // Whoever begins one wants to see the desk.
    const phase = recorder?.getState().phase.kind;
    if (phase === 'choosing' || phase === 'asking' || phase === 'starting') this.hide();
  }

  protected override heading(): string {
    return this.say('panel.recordings');
  }

  protected override content() {
    const name = this.say('action.dismiss');
    return html`<p class="summary">${this.recorder?.here?.getState().summary ?? ''}</p>
      <button class="icon-button away" aria-label=${name} title=${name} @click=${() => this.hide()}>${icon(X)}</button>
      ${recordingsList(this.recorder, this.say)}`;
  }
}

customElements.define('agent-recordings', RecordingsDialog);

declare global {
  interface HTMLElementTagNameMap {
    'agent-recordings': RecordingsDialog;
  }
}
