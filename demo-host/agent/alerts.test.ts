import { expect } from 'chai';
import type { Notice } from '../../widget/platform/attention.ts';
import type { BrowserNotice } from '../../widget/platform/notifications.ts';
import { followAlerts } from './alerts.ts';
import { loadConsoleSay } from './console-say.ts';
import { busy, line, MARTA, mine, queue, says } from './test-fixtures.ts';
import { FakeSession } from './test-session.ts';

const english = await loadConsoleSay('en');

function follow(isLooking: boolean) {
  const session = new FakeSession(busy());
  const notices: Notice[] = [];
  const shown: BrowserNotice[] = [];
  let closed = 0;
  const stop = followAlerts(session, {
    attention: { update: (notice) => notices.push(notice), dispose: () => {} },
    notify: (notice) => {
      shown.push(notice);
      return () => {
        closed += 1;
      };
    },
    isLooking: () => isLooking,
    onLook: () => () => {},
    say: () => english,
  });
  return { session, shown, stop, latest: () => notices.at(-1), closed: () => closed };
}

const newcomer = line('conversation-new', 'Tom Baker', [says('customer', 'I lost the key', 0)]);

describe('calling an agent', () => {
  it('doesn’t sound for those who waited before the console was opened', () => {
    const { latest } = follow(false);
    expect(latest()?.newest).to.equal(null);
    expect(latest()?.count).to.equal(4);
  });

  it('sounds for a new customer, even while the agent looks at the console', () => {
    const { session, latest } = follow(true);
    session.update({ queue: [...queue, newcomer] });
    expect(latest()?.newest).to.equal('waits/conversation-new');
    expect(latest()?.attending).to.equal(false);
  });

  it('sounds for a new message in a conversation that isn’t open', () => {
    const { session, latest } = follow(true);
    const john = line('conversation-john', 'John Whitaker', [says('customer', 'Hello?', 0)], 1);
    session.update({ mine: [mine[0], john].flatMap((one) => one ?? []) });
    expect(latest()?.newest).to.equal(john.last?.id);
  });

  it('doesn’t sound again for an old one when a newer one was dealt with', () => {
    const { session, latest } = follow(false);
    session.update({ queue: [...queue, newcomer] });
    session.update({ queue });
    expect(latest()?.newest).to.equal('waits/conversation-new');
  });

  it('leaves an agent in peace who reads the only conversation with something new', () => {
    const { session, latest } = follow(true);
    session.update({ queue: [], mine: mine.filter((one) => one.state.id === MARTA) });
    expect(latest()).to.deep.equal({ count: 0, newest: null, muted: false, attending: true });
  });

  it('shows a browser notification that opens the customer, and takes it away when somebody has them', () => {
    const { session, shown, closed } = follow(false);
    session.update({ queue: [...queue, newcomer], arrival: newcomer });
    expect(shown.map(({ title, body }) => [title, body])).to.deep.equal([
      ['A new customer is waiting', 'Tom Baker: I lost the key'],
    ]);
    shown[0]?.onClick();
    expect(session.getState().selected).to.equal('conversation-new');
    session.update({ queue });
    expect(closed()).to.equal(1);
  });

  it('shows none while the agent looks', () => {
    const { session, shown } = follow(true);
    session.update({ arrival: newcomer });
    expect(shown).to.have.length(0);
  });
});
