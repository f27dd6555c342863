/** With whom, since when, and how good the line is; a click tells the reasons behind the bars. */
import { css, html, nothing, type TemplateResult } from 'lit';
import MicOff from 'lucide/dist/esm/icons/mic-off.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import type { Clock } from '../../session/clock.ts';
import { icon } from '../../ui/icons.ts';
import type { Call, CallView, Quality } from '../types.ts';
import './level.ts';
import './timing.ts';
import { sayLine } from './words.ts';

const BARS = [1, 2, 3, 4];

interface ChipHost {
  call: Call;
  say: CallSay;
  clock: Clock;
  /** How the other side is called. */
  peer: string;
  /** Called before the reasons open or close. */
  placeReasons(event: ToggleEvent): void;
}

export function qualityChip(view: CallView, host: ChipHost): TemplateResult {
  const { say, peer, placeReasons } = host;
  const { quality } = view;
  const word = say(`quality.${quality.bars ?? 0}`);
  const name = say('quality.name');
  return html`<button class="chip" title="${name}: ${word}" popovertarget="reasons">
      ${line(view, host)} ${sound(view, host)}
    </button>
    <div id="reasons" popover role="dialog" aria-label=${name} @beforetoggle=${placeReasons}>
      <p><strong>${word}.</strong> ${sayLine(view, peer, say)}</p>
      ${quality.bars === null ? nothing : reasons(quality, say)}
    </div>`;
}

function line({ quality, startedAt }: CallView, { peer, clock }: ChipHost) {
  const name = html`<span class="name">${peer}</span>`;
  if (startedAt === null) return name;
  const bars = quality.bars ?? 0;
  return html`<span class="bars b${bars}">${BARS.map((bar) => html`<i class=${bar <= bars ? 'on' : ''}></i>`)}</span>
    ${name} · <ycyw-call-time .since=${startedAt} .clock=${clock}></ycyw-call-time>`;
}

function sound({ phase, peer }: CallView, { call, say }: ChipHost) {
  if (phase.kind !== 'live') return nothing;
  if (peer.on.microphone) return html`<ycyw-call-level .whose=${'peer'} .levels=${call.levels}></ycyw-call-level>`;
  return html`${icon(MicOff, 16)}<span class="visually-hidden">${say('stage.muted')}</span>`;
}

function reasons({ latencyMs, jitterMs, lossPercent }: Quality, say: CallSay) {
  const rows = [
    [say('quality.latency'), say('quality.ms', { count: Math.round(latencyMs) })],
    [say('quality.jitter'), say('quality.ms', { count: Math.round(jitterMs) })],
    [say('quality.loss'), say('quality.percent', { count: Math.round(lossPercent * 10) / 10 })],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

export const chipStyles = css`
  .chip {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    min-height: 44px;
    padding-block: 4px;
    padding-inline: 14px 16px;
    border-radius: 22px;
    color: #fff;
    background: #141a24cc;
  }
  .chip:hover {
    background: #141a24;
  }
  .name {
    min-width: 0;
    overflow-wrap: anywhere;
    text-align: start;
  }
  ycyw-call-time {
    flex: none;
    font-variant-numeric: tabular-nums;
  }
  .bars {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    height: 14px;
  }
  .bars i {
    width: 3px;
    height: 25%;
    border-radius: 1px;
    background: #ffffff4d;
  }
  .bars i:nth-child(2) {
    height: 50%;
  }
  .bars i:nth-child(3) {
    height: 75%;
  }
  .bars i:nth-child(4) {
    height: 100%;
  }
  .bars .on {
    forced-color-adjust: none;
    background: #6fd6a2;
  }
  .b1 .on,
  .b2 .on {
    background: #ffd27a;
  }
  .chip ycyw-call-level {
    width: 24px;
    --_level-ground: #ffffff40;
  }
  #reasons {
    padding: 14px 16px;
    max-width: 280px;
  }
  dl {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 4px 24px;
    margin: 8px 0 0;
    font-size: 13px;
    line-height: 18px;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    text-align: end;
  }
`;
