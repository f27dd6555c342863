/** A code sample with its title and a button that copies it, and several of them behind tabs. */
import { highlight, type Language } from './highlight.ts';
import { type Html, html } from './html.ts';

export interface Sample {
  title: string;
  language: Language;
  code: string;
}

/** @param id by which the page's script finds it, where it writes into it */
export function codeBlock({ title, language, code }: Sample, id?: string): Html {
  const body = html`<pre tabindex="0" role="group" aria-label="${title}"><code${id === undefined ? '' : html` id="${id}"`}>${highlight(code.trim(), language)}</code></pre>`;
  return html`<figure class="code"><figcaption>${title}</figcaption>${copyButton(title)}${body}</figure>`;
}

const copyButton = (title: string): Html =>
  html`<button class="copy" type="button" data-copy="${title}" aria-label="Copy: ${title}"><span>Copy</span></button>`;

/** The first is shown without the page's script; the others are below it, and become tabs with it. */
export function codeTabs(name: string, samples: readonly Sample[]): Html {
  return html`<div class="tabs" data-tabs="${name}">
${samples.map(
  (sample, index) =>
    html`<div class="tab" id="${name}-${index}" data-title="${sample.title}">${codeBlock(sample)}</div>`,
)}
</div>`;
}
