/** Reads a picture's words: nothing clipped, nothing over something else, nothing untranslated. */
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { Agent } from '../harness/agent.ts';
import { isEnglish } from '../harness/language.ts';
import type { Person } from '../harness/person.ts';
import type {} from './legible.ts';
import { CLOSE, OPEN, PSEUDO } from './pseudo.ts';

const READ_WORDS =
  buildSync({
    entryPoints: [fileURLToPath(new URL('legible.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  }).outputFiles[0]?.text ?? '';

/** What people wrote themselves, names, what their files and devices are called; what was read out before the language changed. */
const WRITTEN = [
  '.bubble, .note-text, textarea, input, .avatar, kbd, [dir="auto"], bdi, video, audio, ycyw-announcer',
  'option[value]:not([value=""])',
].join();

/** Names, what is the same in every language, and the launcher's word, which the first script carries. */
const SAME_EVERYWHERE =
  /Marta Nowak|Paolo Ricci|Léa Dubois|Amélie|Jules Martin|Your Car Your Way|Rent a car in Europe, the UK and the US|Scratch on the rear door|^Help\b|\b(REC|HD|MP4|WebM|PDF|Ctrl|Esc|Enter|Shift|Alt)\b|\S+@\S+|https?:\S+|YW-\d+|[\w-]+( [\w-]+)?\.(pdf|png|zip|mp4|webm)/gu;
/** Values in a sentence that is read from right to left. */
const ISOLATED = /[\u2066-\u2068][^\u2066-\u2069]*\u2069/g;
/** What `Intl` writes in US English. */
const BY_INTL =
  /\b((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|today|yesterday|now|at|AM|PM|s|min|h|k?byte|[kMG]?B)\b/giu;

const IN_BRACKETS = new RegExp(`${OPEN}[^${OPEN}${CLOSE}]*${CLOSE}`, 'gu');

/** Brackets stand inside of brackets where a sentence is a value of another. */
function outsideOfBrackets(text: string): string {
  const shorter = text.replace(IN_BRACKETS, '');
  return shorter === text ? text : outsideOfBrackets(shorter);
}

function isUntranslated(text: string, language: string): boolean {
  const own = text.replace(SAME_EVERYWHERE, '').replace(ISOLATED, '');
  return language === PSEUDO ? /\p{L}/u.test(outsideOfBrackets(own).replace(BY_INTL, '')) : isEnglish(own);
}

/** A line for each finding. @param language what the person's page speaks now */
export async function review(person: Person, language: string): Promise<string[]> {
  const { page } = person;
  const host = person instanceof Agent ? 'html' : 'ycyw-support';
  if (!(await page.evaluate(() => 'readWords' in window))) await page.evaluate(READ_WORDS);
  const { pieces, troubles } = await page.evaluate((at) => window.readWords(at), { host, written: WRITTEN });
  const untranslated = pieces
    .filter(({ text, isWritten }) => !isWritten && isUntranslated(text, language))
    .map(({ text, where }) => `untranslated: “${text.trim().slice(0, 60)}” in ${where}`);
  return [...new Set([...troubles, ...untranslated])];
}
