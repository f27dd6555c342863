import { expect } from 'chai';
import type { Appended } from '../../signaling/protocol/realtime.ts';
import { Outbox, type OutboxItem } from './outbox.ts';
import { type MemoryBrowser, memoryBrowser } from './testing/memory-browser.ts';
import { type VirtualClock, virtualClock } from './testing/virtual-clock.ts';
import { LOST, type Reply } from './transport.ts';

/** What a service stores of what several tabs deliver. */
class Shore {
  readonly arrived: string[] = [];
  readonly tries: string[] = [];
  answer: (item: OutboxItem) => Reply<Appended> | null = () => null;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  deliver = async (item: OutboxItem): Promise<Reply<Appended>> => {
    this.tries.push(item.id);
    await new Promise<void>((resolve) => void this.#clock.after(20, resolve));
    const answer = this.answer(item);
    if (answer && !answer.ok && answer.reason !== 'lost') return answer;
    if (!this.arrived.includes(item.id)) this.arrived.push(item.id);
    return answer ?? ({ ok: true } as Reply<Appended>);
  };
}

function tabOf(browser: MemoryBrowser, shore: Shore, line: { online: boolean }) {
  const tab = browser.tab();
  const outbox = new Outbox({
    ...tab,
    random: () => 0.5,
    online: () => line.online,
    owner: () => null,
    deliver: shore.deliver,
  });
  const write = (id: string) =>
    outbox.add({ id, conversation: 'c', by: null, body: { type: 'message', payload: { text: id } } });
  return { ...tab, outbox, write, shown: () => outbox.getState().map(({ id }) => id) };
}

function setUp(online = true) {
  const clock = virtualClock();
  const browser = memoryBrowser(clock);
  const shore = new Shore(clock);
  const line = { online };
  return { clock, browser, shore, line, tab: () => tabOf(browser, shore, line) };
}

describe('an outbox', () => {
  it('sends in the order of writing, one after the other', async () => {
    const { clock, shore, tab } = setUp();
    const { write } = tab();
    for (const id of ['a', 'b', 'c', 'd']) write(id);
    expect(shore.tries).to.deep.equal(['a']);
    await clock.advance(1_000);
    expect(shore.arrived).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('keeps what is written offline and sends it when the line stands', async () => {
    const { clock, shore, line, tab } = setUp(false);
    const { outbox, write, shown } = tab();
    write('a');
    write('b');
    await clock.advance(60_000);
    expect(shore.tries).to.deep.equal([]);
    expect(shown()).to.deep.equal(['a', 'b']);
    line.online = true;
    outbox.pump();
    await clock.advance(1_000);
    expect(shore.arrived).to.deep.equal(['a', 'b']);
  });

  it('sends the same id again when no answer came', async () => {
    const { clock, shore, tab } = setUp();
    let lost = 2;
    shore.answer = () => {
      lost -= 1;
      return lost >= 0 ? LOST : null;
    };
    tab().write('a');
    await clock.advance(10_000);
    expect(shore.tries).to.deep.equal(['a', 'a', 'a']);
    expect(shore.arrived).to.deep.equal(['a']);
  });

  it('waits and keeps the order when the service has too much to do', async () => {
    const { clock, shore, tab } = setUp();
    let busy = 3;
    shore.answer = ({ id }) => {
      if (id === 'a' && busy > 0) {
        busy -= 1;
        return { ok: false, reason: 'too_many' };
      }
      return null;
    };
    const { write } = tab();
    write('a');
    write('b');
    await clock.advance(20_000);
    expect(shore.arrived).to.deep.equal(['a', 'b']);
  });

  it('keeps what is refused, as failed, and sends the rest; a retry keeps its place', async () => {
    const { clock, shore, tab } = setUp();
    shore.answer = ({ id }) => (id === 'a' ? { ok: false, reason: 'too_large' } : null);
    const { outbox, write } = tab();
    write('a');
    write('b');
    await clock.advance(1_000);
    expect(shore.arrived).to.deep.equal(['b']);
    expect(outbox.getState()[0]).to.include({ id: 'a', failed: 'too_large' });
    shore.answer = () => null;
    outbox.retry('a');
    await clock.advance(1_000);
    expect(shore.arrived).to.deep.equal(['b', 'a']);
  });

  it('loses nothing when the tab dies before, while and after sending', async () => {
    const { clock, shore, tab } = setUp();
    const first = tab();
    for (const id of ['a', 'b', 'c']) first.write(id);
    await clock.advance(30);
    first.die();
    const second = tab();
    second.outbox.pump();
    await clock.advance(1_000);
    expect(shore.arrived).to.deep.equal(['a', 'b', 'c']);
    expect(second.disk.keys('')).to.deep.equal([]);
  });

  it('is emptied by one tab at a time, in order, whoever wrote', async () => {
    const { clock, shore, tab } = setUp();
    const left = tab();
    const right = tab();
    for (const round of [1, 2, 3]) {
      left.write(`left ${round}`);
      right.write(`right ${round}`);
      await clock.advance(5);
    }
    await clock.advance(1_000);
    expect(shore.tries).to.deep.equal(['left 1', 'right 1', 'left 2', 'right 2', 'left 3', 'right 3']);
  });

  it('shows what another tab sends until the conversation has it', async () => {
    const { clock, tab } = setUp();
    const left = tab();
    const right = tab();
    left.write('a');
    await clock.advance(1_000);
    expect(right.shown()).to.deep.equal(['a']);
    right.outbox.settle(['a']);
    expect(right.shown()).to.deep.equal([]);
  });

  it('keeps the order of writing when the clock of the machine is set back', async () => {
    const { clock, browser, shore, line, tab } = setUp(false);
    tab().write('a');
    const early = { ...clock, now: () => clock.now() - 3_600_000 };
    const late = tabOf({ ...browser, tab: () => ({ ...browser.tab(), clock: early }) }, shore, line);
    late.write('b');
    expect(late.shown()).to.deep.equal(['a', 'b']);
  });

  it('sends nothing that somebody else wrote', async () => {
    const { clock, browser, shore } = setUp();
    let owner = 'unknown';
    const tab = browser.tab();
    const outbox = new Outbox({
      ...tab,
      random: () => 0.5,
      online: () => true,
      owner: () => owner,
      deliver: shore.deliver,
    });
    outbox.add({ id: 'a', conversation: 'c', by: 'amelie', body: { type: 'message', payload: { text: 'a' } } });
    outbox.add({ id: 'j', conversation: 'c', by: 'jules', body: { type: 'message', payload: { text: 'j' } } });
    await clock.advance(1_000);
    expect(shore.tries).to.deep.equal([]);
    owner = 'jules';
    outbox.pump();
    await clock.advance(1_000);
    expect(shore.tries).to.deep.equal(['j']);
  });
});
