import { expect } from 'chai';
import type { SharedRecording } from '../../signaling/protocol/events.ts';
import './recording-message.ts';
import { FakeConversation } from './testing/fake-conversation.ts';
import { clearPage, drawn, get, show, testSay, words } from './testing/page.ts';

const RECORDING: SharedRecording = {
  id: 'file-000000000001',
  name: 'Scratch on the rear door.mp4',
  type: 'video/mp4',
  size: 3_300_000,
  length: 65_000,
};

async function message() {
  const element = document.createElement('ycyw-recording-message');
  Object.assign(element, { recording: RECORDING, store: new FakeConversation(), own: false, say: await testSay() });
  show(element);
  return element;
}

/** The player comes by itself. */
async function player(element: Element): Promise<Element> {
  for (;;) {
    const found = element.shadowRoot?.querySelector('ycyw-shared-recording');
    if (found?.shadowRoot?.childElementCount) return found;
    await new Promise(requestAnimationFrame);
  }
}

afterEach(clearPage);

describe('a shared recording in the timeline', () => {
  it('says what it is before its player is there', async () => {
    const element = await message();
    await element.updateComplete;
    expect(words(get(element, '.card'))).to.match(/Scratch on the rear door\.mp4 .*3\.1 MB/);
  });

  it('is played in its place once the player has come', async () => {
    const element = await message();
    const shown = await player(element);
    await drawn();
    const said = shown.shadowRoot?.textContent ?? '';
    expect(said).to.include('Scratch on the rear door');
    expect(said).to.include('01:05');
  });
});
