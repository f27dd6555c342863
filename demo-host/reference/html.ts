/** HTML as text, made when the page is built. What is put in is escaped, unless it is HTML already. Knows no content. */

export interface Html {
  readonly html: string;
}

type Part = string | number | Html | false | undefined | readonly Part[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if ('html' in part) return part.html;
  return part.map(written).join('');
}

export const raw = (text: string): Html => ({ html: text });

export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  raw(texts.map((text, index) => text + written(parts[index])).join(''));

/** A sentence with `code` in it, as comments in the code are written. */
export const prose = (text: string): Html => raw(escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>'));
