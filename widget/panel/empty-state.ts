/** What a new conversation shows before its first word: an invitation, and what people ask most on such a page. */
import { css, html, type TemplateResult } from 'lit';
import type { CustomerSay } from '../locales/load.ts';

const TOPICS = ['search', 'booking', 'breakdown'] as const;
type Topic = (typeof TOPICS)[number] | 'default';

/** The questions that belong to a page's topic; a topic without its own gets the general ones. */
function suggestionsFor(topic: string, say: CustomerSay): readonly string[] {
  const known: Topic = TOPICS.find((name) => name === topic) ?? 'default';
  return [say(`suggest.${known}.1`), say(`suggest.${known}.2`), say(`suggest.${known}.3`)];
}

/** @param choose what a suggestion does when it is chosen */
export function emptyState(
  { topic, online, say }: { topic: string; online: boolean; say: CustomerSay },
  choose: (text: string) => void,
): TemplateResult {
  return html`<section class="invitation">
    <h3>${say('empty.title')}</h3>
    <p>${online ? say('empty.text') : say('empty.textNone')}</p>
    <h4 id="suggestions">${say('empty.suggestions')}</h4>
    <ul aria-labelledby="suggestions">
      ${suggestionsFor(topic, say).map(
        (text) => html`<li><button class="suggestion" @click=${() => choose(text)}>${text}</button></li>`,
      )}
    </ul>
  </section>`;
}

export const emptyStateStyles = css`
  .invitation {
    padding: 28px 4px 8px;
  }
  .invitation h3 {
    margin: 0 0 6px;
    font-size: 22px;
    line-height: 28px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .invitation p {
    margin: 0 0 24px;
    color: var(--_muted);
  }
  .invitation h4 {
    margin: 0 0 8px;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
    color: var(--_muted);
  }
  .invitation ul {
    display: grid;
    gap: 8px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .suggestion {
    width: 100%;
    min-height: 48px;
    padding: 11px 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_bubble-radius);
    background: var(--_raised);
    text-align: start;
    font-weight: 500;
    transition: background-color 120ms;
  }
  .suggestion:hover {
    background: var(--_soft);
    color: var(--_accent-text);
    border-color: transparent;
  }
`;
