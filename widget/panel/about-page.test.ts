import { expect } from 'chai';
import { AboutTold } from '../session/about.ts';
import { YcywSupport } from '../ycyw-support.ts';
import { aboutPage } from './about-page.ts';

if (customElements.get('ycyw-support') === undefined) customElements.define('ycyw-support', YcywSupport);

describe('what the page says of itself', () => {
  it('is told as text, whatever a framework has set the properties to', () => {
    const support = document.createElement('ycyw-support');
    Object.assign(support, { locale: 7, topic: 48213, userName: 12, userEmail: null });
    const { locale, topic, name, email } = new AboutTold(() => aboutPage(support)).tell();
    expect([typeof locale, topic, name, email]).to.deep.equal(['string', '48213', '12', undefined]);
    Object.assign(support, { topic: undefined, userName: undefined });
    expect(new AboutTold(() => aboutPage(support)).tell().topic).to.equal('');
  });
});
