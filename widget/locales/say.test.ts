import { expect } from 'chai';
import { type ChatSentences, chat as en } from './en/chat.ts';
import { createFormat } from './format.ts';
import { chat as fr } from './fr/chat.ts';
import { languageOf } from './labels.ts';
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
