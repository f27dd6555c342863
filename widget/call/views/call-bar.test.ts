import { expect } from 'chai';
import { clearPage, drawn, findAll, get, words } from '../../conversation/testing/page.ts';
import { CALL_BEGIN, FakeCall } from '../testing/fake-call.ts';
import { allWords, announced, button, hasButton, showBar } from '../testing/show-call.ts';
import type { CallDeskView } from '../types.ts';

const incoming = (media: 'audio' | 'video' | 'screen', peer = 'Marta Nowak'): CallDeskView => ({
  kind: 'incoming',
  id: 'c1',
  media,
  peer,
  since: CALL_BEGIN,
  isLead: true,
});

afterEach(clearPage);

describe('the bar while it rings', () => {
  it('says who calls, and takes every answer', async () => {
    const { desk, element } = await showBar(incoming('video'));
    expect(allWords(element)).to.include('Marta Nowak').and.to.include('Video call');
    for (const name of ['Answer', 'Sound only', 'Look first', 'Decline']) button(element, name).click();
    expect(desk.asked).to.deep.equal(['answer video', 'answer audio', 'answer mirror', 'decline']);
  });

  it('answers a call without a picture by sound, or adds the picture', async () => {
    const { desk, element } = await showBar(incoming('screen'));
    expect(allWords(element)).to.include('Would like to show you a screen');
    button(element, 'Answer').click();
    button(element, 'With video').click();
    expect(desk.asked).to.deep.equal(['answer audio', 'answer video']);
  });

  it('is announced', async () => {
    const { element } = await showBar(incoming('audio'));
    expect(announced(element)).to.equal('Marta Nowak Calls you');
  });
});

describe('the bar of a call', () => {
  const call = (change = {}) => new FakeCall(change);

  it('shows name and time, mutes, opens and ends', async () => {
    const running = call();
    const { element, requests } = await showBar({ kind: 'call', call: running });
    expect(allWords(element)).to.include('Amélie').and.to.include('04:12');
    for (const name of ['Microphone', 'Open the call', 'End the call']) button(element, name).click();
    expect(running.asked).to.deep.equal(['microphone false', 'end']);
    expect(requests).to.deep.equal(['open-call']);
  });

  it('follows the call', async () => {
    const running = call();
    const { element } = await showBar({ kind: 'call', call: running });
    running.update({ phase: { kind: 'reconnecting', since: CALL_BEGIN, why: 'network', asks: false } });
    await drawn();
    expect(allWords(element)).to.include('Nothing comes through.');
    running.update({ phase: { kind: 'ended', why: 'hung_up', length: 1000 } });
    await drawn();
    expect(allWords(element)).to.include('Call ended');
    expect(hasButton(element, 'End the call')).to.equal(false);
  });

  it('brings a call here from another window', async () => {
    const elsewhere = { kind: 'elsewhere', id: 'c1', startedAt: CALL_BEGIN, peer: 'Amélie' } as const;
    const { element, requests } = await showBar(elsewhere);
    expect(allWords(element)).to.include('In another window').and.to.include('04:12');
    button(element, 'Continue here').click();
    expect(requests).to.deep.equal(['continue-here']);
  });

  it('is gone without a call', async () => {
    const { desk, element } = await showBar({ kind: 'call', call: call() });
    desk.set({ kind: 'none' });
    await drawn();
    expect(element.offsetHeight).to.be.at.most(1);
  });
});

describe('the bar fits into 320 pixels', () => {
  const states: Record<string, CallDeskView> = {
    'while it rings': incoming('video', 'Maximilian Featherstonehaugh-Wolfeschlegelstein'),
    'for a screen': incoming('screen'),
    'in another window': { kind: 'elsewhere', id: 'c1', startedAt: CALL_BEGIN, peer: 'Maximilian Featherstonehaugh' },
    'during a call': { kind: 'call', call: new FakeCall({ phase: { kind: 'away', until: CALL_BEGIN + 300_000 } }) },
  };
  for (const locale of ['en', 'fr']) {
    for (const [name, state] of Object.entries(states)) {
      it(`${name}, ${locale}`, async () => {
        const { element } = await showBar(state, { locale });
        const edge = element.getBoundingClientRect();
        expect(edge.width).to.equal(320);
        for (const each of findAll(element, 'button')) {
          const box = each.getBoundingClientRect();
          expect(box.right, words(each)).to.be.at.most(edge.right);
          expect(each.scrollWidth, words(each)).to.be.at.most(each.clientWidth);
          expect(box.height).to.be.at.least(44);
        }
        expect(get(element, '.who').getBoundingClientRect().width).to.be.at.least(60);
      });
    }
  }
});
