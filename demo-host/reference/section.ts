/** The parts that sections are made of: title, explanation and the sample beside it. */
import { type Html, html } from './html.ts';

export interface Section {
  id: string;
  title: string;
  body: Html;
}

export interface Chapter {
  title: string;
  sections: readonly Section[];
}

/**
 * Words on one side, code on the other where there is room for both.
 * @param more `files`: more room for the code, which is a whole file
 */
export const beside = (words: Html, code: Html, more: 'files' | '' = ''): Html =>
  html`<div class="beside ${more}"><div class="words">${words}</div><div class="sample">${code}</div></div>`;

export const table = (head: readonly string[], rows: readonly (readonly Html[])[], name: string): Html =>
  html`<div class="table" tabindex="0" role="group" aria-label="${name}"><table>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table></div>`;

export const note = (words: Html): Html => html`<p class="note">${words}</p>`;
