/**
 * The pseudo-locale "en-XA", for the album only: English with accents, longer, in brackets, so that what is clipped or left
 * untranslated shows. It is in no build: a page that asks for the dictionaries of US English is answered with it, and writes
 * dates and numbers as US English does.
 */
import type { Page } from 'puppeteer-core';
import type { Dictionary, Sentence } from '../../../widget/locales/dictionary.ts';

export const PSEUDO = 'en-XA';
/** Whose dictionaries the pseudo-locale stands in for. */
export const STAND_IN = 'en-US';

export const [OPEN, CLOSE] = ['⟦', '⟧'];

const ACCENTED: Record<string, string> = Object.fromEntries(
  [...'åbçđéƒĝħîĵķļɱñöþqŕšţûvŵxýž'].map((accented, index) => [String.fromCharCode(97 + index), accented]),
);
/** How much longer a sentence is than in English: about what German and Finnish need. */
const LONGER = 0.4;
const PADDING = 'łøñğéŕ ţħåñ îñ Éñğļîšħ ';

const accented = (letter: string): string => {
  const lower = letter.toLowerCase();
  const other = ACCENTED[lower] ?? lower;
  return letter === lower ? other : other.toLocaleUpperCase('en');
};

/** Placeholders stay as they are. */
function pseudo(words: string): string {
  const strange = words.replace(/\{\w+\}|[a-z]/gi, (part) => (part.length > 1 ? part : accented(part)));
  const length = Math.ceil(words.replace(/\{\w+\}/g, '').length * LONGER);
  const padding = PADDING.repeat(Math.ceil(length / PADDING.length))
    .slice(0, length)
    .trim();
  return `${OPEN}${strange} ${padding}${CLOSE}`;
}

const pseudoSentence = (sentence: Sentence): Sentence =>
  typeof sentence === 'string'
    ? pseudo(sentence)
    : { ...sentence, ...Object.fromEntries(Object.entries(sentence).map(([form, words]) => [form, pseudo(words)])) };

const chunk = new RegExp(`/chunks/(?<part>\\w+)\\.${STAND_IN}-[\\w-]+\\.js$`);

async function pseudoChunk(url: string): Promise<string> {
  const part = chunk.exec(url)?.groups?.part ?? '';
  const original: Record<string, Dictionary> = await import(`../../../widget/locales/en/${part}.ts`);
  const sentences = Object.entries(original[part] ?? {}).map(([key, sentence]) => [key, pseudoSentence(sentence)]);
  return `export const ${part}=${JSON.stringify(Object.fromEntries(sentences))};`;
}

const prepared = new WeakSet<Page>();

/** From now on this page finds the pseudo-locale where US English is. */
export async function preparePseudo(page: Page): Promise<void> {
  if (prepared.has(page)) return;
  prepared.add(page);
  const line = await page.createCDPSession();
  line.on('Fetch.requestPaused', ({ requestId, request }) => {
    void pseudoChunk(request.url).then((script) =>
      line.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 200,
        responseHeaders: [
          { name: 'Content-Type', value: 'text/javascript' },
          { name: 'Access-Control-Allow-Origin', value: '*' },
        ],
        body: Buffer.from(script).toString('base64'),
      }),
    );
  });
  await line.send('Fetch.enable', { patterns: [{ urlPattern: `*/chunks/*.${STAND_IN}-*.js` }] });
}
