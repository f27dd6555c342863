/** Colours for code samples, made when the page is built: a few words, strings and comments, no parser. */
import { escaped, type Html, raw } from './html.ts';

export type Language = 'html' | 'js' | 'ts' | 'tsx' | 'vue' | 'css' | 'php' | 'java' | 'csharp' | 'sh' | 'text';

type Kind = 'comment' | 'string' | 'keyword' | 'tag' | 'name' | 'number';
type Rule = readonly [Kind, RegExp];

const STRINGS: Rule = ['string', /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/y];
const COMMENTS: Rule = ['comment', /\/\*[\s\S]*?\*\/|(?<![:\w])\/\/[^\n]*/y];
const NUMBERS: Rule = ['number', /\b\d[\d_.]*\b/y];
const words = (list: string): Rule => ['keyword', new RegExp(`\\b(?:${list.replaceAll(' ', '|')})\\b`, 'y')];

const SCRIPT: readonly Rule[] = [
  COMMENTS,
  STRINGS,
  words(
    'import export from const let function return async await new if else throw type interface class extends true false null undefined typeof default process for of',
  ),
  NUMBERS,
];
/** Tags and attributes; what stands between them is text. */
const MARKUP: readonly Rule[] = [
  ['comment', /<!--[\s\S]*?-->/y],
  ['tag', /<\/?[a-z][\w-]*|(?<=["\w\s}])\/?>/y],
  ['string', /(?<==)"[^"]*"/y],
  ['name', /(?<=\s)[@:([]?[a-z][\w:.-]*[)\]]?(?==)/y],
];

const RULES: Record<Language, readonly Rule[]> = {
  html: [...MARKUP, ...SCRIPT.slice(1, 3)],
  vue: [...MARKUP, ...SCRIPT],
  tsx: [...MARKUP.slice(1), ...SCRIPT],
  js: SCRIPT,
  ts: SCRIPT,
  css: [COMMENTS, ['name', /--[\w-]+|[a-z-]+(?=:\s)/y], ['number', /#[\da-f]{3,8}\b|\b\d[\w.%]*/y], STRINGS],
  php: [
    COMMENTS,
    STRINGS,
    words('function return array string int use namespace declare new throw if null true false fn static'),
    ['name', /\$\w+/y],
    NUMBERS,
  ],
  java: [
    COMMENTS,
    STRINGS,
    words('package import public private static final class return new String throws null true false var record'),
    NUMBERS,
  ],
  csharp: [
    COMMENTS,
    STRINGS,
    words('using namespace public private static class return new string object var byte null true false this'),
    NUMBERS,
  ],
  sh: [['comment', /(?:^|(?<=\s))#[^\n]*/y], STRINGS, words('npm npx curl openssl export')],
  text: [],
};

/** What stands for the service in samples. The page puts its own address there. */
const ADDRESSES: readonly (readonly [string, string])[] = [
  ['https://support.example.com', 'origin'],
  ['wss://support.example.com', 'socket'],
];

function withAddresses(markup: string): string {
  return ADDRESSES.reduce(
    (text, [address, part]) => text.replaceAll(address, `<span data-service="${part}">${address}</span>`),
    markup,
  );
}

export function highlight(code: string, language: Language): Html {
  let markup = '';
  let plain = '';
  const flush = () => {
    markup += escaped(plain);
    plain = '';
  };
  for (let at = 0; at < code.length; ) {
    const hit = firstHit(code, at, RULES[language]);
    if (hit === null) {
      plain += code[at];
      at += 1;
      continue;
    }
    flush();
    markup += `<span class="${hit.kind}">${escaped(hit.text)}</span>`;
    at += hit.text.length;
  }
  flush();
  return raw(withAddresses(markup));
}

function firstHit(code: string, at: number, rules: readonly Rule[]): { kind: Kind; text: string } | null {
  for (const [kind, pattern] of rules) {
    pattern.lastIndex = at;
    const text = pattern.exec(code)?.[0];
    if (text) return { kind, text };
  }
  return null;
}
