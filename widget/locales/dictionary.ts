/**
 * What a dictionary is, and how its sentences get their parameters' types. Knows no language and no sentence.
 */

/** A sentence for each form that a count can take. English and French need these two; `many` falls back to `other`. */
export interface PluralForms {
  one: string;
  other: string;
}

/** `{name}` in a sentence is a parameter; plural forms are chosen by the parameter `count`. */
export type Sentence = string | PluralForms;
export type Dictionary = Readonly<Record<string, Sentence>>;

/** The same keys as the original, each of the same kind. A missing or an extra key doesn't compile. */
export type Translation<D extends Dictionary> = {
  readonly [K in keyof D]: D[K] extends string ? string : PluralForms;
};

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Words<S extends Sentence> = S extends string ? S : S extends PluralForms ? S[keyof PluralForms] : never;

type ParameterNames<S extends Sentence> = S extends PluralForms ? Names<Words<S>> | 'count' : Names<Words<S>>;

/** What a sentence wants to be told: nothing, or one value for each placeholder. Numbers are written as the locale does. */
export type Parameters<S extends Sentence> = [ParameterNames<S>] extends [never]
  ? []
  : [parameters: { [N in ParameterNames<S>]: N extends 'count' ? number : string | number }];
