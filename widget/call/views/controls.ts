/** The row of controls at the bottom of a call. Off is white; only the end is red. */
import { css, html, nothing, type TemplateResult } from 'lit';
import Chat from 'lucide/dist/esm/icons/message-square.mjs';
import ScreenShare from 'lucide/dist/esm/icons/screen-share.mjs';
import ScreenShareOff from 'lucide/dist/esm/icons/screen-share-off.mjs';
import Camera from 'lucide/dist/esm/icons/video.mjs';
import CameraOff from 'lucide/dist/esm/icons/video-off.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import type { Call, CallView } from '../types.ts';
import { endButton, microphoneButton, toggle } from './first-controls.ts';
import { type MenuHost, menu } from './menu.ts';
import { round } from './round.ts';

export interface ControlsHost extends MenuHost {
  chat: 'open' | 'closed' | 'none';
  unread: number;
  toggleChat(): void;
}

export function cameraButton(call: Call, say: CallSay): TemplateResult {
  const isOn = call.getState().camera.kind === 'on';
  return round({
    name: say('control.camera'),
    tip: say(isOn ? 'control.cameraOff' : 'control.cameraOn'),
    picture: isOn ? Camera : CameraOff,
    pressed: isOn,
    look: isOn ? undefined : 'off',
    act: () => toggle(call, 'camera'),
  });
}

export function controls(view: CallView, host: ControlsHost): TemplateResult {
  const { call, say } = host;
  return html`<div class="controls" part="controls" role="group" aria-label=${say('bar.name')}>
    ${microphoneButton(call, say)} ${cameraButton(call, say)}
    ${view.devices.canShareScreen ? screenButton(view, host) : nothing}
    ${host.chat === 'none' ? nothing : chatButton(host)}
    ${menu(view, host)} ${endButton(call, say)}
  </div>`;
}

function screenButton({ screen }: CallView, { call, say }: ControlsHost) {
  const isOn = screen.kind === 'on';
  return round({
    name: say('control.screen'),
    tip: say(isOn ? 'control.screenOff' : 'control.screenOn'),
    picture: isOn ? ScreenShareOff : ScreenShare,
    pressed: isOn,
    look: isOn ? 'on' : undefined,
    act: () => toggle(call, 'screen'),
  });
}

function chatButton({ say, chat, unread, toggleChat }: ControlsHost) {
  const name = unread > 0 ? say('control.unread', { count: unread }) : say('control.chat');
  return round({
    name,
    picture: Chat,
    pressed: chat === 'open',
    look: chat === 'open' ? 'on' : undefined,
    act: toggleChat,
    more: unread > 0 ? html`<span class="unread" aria-hidden="true">${say.format.number(unread)}</span>` : nothing,
  });
}

export const controlsStyles = css`
  .controls {
    display: flex;
    justify-content: center;
    gap: 8px;
  }
  .unread {
    position: absolute;
    top: -4px;
    inset-inline-end: -4px;
    min-width: 20px;
    padding: 0 5px;
    border-radius: 10px;
    font-size: 12px;
    line-height: 20px;
    font-weight: 650;
    color: #fff;
    background: #a82700;
  }
`;
