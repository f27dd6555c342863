import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf } from '../widget/locales/directions.ts';
import { labels } from '../widget/locales/labels.ts';
import { compare, pluralForms, unused } from './languages.ts';

const english = { chat: { greet: 'Hello {name}', left: { one: '{count} left', other: '{count} left' } } };

test('a dictionary that says the same is fine', () => {
  const french = { chat: { greet: 'Bonjour {name}', left: { one: '{count} restant', other: '{count} restants' } } };
  assert.deepEqual(compare('fr', english, french), []);
});

test('what is missing, or unknown in English, is named', () => {
  const [missing, unknown] = compare('fr', english, { chat: { left: english.chat.left, extra: 'Plus' } });
  assert.match(missing ?? '', /fr\/chat\.ts: greet is missing/);
  assert.match(unknown ?? '', /extra is unknown in English/);
});

test('placeholders must be equal', () => {
  const problems = compare('de', english, { chat: { greet: 'Hallo {nome}', left: english.chat.left } });
  assert.equal(problems.length, 2);
  assert.match(problems.join(), /says nothing of \{name\}.*has a \{nome\}/s);
});

test('plural forms are those of the language', () => {
  assert.deepEqual([...pluralForms('ar')].sort(), ['few', 'many', 'one', 'other', 'two', 'zero']);
  assert.deepEqual([...pluralForms('fr')].sort(), ['one', 'other']);
  const polish = { chat: { greet: 'Cześć {name}', left: english.chat.left } };
  assert.match(compare('pl', english, polish).join(), /no form "many".*no form "few"/s);
  const japanese = { chat: { greet: '{name}さん', left: english.chat.left } };
  assert.match(compare('ja', english, japanese).join(), /a form "one", which the language hasn't/);
});

test('a sentence that nothing says is named; keys may be written out or begin as written', () => {
  const keys = { chat: { 'reason.busy': '', 'live.title': '', 'action.go': '', 'action.stay': '' } };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code that is read
  const code = 'say(`reason.${why}`); say(`${what}.title`); say("action.go")';
  assert.deepEqual(unused(keys, code), ['widget/locales/en/chat.ts: nothing says action.stay']);
});

test('each language goes in the direction in which it is written', () => {
  for (const language of Object.keys(labels)) {
    const locale = new Intl.Locale(language) as Intl.Locale & { getTextInfo(): { direction: string } };
    assert.equal(directionOf(language), locale.getTextInfo().direction, language);
  }
});
