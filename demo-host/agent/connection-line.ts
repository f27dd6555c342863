/** The line across the top that says when the service is out of reach, and what that means for what one writes. */
import { html, nothing, type TemplateResult } from 'lit';
import { sayReason } from '../../widget/locales/say-reason.ts';
import type { ConnectionState } from '../../widget/session/types.ts';
import type { ConsoleSay } from './console-say.ts';

export function connectionLine(say: ConsoleSay, connection: ConnectionState): TemplateResult | typeof nothing {
  switch (connection.kind) {
    case 'idle':
    case 'online':
    // Quick on most days: the inbox has its skeleton, and what lasts becomes `reconnecting`.
    case 'connecting':
      return nothing;
    case 'offline':
    case 'reconnecting':
      return html`<p class="line" role="status">${say(`line.${connection.kind}`)}</p>`;
    case 'refused':
      return html`<p class="line" role="alert">
        ${sayReason(say, connection.reason)}
        <button class="button" @click=${() => location.reload()}>${say('action.reload')}</button>
      </p>`;
  }
}
