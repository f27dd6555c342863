/** What the widget says in a page, and English words in it. */
import type { Page } from 'puppeteer-core';

/** Every visible piece of text of the widget, and every name that is only heard, or shown by pointing at it. */
export async function wordsOfWidget(page: Page): Promise<string[]> {
  const pieces = await page.evaluate(() => {
    const found: string[] = [];
    const look = (node: Node): void => {
      if (node instanceof Text) found.push(node.data);
      if (node instanceof Element) {
        if (node.localName === 'style' || !node.checkVisibility({ visibilityProperty: true })) return;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '');
        if (node.shadowRoot) look(node.shadowRoot);
      }
      for (const child of node.childNodes) look(child);
    };
    const widget = document.querySelector('ycyw-support');
    if (widget) look(widget);
    return found;
  });
  return [...new Set(pieces.map((piece) => piece.trim()))].filter((words) => words !== '');
}

/** Hardly an English sentence or button of a chat does without one of these, and no French one has any. */
const ENGLISH = `
  the this that you your we our it is are was be can’t isn’t and or of to for from with by in at up before since not no
  all send sending sent delivered read failed write writing open closed start new more back cancel retry try
  reload save dismiss discard mute attach keep help loading connecting waiting online offline today yesterday name
  optional joined bad poor fair good rating thank picture people person next now later
`;
const ENGLISH_WORD = new RegExp(`(?<![\\p{L}’])(${ENGLISH.trim().split(/\s+/).join('|')})(?![\\p{L}’])`, 'iu');

export const isEnglish = (words: string): boolean => ENGLISH_WORD.test(words);
