/** What is worth a sentence during a call, above the picture, each with the way on. Decides nothing. */
import { css, html, nothing, type TemplateResult } from 'lit';
import MicOff from 'lucide/dist/esm/icons/mic-off.mjs';
import ScreenShare from 'lucide/dist/esm/icons/screen-share.mjs';
import TriangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import Volume from 'lucide/dist/esm/icons/volume-2.mjs';
import WifiOff from 'lucide/dist/esm/icons/wifi-off.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import type { Call, CallView, Hint } from '../types.ts';
import { type Browser, type Source, sayDevice, sayLine, sayShare, tellPhase } from './words.ts';

export interface BannerHost {
  call: Call;
  say: CallSay;
  browser: Browser;
  /** How the other side is called. */
  peer: string;
  /** The person has read it. */
  putAway(key: string): void;
  openDevices(): void;
}

interface Action {
  words: string;
  act: () => void;
}

export interface Banner {
  picture: IconNode;
  title: string;
  text?: string;
  look?: 'calm';
  actions?: readonly Action[];
  /** What is in the way only once: it can be put away under this name. */
  key?: string;
}

/** In the order in which they matter. */
export function bannersOf(view: CallView, host: BannerHost): Banner[] {
  const sources: readonly Source[] = ['microphone', 'camera', 'screen'];
  return [
    ...reconnecting(view, host),
    ...sharing(view, host),
    ...(view.hint === null ? [] : [hinted(view.hint, host)]),
    ...sources.flatMap((source) => without(view, source, host)),
    ...poorLine(view, host),
  ];
}

function reconnecting({ phase }: CallView, { call, say, peer }: BannerHost): Banner[] {
  if (phase.kind !== 'reconnecting') return [];
  const keep = { words: say('reconnecting.keep'), act: () => call.keepTrying() };
  const end = { words: say('control.end'), act: () => void call.end() };
  return [{ picture: WifiOff, ...tellPhase(phase, peer, say), actions: phase.asks ? [keep, end] : [] }];
}

function sharing({ screen }: CallView, { call, say }: BannerHost): Banner[] {
  if (screen.kind !== 'on') return [];
  const stop = { words: say('share.stop'), act: () => call.stopScreen() };
  return [{ picture: ScreenShare, look: 'calm', title: sayShare(say, screen), actions: [stop] }];
}

function hinted(hint: Hint, { call, say, peer, openDevices }: BannerHost): Banner {
  const title = say(`hint.${hint}`, { name: peer });
  switch (hint) {
    case 'muted_speaking':
      return { picture: MicOff, title, actions: [{ words: say('hint.unmute'), act: () => call.setMicrophone(true) }] };
    case 'silent_microphone':
      return { picture: MicOff, title, actions: [{ words: say('hint.choose'), act: openDevices }] };
    case 'sound_blocked':
      return { picture: Volume, title, actions: [{ words: say('hint.hear'), act: () => call.resume() }] };
    case 'window_blocked':
      return { picture: TriangleAlert, title, actions: [{ words: say('hint.understood'), act: () => call.resume() }] };
    case 'no_sound_from_peer':
      return { picture: Volume, title, key: hint };
    case 'device_lost':
    case 'device_back':
      return { picture: Volume, look: 'calm', title };
  }
}

function without(view: CallView, source: Source, { say, browser }: BannerHost): Banner[] {
  const state = view[source];
  if (state.kind !== 'unavailable') return [];
  const { reason } = state;
  // Whoever has closed the browser's list of screens knows.
  if (source === 'screen' && reason === 'dismissed') return [];
  const text = sayDevice(say, source, reason, browser);
  return [{ picture: TriangleAlert, title: say(`without.${source}`), text, key: `${source} ${reason}` }];
}

function poorLine(view: CallView, { call, say, peer }: BannerHost): Banner[] {
  const { step, phase } = view;
  const whose = sayLine(view, peer, say);
  if (phase.kind !== 'live' || (whose === '' && step === 'full')) return [];
  const title = whose || say('line.poor');
  if (step === 'full') return [{ picture: WifiOff, title, key: `line ${view.quality.whose}` }];
  const up = { words: say('line.up'), act: () => call.stepUp() };
  return [{ picture: WifiOff, title, text: say(`line.${step}`), actions: [up] }];
}

export function drawBanner(
  { picture, title, text = '', look, actions = [], key }: Banner,
  host: BannerHost,
): TemplateResult {
  const away = host.say('ended.close');
  return html`<div class="banner ${look ?? ''}">
    ${icon(picture, 18)}
    <p><strong>${title}</strong> ${text}</p>
    ${
      actions.length === 0
        ? nothing
        : html`<div class="do">${actions.map(({ words, act }) => html`<button @click=${act}>${words}</button>`)}</div>`
    }
    ${
      key === undefined
        ? nothing
        : html`<button class="put-away" aria-label=${away} title=${away} @click=${() => host.putAway(key)}>${icon(X, 16)}</button>`
    }
  </div>`;
}

export const callBannerStyles = css`
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 0 10px;
    padding: 10px 14px;
    border-radius: var(--_control-radius);
    border: 1px solid transparent;
    font-size: 13px;
    line-height: 18px;
    background: #fff4dc;
    color: #6b4200;
  }
  .banner.calm {
    align-items: center;
    background: #141a24e6;
    color: #f1f4f9;
  }
  .banner p {
    flex: 1 1 200px;
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .banner.calm p {
    flex-basis: 120px;
  }
  .banner .do {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    margin-block: -6px;
    margin-inline-start: auto;
  }
  .banner .do button {
    min-height: 44px;
    padding-inline: 10px;
    border-radius: 10px;
    font-weight: 650;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .banner .do button:hover {
    background: #6b420014;
  }
  .banner.calm .do button {
    color: #a3c4ff;
    text-decoration: none;
  }
  .banner :focus-visible {
    outline-color: currentColor;
  }
  .put-away {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    margin-block: -13px;
    margin-inline: -6px -14px;
    border-radius: 10px;
  }
`;
