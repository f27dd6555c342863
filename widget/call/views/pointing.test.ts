import { expect } from 'chai';
import { clearPage, eventually, get } from '../../conversation/testing/page.ts';
import { virtualClock } from '../../session/testing/virtual-clock.ts';
import { endStreams, paintedStream } from '../testing/painted-stream.ts';
import { showCall } from '../testing/show-call.ts';
import type { Point } from '../types.ts';
import { Pointing } from './pointing.ts';

afterEach(clearPage);
afterEach(endStreams);

async function sharedScreen(width: number, height: number) {
  const peer = { name: 'Amélie', on: { microphone: true, camera: false, screen: true } };
  const shown = await showCall({ peer, peerScreen: paintedStream({ width, height }) });
  const video = get<HTMLVideoElement>(shown.element, '.screen video');
  await eventually(() => video.videoWidth > 0);
  const box = video.getBoundingClientRect();
  const send = (type: string, x: number, y: number, pointerType = 'mouse') =>
    video.dispatchEvent(
      new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, pointerType, bubbles: true }),
    );
  const leave = (pointerType = 'mouse') =>
    get(shown.element, '.screen').dispatchEvent(new PointerEvent('pointerleave', { pointerType }));
  return { ...shown, box, send, leave };
}

describe('pointing at the other side’s screen', () => {
  it('tells places in parts of the picture, also when bars stand above and below it', async () => {
    const { call, box, send } = await sharedScreen(400, 100);
    const shownHeight = box.width / 4;
    const top = (box.height - shownHeight) / 2;
    expect(top).to.be.greaterThan(20);
    send('pointermove', box.width * 0.25, top + shownHeight * 0.5);
    expect(call.points.length).to.equal(1);
    expect(call.points[0]?.x).to.be.closeTo(0.25, 0.01);
    expect(call.points[0]?.y).to.be.closeTo(0.5, 0.02);
  });

  it('tells places when bars stand beside it', async () => {
    const { call, box, send } = await sharedScreen(100, 400);
    send('pointermove', box.width / 2, box.height * 0.75);
    expect(call.points[0]?.x).to.be.closeTo(0.5, 0.02);
    expect(call.points[0]?.y).to.be.closeTo(0.75, 0.01);
  });

  it('takes the pointer away on the bars, and when the picture is left', async () => {
    const { call, clock, box, send, leave } = await sharedScreen(400, 100);
    send('pointermove', box.width / 2, box.height / 2);
    await clock.advance(50);
    send('pointermove', box.width / 2, 2);
    await clock.advance(50);
    send('pointermove', box.width / 2, box.height / 2);
    leave();
    expect(call.points.map((point) => point !== null)).to.deep.equal([true, false, true, false]);
  });

  it('takes the pointer away when the call is no longer in sight', async () => {
    const { call, element, clock, box, send } = await sharedScreen(400, 100);
    send('pointermove', box.width / 2, box.height / 2);
    element.remove();
    expect(call.points.at(-1)).to.equal(null);
    expect(clock.waiting).to.equal(0);
  });

  it('leaves a finger’s place for a moment: a tap would be too short to see', async () => {
    const { call, clock, box, send, leave } = await sharedScreen(400, 100);
    send('pointerdown', box.width / 2, box.height / 2, 'touch');
    leave('touch');
    await clock.advance(1000);
    expect(call.points.length).to.equal(1);
    await clock.advance(1000);
    expect(call.points.at(-1)).to.equal(null);
  });
});

describe('the rate of pointing', () => {
  it('is at most some thirty a second, and the last place always arrives', async () => {
    const clock = virtualClock();
    const told: (Point | null)[] = [];
    const pointing = new Pointing(clock, (point) => told.push(point));
    for (let step = 0; step <= 200; step++) {
      pointing.at({ x: step / 200, y: 0 });
      await clock.advance(5);
    }
    await clock.advance(50);
    expect(told.length).to.be.within(25, 33);
    expect(told.at(-1)).to.deep.equal({ x: 1, y: 0 });
    expect(clock.waiting).to.equal(0);
  });
});
