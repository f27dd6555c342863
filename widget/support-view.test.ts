import { expect } from 'chai';
import { words } from './conversation/testing/page.ts';
import { loadSentences } from './locales/load-sentences.ts';
import { type Content, SupportView } from './support-view.ts';

function drawn(content: Content, locale = 'fr'): SupportView {
  const view = new SupportView({ show: () => {}, hide: () => {}, retry: () => {} });
  view.draw({ open: true, launcher: true, unread: 0, locale, content });
  return view;
}

describe('the frame while the panel isn’t there', () => {
  it('says in words that it is coming, as soon as there are words', async () => {
    const spoken = await loadSentences('chat', 'fr');
    expect(words(drawn({ kind: 'loading', spoken: null }).frame)).to.equal('');
    expect(words(drawn({ kind: 'loading', spoken }).frame)).to.equal('Ouverture du chat…');
  });

  it('says that it didn’t come in the language, else in English and marked so', async () => {
    const spoken = await loadSentences('chat', 'fr');
    expect(words(drawn({ kind: 'failed', spoken }).frame)).to.match(/^Le chat n’a pas pu.*Réessayer/);
    const { frame } = drawn({ kind: 'failed', spoken: null });
    expect(words(frame)).to.match(/^The chat could not be loaded.*Try again/);
    expect(frame.querySelector('[role=alert]')?.getAttribute('lang')).to.equal('en');
  });
});
