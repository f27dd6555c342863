import { expect } from 'chai';
import { clearPage, drawn, eventually, find, findAll, get, words } from '../../conversation/testing/page.ts';
import { callView } from '../testing/fake-call.ts';
import { endStreams, paintedStream } from '../testing/painted-stream.ts';
import { allWords, button, hasButton, showCall } from '../testing/show-call.ts';
import type { CallView, Hint } from '../types.ts';

const stream = (width = 64, height = 48) => paintedStream({ width, height });
const peer = (on: Partial<CallView['peer']['on']>) => ({
  name: 'Amélie',
  on: { microphone: true, camera: true, screen: false, ...on },
});
const SHARING = { kind: 'on', surface: 'window', isThisTab: false, sound: false } as const;
const objectFit = (video: Element) => getComputedStyle(video).objectFit;

afterEach(clearPage);
afterEach(endStreams);

describe('the other side', () => {
  it('is seen large, and the same stream is not set again', async () => {
    const peerCamera = stream();
    const { call, element } = await showCall({ peerCamera });
    const video = get<HTMLVideoElement>(element, '.person video');
    expect(video.srcObject).to.equal(peerCamera);
    expect([video.muted, objectFit(video)]).to.deep.equal([true, 'cover']);
    let sets = 0;
    Object.defineProperty(video, 'srcObject', { set: () => (sets += 1), configurable: true });
    call.update({ step: 'smaller' });
    await drawn();
    expect(sets).to.equal(0);
    expect(get(element, '.person video')).to.equal(video);
  });

  it('is letters and a name when the camera is off, whatever the tracks say', async () => {
    const { element } = await showCall({ peerCamera: stream(), peer: peer({ camera: false }) });
    expect(find(element, '.person video')).to.equal(null);
    expect(words(get(element, '.person .avatar'))).to.equal('A');
    expect(words(get(element, '.person'))).to.include('Camera off');
  });

  it('is told to be muted', async () => {
    const { call, element } = await showCall();
    expect(words(get(element, '.chip'))).not.to.include('Microphone off');
    call.update({ peer: peer({ microphone: false }) });
    await drawn();
    expect(words(get(element, '.chip'))).to.include('Microphone off');
  });

  it('is heard to speak: its loudness shows', async () => {
    const { call, element } = await showCall();
    call.levels.set({ own: 0, peer: 0.25 });
    await drawn();
    expect(get(element, '.chip ycyw-call-level').style.getPropertyValue('--_level')).to.equal('0.25');
  });

  it('shows its screen beside its picture, all of it; that can be enlarged', async () => {
    const { call, element } = await showCall({
      peerCamera: stream(),
      peerScreen: stream(160, 90),
      peer: peer({ screen: true }),
      ownCamera: stream(),
    });
    expect(objectFit(get(element, '.screen video'))).to.equal('contain');
    const [screen, person] = [get(element, '.screen'), get(element, '.person')];
    expect(screen.getBoundingClientRect().bottom).to.be.at.most(person.getBoundingClientRect().top + 1);
    button(element, 'Enlarge the screen').click();
    await drawn();
    expect(person.checkVisibility()).to.equal(false);
    const box = button(element, 'Show both').getBoundingClientRect();
    expect(box.bottom).to.be.lessThan(get(element, 'ycyw-own-picture').getBoundingClientRect().top);
    button(element, 'Show both').click();
    await drawn();
    expect(person.checkVisibility()).to.equal(true);
    call.update({ peer: peer({}) });
    await drawn();
    expect(find(element, '.screen')).to.equal(null);
  });

  it('shows its screen to the left of its picture where there is room', async () => {
    const { element } = await showCall(
      { peerCamera: stream(), peerScreen: stream(), peer: peer({ screen: true }) },
      { width: 800 },
    );
    const [screen, person] = [get(element, '.screen'), get(element, '.person')];
    expect(screen.getBoundingClientRect().right).to.be.at.most(person.getBoundingClientRect().left + 1);
  });
});

describe('the line', () => {
  it('is bars; a click tells the reasons in words', async () => {
    const quality = { bars: 2, whose: 'theirs', latencyMs: 421, jitterMs: 33, lossPercent: 4.26, mos: 2.9 } as const;
    const { element } = await showCall({ quality });
    expect(findAll(element, '.bars .on').length).to.equal(2);
    get(element, '.chip').click();
    await drawn();
    const told = words(get(element, '#reasons:popover-open'));
    for (const sentence of ['Weak.', 'The connection of Amélie is weak.', '421 ms', '33 ms', '4.3 %']) {
      expect(told).to.include(sentence);
    }
    get(element, '.chip').click();
    await drawn();
    expect(find(element, '#reasons:popover-open')).to.equal(null);
  });

  it('that is poor says whose it is; put away, it is said again the next time', async () => {
    const poor = { ...callView().quality, bars: 1, whose: 'mine' } as const;
    const { call, element } = await showCall({ quality: poor });
    const banner = () => words(find(element, '.banner'));
    expect(banner()).to.include('Your connection is weak.');
    get(element, '.put-away').click();
    await drawn();
    expect(banner()).to.equal('');
    call.update({ quality: callView().quality });
    await drawn();
    call.update({ quality: poor });
    await drawn();
    expect(banner()).to.include('Your connection is weak.');
  });

  for (const [step, sentence] of Object.entries({
    smaller: 'Your picture is sent smaller.',
    slower: 'Your picture moves less smoothly.',
    sound_only: 'Your picture is paused so that your voice stays clear.',
  })) {
    it(`has stepped down to ${step}, with a way back`, async () => {
      const { call, element } = await showCall({ step: step as CallView['step'] });
      expect(words(get(element, '.banner'))).to.include(sentence);
      button(element, 'Full picture again').click();
      expect(call.asked).to.deep.equal(['step up']);
    });
  }
});

describe('what one shows', () => {
  for (const [surface, isThisTab, sentence] of [
    ['monitor', false, 'You are showing your whole screen.'],
    ['window', false, 'You are showing a window.'],
    ['browser', false, 'You are showing a tab.'],
    ['browser', true, 'You are showing this tab.'],
    [null, false, 'You are showing your screen.'],
  ] as const) {
    it(`is told: ${sentence}`, async () => {
      const screen = { ...SHARING, surface, isThisTab, sound: isThisTab };
      const { call, element } = await showCall({ screen });
      expect(words(get(element, '.banner'))).to.include(sentence);
      expect(allWords(element).includes('With its sound.')).to.equal(isThisTab);
      button(element, 'Stop').click();
      expect(call.asked).to.deep.equal(['stop sharing']);
    });
  }

  it('is seen small, with the place where the other side points', async () => {
    const { element } = await showCall({
      screen: SHARING,
      ownScreen: stream(160, 90),
      pointer: { x: 0.75, y: 0.5 },
      ownCamera: stream(),
    });
    const tile = get(element, '.tile.wide');
    await eventually(() => tile.clientHeight > 40 && tile.clientWidth > 100);
    const [box, dot] = [tile.getBoundingClientRect(), get(element, '.dot').getBoundingClientRect()];
    expect((dot.left + 3 - box.left) / box.width).to.be.closeTo(0.75, 0.03);
    expect((dot.top + 3 - box.top) / box.height).to.be.closeTo(0.5, 0.04);
  });

  it('isn’t seen once more inside of itself when it is this tab', async () => {
    const { element } = await showCall({ screen: { ...SHARING, isThisTab: true }, ownScreen: stream() });
    expect(find(element, '.tile')).to.equal(null);
  });
});

describe('the controls', () => {
  it('ask the call', async () => {
    const { call, element, requests } = await showCall();
    for (const name of ['Microphone', 'Camera', 'Screen', 'Chat', 'End the call']) button(element, name).click();
    expect(call.asked).to.deep.equal(['microphone false', 'camera false', 'share', 'end']);
    expect(requests).to.deep.equal(['toggle-chat']);
  });

  it('tell what is on, and what a click does', async () => {
    const { call, element } = await showCall({ camera: { kind: 'off' } });
    const told = (name: string) => [button(element, name).ariaPressed, button(element, name).title];
    expect(told('Microphone')).to.deep.equal(['true', 'Switch the microphone off (M)']);
    expect(told('Camera')).to.deep.equal(['false', 'Switch the camera on (V)']);
    call.update({ screen: SHARING });
    await drawn();
    expect(told('Screen')).to.deep.equal(['true', 'Stop showing your screen (S)']);
  });

  it('are white when off, and only the end is red', async () => {
    const { element } = await showCall({ microphone: { kind: 'off' } });
    const colour = (name: string) => getComputedStyle(button(element, name)).backgroundColor;
    expect(colour('Microphone')).to.equal('rgb(255, 255, 255)');
    expect(colour('End the call')).to.equal('rgb(207, 44, 0)');
  });

  it('have no screen where the browser can’t show one', async () => {
    const { element } = await showCall({ devices: { ...callView().devices, canShareScreen: false } });
    expect(hasButton(element, 'Screen')).to.equal(false);
  });

  it('count the messages that nobody has seen, and have no chat where there is none', async () => {
    const { element } = await showCall({}, { with: { unread: 2 } });
    expect(hasButton(element, 'Chat, 2 new messages')).to.equal(true);
    element.chat = 'none';
    await drawn();
    expect(hasButton(element, 'Chat, 2 new messages')).to.equal(false);
  });

  for (const width of [320, 360, 414]) {
    it(`fit into ${width} pixels, each large enough for a thumb`, async () => {
      const { element } = await showCall({}, { width, height: 480 });
      const edge = element.getBoundingClientRect();
      for (const each of findAll(element, '.controls button, .chip')) {
        if (!each.checkVisibility()) continue;
        const box = each.getBoundingClientRect();
        expect(Math.min(box.width, box.height)).to.be.at.least(44);
        expect(box.left).to.be.at.least(edge.left);
        expect(box.right).to.be.at.most(edge.right);
      }
    });
  }
});

describe('the menu', () => {
  const open = async (change: Partial<CallView> = {}) => {
    const shown = await showCall(change);
    button(shown.element, 'More').click();
    await drawn();
    return { ...shown, menu: get(shown.element, '#menu:popover-open') };
  };

  it('has the devices, and the focus on the first', async () => {
    const { call, menu } = await open();
    const select = get<HTMLSelectElement>(menu, 'select[aria-label=Microphone]');
    select.value = 'm2';
    select.dispatchEvent(new Event('change'));
    get(menu, '.test').click();
    expect(call.asked).to.deep.equal(['choose m2', 'test sound']);
    expect(get(menu, 'select').matches(':focus')).to.equal(true);
  });

  it('flips the camera of a phone, and closes', async () => {
    const { call, menu } = await open({ devices: { ...callView().devices, canFlip: true } });
    button(menu, 'Other camera').click();
    await drawn();
    expect(call.asked).to.deep.equal(['flip']);
    expect(menu.matches(':popover-open')).to.equal(false);
  });

  it('moves the call from the page into a window and back; an agent’s stays', async () => {
    const { element, menu, requests } = await open();
    button(menu, 'Move to a window of its own').click();
    element.place = 'window';
    await drawn();
    button(menu, 'Back into the page').click();
    expect(requests).to.deep.equal(['move-to-window', 'move-to-page']);
    element.place = 'console';
    await drawn();
    expect(words(menu)).not.to.match(/window|into the page/);
  });

  it('is opened by the hint that another microphone may help', async () => {
    const { element } = await showCall({ hint: 'silent_microphone' });
    button(element, 'Choose').click();
    await drawn();
    expect(find(element, '#menu:popover-open')).not.to.equal(null);
  });
});

describe('hints', () => {
  const HINTS: Record<Hint, string> = {
    muted_speaking: 'You are talking, but your microphone is off.',
    silent_microphone: 'Your microphone gives no sound.',
    no_sound_from_peer: 'No sound has come from Amélie for a while.',
    sound_blocked: 'Your browser holds the sound back until you click.',
    window_blocked: 'Your browser blocked the window. Allow pop-ups for this page, then try again.',
    device_lost: 'A device was unplugged.',
    device_back: 'Your device is back and in use again.',
  };
  for (const [hint, sentence] of Object.entries(HINTS)) {
    it(hint, async () => {
      const { element } = await showCall({ hint: hint as Hint });
      expect(words(get(element, '.banner'))).to.include(sentence);
    });
  }

  it('help by a click', async () => {
    const { call, element } = await showCall({ hint: 'muted_speaking', microphone: { kind: 'off' } });
    button(element, 'Switch on').click();
    call.update({ hint: 'sound_blocked' });
    await drawn();
    button(element, 'Play the sound').click();
    expect(call.asked).to.deep.equal(['microphone true', 'resume']);
  });
});

describe('a device during the call', () => {
  it('that is asked for or switched is told where it is switched', async () => {
    const { element } = await showCall({ camera: { kind: 'switching' }, screen: { kind: 'asking' } });
    expect(findAll(element, '.busy').map(words)).to.deep.equal([
      'Switching the camera…',
      'Your browser asks what to show: choose it there',
    ]);
  });

  it('that can’t be had says what to do; no screen chosen says nothing', async () => {
    const { call, element } = await showCall({ camera: { kind: 'unavailable', reason: 'in_use' } });
    expect(words(get(element, '.banner'))).to.include('Another program is using the camera.');
    call.update({ camera: { kind: 'on' }, screen: { kind: 'unavailable', reason: 'dismissed' } });
    await drawn();
    expect(find(element, '.banner')).to.equal(null);
  });
});
