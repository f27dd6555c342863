/** Finds the addresses in a text: a lazy chunk, fetched with the first text that may have one. Draws nothing. */
import { LinkifyIt } from 'linkify-it';

const linkify = new LinkifyIt({ fuzzyLink: true });
// What may be opened from a message, and nothing else: no `ftp:`, no protocol-relative `//`.
linkify.add('ftp:', null).add('//', null);

const SAFE = /^(https?|mailto):/i;

export interface FoundLink {
  /** As it was written. */
  written: string;
  /** What it opens. */
  url: string;
  /** Where it begins and ends in the text. */
  from: number;
  to: number;
}

export function findLinks(text: string): FoundLink[] {
  return (linkify.match(text) ?? []).flatMap(({ text: written, url, schema, index, lastIndex }) => {
    if (!SAFE.test(url)) return [];
    // People write addresses without a scheme; today that means the safe one.
    const safe = schema === '' ? url.replace(/^http:/, 'https:') : url;
    return [{ written, url: safe, from: index, to: lastIndex }];
  });
}
