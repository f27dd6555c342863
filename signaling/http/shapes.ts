/** What is said about a file that is uploaded, however it is said: as text. */
import * as v from 'valibot';
import { FILE_NAME_MAX_CHARS } from '../protocol/limits.ts';

export const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(FILE_NAME_MAX_CHARS));

/** Plain digits: `Number` alone would take an empty text, exponents and more. */
export const wholeNumber = (from: number, to: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number), v.minValue(from), v.maxValue(to));

export const pixels = wholeNumber(1, 30_000);
