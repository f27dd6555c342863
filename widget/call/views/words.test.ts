import { expect } from 'chai';
import { testSay } from '../../conversation/testing/page.ts';
import { loadCallSay } from '../../locales/load-call.ts';
import type { DeviceReason } from '../types.ts';
import { browserOf, sayDevice } from './words.ts';

const REASONS = Object.keys({
  denied: 1,
  dismissed: 1,
  denied_by_system: 1,
  policy: 1,
  insecure: 1,
  missing: 1,
  in_use: 1,
  unsupported: 1,
  failed: 1,
} satisfies Record<DeviceReason, 1>) as DeviceReason[];

describe('why a device can’t be had', () => {
  for (const locale of ['en', 'fr']) {
    it(`has a sentence of its own for each reason, ${locale}`, async () => {
      const say = await loadCallSay(await testSay(locale));
      for (const source of ['camera', 'microphone', 'screen'] as const) {
        const sentences = REASONS.map((reason) => sayDevice(say, source, reason, 'chrome'));
        expect(new Set(sentences).size).to.equal(REASONS.length);
        expect(sentences.join(' ')).not.to.match(/[{}]|undefined/);
      }
    });
  }

  it('names the way to the settings of each browser', async () => {
    const say = await loadCallSay(await testSay());
    const browsers = ['chrome', 'firefox', 'safari', 'other'] as const;
    expect(new Set(browsers.map((browser) => sayDevice(say, 'camera', 'denied', browser))).size).to.equal(4);
  });
});

describe('the browser is known by what it says of itself', () => {
  const agents = {
    chrome: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    safari: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Version/18.4 Safari/604.1',
    other: 'Lynx/2.9.2',
  };
  for (const [browser, agent] of Object.entries(agents)) {
    it(browser, () => {
      expect(browserOf(agent)).to.equal(browser);
    });
  }

  it('also where it is another one than Safari on an iPhone', () => {
    const chrome =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Safari/604.1';
    expect(browserOf(chrome)).to.equal('other');
  });
});

describe('the sentences around a call', () => {
  it('are English where a language isn’t spoken, and tell refusals in the chat’s words', async () => {
    const say = await loadCallSay(await testSay('tlh'));
    expect(say('bar.answer')).to.equal('Answer');
    expect(say.reason('busy')).to.equal('There is a call already.');
    const french = await loadCallSay(await testSay('fr-CA'));
    expect([french('bar.answer'), french.reason('busy')]).to.deep.equal(['Répondre', 'Un appel est déjà en cours.']);
  });
});
