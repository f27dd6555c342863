import { expect } from 'chai';
import { type ChatSentences, chat as en } from './en/chat.ts';
import { createFormat } from './format.ts';
import { chat as fr } from './fr/chat.ts';
import { labels, languageOf } from './labels.ts';
import { loadSay } from './load.ts';
import { createSay } from './say.ts';

const NOW = Date.UTC(2026, 10, 26, 13, 2);
const HOUR = 3_600_000;
const options = { now: () => NOW, timeZone: 'Europe/Paris' };
/** `Intl` puts several kinds of spaces. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('say', () => {
  const say = createSay<ChatSentences>(en, 'en-GB', options);

  it('fills in what varies', () => {
    expect(say('event.joinedAfter', { name: 'Amélie', time: '40 s' })).to.equal('Amélie joined, 40 s after you wrote');
  });

  it('chooses the form for a count and writes numbers as the language does', () => {
    expect(say('status.before', { count: 1 })).to.equal('1 person before you');
    expect(say('status.before', { count: 1234 })).to.equal('1,234 people before you');
    const french = createSay<ChatSentences>(fr, 'fr', options);
    expect(french('log.jumpNew', { count: 0 })).to.equal('0 nouveau message');
  });

  it('leaves braces of a value alone', () => {
    expect(say('event.joined', { name: '{name}' })).to.equal('{name} joined');
  });

  it('ends a sentence with one full stop, also where a value ends with one', () => {
    const sentences = { 'x.length': 'It lasted {time}.' } as const;
    const short = createSay<typeof sentences>(sentences, 'el', options);
    expect(short('x.length', { time: '12 δευτ.' })).to.equal('It lasted 12 δευτ.');
    expect(short('x.length', { time: '12 s' })).to.equal('It lasted 12 s.');
  });

  it('keeps a value apart that runs in another direction than the sentence', async () => {
    expect(say('event.joinedAfter', { name: 'محمد', time: '40 s' })).to.equal(
      '\u2067محمد\u2069 joined, 40 s after you wrote',
    );
    const arabic = await loadSay('ar');
    expect(arabic('event.joined', { name: 'Amélie' })).to.include('\u2066Amélie\u2069');
    expect(arabic('log.jumpNew', { count: 12 })).to.not.include('\u2066');
    const nested = arabic('list.join', { first: arabic('log.day', { day: 'اليوم', time: '11:08' }), second: 'MP4' });
    expect(nested, 'a value that begins with a value').to.match(/^\u2067\u2067اليوم\u2069/);
  });

  it('speaks French when asked, and English for a language that is not there', async () => {
    expect((await loadSay('fr-CA'))('composer.send')).to.equal('Envoyer');
    expect((await loadSay('tlh'))('composer.send')).to.equal('Send');
  });
});

describe('a language', () => {
  const cases: [string, string | undefined][] = [
    ['fr-CA', 'fr'],
    ['FR', 'fr'],
    ['en-AU', 'en'],
    ['tlh', undefined],
  ];
  for (const [tag, language] of cases) {
    it(`for "${tag}" is ${language ?? 'not there'}`, () => {
      expect(languageOf(tag)).to.equal(language);
    });
  }
});

describe('dates, sizes and lengths', () => {
  const format = createFormat('en-GB', options);
  const french = createFormat('fr', options);

  it('gives local times', () => {
    expect(format.time(NOW)).to.equal('14:02');
  });

  it('says today and yesterday by the local calendar, then the weekday, then the date', () => {
    expect(format.day(NOW)).to.equal('Today');
    expect(format.day(NOW - 15 * HOUR)).to.equal('Yesterday');
    expect(format.day(NOW - 3 * 24 * HOUR)).to.equal('Monday');
    expect(format.day(NOW - 30 * 24 * HOUR)).to.equal('27 October');
    expect(format.day(NOW - 400 * 24 * HOUR)).to.equal('22 October 2025');
    expect(french.day(NOW)).to.equal('Aujourd’hui');
  });

  it('gives sizes and lengths in the units of the language', () => {
    expect(plain(format.bytes(188_416))).to.equal('184 kB');
    expect(plain(french.bytes(10 * 1024 * 1024))).to.equal('10 Mo');
    expect(plain(format.duration(40_900))).to.equal('40 s');
    expect(plain(format.duration(72_000))).to.equal('1 min 12 s');
    expect(plain(format.duration(2 * HOUR + 300_000))).to.equal('2 h 5 min');
  });

  it('says how long ago in few characters', () => {
    expect(format.ago(NOW - 5_000)).to.equal('now');
    expect(plain(format.ago(NOW - 120_000))).to.equal('2 min');
    expect(plain(format.ago(NOW - 3 * HOUR))).to.equal('3 h');
    expect(format.ago(NOW - 20 * HOUR)).to.equal('yesterday');
    expect(format.ago(NOW - 54 * 24 * HOUR)).to.equal('3 Oct');
  });
});

describe('in every language', () => {
  /** What `Intl` says where it doesn't know a language: then its dates and units are English. */
  const ENGLISH = /today|yesterday|monday|october|thursday|\bnow\b|\bday|\bsec\b|\bhr\b/i;

  for (const language of Object.keys(labels)) {
    it(`dates, sizes and lengths are told: ${language}`, () => {
      const format = createFormat(language, options);
      const told = [
        ...[0, 15, 72, 30 * 24, 400 * 24].map((hours) => format.day(NOW - hours * HOUR)),
        ...[5_000, 120_000, 3 * HOUR, 20 * HOUR, 54 * 24 * HOUR].map((past) => format.ago(NOW - past)),
        ...[0, 40_900, 72_000, 2 * HOUR + 300_000].map((length) => format.duration(length)),
        ...[0, 9_000, 10 * 1024 * 1024, 3 * 1024 ** 3].map((size) => format.bytes(size)),
        format.time(NOW),
        format.full(NOW),
        format.number(1234.5),
      ];
      for (const words of told) expect(words).to.match(/[\p{L}\p{N}]/u);
      if (!language.startsWith('en')) expect(told.filter((words) => ENGLISH.test(words))).to.deep.equal([]);
      // Digits as everywhere else on the page: those of Arabic come with a region that has them.
      expect(format.number(1234.5)).to.match(/^\d/);
      expect(format.dayKey(NOW)).to.equal('2026-11-26');
    });
  }

  it('begins a day with a capital letter of the language', () => {
    expect(createFormat('tr', options).day(NOW)).to.equal('Bugün');
    expect(createFormat('el', options).day(NOW)).to.equal('Σήμερα');
  });

  it('writes lengths in the letters of the language', () => {
    const told = (language: string) => plain(createFormat(language, options).duration(72_000));
    expect(['de', 'ar', 'he', 'ja', 'ko', 'uk'].map(told)).to.deep.equal([
      '1 min 12 s',
      '1 د 12 ث',
      '1 דק׳ 12 שנ׳',
      '1 分 12 秒',
      '1분 12초',
      '1 хв 12 с',
    ]);
  });

  it('has the clock of the country', () => {
    expect(plain(createFormat('en-US', options).time(NOW))).to.equal('2:02 PM');
    expect(plain(createFormat('ko', options).time(NOW))).to.equal('오후 2:02');
    expect(createFormat('de', options).time(NOW)).to.equal('14:02');
  });
});
