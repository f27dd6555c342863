/** A message's text with its addresses clickable. Text stays text: markup in it is never read as markup. */
import { LinkifyIt } from 'linkify-it';
import { html, type TemplateResult } from 'lit';

const linkify = new LinkifyIt({ fuzzyLink: true });
// What may be opened from a message, and nothing else: no `ftp:`, no protocol-relative `//`.
linkify.add('ftp:', null).add('//', null);

const SAFE = /^(https?|mailto):/i;

/** @returns pieces to be drawn one after the other */
export function linked(text: string): (string | TemplateResult)[] {
  const pieces: (string | TemplateResult)[] = [];
  let from = 0;
  for (const match of linkify.match(text) ?? []) {
    if (!SAFE.test(match.url)) continue;
    pieces.push(text.slice(from, match.index));
    // People write addresses without a scheme; today that means the safe one.
    const url = match.schema === '' ? match.url.replace(/^http:/, 'https:') : match.url;
    pieces.push(html`<a href=${url} target="_blank" rel="noopener noreferrer">${match.text}</a>`);
    from = match.lastIndex;
  }
  pieces.push(text.slice(from));
  return pieces;
}
