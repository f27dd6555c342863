import { expect } from 'chai';
import { clearPage, drawn, find, get } from '../../conversation/testing/page.ts';
import { button, showCall } from '../testing/show-call.ts';

const SECONDS = 1000;
const isFaded = (element: Element) => find(element, '.faded') !== null;
const move = (element: Element) => get(element, 'ycyw-call-stage').dispatchEvent(new PointerEvent('pointermove'));
const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches;

afterEach(clearPage);

describe('the controls of a call', () => {
  it('fade after three seconds without movement, and come back with it', async () => {
    const { element, clock } = await showCall();
    await clock.advance(2.9 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(false);
    await clock.advance(0.2 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(!reduced);
    move(element);
    await drawn();
    expect(isFaded(element)).to.equal(false);
  });

  it('stay as long as the pointer moves', async () => {
    const { element, clock } = await showCall();
    for (let second = 0; second < 6; second++) {
      move(element);
      await clock.advance(SECONDS);
    }
    await drawn();
    expect(isFaded(element)).to.equal(false);
  });

  it('never fade while one of them has the focus', async () => {
    const { element, clock } = await showCall();
    button(element, 'Camera').focus();
    await clock.advance(10 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(false);
    button(element, 'Camera').blur();
    await clock.advance(4 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(!reduced);
  });

  it('never fade under a person who uses the keyboard', async () => {
    const { element, clock } = await showCall();
    get(element, '.stage').dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, composed: true }));
    await clock.advance(10 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(false);
  });

  it('stay for a hint, and come back for one', async () => {
    const { call, element, clock } = await showCall({ hint: 'muted_speaking' });
    await clock.advance(10 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(false);
    call.update({ hint: null });
    await clock.advance(4 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(!reduced);
    call.update({ hint: 'muted_speaking' });
    await drawn();
    expect(isFaded(element)).to.equal(false);
  });

  it('stay while the menu is open', async () => {
    const { element, clock } = await showCall();
    button(element, 'More').click();
    await drawn();
    await clock.advance(10 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(false);
  });

  it('stay as long as nobody is connected', async () => {
    const { element, clock } = await showCall({ phase: { kind: 'connecting' } });
    await clock.advance(10 * SECONDS);
    await drawn();
    expect(isFaded(element)).to.equal(false);
  });

  it('leave no timer behind', async () => {
    const { element, clock } = await showCall();
    element.remove();
    expect(clock.waiting).to.equal(0);
  });
});

describe('the time of a call', () => {
  it('goes on by the second', async () => {
    const { element, clock } = await showCall();
    const time = () => get(element, 'ycyw-call-time').shadowRoot?.textContent?.trim();
    expect(time()).to.equal('04:12');
    await clock.advance(SECONDS);
    await drawn();
    expect(time()).to.equal('04:13');
    await clock.advance(3600 * SECONDS);
    await drawn();
    expect(time()).to.equal('1:04:13');
  });
});
