/**
 * Says a sentence of a dictionary in a locale. Knows neither which sentences there are nor which language is spoken.
 */
import type { Dictionary, Parameters, Sentence } from './dictionary.ts';
import { createFormat, type Format, type FormatOptions } from './format.ts';

/** `say('key', { name })` gives the sentence; a wrong key or parameter doesn't compile. */
export interface Say<D extends Dictionary> {
  <K extends keyof D & string>(key: K, ...parameters: Parameters<D[K]>): string;
  /** BCP 47. */
  readonly locale: string;
  readonly format: Format;
}

/** French writes a space before these marks, and no line may begin with one. Dictionaries have the plain space. */
const tie = (sentence: string): string => sentence.replace(/ (?=[?!:;»])|(?<=«) /g, '\u00a0');

/**
 * @param dictionary the sentences, in the language of `locale`
 * @param locale a BCP 47 tag that `Intl` knows; it also decides how times and numbers are written
 */
export function createSay<D extends Dictionary>(
  dictionary: { readonly [K in keyof D]: Sentence },
  locale: string,
  options: FormatOptions = {},
): Say<D> {
  const plural = new Intl.PluralRules(locale);
  const format = createFormat(locale, options);

  const say = (key: keyof D & string, parameters: Record<string, string | number> = {}): string => {
    const sentence = dictionary[key];
    return fill(tie(typeof sentence === 'string' ? sentence : form(sentence, Number(parameters.count))), parameters);
  };
  const form = (forms: Exclude<Sentence, string>, count: number) => forms[plural.select(count)] ?? forms.other;
  const fill = (sentence: string, parameters: Record<string, string | number>) =>
    sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = parameters[name];
      if (value === undefined) return placeholder;
      return typeof value === 'number' ? format.number(value) : value;
    });

  return Object.assign(say, { locale, format });
}
