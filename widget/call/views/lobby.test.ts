import { expect } from 'chai';
import { clearPage, drawn, find, get } from '../../conversation/testing/page.ts';
import { callView } from '../testing/fake-call.ts';
import { endStreams, paintedStream } from '../testing/painted-stream.ts';
import { allWords, button, hasButton, showCall } from '../testing/show-call.ts';
import type { CallView } from '../types.ts';

const lobby = (change: Partial<CallView> = {}, options = {}) =>
  showCall({ phase: { kind: 'lobby', answering: false }, ...change }, options);
const camera = () => paintedStream({ width: 64, height: 48 });

afterEach(clearPage);
afterEach(endStreams);

describe('the look in the mirror', () => {
  it('shows the own picture as a mirror does, without a sound', async () => {
    const ownCamera = camera();
    const { element } = await lobby({ ownCamera });
    const video = get<HTMLVideoElement>(element, '.mirror video');
    expect(video.srcObject).to.equal(ownCamera);
    expect(video.muted && video.autoplay && video.hasAttribute('playsinline')).to.equal(true);
    expect(new DOMMatrix(getComputedStyle(video).transform).a).to.equal(-1);
    expect(allWords(element)).to.include('Camera works');
  });

  it('shows what the back camera sees as it is', async () => {
    const { element } = await lobby({ ownCamera: camera(), isMirrored: false });
    expect(getComputedStyle(get(element, '.mirror video')).transform).to.equal('none');
  });

  it('goes into the call with picture, or with sound only', async () => {
    const { call, element } = await lobby({ ownCamera: camera() });
    button(element, 'Ask for a video call').click();
    button(element, 'Sound only').click();
    expect(call.asked).to.deep.equal(['go', 'camera false', 'go']);
  });

  it('asks for a call when the camera is off', async () => {
    const { call, element } = await lobby({ camera: { kind: 'off' } });
    expect(allWords(element)).to.include('Your camera is off');
    expect(hasButton(element, 'Sound only')).to.equal(false);
    button(element, 'Ask for a call').click();
    button(element, 'Camera').click();
    button(element, 'Microphone').click();
    expect(call.asked).to.deep.equal(['go', 'camera true', 'microphone false']);
  });

  it('offers to show only the screen where the browser can', async () => {
    const { call, element, requests } = await lobby();
    button(element, 'Only show my screen').click();
    expect(requests).to.deep.equal(['show-screen']);
    call.update({ devices: { ...call.getState().devices, canShareScreen: false } });
    await drawn();
    expect(hasButton(element, 'Only show my screen')).to.equal(false);
  });

  it('can be left', async () => {
    const { call, element } = await lobby();
    button(element, 'Back').click();
    expect(call.asked).to.deep.equal(['end']);
  });

  it('says who asks, and lets one decline', async () => {
    const { element, requests } = await lobby({ phase: { kind: 'lobby', answering: true }, media: 'screen' });
    expect(allWords(element)).to.include('Would like to show you a screen');
    button(element, 'Decline').click();
    expect(requests).to.deep.equal(['decline-call']);
  });
});

describe('devices', () => {
  it('are chosen, and tried', async () => {
    const { call, element } = await lobby();
    for (const [name, id] of Object.entries({ Camera: 'v2', Microphone: 'm2', Loudspeaker: 's2' })) {
      const select = get<HTMLSelectElement>(element, `select[aria-label=${name}]`);
      select.value = id;
      select.dispatchEvent(new Event('change'));
    }
    button(element, 'Test').click();
    expect(call.asked).to.deep.equal(['choose v2', 'choose m2', 'choose s2', 'test sound']);
  });

  it('show which is in use', async () => {
    const { call, element } = await lobby();
    call.update({ devices: { ...call.getState().devices, microphone: 'm2' } });
    await drawn();
    expect(get<HTMLSelectElement>(element, 'select[aria-label=Microphone]').value).to.equal('m2');
  });

  it('without a label are counted, and none is called none', async () => {
    const devices = { ...callView().devices, cameras: [{ id: 'x', label: '' }], microphones: [], speakers: [] };
    const { element } = await lobby({ devices });
    for (const told of ['Camera 1', 'No microphone', 'This device’s loudspeaker']) {
      expect(allWords(element)).to.include(told);
    }
  });

  it('show how loud the microphone is', async () => {
    const { call, element } = await lobby();
    call.levels.set({ own: 0.5, peer: 0 });
    await drawn();
    expect(get(element, '[role=meter]').ariaValueNow).to.equal('50');
    call.update({ microphone: { kind: 'off' } });
    await drawn();
    expect(find(element, '[role=meter]')).to.equal(null);
  });
});

describe('what is missing', () => {
  it('never stands in the way: no camera means sound only', async () => {
    const { call, element } = await lobby({ camera: { kind: 'unavailable', reason: 'denied' } });
    expect(allWords(element)).to.include('You can’t be seen.').and.to.include('Click the icon left of the address');
    button(element, 'Try again').click();
    button(element, 'Ask for a call').click();
    expect(call.asked).to.deep.equal(['camera true', 'go']);
  });

  it('is told in the words of the browser', async () => {
    const microphone = { kind: 'unavailable', reason: 'denied' } as const;
    const { call, element } = await lobby({ microphone }, { with: { browser: 'firefox' } });
    expect(allWords(element)).to.include('You can’t be heard.').and.to.include('crossed-out icon');
    button(element, 'Try again').click();
    expect(call.asked).to.deep.equal(['microphone true']);
  });

  it('offers no second try where that can’t help', async () => {
    const { element } = await lobby({ camera: { kind: 'unavailable', reason: 'insecure' } });
    expect(hasButton(element, 'Try again')).to.equal(false);
  });

  it('says what the browser waits for, and what is being switched', async () => {
    const { call, element } = await lobby({ camera: { kind: 'asking' } });
    expect(allWords(element)).to.include('Your browser asks for the camera: choose Allow');
    call.update({ camera: { kind: 'switching' } });
    await drawn();
    expect(allWords(element)).to.include('Switching the camera…');
  });
});
