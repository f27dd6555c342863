import { expect } from 'chai';
import type { OpenCalls } from '../call/call.ts';
import { FakeCall, FakeDesk } from '../call/testing/fake-call.ts';
import { LazyCalls } from '../call-loader.ts';
import { Log } from '../conversation/testing/events.ts';
import { FakeConversation, viewOf } from '../conversation/testing/fake-conversation.ts';
import { testSay } from '../conversation/testing/page.ts';
import { CallHere } from './call-here.ts';

describe('the call in this window', () => {
  it('is followed from the moment its code is there, while it is here and not elsewhere, until nobody looks', async () => {
    const conversation = new FakeConversation(viewOf(new Log(), 'customer'));
    const say = await testSay();
    const desk = new FakeDesk({ kind: 'none' });
    const nothing = () => expect.fail('nothing is drawn here');
    const open: OpenCalls = {
      desk,
      full: nothing,
      bar: nothing,
      start: () => {},
      end: () => {},
      speak: async () => {},
      dispose: () => {},
    };
    const calls = new LazyCalls({
      conversation,
      options: () => ({
        side: 'customer',
        server: location.origin,
        conversation,
        peerName: () => '',
        say: () => say,
        isMuted: () => false,
      }),
      load: async () => ({ openCalls: async () => open }),
    });
    const here = new CallHere(calls);
    expect(here.getState()).to.equal(null);
    await calls.prepare('audio');
    expect(here.getState()).to.equal(null);
    const call = new FakeCall();
    desk.set({ kind: 'call', call });
    expect(here.getState()).to.equal(call);
    desk.set({ kind: 'elsewhere', id: 'c1', startedAt: null, peer: '' });
    expect(here.getState()).to.equal(null);
    here.dispose();
    desk.set({ kind: 'call', call });
    expect(here.getState()).to.equal(null);
  });
});
