/** How far a recording has come on its way to the other side, and how to stop it or try again. */
import { css, html, nothing, type TemplateResult } from 'lit';
import Check from 'lucide/dist/esm/icons/check.mjs';
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { RecorderSay } from '../../locales/load-recorder.ts';
import { icon } from '../../ui/icons.ts';
import type { Library, RecordingItem } from '../types.ts';
import { fullNameOf, sizeOf, tellShare, tellWhen } from './words.ts';

export function shareRow(item: RecordingItem, library: Library, say: RecorderSay): TemplateResult | typeof nothing {
  const { share } = item;
  switch (share.kind) {
    case 'none':
      return nothing;
    case 'waiting':
    case 'sending':
      return way(item, share, library, say);
    case 'failed':
      return html`<div class="share failed">
        <p>${icon(TriangleAlert, 16)}<span>${say('share.failed')} ${say.reason(share.reason)}</span></p>
        <button
          class="button"
          aria-label=${say('share.retryName', { name: fullNameOf(item, say) })}
          @click=${() => library.retry()}
        >
          ${say('share.retry')}
        </button>
      </div>`;
    case 'shared':
      return html`<p class="share shared">
        ${icon(Check, 16)}<span>${say('share.shared', { when: tellWhen(share.at, say) })}</span>
      </p>`;
  }
}

type OnItsWay = Extract<RecordingItem['share'], { kind: 'waiting' | 'sending' }>;

function way(item: RecordingItem, { kind, sent }: OnItsWay, library: Library, say: RecorderSay): TemplateResult {
  const name = fullNameOf(item, say);
  const percent = tellShare(sent, item.size, say);
  const waits = sent === 0 ? say('share.waiting') : say('share.waitingAt', { percent });
  const sends = say('share.sending', { percent, size: sizeOf(item.size, say) });
  const cancel = say('share.cancel', { name });
  return html`<div class="share">
    <div class="way">
      <progress max=${item.size} value=${sent} aria-label=${say('share.progress', { name })}></progress>
      <span>${kind === 'waiting' ? waits : sends}</span>
    </div>
    <button class="icon-button" aria-label=${cancel} title=${cancel} @click=${() => library.cancelShare(item.id)}>
      ${icon(X)}
    </button>
  </div>`;
}

export const shareStyles = css`
  .share {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    margin-block-start: -6px;
    padding-block: 0 6px;
    padding-inline: 12px 6px;
    font-size: 13px;
    line-height: 18px;
    color: var(--_muted);
  }
  .way {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    font-variant-numeric: tabular-nums;
  }
  progress {
    appearance: none;
    flex: 1 0 100%;
    height: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--_line);
  }
  progress::-webkit-progress-bar {
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    background: var(--_accent-text);
  }
  progress::-moz-progress-bar {
    background: var(--_accent-text);
  }
  .failed {
    flex-wrap: wrap;
    padding-inline-end: 12px;
    padding-block-end: 12px;
    margin-block-start: 0;
  }
  .failed p {
    flex: 1 1 160px;
    display: flex;
    gap: 6px;
    color: var(--_signal-text);
  }
  .shared {
    gap: 6px;
    min-height: 0;
    padding-block-end: 10px;
    color: var(--_good);
    font-weight: 600;
  }
  @media (forced-colors: active) {
    progress {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
      background: Canvas;
    }
    progress::-webkit-progress-bar {
      background: Canvas;
    }
    progress::-webkit-progress-value {
      background: Highlight;
    }
    progress::-moz-progress-bar {
      background: Highlight;
    }
  }
`;
