import { expect } from 'chai';
import { customerTab, world } from './testing/tabs.ts';
import { agentSays, agentTakes, everything, texts } from './testing/words.ts';

describe("a customer's conversation", () => {
  it('moves to the new conversation when it writes into a closed one', async () => {
    const all = world();
    const { session } = await customerTab(all);
    const other = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    const closing = session.current.close();
    await all.clock.advance(100);
    expect((await closing).ok).to.equal(true);
    const old = session.current.getState().state?.id;
    session.current.send('One more thing');
    await all.clock.advance(1_000);
    const { state } = session.current.getState();
    expect(state?.id).to.not.equal(old);
    expect(state?.previous).to.equal(old);
    expect(everything(session.current)).to.deep.equal(['One more thing']);
    expect(everything(other.session.current)).to.deep.equal(['One more thing']);
  });

  it('keeps the empty view of a new conversation over a reload, until its first message', async () => {
    const all = world();
    const first = await customerTab(all);
    first.session.current.send('Hello');
    await all.clock.advance(1_000);
    void first.session.current.close();
    await all.clock.advance(1_000);
    first.session.startNew();
    expect(first.session.current.getState().phase.kind).to.equal('empty');
    first.die();
    const second = await customerTab(all);
    expect(second.session.current.getState().phase.kind).to.equal('empty');
    second.session.current.send('Something else');
    await all.clock.advance(1_000);
    second.die();
    const third = await customerTab(all);
    expect(texts(third.session.current)).to.deep.equal(['Something else']);
  });

  it('shows what the service has after a restore from a back-up that is older than the tab', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    const room = all.service.latest;
    const { state } = room;
    for (const text of ['lost', 'lost too']) agentSays(all.service, text);
    await all.clock.advance(1_000);
    expect(texts(session.current)).to.deep.equal(['Hello', 'lost', 'lost too']);
    all.service.down();
    room.state = state;
    room.main.splice(state.head);
    agentSays(all.service, 'said anew', 'silent');
    all.service.up();
    await all.clock.advance(15_000);
    expect(texts(session.current)).to.deep.equal(['Hello', 'said anew']);
    agentSays(all.service, 'and more');
    await all.clock.advance(1_000);
    expect(texts(session.current)).to.deep.equal(['Hello', 'said anew', 'and more']);
  });

  it('lists old conversations and opens one to read', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    void session.current.close();
    await all.clock.advance(1_000);
    session.current.send('Again');
    await all.clock.advance(1_000);
    session.loadHistory();
    await all.clock.advance(1_000);
    const { history } = session.getState();
    if (history.kind !== 'ready') throw new Error(`The history is ${history.kind}`);
    const old = session.openOld(history.lines[1]!.state.id);
    await all.clock.advance(1_000);
    expect(texts(old)).to.deep.equal(['Hello']);
    expect(texts(session.current)).to.deep.equal(['Again']);
  });

  it('says of received and read messages, once for many', async () => {
    const all = world();
    const { session, transport } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    for (const text of ['a', 'b', 'c']) agentSays(all.service, text);
    await all.clock.advance(1_000);
    expect(all.service.latest.state.marks.customer).to.deep.equal({ delivered: 4, read: 0 });
    expect(transport.line.asked('mark')).to.have.length(1);
    expect(session.getState().unread).to.equal(3);
    session.current.markRead(3);
    session.current.markRead(4);
    expect(session.getState().unread).to.equal(0);
    await all.clock.advance(1_000);
    expect(all.service.latest.state.marks.customer).to.deep.equal({ delivered: 4, read: 4 });
    expect(transport.line.asked('mark')).to.have.length(2);
  });

  it('tells the read mark after the line was lost', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'Welcome');
    await all.clock.advance(1_000);
    all.service.down();
    session.current.markRead(2);
    await all.clock.advance(1_000);
    all.service.up();
    await all.clock.advance(15_000);
    expect(all.service.latest.state.marks.customer.read).to.equal(2);
  });

  it('tells the read mark again that came when the service had too much to do', async () => {
    const all = world();
    const { session, transport } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'Welcome');
    await all.clock.advance(1_000);
    const refusals = ['too_many', 'unavailable', 'too_many'] as const;
    let refused = 0;
    all.service.fault = (name) => {
      if (name !== 'mark') return null;
      refused += 1;
      return refusals[refused - 1] ?? null;
    };
    session.current.markRead(2);
    await all.clock.advance(30_000);
    expect(all.service.latest.state.marks.customer.read).to.equal(2);
    expect(transport.line.asked('mark')).to.have.length(1 + refusals.length + 1);
  });

  it('does not repeat a mark that is refused for good', async () => {
    const all = world();
    const { session, transport } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'Welcome');
    all.service.fault = (name) => (name === 'mark' ? 'not_found' : null);
    await all.clock.advance(30_000);
    expect(transport.line.asked('mark')).to.have.length(1);
  });

  it('keeps unread counts of two tabs in step', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'Welcome');
    await all.clock.advance(1_000);
    expect([left, right].map(({ session }) => session.getState().unread)).to.deep.equal([1, 1]);
    right.session.current.markRead(2);
    await all.clock.advance(1_000);
    expect([left, right].map(({ session }) => session.getState().unread)).to.deep.equal([0, 0]);
  });

  it('draws the line above what came while the customer was away, not above what is read as it comes', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'read at once');
    await all.clock.advance(100);
    session.current.markRead(2);
    expect(session.current.getState().readWhenOpened).to.equal(0);
    agentSays(all.service, 'comes while away');
    await all.clock.advance(60_000);
    session.current.markRead(3);
    expect(session.current.getState().readWhenOpened).to.equal(2);
  });

  it('keeps the draft over a reload and shares it with other tabs', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.current.setDraft('I wanted to s');
    await all.clock.advance(10);
    expect(right.session.current.getState().draft).to.equal('I wanted to s');
    left.die();
    const again = await customerTab(all);
    expect(again.session.current.getState().draft).to.equal('I wanted to s');
    again.session.current.send('I wanted to s');
    expect(again.session.current.getState().draft).to.equal('');
    expect(all.browser.disk.keys('draft/')).to.deep.equal([]);
  });

  it('says that the customer writes every three seconds, and that they stopped after five of silence', async () => {
    const all = world();
    const { session, transport } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(100);
    agentTakes(all.service);
    await all.clock.advance(100);
    for (let letter = 1; letter <= 14; letter += 1) {
      session.current.setDraft('x'.repeat(letter));
      await all.clock.advance(500);
    }
    await all.clock.advance(10_000);
    expect(transport.line.told.map(({ payload }) => (payload as { on: boolean }).on)).to.deep.equal([
      true,
      true,
      true,
      false,
    ]);
  });

  it('believes that the agent writes for seven seconds, or until the message is there', async () => {
    const all = world();
    const { session, transport } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(100);
    const typing = { conversation: all.service.latest.state.id, side: 'agent' as const, name: 'Amélie', on: true };
    transport.line.push('typing', typing);
    expect(session.current.getState().typing).to.deep.equal({ name: 'Amélie' });
    await all.clock.advance(7_000);
    expect(session.current.getState().typing).to.equal(null);
    transport.line.push('typing', typing);
    agentSays(all.service, 'Welcome');
    await all.clock.advance(100);
    expect(session.current.getState().typing).to.equal(null);
  });

  it('keeps a refused message, and gives its text back when it is discarded', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.fault = (name) => (name === 'append' ? 'too_large' : null);
    const id = session.current.send('far too long');
    await all.clock.advance(1_000);
    expect(session.current.getState().pending[0]).to.include({ id, delivery: 'failed', reason: 'too_large' });
    session.current.discard(id);
    expect(session.current.getState().pending).to.deep.equal([]);
    expect(session.current.getState().draft).to.equal('far too long');
  });

  it('closes once when the click is repeated after a lost answer', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.fault = (name) => (name === 'append' ? 'lose-answer' : null);
    const first = session.current.close();
    await all.clock.advance(6_000);
    expect(await first).to.deep.equal({ ok: false, reason: 'unavailable' });
    all.service.fault = () => null;
    const second = session.current.close();
    await all.clock.advance(1_000);
    expect((await second).ok).to.equal(true);
    expect(all.service.latest.main.filter(({ type }) => type === 'closed')).to.have.length(1);
  });
});
