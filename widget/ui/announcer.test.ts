import { expect } from 'chai';
import { clearPage, drawn, get, show, words } from '../conversation/testing/page.ts';
import './announcer.ts';

afterEach(clearPage);

describe('the announcer', () => {
  it('has its region in the page before the first words, and says the latest', async () => {
    const announcer = document.createElement('ycyw-announcer');
    show(announcer);
    announcer.announce('Calling…');
    announcer.announce('Ringing…');
    await announcer.updateComplete;
    expect(words(get(announcer, '[role=status]'))).to.equal('');
    await drawn();
    expect(words(get(announcer, '[role=status]'))).to.equal('Ringing…');
  });

  it('says the same words twice when they are news twice', async () => {
    const announcer = document.createElement('ycyw-announcer');
    show(announcer);
    await drawn();
    const region = get(announcer, '[role=status]');
    announcer.announce('Sent');
    await drawn();
    const first = region.textContent;
    announcer.announce('Sent');
    await drawn();
    expect(region.textContent).not.to.equal(first);
  });
});
