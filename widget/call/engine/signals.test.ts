import { expect } from 'chai';
import { virtualClock } from '../../session/testing/virtual-clock.ts';
import { GAP_MAX, Inbox, Outbox } from './signals.ts';

function setUp() {
  const clock = virtualClock();
  const tries: string[] = [];
  const inbox = new Inbox<string>();
  const taken: string[] = [];
  let line: 'up' | 'refuses' | 'loses' = 'up';
  const outbox = new Outbox<string>(clock, async (seq, signal) => {
    tries.push(signal);
    if (line === 'refuses') return { ok: false };
    if (line === 'up') taken.push(...inbox.take(seq, signal));
    return { ok: true };
  });
  return {
    clock,
    inbox,
    outbox,
    taken,
    tries,
    set line(next: typeof line) {
      line = next;
    },
  };
}

describe('signals', () => {
  it('arrive once and in order, whatever comes early, late or twice', () => {
    const inbox = new Inbox<string>();
    expect(inbox.take(2, 'b')).to.deep.equal([]);
    expect(inbox.take(1, 'a')).to.deep.equal(['a', 'b']);
    expect(inbox.take(1, 'a')).to.deep.equal([]);
    expect(inbox.take(4, 'd')).to.deep.equal([]);
    expect(inbox.take(3, 'c')).to.deep.equal(['c', 'd']);
    expect(inbox.seq).to.equal(4);
  });

  it('wait behind a gap only up to a bound', () => {
    const inbox = new Inbox<number>();
    for (let seq = GAP_MAX + 50; seq > 1; seq -= 1) inbox.take(seq, seq);
    expect(inbox.take(1, 1)).to.have.length(GAP_MAX);
  });

  it('are tried again when the service did not pass them on', async () => {
    const all = setUp();
    all.outbox.add('a');
    all.line = 'refuses';
    all.outbox.add('b');
    await all.clock.settle();
    expect(all.outbox.isBlocked).to.equal(true);
    all.line = 'up';
    all.outbox.add('c');
    await all.clock.advance(1_000);
    expect(all.taken).to.deep.equal(['a', 'b', 'c']);
    expect(all.outbox.isBlocked).to.equal(false);
  });

  it('are sent again after a line was lost, but for what is known to have come', async () => {
    const all = setUp();
    all.outbox.add('a');
    all.line = 'loses';
    all.outbox.add('b');
    all.outbox.add('c');
    await all.clock.settle();
    all.line = 'up';
    all.tries.length = 0;
    all.outbox.got(all.inbox.seq);
    all.outbox.resend();
    expect(all.taken).to.deep.equal(['a', 'b', 'c']);
    expect(all.tries).to.deep.equal(['b', 'c']);
  });

  it('are kept while the other side has no line', async () => {
    const all = setUp();
    all.outbox.hold();
    all.outbox.add('a');
    await all.clock.advance(60_000);
    expect(all.tries).to.deep.equal([]);
    all.outbox.resend();
    expect(all.taken).to.deep.equal(['a']);
  });

  it('are over with their epoch, and leave no timer', async () => {
    const all = setUp();
    all.line = 'refuses';
    all.outbox.add('a');
    await all.clock.settle();
    all.outbox.dispose();
    all.line = 'up';
    all.outbox.resend();
    await all.clock.advance(60_000);
    expect(all.taken).to.deep.equal([]);
    expect(all.clock.waiting).to.equal(0);
  });
});
