import { expect } from 'chai';
import { clearPage, drawn, findAll, get, words } from '../../conversation/testing/page.ts';
import { memoryDisk } from '../../session/disk.ts';
import { endStreams, paintedStream } from '../testing/painted-stream.ts';
import { button, showCall } from '../testing/show-call.ts';

const isPossible = document.pictureInPictureEnabled === true;
const set = navigator.mediaSession.setActionHandler;
/** What the person wished, for this test. */
let memory = memoryDisk();
let handlers = new Map<string, MediaSessionActionHandler | null>();

beforeEach(() => {
  handlers = new Map();
  navigator.mediaSession.setActionHandler = (action, handler) => void handlers.set(action, handler);
});
afterEach(() => {
  navigator.mediaSession.setActionHandler = set;
  clearPage();
  endStreams();
  memory = memoryDisk();
});

async function live() {
  const shown = await showCall({ peerCamera: paintedStream({ width: 64, height: 48 }) }, { with: { memory } });
  const video = get<HTMLVideoElement>(shown.element, '.person video');
  let entered = 0;
  video.requestPictureInPicture = async () => {
    entered += 1;
    throw new DOMException('no click', 'NotAllowedError');
  };
  return { ...shown, entered: () => entered };
}

const theSwitch = (element: Element) => findAll<HTMLInputElement>(element, '#menu input')[0];

describe('picture in picture', () => {
  it('is offered where the browser has it, and a refusal disturbs nothing', async () => {
    const { element, entered } = await live();
    expect(hasButtonInMenu(element)).to.equal(isPossible);
    if (!isPossible) return;
    button(element, 'Picture in picture').click();
    await drawn();
    expect(entered()).to.equal(1);
  });

  it('comes by itself when the tab is left, if that is wished; the wish is remembered', async () => {
    const first = await live();
    expect(theSwitch(first.element) !== undefined).to.equal(isPossible);
    if (!isPossible) return;
    expect(handlers.get('enterpictureinpicture')).to.equal(null);
    theSwitch(first.element)?.click();
    clearPage();

    const { element, entered } = await live();
    expect(theSwitch(element)?.checked).to.equal(true);
    handlers.get('enterpictureinpicture')?.({ action: 'play' });
    expect(entered()).to.equal(1);
    clearPage();
    expect(handlers.get('enterpictureinpicture')).to.equal(null);
  });

  it('has no switch where the browser can’t tell that the tab is left', async () => {
    navigator.mediaSession.setActionHandler = () => {
      throw new TypeError('unknown action');
    };
    const { element } = await live();
    expect(theSwitch(element)).to.equal(undefined);
  });
});

function hasButtonInMenu(element: Element): boolean {
  return findAll(element, '#menu button').some((each) => words(each) === 'Picture in picture');
}
