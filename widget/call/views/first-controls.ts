/** The controls that the small bar has, too. They come with it, before the rest of the call. */
import { html, nothing, type TemplateResult } from 'lit';
import Mic from 'lucide/dist/esm/icons/mic.mjs';
import MicOff from 'lucide/dist/esm/icons/mic-off.mjs';
import PhoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import type { Call } from '../types.ts';
import './level.ts';
import { round } from './round.ts';

/** What a click on a source's button, or its key, does now. */
export function toggle(call: Call, source: 'microphone' | 'camera' | 'screen'): void {
  const view = call.getState();
  const on = view[source].kind !== 'on';
  if (source === 'microphone') call.setMicrophone(on);
  else if (source === 'camera') call.setCamera(on);
  else if (!on) call.stopScreen();
  else if (view.devices.canShareScreen) call.shareScreen();
}

export function microphoneButton(call: Call, say: CallSay): TemplateResult {
  const isOn = call.getState().microphone.kind === 'on';
  return round({
    name: say('control.microphone'),
    tip: say(isOn ? 'control.microphoneOff' : 'control.microphoneOn'),
    picture: isOn ? Mic : MicOff,
    pressed: isOn,
    look: isOn ? undefined : 'off',
    act: () => toggle(call, 'microphone'),
    more: isOn ? html`<ycyw-call-level .levels=${call.levels}></ycyw-call-level>` : nothing,
  });
}

export const endButton = (call: Call, say: CallSay): TemplateResult =>
  round({ name: say('control.end'), picture: PhoneOff, look: 'end', act: () => void call.end() });
