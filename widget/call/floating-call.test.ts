import { expect } from 'chai';
import { html } from 'lit';
import { LazyCalls } from '../call-loader.ts';
import { FakeConversation } from '../conversation/testing/fake-conversation.ts';
import { clearPage, drawn, eventually, find, show, testSay, words } from '../conversation/testing/page.ts';
import { FakeDesk } from './testing/fake-call.ts';

afterEach(clearPage);

describe('the call beside the launcher', () => {
  it('stands there from the begin, and shows a call once it is known how, while the panel is closed', async () => {
    const desk = new FakeDesk({ kind: 'none' });
    const conversation = new FakeConversation();
    const say = await testSay();
    const bar = () => html`<p>Amélie</p>`;
    const calls = new LazyCalls({
      conversation,
      options: () => ({
        side: 'customer',
        server: '',
        conversation,
        peerName: () => '',
        say: () => say,
        isMuted: () => false,
      }),
      load: async () => ({
        async openCalls() {
          await import('./floating-call.ts');
          return { desk, bar, full: bar, start: () => {}, end: () => {}, speak: async () => {}, dispose: () => {} };
        },
      }),
    });
    const beside = document.createElement('ycyw-floating-call');
    beside.calls = calls;
    beside.isPanelOpen = false;
    show(beside);
    expect(beside.shadowRoot).to.equal(null);
    calls.near();
    await eventually(() => calls.desk !== null);
    await drawn();
    expect(find(beside, '.card')).to.equal(null);
    desk.set({ kind: 'elsewhere', id: 'c1', startedAt: null, peer: 'Amélie' });
    await drawn();
    expect(words(find(beside, '.card'))).to.equal('Amélie');
    beside.isPanelOpen = true;
    await drawn();
    expect(find(beside, '.card')).to.equal(null);
  });
});
