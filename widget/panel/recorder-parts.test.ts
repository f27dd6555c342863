import { expect } from 'chai';
import { html } from 'lit';
import { AMELIE, Log } from '../conversation/testing/events.ts';
import { viewOf } from '../conversation/testing/fake-conversation.ts';
import { FakeSession } from '../conversation/testing/fake-session.ts';
import { clearPage, drawn, find, findAll, get, press, show, testSay, words } from '../conversation/testing/page.ts';
import type { OpenRecorder, RecorderShell } from '../recorder/recorder.ts';
import { FakeRecorder } from '../recorder/testing/fake-recorder.ts';
import { LazyRecorder } from '../recorder-loader.ts';
import { Value } from '../session/value.ts';
import './panel-view.ts';
import './testing/all-parts.ts';

class Opened extends Value<RecorderShell> implements OpenRecorder {
  readonly recorder = new FakeRecorder();
  constructor(shell: Partial<RecorderShell> = {}) {
    super({ hasBar: false, isFree: true, summary: '3 on this device', ...shell });
  }
  bar = () => html`<p class="runs">It runs</p>`;
  inCall = () => html``;
  list = () => html`<p class="listed">All of them</p>`;
  async speak(): Promise<void> {}
  dispose(): void {}
}

/** @param load what comes when the recorder is fetched */
async function open(load: () => Promise<OpenRecorder>) {
  const session = new FakeSession({}, viewOf(new Log().customer('Hello').takes(AMELIE), 'customer'));
  const panel = document.createElement('ycyw-panel');
  const recorder = new LazyRecorder({
    conversation: session.current,
    hasLeftovers: async () => false,
    // What is opened here is given.
    options: () => ({}) as never,
    load: async () => ({ openRecorder: load }),
  });
  Object.assign(panel, { session, say: await testSay(), recorder });
  show(panel);
  await drawn();
  return { panel, recorder };
}

const choose = (panel: Element) =>
  findAll(panel, '[role=menuitem]')
    .find((item) => words(item) === 'Recordings')
    ?.click();

afterEach(clearPage);

describe('the recordings in the panel', () => {
  it('are fetched when somebody asks for them, listed in place of the chat, and left by Back and by Escape', async () => {
    const { panel } = await open(async () => new Opened());
    choose(panel);
    await drawn();
    expect([words(get(panel, 'h2')), words(get(panel, '.who p'))]).to.deep.equal(['Recordings', '3 on this device']);
    expect(words(get(panel, '.listed'))).to.equal('All of them');
    press(get(panel, 'h2'), 'Escape');
    await drawn();
    expect(find(panel, '.listed')).to.equal(null);
    choose(panel);
    await drawn();
    get(panel, '.header .icon-button').click();
    await drawn();
    expect(find(panel, '#current')).not.to.equal(null);
  });

  it('say that they can’t be had, and are asked for again', async () => {
    let fails = true;
    const { panel } = await open(async () => (fails ? Promise.reject(new Error('no line')) : new Opened()));
    choose(panel);
    await drawn();
    expect(words(get(panel, '.call-word'))).to.equal('The recorder could not be loaded. Please try again.');
    fails = false;
    get(panel, '.header .icon-button').click();
    await drawn();
    choose(panel);
    await drawn();
    expect(find(panel, '.listed')).not.to.equal(null);
  });

  it('stand above the chat while one runs', async () => {
    const one = new Opened();
    const { panel, recorder } = await open(async () => one);
    recorder.near();
    await drawn();
    expect(find(panel, '.runs')).to.equal(null);
    one.update({ hasBar: true });
    await drawn();
    expect(words(get(panel, '.runs'))).to.equal('It runs');
  });

  it('are in no menu where the page wants none', async () => {
    const { panel } = await open(async () => new Opened());
    Object.assign(panel, { recorder: null });
    await drawn();
    expect(findAll(panel, '[role=menuitem]').map(words)).not.to.include('Recordings');
  });
});
