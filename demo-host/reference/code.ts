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

/** One is shown at a time; all of them where no script runs. */
export function codeTabs(name: string, samples: readonly Sample[]): Html {
  const id = (index: number) => `${name}-${index}`;
  return html`<div class="tabs">
<div role="tablist">${samples.map(
    ({ title }, index) =>
      html`<button type="button" role="tab" id="${id(index)}-tab" aria-controls="${id(index)}" aria-selected="${String(index === 0)}" tabindex="${index === 0 ? 0 : -1}">${title}</button>`,
  )}</div>
${samples.map(
  (sample, index) =>
    html`<div class="tab" role="tabpanel" id="${id(index)}" aria-labelledby="${id(index)}-tab"${index > 0 && html` hidden`}>${codeBlock(sample)}</div>`,
)}
</div>`;
}
