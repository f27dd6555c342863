import { expect } from 'chai';
import type { ConversationView } from '../session/types.ts';
import { AMELIE, agent, BEGIN, JULES, Log, MINUTE, SECOND } from './testing/events.ts';
import { emptyView, viewOf } from './testing/fake-conversation.ts';
import { BLOCK_EVENTS, blocksOf, dependenciesOf, type Row, rowsOf } from './timeline.ts';

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const rows = (view: ConversationView, newBefore = 0): Row[] =>
  blocksOf(view, newBefore).flatMap((block) => rowsOf(block, view.side, day));
const messages = (all: Row[]) => all.flatMap((row) => (row.kind === 'message' ? [row] : []));

describe('the timeline', () => {
  it('groups what one person says within one minute', () => {
    const log = new Log()
      .says(AMELIE, 'a')
      .wait(10 * SECOND)
      .says(AMELIE, 'b')
      .wait(MINUTE)
      .says(AMELIE, 'c');
    const runs = messages(rows(viewOf(log, 'customer'))).map(({ first, last }) => [first, last]);
    expect(runs).to.deep.equal([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it('never puts two agents into one run, nor both sides', () => {
    const log = new Log().says(AMELIE, 'a').says(JULES, 'b').customer('c');
    expect(messages(rows(viewOf(log, 'agent'))).every(({ first, last }) => first && last)).to.equal(true);
  });

  it('begins a new run after something that happened', () => {
    const log = new Log().customer('a').takes(AMELIE).customer('b');
    expect(messages(rows(viewOf(log, 'customer'))).map(({ first }) => first)).to.deep.equal([true, true]);
  });

  it('separates days by the local calendar', () => {
    const log = new Log(BEGIN - 24 * 60 * MINUTE)
      .customer('a')
      .wait(24 * 60 * MINUTE)
      .customer('b')
      .customer('c');
    const kinds = rows(viewOf(log, 'customer')).map(({ kind }) => kind);
    expect(kinds).to.deep.equal(['day', 'message', 'day', 'message', 'message']);
  });

  it('puts an agent’s notes where they were written, and shows a customer none', () => {
    const log = new Log().customer('a').wait(SECOND);
    log.add(agent(AMELIE), { type: 'note', payload: { text: 'n' } });
    log.wait(SECOND).says(AMELIE, 'b');
    expect(rows(viewOf(log, 'agent')).map(({ kind }) => kind)).to.deep.equal(['day', 'message', 'note', 'message']);
    expect(rows(viewOf(log, 'customer')).map(({ kind }) => kind)).to.deep.equal(['day', 'message', 'message']);
  });

  it('shows how far the last own message has come, and no other', () => {
    const log = new Log().customer('a').customer('b').says(AMELIE, 'c');
    const view = viewOf(log, 'customer');
    const progress = () => messages(rows(view)).map((row) => row.progress);
    expect(progress()).to.deep.equal([null, 'sent', null]);
    Object.assign(view.state?.marks.agent ?? {}, { delivered: 2, read: 0 });
    expect(progress()).to.deep.equal([null, 'delivered', null]);
    Object.assign(view.state?.marks.agent ?? {}, { read: 2 });
    expect(progress()).to.deep.equal([null, 'read', null]);
  });

  it('keeps what waits at the end, under the key that it keeps when it is stored', () => {
    const log = new Log().customer('a');
    const view: ConversationView = {
      ...viewOf(log, 'customer'),
      pending: [{ id: 'pending-1', at: BEGIN, body: { type: 'message', payload: { text: 'b' } }, delivery: 'sending' }],
    };
    const [last] = messages(rows(view)).slice(-1);
    expect([last?.key, last?.progress]).to.deep.equal(['pending-1', 'sending']);
    log.customer('b', 'pending-1');
    expect(messages(rows(viewOf(log, 'customer'))).at(-1)?.key).to.equal('pending-1');
  });

  it('shows the first word before the service has answered', () => {
    const body = { type: 'message', payload: { text: 'hello' } } as const;
    const pending = [{ id: 'pending-1', at: BEGIN, body, delivery: 'sending' as const }];
    expect(messages(rows({ ...emptyView('customer'), pending }))).to.have.length(1);
  });

  it('draws the line before the first new message', () => {
    const log = new Log().customer('a').says(AMELIE, 'b').says(AMELIE, 'c');
    expect(rows(viewOf(log, 'customer'), 3).map(({ key }) => key)).to.deep.equal([
      'day-event-0000000001',
      'event-0000000001',
      'event-0000000002',
      'new',
      'event-0000000003',
    ]);
  });

  it('keeps the other blocks as they are when the log grows at either end', () => {
    const log = new Log();
    for (let n = 0; n < 4 * BLOCK_EVENTS; n++) log.says(AMELIE, String(n)).wait(MINUTE);
    const whole = viewOf(log, 'customer');
    const window: ConversationView = { ...whole, events: whole.events.slice(BLOCK_EVENTS, -1) };
    const before = new Map(blocksOf(window, 0).map((block) => [block.key, dependenciesOf(block)]));
    const changed = blocksOf(whole, 0).filter(
      (block) => JSON.stringify(before.get(block.key)) !== JSON.stringify(dependenciesOf(block)),
    );
    // The new one above, the one whose first message now has a neighbour, and the last.
    expect(changed.map(({ key }) => key)).to.deep.equal([0, 1, 3]);
  });
});
