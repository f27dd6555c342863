/** What stands where the log will be: the shape of what comes, or why it doesn't. */
import { css, html, type TemplateResult } from 'lit';
import type { CustomerSay } from '../locales/load.ts';
import type { ConversationView } from '../session/types.ts';

export const skeletonLog = (say: CustomerSay): TemplateResult =>
  html`<div class="skeletons">
    <span class="visually-hidden">${say('log.loading')}</span>
    ${['a', 'b', 'c', 'd'].map((shape) => html`<div class="skeleton ${shape}"></div>`)}
  </div>`;

/** What was written while the log can't be had: that it is kept must be seen. */
export const keptWords = ({ pending }: ConversationView, say: CustomerSay): TemplateResult[] =>
  pending.map(
    ({ id, body }) => html`<div class="row own" data-id=${id}>
      <p class="kept" part="message" dir="auto">${body.type === 'message' ? body.payload.text : ''}</p>
      <span class="meta">${say('delivery.sending')}</span>
    </div>`,
  );

/** @param why what is known of the reason, in words */
export const failedLog = (say: CustomerSay, retry: () => void, why = ''): TemplateResult =>
  html`<div class="failed" role="alert">
    <p>${say('log.failed')}<br />${why}</p>
    <button class="button" @click=${retry}>${say('action.retry')}</button>
  </div>`;

export const logWaitStyles = css`
  .kept {
    margin: 12px 0 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .meta {
    color: var(--_muted);
    font-size: 12px;
  }
  .skeletons {
    display: grid;
    gap: 10px;
    padding-top: 16px;
  }
  .skeleton {
    height: 42px;
  }
  .skeletons .a {
    width: 62%;
    justify-self: end;
  }
  .skeletons .b {
    width: 70%;
    height: 64px;
    margin-top: 10px;
  }
  .skeletons .c {
    width: 48%;
  }
  .skeletons .d {
    width: 36%;
    justify-self: end;
    margin-top: 10px;
  }
  .failed {
    display: grid;
    justify-items: center;
    gap: 12px;
    padding: 48px 16px;
    text-align: center;
    color: var(--_muted);
  }
  .failed p {
    margin: 0;
  }
`;
