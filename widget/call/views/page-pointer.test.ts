import { expect } from 'chai';
import { drawn, words } from '../../conversation/testing/page.ts';
import { FakeCall, FakeDesk } from '../testing/fake-call.ts';
import { followPointer } from './page-pointer.ts';

const THIS_TAB = { kind: 'on', surface: 'browser', isThisTab: true, sound: false } as const;
const dot = () => document.querySelector<HTMLElement>('ycyw-page-pointer');
const isShown = () => dot()?.checkVisibility() ?? false;

let stop = () => {};
afterEach(() => stop());

async function follow(call: FakeCall) {
  const desk = new FakeDesk({ kind: 'call', call });
  stop = followPointer(desk);
  await drawn();
  return desk;
}

describe('the other side’s pointer on this page', () => {
  it('stands where it points, with the name, above everything and in nobody’s way', async () => {
    const call = new FakeCall({ screen: THIS_TAB });
    await follow(call);
    expect(isShown()).to.equal(false);
    call.update({ pointer: { x: 0.5, y: 0.25 } });
    await drawn();
    await Promise.all(
      dot()
        ?.getAnimations()
        .map(({ finished }) => finished) ?? [],
    );
    expect(isShown() && dot()?.matches(':popover-open')).to.equal(true);
    const box = dot()?.getBoundingClientRect();
    expect(box?.left).to.be.closeTo(innerWidth / 2, 2);
    expect(box?.top).to.be.closeTo(innerHeight / 4, 2);
    expect(words(dot()?.shadowRoot?.querySelector('span') ?? null)).to.equal('Amélie');
    expect(document.elementFromPoint(innerWidth / 2 + 2, innerHeight / 4 + 2)).not.to.equal(dot());
  });

  it('goes when the other side stops pointing, the share ends, or the call is over', async () => {
    const call = new FakeCall({ screen: THIS_TAB, pointer: { x: 0, y: 0 } });
    const desk = await follow(call);
    expect(isShown()).to.equal(true);
    call.update({ pointer: null });
    expect(isShown()).to.equal(false);
    call.update({ pointer: { x: 0, y: 0 } });
    call.update({ screen: { kind: 'off' } });
    expect(isShown()).to.equal(false);
    call.update({ screen: THIS_TAB });
    desk.set({ kind: 'none' });
    expect(isShown()).to.equal(false);
  });

  it('isn’t on this page when something else is shown', async () => {
    await follow(new FakeCall({ screen: { ...THIS_TAB, isThisTab: false }, pointer: { x: 0, y: 0 } }));
    expect(isShown()).to.equal(false);
  });

  it('leaves nothing behind', async () => {
    const call = new FakeCall({ screen: THIS_TAB });
    await follow(call);
    stop();
    call.update({ pointer: { x: 0, y: 0 } });
    expect(dot()).to.equal(null);
  });
});
