import { expect } from 'chai';
import { clearPage, drawn, finishAnimations, get, press } from '../../conversation/testing/page.ts';
import { endStreams, paintedStream } from '../testing/painted-stream.ts';
import { showCall } from '../testing/show-call.ts';
import type { OwnPicture } from './own-picture.ts';

afterEach(clearPage);
afterEach(endStreams);

async function ownPicture() {
  const shown = await showCall({ ownCamera: paintedStream({ width: 48, height: 64 }) });
  const own = get<OwnPicture>(shown.element, 'ycyw-own-picture');
  // A pointer that was made by script can't be captured.
  own.setPointerCapture = () => {};
  const drag = (dx: number, dy: number) => {
    const box = own.getBoundingClientRect();
    const send = (type: string, x: number, y: number) =>
      own.dispatchEvent(
        new PointerEvent(type, { pointerId: 7, button: 0, clientX: box.left + x, clientY: box.top + y, bubbles: true }),
      );
    send('pointerdown', 10, 10);
    send('pointermove', 10 + dx, 10 + dy);
    const during = own.getBoundingClientRect();
    send('pointerup', 10 + dx, 10 + dy);
    return { moved: [during.left - box.left, during.top - box.top] };
  };
  const settled = async () => {
    await drawn();
    finishAnimations(shown.element);
    return [own.x, own.y];
  };
  return { ...shown, own, drag, settled };
}

describe('the own picture', () => {
  it('follows the finger, and falls into the nearest corner', async () => {
    const { own, element, drag, settled } = await ownPicture();
    expect(drag(-250, -20).moved).to.deep.equal([-250, -20]);
    expect(await settled()).to.deep.equal(['start', 'bottom']);
    expect(own.getBoundingClientRect().left - element.getBoundingClientRect().left).to.be.closeTo(12, 1);
    drag(10, -400);
    expect(await settled()).to.deep.equal(['start', 'top']);
  });

  it('goes back where it was when it was moved a little', async () => {
    const { drag, settled } = await ownPicture();
    drag(-30, -30);
    expect(await settled()).to.deep.equal(['end', 'bottom']);
  });

  it('begins at the other side, and goes where an arrow key points, where lines are read from right to left', async () => {
    const { own, element, settled } = await ownPicture();
    element.dir = 'rtl';
    const isLeft = () => own.getBoundingClientRect().left - element.getBoundingClientRect().left < 20;
    expect([own.x, isLeft()]).to.deep.equal(['end', true]);
    press(own, 'ArrowRight');
    expect(await settled()).to.deep.equal(['start', 'bottom']);
    expect(isLeft()).to.equal(false);
    press(own, 'ArrowLeft');
    expect(await settled()).to.deep.equal(['end', 'bottom']);
  });

  it('goes from corner to corner by the arrow keys', async () => {
    const { own, settled } = await ownPicture();
    expect([own.tabIndex, own.ariaLabel]).to.deep.equal([0, 'Your picture. Arrow keys move it.']);
    press(own, 'ArrowUp');
    press(own, 'ArrowLeft');
    expect(await settled()).to.deep.equal(['start', 'top']);
    press(own, 'ArrowDown');
    expect(await settled()).to.deep.equal(['start', 'bottom']);
  });

  it('stays where it is when the call changes', async () => {
    const { own, call, settled } = await ownPicture();
    press(own, 'ArrowLeft');
    call.update({ step: 'smaller' });
    expect(await settled()).to.deep.equal(['start', 'bottom']);
  });

  it('stands clear of the controls in every corner', async () => {
    const { own, element, settled } = await ownPicture();
    await settled();
    const controls = get(element, '.controls').getBoundingClientRect();
    expect(own.getBoundingClientRect().bottom).to.be.at.most(controls.top);
    press(own, 'ArrowUp');
    await settled();
    expect(own.getBoundingClientRect().top).to.be.at.least(get(element, '.chip').getBoundingClientRect().bottom);
  });

  it('is mirrored, but for the back camera', async () => {
    const { call, element } = await ownPicture();
    const flipped = () => getComputedStyle(get(element, '.tile video')).transform !== 'none';
    expect(flipped()).to.equal(true);
    call.update({ isMirrored: false });
    await drawn();
    expect(flipped()).to.equal(false);
  });
});
