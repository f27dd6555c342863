/**
 * The languages, as a rollup plugin. Every dictionary is checked against the English one before anything is built: none
 * missing, none unused, the same placeholders, the plural forms that the language has. What is loaded is one small file
 * for each part in each language; their names share one hash, so that the code needs no list of them.
 */
import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import type { Plugin } from 'rollup';
import type { Dictionary, Sentence } from '../widget/locales/dictionary.ts';
import { labels } from '../widget/locales/labels.ts';

const PARTS = ['chat', 'call', 'recorder', 'console'] as const;
export type Part = (typeof PARTS)[number];
/** By part. */
export type Dictionaries = Record<string, Dictionary>;

const LOCALES = new URL('../widget/locales/', import.meta.url);
const ORIGINAL = 'en';

/** How many counts are tried for the plural forms that a language needs. Above them come only those for millions. */
const COUNTS = 1000;

export function pluralForms(language: string): Set<string> {
  const rules = new Intl.PluralRules(language);
  return new Set(['other', ...Array.from({ length: COUNTS }, (_, count) => rules.select(count))]);
}

const formsOf = (sentence: Sentence): Record<string, string> =>
  typeof sentence === 'string' ? { other: sentence } : sentence;

const placeholders = (words: string): Set<string> => new Set(words.match(/\{\w+\}/g));

/** A form that stands for a few counts may say them in a word. */
const maySkipCount = (form: string): boolean => form === 'zero' || form === 'one' || form === 'two';

function problemsOf(name: string, language: string, original: Sentence, sentence: Sentence | undefined): string[] {
  if (sentence === undefined) return [`${name} is missing`];
  if (typeof sentence !== typeof original)
    return [`${name} must be ${typeof original === 'string' ? 'one sentence' : 'plural forms'}`];
  const forms = formsOf(sentence);
  const wanted = placeholders(formsOf(original).other ?? '');
  const problems: string[] = [];
  if (typeof sentence !== 'string') {
    const needed = pluralForms(language);
    for (const form of needed.difference(new Set(Object.keys(forms)))) problems.push(`${name} has no form "${form}"`);
    for (const form of new Set(Object.keys(forms)).difference(needed))
      problems.push(`${name} has a form "${form}", which the language hasn't`);
  }
  for (const [form, words] of Object.entries(forms)) {
    if (words.trim() === '') problems.push(`${name} says nothing`);
    const given = placeholders(words);
    const may = typeof sentence !== 'string' && maySkipCount(form) ? new Set(['{count}']) : new Set<string>();
    for (const placeholder of wanted.difference(given).difference(may))
      problems.push(`${name} says nothing of ${placeholder}`);
    for (const placeholder of given.difference(wanted))
      problems.push(`${name} has a ${placeholder}, which nobody fills`);
  }
  return problems;
}

/** What differs from the original. @param of the language's own dictionaries */
export function compare(language: string, original: Dictionaries, of: Dictionaries): string[] {
  return Object.entries(original).flatMap(([part, sentences]) => {
    const own = of[part] ?? {};
    const names = new Set([...Object.keys(sentences), ...Object.keys(own)]);
    return [...names].flatMap((key) => {
      const sentence = sentences[key];
      const name = `widget/locales/${language}/${part}.ts: ${key}`;
      return sentence === undefined
        ? [`${name} is unknown in English`]
        : problemsOf(name, language, sentence, own[key]);
    });
  });
}

/**
 * What no line of the code says. A key is written out, or its begin or its end is, with something in braces beside it.
 * @param code all of it
 */
export function unused(original: Dictionaries, code: string): string[] {
  const written = new Set([...code.matchAll(/['"]([\w.]+)['"]/g)].map(([, key = '']) => key));
  const begins = [...code.matchAll(/`(\w[\w.]*[._])\$\{/g)].map(([, begin = '']) => begin);
  const ends = [...code.matchAll(/`\$\{[^{}`]*\}(\.\w+)`/g)].map(([, end = '']) => end);
  const isSaid = (key: string) =>
    written.has(key) || begins.some((begin) => key.startsWith(begin)) || ends.some((end) => key.endsWith(end));
  return Object.entries(original).flatMap(([part, sentences]) =>
    Object.keys(sentences)
      .filter((key) => !isSaid(key))
      .map((key) => `widget/locales/${ORIGINAL}/${part}.ts: nothing says ${key}`),
  );
}

async function read(language: string): Promise<Dictionaries> {
  const read = async (part: Part) => {
    const module: Record<string, Dictionary> = await import(new URL(`${language}/${part}.ts`, LOCALES).href);
    return [part, module[part] ?? {}] as const;
  };
  return Object.fromEntries(await Promise.all(PARTS.map(read)));
}

type Languages = Map<string, Dictionaries>;

async function readAll(): Promise<Languages> {
  const names = Object.keys(labels);
  const all = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
  const original = all.get(ORIGINAL) ?? {};
  const files = globSync('{widget,demo-host}/**/*.ts', {
    exclude: ['widget/locales/*/*', '**/*.test.ts', '**/journeys/**'],
  });
  const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const folders = readdirSync(LOCALES, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  );
  const missing = folders.filter((name) => !names.includes(name));
  const problems = [
    ...missing.map((name) => `widget/locales/${name} has no word on the launcher in widget/locales/labels.ts`),
    ...[...all].flatMap(([name, of]) => compare(name, original, of)),
    ...unused(original, code),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return all;
}

/** Read once, however many bundles there are. */
let languagesRead: Promise<Languages> | undefined;

/** What `load-sentences.ts` imports. */
const IMPORT = /import\(`\.\/\$\{(\w+)\}\/\$\{(\w+)\}\.ts`\)/;
const PLACE = './__sentences__/';
const HASH = '__hash__';
const CHUNKS = 'chunks';

/** Told to agents only: customers needn't load it. */
const AGENTS_ONLY =
  /^(agent\.|composer\.note$|composer\.placeholderNote$|file\.notInNote$|reason\.not_assigned$|log\.customer$)/;

type Audience = 'customers' | 'agents';

const sentencesFor = (to: Audience, sentences: Dictionary): Dictionary =>
  Object.fromEntries(Object.entries(sentences).filter(([key]) => to === 'agents' || !AGENTS_ONLY.test(key)));

/** The files of a bundle by their names, in which a hash of them all stands: what is kept for good must never change. */
async function filesFor(parts: readonly Part[], to: Audience): Promise<{ hash: string; files: Map<string, string> }> {
  languagesRead ??= readAll();
  const files = new Map<string, string>();
  for (const [language, dictionaries] of await languagesRead) {
    for (const part of parts) {
      const sentences = sentencesFor(to, dictionaries[part] ?? {});
      files.set(`${part}.${language}`, `export const ${part}=${JSON.stringify(sentences)};`);
    }
  }
  const hash = createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('base64url')
    .slice(0, 8);
  return { hash, files };
}

/**
 * @param parts what the bundle speaks of
 * @param to whom
 */
export function languages(parts: readonly Part[], to: Audience): Plugin {
  return {
    name: 'languages',
    async buildStart() {
      const { hash, files } = await filesFor(parts, to);
      for (const [name, source] of files) {
        this.emitFile({ type: 'asset', name: `${name}.js`, fileName: `${CHUNKS}/${name}-${hash}.js`, source });
      }
    },
    transform(code, id) {
      if (!id.endsWith('/load-sentences.ts')) return null;
      if (!IMPORT.test(code))
        throw new Error(`${id} no longer imports the dictionaries in the form that the build knows.`);
      return {
        code: code.replace(IMPORT, (_, language, part) => `import(\`${PLACE}\${${part}}.\${${language}}-${HASH}.js\`)`),
        map: null,
      };
    },
    async renderChunk(code, { fileName }) {
      if (!code.includes(PLACE)) return null;
      const { hash } = await filesFor(parts, to);
      const path = posix.relative(dirname(fileName), CHUNKS);
      return { code: code.replaceAll(PLACE, path === '' ? './' : `./${path}/`).replaceAll(HASH, hash), map: null };
    },
  };
}
