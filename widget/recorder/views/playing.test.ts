/** The player and the recording in the conversation, with a real film. */
import { expect } from 'chai';
import { allWords, button, hasButton } from '../../call/testing/show-call.ts';
import { clearPage, drawn, eventually, find, get, words } from '../../conversation/testing/page.ts';
import { recordingItem } from '../testing/fake-recorder.ts';
import { showPlayer, showShared } from '../testing/show-recorder.ts';

const ONE = { items: [recordingItem()] };

/** Some frames of a canvas, as a browser records them. */
async function film(): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const stream = canvas.captureStream(30);
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.start(50);
  let frames = 0;
  await eventually(() => {
    context?.fillRect(0, 0, frames, 20);
    frames += 1;
    return frames > 30 && parts.length > 3;
  });
  await new Promise((resolve) => {
    recorder.addEventListener('stop', resolve);
    recorder.stop();
  });
  for (const track of stream.getTracks()) track.stop();
  return new Blob(parts, { type: parts[0]?.type ?? 'video/webm' });
}

afterEach(clearPage);

describe('the player', () => {
  it('plays by reference, and forgets the address with the page', async () => {
    const { element } = await showPlayer(ONE, await film());
    await eventually(() => (find<HTMLVideoElement>(element, 'video')?.readyState ?? 0) > 0);
    const video = get<HTMLVideoElement>(element, 'video');
    expect(video.controls).to.equal(true);
    const { src } = video;
    expect(src).to.match(/^blob:/);
    element.remove();
    const isForgotten = await fetch(src).then(
      () => false,
      () => true,
    );
    expect(isForgotten).to.equal(true);
  });

  it('says when this browser can’t play it, and offers the download', async () => {
    const { element, recorder } = await showPlayer(ONE, new Blob(['no film'], { type: 'video/mp4' }));
    await eventually(() => allWords(element).includes('This browser can’t play it.'));
    button(element, 'Download').click();
    expect(recorder.library.asked).to.deep.equal(['open r1', 'download r1']);
  });

  it('says when the file is gone, and offers only to forget it', async () => {
    const { element } = await showPlayer(ONE, null);
    expect(allWords(element)).to.include('This recording is no longer here.');
    expect([hasButton(element, 'Download'), hasButton(element, 'Delete')]).to.deep.equal([false, true]);
  });

  it('shares, and shows how far that is', async () => {
    const { element, recorder } = await showPlayer(ONE, new Blob(['no film']));
    button(element, 'Share in the conversation').click();
    expect(recorder.library.asked).to.include('share r1');
    recorder.library.change('r1', { share: { kind: 'sending', sent: 1 } });
    await drawn();
    expect(find(element, 'progress')).not.to.equal(null);
    expect(hasButton(element, 'Share in the conversation')).to.equal(false);
  });
});

describe('a recording in the conversation', () => {
  it('fetches nothing before somebody wants to see it, then plays in its place', async () => {
    const address = URL.createObjectURL(await film());
    let asked = 0;
    const element = await showShared(async () => {
      asked += 1;
      return address;
    });
    expect(allWords(element)).to.include('04:12');
    expect([asked, find(element, 'video')]).to.deep.equal([0, null]);
    const play = get(element, 'button.stage');
    expect(words(play)).to.equal('Play the recording Deposit and fuel policy.mp4 04:12');
    play.click();
    await eventually(() => (find<HTMLVideoElement>(element, 'video')?.readyState ?? 0) > 0);
    expect(asked).to.equal(1);
    URL.revokeObjectURL(address);
  });

  it('says when no address is to be had, and tries again', async () => {
    let url: string | null = null;
    const element = await showShared(async () => url);
    get(element, 'button.stage').click();
    await drawn();
    expect(allWords(element)).to.include('The recording can’t be fetched right now.');
    url = URL.createObjectURL(await film());
    button(element, 'Try again').click();
    await eventually(() => find(element, 'video') !== null);
    URL.revokeObjectURL(url);
  });

  it('asks once more for an address that has expired, then says that it can’t be played', async () => {
    let asked = 0;
    const element = await showShared(async () => {
      asked += 1;
      return 'data:video/mp4;base64,AAAA';
    });
    get(element, 'button.stage').click();
    await eventually(() => allWords(element).includes('This browser can’t play it.'));
    expect(asked).to.equal(2);
  });

  it('keeps the focus where it was pressed', async () => {
    const element = await showShared(async () => null);
    get(element, 'button.stage').focus();
    get(element, 'button.stage').click();
    await drawn();
    expect(element.shadowRoot?.activeElement?.className).to.equal('stage');
  });
});
