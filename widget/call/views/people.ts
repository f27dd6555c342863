/** The two people of a call as they are seen: the other side large, or as letters with a word, and oneself in a corner. */
import { html, nothing, type TemplateResult } from 'lit';
import Pointer from 'lucide/dist/esm/icons/mouse-pointer-2.mjs';
import Flip from 'lucide/dist/esm/icons/switch-camera.mjs';
import type { CallSay } from '../../locales/load-call.ts';
import type { Clock } from '../../session/clock.ts';
import { avatar } from '../../ui/avatar.ts';
import { icon } from '../../ui/icons.ts';
import type { Call, CallView } from '../types.ts';
import './own-picture.ts';
import { picture } from './picture.ts';
import { round } from './round.ts';
import './timing.ts';
import { tellPhase } from './words.ts';

interface Told {
  say: CallSay;
  clock: Clock;
}

/** What they say of their camera decides, not their track. */
export function person(view: CallView, name: string, told: Told): TemplateResult {
  const { phase, peer, peerCamera } = view;
  const isSeen = peer.on.camera && peerCamera !== null && phase.kind !== 'away';
  return html`<div class="person">
    ${
      isSeen
        ? picture(peerCamera, { name })
        : html`<div class="letters">
            ${avatar(name)}
            <div class="told">${tell(view, name, told)}</div>
          </div>`
    }
  </div>`;
}

function tell({ phase }: CallView, name: string, { say, clock }: Told) {
  if (phase.kind === 'live' || phase.kind === 'reconnecting') {
    return html`<p class="title">${name}</p>
      <p>${say('live.cameraOff')}</p>`;
  }
  const { title, text } = tellPhase(phase, name, say);
  const since = phase.kind === 'ringing' ? phase.since : null;
  const until = phase.kind === 'away' ? phase.until : null;
  const time = html`<ycyw-call-time .since=${since} .until=${until} .clock=${clock}></ycyw-call-time>`;
  return html`<p class="title">${title} ${since === null ? nothing : time}</p>
    <p>${text} ${until === null ? nothing : time}</p>`;
}

/** What this side sends: camera, and screen with the place where the other side points. */
export function ownPicture(view: CallView, call: Call, say: CallSay): unknown {
  const { camera, ownCamera, ownScreen, screen, isMirrored, devices, pointer } = view;
  // A tab that shows itself shows that, too, and so on: nothing to see.
  const shown = screen.kind === 'on' && !screen.isThisTab ? ownScreen : null;
  const seen = camera.kind === 'on' ? ownCamera : null;
  if (seen === null && shown === null) return nothing;
  const flip = devices.canFlip
    ? round({ name: say('stage.flip'), picture: Flip, act: () => call.flipCamera() })
    : nothing;
  return html`<ycyw-own-picture aria-label=${say('stage.own')}>
    ${
      shown === null
        ? nothing
        : html`<div class="tile wide">
            ${picture(shown, { name: say('stage.ownScreen') })}
            ${pointer === null ? nothing : html`<span class="dot">${icon(Pointer, 18)}</span>`}
          </div>`
    }
    ${
      seen === null
        ? nothing
        : html`<div class="tile">
            ${picture(seen, { name: say('lobby.mirror'), mirrored: isMirrored })} ${flip}
          </div>`
    }
  </ycyw-own-picture>`;
}
