/**
 * Says a sentence of a dictionary in a locale. Knows neither which sentences there are nor which language is spoken.
 */
import type { Dictionary, Parameters, Sentence } from './dictionary.ts';
import { directionOf } from './directions.ts';
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

const RIGHT_TO_LEFT = /[\p{sc=Arab}\p{sc=Hebr}]/u;

/**
 * A value that may run in another direction than the sentence around it: neither turns the other's marks and numbers round.
 * Its direction is named, since Unicode's own rule overlooks letters in a value of the value.
 */
export function isolate(value: string, locale: string): string {
  const isRightToLeft = RIGHT_TO_LEFT.test(value);
  if (!isRightToLeft && directionOf(locale) === 'ltr') return value;
  return `${isRightToLeft ? '\u2067' : '\u2066'}${value}\u2069`;
}

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
    sentence.replace(/\{(\w+)\}(\.?)/g, (placeholder, name: string, stop: string) => {
      const value = parameters[name];
      if (value === undefined) return placeholder;
      if (typeof value === 'number') return format.number(value) + stop;
      // A unit or a date may end in a full stop of its own: "12 δευτ."
      return isolate(value, locale) + (value.endsWith('.') ? '' : stop);
    });

  return Object.assign(say, { locale, format });
}
