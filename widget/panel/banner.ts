/** How the line to the service stands, in words, while it doesn't stand well. */

import { css, html, nothing, type TemplateResult } from 'lit';
import CloudOff from 'lucide/dist/esm/icons/cloud-off.mjs';
import RefreshCw from 'lucide/dist/esm/icons/refresh-cw.mjs';
import WifiOff from 'lucide/dist/esm/icons/wifi-off.mjs';
import type { CustomerSay } from '../locales/load.ts';
import { sayReason } from '../locales/say-reason.ts';
import type { ConnectionState } from '../session/types.ts';
import { type IconNode, icon } from '../ui/icons.ts';

/** @param reload reloads the page; the only help when page and service speak different protocols */
export function banner(connection: ConnectionState, say: CustomerSay, reload: () => void): TemplateResult {
  return html`<div role="status" class="connection">${content(connection, say, reload)}</div>`;
}

function content(connection: ConnectionState, say: CustomerSay, reload: () => void) {
  switch (connection.kind) {
    case 'idle':
    case 'connecting':
    case 'online':
      return nothing;
    case 'offline':
      return words(WifiOff, say('connection.offline'), say('connection.offlineText'));
    case 'reconnecting':
      return words(RefreshCw, say('connection.reconnecting'), say('connection.reconnectingText'));
    case 'refused':
      return words(
        CloudOff,
        say('connection.refused'),
        sayReason(say, connection.reason),
        // A page that isn't allowed is not allowed after a reload either.
        connection.reason === 'origin'
          ? nothing
          : html`<button class="button" @click=${reload}>${say('action.reload')}</button>`,
      );
  }
}

/** That the conversation can't be found again from another page. */
export const storageBanner = (say: CustomerSay): TemplateResult =>
  words(CloudOff, say('storage.blocked'), say('storage.blockedText'));

function words(picture: IconNode, title: string, text: string, action: unknown = nothing) {
  return html`<div class="banner">
    ${icon(picture, 18)}
    <p><strong>${title}</strong> ${text}</p>
    ${action}
  </div>`;
}

export const bannerStyles = css`
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 10px;
    margin: 10px 12px 2px;
    padding: 10px 14px;
    border: 1px solid transparent;
    border-radius: var(--_control-radius);
    background: var(--_warning-ground);
    color: var(--_warning);
    font-size: 13px;
    line-height: 18px;
  }
  .banner p {
    flex: 1 1 10em;
    margin: 0;
  }
  .banner .button {
    align-self: center;
    background: transparent;
    color: inherit;
    border-color: currentColor;
  }
  @media (forced-colors: active) {
    .banner {
      border-color: CanvasText;
    }
  }
`;
