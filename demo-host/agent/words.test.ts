import { expect } from 'chai';
import { LANGUAGES, loadConsoleSay, localeFor } from './console-say.ts';
import { contextLines } from './context-words.ts';
import { readDevice } from './device.ts';
import { languageName, nameOf } from './people.ts';
import { card } from './test-fixtures.ts';
import { createTicker } from './ticker.ts';
import { ageOf } from './waiting.ts';

const say = await loadConsoleSay('en');

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('a browser’s description of itself', () => {
  const cases: [string, string, string][] = [
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${WEBKIT} Version/18.5 Safari/604.1`, 'iPhone', 'Safari'],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${WEBKIT} CriOS/140.0 Safari/604.1`, 'iPhone', 'Chrome'],
    ['Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0 Mobile Safari/537.36', 'Android phone', 'Chrome'],
    ['Mozilla/5.0 (Linux; Android 15; SM-X710) Chrome/140.0 Safari/537.36', 'Android tablet', 'Chrome'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0', 'Windows', 'Edge'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.5 Safari/605.1.15`, 'Mac', 'Safari'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Linux', 'Firefox'],
  ];
  for (const [userAgent, device, browser] of cases) {
    it(`is read as "${device}, ${browser}"`, () => {
      expect(readDevice(userAgent)).to.deep.equal({ device, browser });
    });
  }

  it('that nobody knows is left open', () => {
    expect(readDevice('curl/8')).to.deep.equal({ device: null, browser: null });
  });
});

describe('the page’s context', () => {
  it('is told in words: known keys by a sentence, others spelled out', () => {
    const lines = contextLines(say, {
      pickUp: 'Lyon LYS',
      deskOpenUntil: '23:00',
      extras: ['driver', 'seat'],
      agency: { city: 'Lyon', open: true },
      empty: '',
      gone: null,
    });
    expect(lines.map(({ label, text }) => [label, text])).to.deep.equal([
      ['Pick-up', 'Lyon LYS'],
      ['Desk open until', '23:00'],
      ['Extras', 'driver, seat'],
      ['Agency', 'City: Lyon · Open: true'],
    ]);
  });
});

describe('a customer’s name', () => {
  it('is the verified one, else what was said, else a number', () => {
    const known = { name: 'Marta Nowak', email: '', context: {} };
    expect(nameOf(say, card('Marta N.', { verified: known }))).to.equal('Marta Nowak');
    expect(nameOf(say, card('Marta N.'))).to.equal('Marta N.');
    expect(nameOf(say, card(''))).to.equal('Visitor 8241');
  });
});

describe('a language', () => {
  it('is named in the agent’s own', () => {
    expect(languageName('pl', 'fr-FR')).to.equal('Polonais');
    expect(languageName('not a tag', 'en-GB')).to.equal('not a tag');
  });

  it('is the first of the browser’s that the console speaks', () => {
    expect(localeFor(['tlh', 'fr-CA', 'en'])).to.equal('fr-CA');
    expect(localeFor(['tlh'])).to.equal('en');
  });

  it('stands in the switch with its own name', () => {
    expect(LANGUAGES).to.deep.include({ language: 'fr', name: 'français' });
  });
});

describe('a wait', () => {
  it('is noticed after one minute and long after three', () => {
    expect([59_999, 60_000, 179_999, 180_000].map(ageOf)).to.deep.equal(['fresh', 'noticed', 'noticed', 'long']);
  });
});

describe('the shared clock', () => {
  it('runs only while somebody looks', () => {
    let running = 0;
    let tick = () => {};
    const ticker = createTicker(
      () => 42,
      (_ms, call) => {
        running += 1;
        tick = call;
        return () => {
          running -= 1;
        };
      },
    );
    const seen: number[] = [];
    const stops = [1, 2].map((who) => ticker.subscribe(() => seen.push(who)));
    tick();
    expect([running, seen]).to.deep.equal([1, [1, 2]]);
    for (const stop of stops) stop();
    expect(running).to.equal(0);
  });
});
