/** The choice of camera, microphone and loudspeaker, the same in the mirror and in the call's menu. */
import { css, html, nothing, type TemplateResult } from 'lit';
import ChevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import Mic from 'lucide/dist/esm/icons/mic.mjs';
import Video from 'lucide/dist/esm/icons/video.mjs';
import Volume from 'lucide/dist/esm/icons/volume-2.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import { type IconNode, icon } from '../../ui/icons.ts';
import type { Call, CallView, Device } from '../types.ts';
import './level.ts';

interface Pick {
  picture: IconNode;
  name: string;
  devices: readonly Device[];
  chosen: string | null;
  /** What stands there when there is nothing to choose. */
  none: string;
  choose: (id: string) => void;
  beside?: unknown;
}

export function devicePicks(call: Call, { devices, microphone }: CallView, say: CallSay): TemplateResult {
  const level = html`<ycyw-call-level .levels=${call.levels} .label=${say('lobby.level')}></ycyw-call-level>`;
  const test = say('device.test');
  return html`<div class="picks">
    ${pick(say, {
      picture: Video,
      name: say('device.camera'),
      devices: devices.cameras,
      chosen: devices.camera,
      none: say('device.noCamera'),
      choose: (id) => call.chooseCamera(id),
    })}
    ${pick(say, {
      picture: Mic,
      name: say('device.microphone'),
      devices: devices.microphones,
      chosen: devices.microphone,
      none: say('device.noMicrophone'),
      choose: (id) => call.chooseMicrophone(id),
      beside: microphone.kind === 'on' ? level : nothing,
    })}
    ${pick(say, {
      picture: Volume,
      name: say('device.speaker'),
      devices: devices.speakers,
      chosen: devices.speaker,
      none: say('device.standard'),
      choose: (id) => call.chooseSpeaker(id),
      beside: html`<button class="test" title=${test} @click=${() => call.testSpeaker()}>
        ${say('lobby.test')}
      </button>`,
    })}
  </div>`;
}

function pick(say: CallSay, { picture, name, devices, chosen, none, choose, beside = nothing }: Pick): TemplateResult {
  const empty = devices.length === 0;
  const options = empty ? [{ id: '', label: none }] : devices;
  return html`<div class="pick">
    ${icon(picture, 18)}
    <select
      aria-label=${name}
      title=${name}
      ?disabled=${empty}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${options.map(
        ({ id, label }, index) => html`<option value=${id} .selected=${id === chosen}>
          ${label || say('device.number', { kind: name, number: index + 1 })}
        </option>`,
      )}
    </select>
    ${empty ? nothing : icon(ChevronDown, 16)} ${beside}
  </div>`;
}

export const pickStyles = css`
  .picks {
    display: grid;
    gap: 10px;
    grid-template-columns: minmax(0, 1fr);
  }
  .pick {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 46px;
    padding-inline: 14px;
    border: 1px solid var(--_control);
    border-radius: var(--_control-radius);
    background: var(--_surface);
    transition: border-color 120ms;
  }
  .pick:hover {
    border-color: var(--_ink);
  }
  .pick:focus-within:has(select:focus-visible) {
    outline: 2px solid var(--_accent-text);
    outline-offset: 1px;
  }
  /* The picture before it and the arrow at its end belong to it, too: it reaches under both. */
  select {
    appearance: none;
    flex: 1;
    align-self: stretch;
    min-width: 0;
    margin-inline-start: -42px;
    padding-block: 0;
    padding-inline: 42px 24px;
    border: 0;
    border-radius: inherit;
    outline: none;
    font: inherit;
    color: var(--_ink);
    background: transparent;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  select:disabled {
    opacity: 1;
    color: var(--_muted);
    cursor: default;
  }
  .pick > .icon {
    pointer-events: none;
    position: relative;
  }
  .pick > select + .icon {
    margin-inline-start: -26px;
  }
  .pick ycyw-call-level {
    pointer-events: none;
  }
  option {
    color: var(--_ink);
    background: var(--_raised);
  }
  .test {
    position: relative;
    min-width: 44px;
    min-height: 44px;
    padding: 0 6px;
    border-radius: 10px;
    font-weight: 600;
    color: var(--_accent-text);
  }
`;
