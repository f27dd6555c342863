import { expect } from 'chai';
import { render } from 'lit';
import './message-list.ts';
import { AMELIE, Log } from './testing/events.ts';
import { FakeConversation, viewOf } from './testing/fake-conversation.ts';
import { clearPage, drawn, eventually, findAll, get, show, testSay } from './testing/page.ts';
import { linked } from './text.ts';

const isFetched = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('link-finder'));

async function addressesIn(text: string): Promise<(string | null)[]> {
  const box = document.createElement('div');
  render(linked(text), box);
  await drawn();
  return [...box.querySelectorAll('a')].map((link) => link.getAttribute('href'));
}

afterEach(clearPage);

// In this order: what finds addresses comes once for the whole page.
describe('what finds addresses', () => {
  it('is not fetched for everyday words', async () => {
    for (const text of ['Hello.', 'Is it ready? Yes: it is…', 'At 10 o’clock.\nThank you']) linked(text);
    await drawn();
    expect(isFetched()).to.equal(false);
  });

  it('is fetched with the first address, while the same words stand in the same place', async () => {
    const list = document.createElement('ycyw-message-list');
    const store = new FakeConversation(viewOf(new Log().says(AMELIE, 'The way: www.ycyw.fr/lyon'), 'customer'));
    Object.assign(list, { store, say: await testSay(), peer: 'Support' });
    show(list);
    await list.updateComplete;
    const bubble = get(list, '.bubble');
    const before = bubble.getBoundingClientRect();
    expect(bubble.textContent).to.equal('The way: www.ycyw.fr/lyon');
    expect(findAll(bubble, 'a')).to.deep.equal([]);
    await eventually(() => findAll(bubble, 'a').length === 1);
    expect(bubble.textContent).to.equal('The way: www.ycyw.fr/lyon');
    expect(bubble.getBoundingClientRect()).to.deep.equal(before);
  });

  it('is asked about everything in which it finds one', async () => {
    const { findLinks } = await import('./link-finder.ts');
    for (const text of [
      'ycyw.fr',
      'http://x',
      'a@b.fr',
      'mailto:a@b',
      'пример.рф',
      'See:\nycyw.fr',
      '(www.ycyw.fr)…',
    ]) {
      expect(findLinks(text), text).not.to.have.length(0);
      expect(await addressesIn(text), text).to.have.length(findLinks(text).length);
    }
  });
});
