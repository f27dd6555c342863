import { expect } from 'chai';
import type { CallNews } from '../support-host.ts';
import { followNews } from './news.ts';
import { CALL_BEGIN, FakeCall, FakeDesk } from './testing/fake-call.ts';

function follow() {
  const desk = new FakeDesk({ kind: 'none' });
  const news: CallNews[] = [];
  const leave = followNews(desk, (one) => news.push(one));
  return { desk, news, leave };
}

describe('the page is told of a call', () => {
  it('each state once, from the ring to the end with its reason', () => {
    const { desk, news } = follow();
    const ring = { kind: 'incoming', id: 'c1', media: 'video', peer: 'Amélie', since: CALL_BEGIN } as const;
    desk.set({ ...ring, isLead: false });
    desk.set({ ...ring, isLead: true });
    const call = new FakeCall({ phase: { kind: 'connecting' } });
    desk.set({ kind: 'call', call });
    call.update({ phase: { kind: 'live' } });
    call.update({ camera: { kind: 'off' } });
    call.update({ phase: { kind: 'ended', why: 'hung_up', length: 1 } });
    desk.set({ kind: 'none' });
    expect(news).to.deep.equal([
      { state: 'incoming' },
      { state: 'connecting' },
      { state: 'live' },
      { state: 'ended', reason: 'hung_up' },
      { state: 'none' },
    ]);
  });

  it('why it failed', () => {
    const { desk, news } = follow();
    desk.set({ kind: 'call', call: new FakeCall({ phase: { kind: 'failed', reason: 'busy' } }) });
    expect(news).to.deep.equal([{ state: 'failed', reason: 'busy' }]);
  });

  it('nothing of a call that another one has followed, and nothing any more after the end', () => {
    const { desk, news, leave } = follow();
    const [first, second] = [new FakeCall({ phase: { kind: 'live' } }), new FakeCall({ phase: { kind: 'asking' } })];
    desk.set({ kind: 'call', call: first });
    desk.set({ kind: 'call', call: second });
    first.update({ phase: { kind: 'connecting' } });
    leave();
    second.update({ phase: { kind: 'live' } });
    desk.set({ kind: 'none' });
    expect(news).to.deep.equal([{ state: 'live' }, { state: 'asking' }]);
  });
});
