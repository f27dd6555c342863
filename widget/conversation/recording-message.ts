/** A shared recording in the timeline: keeps its place until what plays it is here, and says what it is if that can't be had. */
import { html, LitElement, type PropertyValues } from 'lit';
import FileVideo from 'lucide/dist/esm/icons/film.mjs';
import type { SharedRecording } from '../../signaling/protocol/events.ts';
import type { CustomerSay } from '../locales/load.ts';
import type { RecorderSay } from '../locales/load-recorder.ts';
import type {} from '../recorder/views/shared-recording.ts';
import { loadSharedRecording } from '../recorder-loader.ts';
import type { ConversationStore } from '../session/types.ts';
import { base } from '../ui/controls.ts';
import { icon } from '../ui/icons.ts';
import { attachmentStyles } from './attachment.styles.ts';

export class RecordingMessage extends LitElement {
  static override styles = [base, attachmentStyles];
  static override properties = {
    recording: { attribute: false },
    store: { attribute: false },
    say: { attribute: false },
    own: { attribute: false },
    player: { state: true },
  };
  declare recording: SharedRecording;
  declare store: ConversationStore;
  declare say: CustomerSay;
  declare own: boolean;
  /** The player's sentences, when it is here; null before, or when it can't be had. */
  declare private player: RecorderSay | null;

  constructor() {
    super();
    this.player = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('say')) void this.#load(this.say);
  }

  async #load(say: CustomerSay): Promise<void> {
    const player = await loadSharedRecording(say).catch(() => null);
    if (this.say === say && player !== null) this.player = player;
  }

  override render() {
    const { recording, player, say, own, store } = this;
    if (player !== null) {
      return html`<ycyw-shared-recording
        .recording=${recording}
        .url=${() => store.attachmentUrl(recording)}
        .own=${own}
        .say=${player}
      ></ycyw-shared-recording>`;
    }
    return html`<div class="card"><span class="caption">
      ${icon(FileVideo, 20)}<span class="name">${recording.name}</span> <span class="size">${say.format.bytes(recording.size)}</span>
    </span></div>`;
  }
}

customElements.define('ycyw-recording-message', RecordingMessage);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recording-message': RecordingMessage;
  }
}
