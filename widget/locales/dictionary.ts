/**
 * What a dictionary is, and how its sentences get their parameters' types. Knows no language and no sentence.
 */

/**
 * A sentence for each form that a count can take, named as in Unicode's plural rules. A language has those that its rules
 * choose for whole numbers; the build checks it. `other` serves for one that is not there.
 */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** `{name}` in a sentence is a parameter; plural forms are chosen by the parameter `count`. */
export type Sentence = string | PluralForms;
export type Dictionary = Readonly<Record<string, Sentence>>;

/** The same keys as the original, each of the same kind. A missing or an extra key doesn't compile. */
export type Translation<D extends Dictionary> = {
  readonly [K in keyof D]: D[K] extends string ? string : PluralForms;
};

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Words<S extends Sentence> = S extends string ? S : Extract<S[keyof S], string>;

type ParameterNames<S extends Sentence> = S extends PluralForms ? Names<Words<S>> | 'count' : Names<Words<S>>;

/** What a sentence wants to be told: nothing, or one value for each placeholder. Numbers are written as the locale does. */
export type Parameters<S extends Sentence> = [ParameterNames<S>] extends [never]
  ? []
  : [parameters: { [N in ParameterNames<S>]: N extends 'count' ? number : string | number }];
