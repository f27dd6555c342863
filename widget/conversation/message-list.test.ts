import { expect } from 'chai';
import './message-list.ts';
import { AMELIE, Log, MINUTE } from './testing/events.ts';
import { FakeConversation, viewOf } from './testing/fake-conversation.ts';
import { clearPage, drawn, eventually, find, findAll, get, show, testSay, words } from './testing/page.ts';
import { BLOCK_EVENTS } from './timeline.ts';

async function open(store: FakeConversation, active = true) {
  const list = document.createElement('ycyw-message-list');
  Object.assign(list, { store, say: await testSay(), peer: 'Support', active });
  show(list);
  await drawn();
  const scroller = list.scroller;
  if (scroller === null) throw new Error('not drawn');
  return { list, scroller };
}

/** A log of so many messages, from both sides in turn. */
function talk(count: number): Log {
  const log = new Log();
  for (let n = 0; n < count; n++) {
    if (n % 2 === 0) log.customer(`Question ${n}`);
    else log.says(AMELIE, `Answer ${n}`);
    log.wait(MINUTE);
  }
  return log;
}

/** Where the first row that is in sight stands. */
function firstInSight(scroller: HTMLElement) {
  const edge = scroller.getBoundingClientRect().top;
  const row = findAll(scroller, '[data-id]').find((each) => each.getBoundingClientRect().bottom > edge);
  return { id: row?.dataset.id, top: row?.getBoundingClientRect().top ?? 0 };
}

async function scrollUp(scroller: HTMLElement, by: number): Promise<void> {
  scroller.scrollTop = -by;
  await drawn();
}

const unread = (log: Log, read: number) => {
  const view = viewOf(log, 'customer');
  const marks = { customer: { delivered: read, read }, agent: { delivered: 0, read: 0 } };
  const state = view.state === null ? null : { ...view.state, marks };
  return { ...view, state, readWhenOpened: read, unread: log.events.length - read };
};

afterEach(clearPage);

/** Thousands of rows at once take a busy machine a while, in milliseconds. */
const PATIENCE_MS = 30_000;

describe('10,000 messages', () => {
  it('are drawn again only where something has changed', async () => {
    const log = talk(10_000);
    const store = new FakeConversation(viewOf(log, 'customer'));
    const { list } = await open(store);
    const drawnBlocks: number[] = [];
    const draw = list.drawBlock.bind(list);
    list.drawBlock = (block, view) => {
      drawnBlocks.push(block.key);
      return draw(block, view);
    };
    store.setDraft('typing does not');
    store.set({ typing: { name: 'Amélie' } });
    await drawn();
    expect(drawnBlocks).to.deep.equal([]);
    store.receive(log.says(AMELIE, 'one more'));
    await drawn();
    // 10,000 is a multiple of the block's size: one block gets a neighbour, one is new.
    expect(new Set(drawnBlocks)).to.deep.equal(new Set([10_000 / BLOCK_EVENTS - 1, 10_000 / BLOCK_EVENTS]));
    drawnBlocks.length = 0;
    store.receive(log.says(AMELIE, 'and one'));
    await drawn();
    expect(new Set(drawnBlocks)).to.deep.equal(new Set([10_000 / BLOCK_EVENTS]));
  }).timeout(PATIENCE_MS);

  it('keep the place where a person reads, while new ones come and older ones are loaded', async () => {
    const log = talk(10_000);
    const whole = viewOf(log, 'customer');
    const store = new FakeConversation({ ...whole, events: whole.events.slice(8_000), earlier: 'some' });
    const { scroller } = await open(store);
    await scrollUp(scroller, 4_000);
    const before = firstInSight(scroller);
    store.receive(log.says(AMELIE, 'one more').says(AMELIE, 'and one'));
    await drawn();
    store.set({ events: log.events.slice(6_000), earlier: 'some' });
    await drawn();
    const after = firstInSight(scroller);
    expect(after.id).to.equal(before.id);
    expect(after.top).to.be.closeTo(before.top, 1);
  }).timeout(PATIENCE_MS);
});

describe('the log', () => {
  it('stays at the end when a message comes, and goes there when the person writes', async () => {
    const log = talk(60);
    const store = new FakeConversation(viewOf(log, 'customer'));
    const { scroller } = await open(store);
    store.receive(log.says(AMELIE, 'one more'));
    await drawn();
    expect(scroller.scrollTop).to.be.closeTo(0, 1);
    await scrollUp(scroller, 800);
    store.send('my own');
    await drawn();
    expect(scroller.scrollTop).to.be.closeTo(0, 1);
  });

  it('does not steal the place of a person who reads further up, and offers a way down with a count', async () => {
    const log = talk(60);
    const store = new FakeConversation(viewOf(log, 'customer'));
    const { list, scroller } = await open(store);
    expect(find(list, '.jump')).to.equal(null);
    await scrollUp(scroller, 800);
    const before = firstInSight(scroller);
    store.receive(log.says(AMELIE, 'one more'));
    store.set({ unread: 1 });
    await drawn();
    expect(firstInSight(scroller).top).to.be.closeTo(before.top, 1);
    const jump = get(list, '.jump');
    expect(words(jump)).to.equal('1 new message');
    jump.click();
    await eventually(() => scroller.scrollTop > -1);
    await eventually(() => find(list, '.jump') === null);
  });

  it('asks for older messages near the top, once', async () => {
    const log = talk(200);
    const whole = viewOf(log, 'customer');
    const store = new FakeConversation({ ...whole, events: whole.events.slice(100), earlier: 'some' });
    const { list, scroller } = await open(store);
    expect(store.of('loadEarlier')).to.have.length(0);
    await scrollUp(scroller, scroller.scrollHeight);
    await drawn();
    expect(store.of('loadEarlier')).to.have.length(1);
    expect(words(get(list, '.earlier'))).to.equal('Loading earlier messages…');
  });

  it('opens at the first new message when there is more than fits', async () => {
    const { list, scroller } = await open(new FakeConversation(unread(talk(60), 20)));
    const line = get(list, '.new').getBoundingClientRect();
    const box = scroller.getBoundingClientRect();
    expect(line.top).to.be.within(box.top, box.top + 60);
  });

  it('draws no line above an answer that came while the person looked', async () => {
    const log = new Log().customer('Hello');
    const store = new FakeConversation(viewOf(log, 'customer'));
    const { list } = await open(store);
    store.receive(log.takes(AMELIE).says(AMELIE, 'Hi'));
    await drawn();
    expect(find(list, '.new')).to.equal(null);
  });
});

describe('what is read', () => {
  it('is what is at the end while the person looks', async () => {
    const store = new FakeConversation(unread(new Log().customer('a').says(AMELIE, 'b'), 1));
    await open(store);
    expect(store.of('markRead')).to.deep.equal([[2]]);
  });

  it('is nothing while the panel is closed', async () => {
    const store = new FakeConversation(unread(new Log().customer('a').says(AMELIE, 'b'), 1));
    const { list } = await open(store, false);
    expect(store.of('markRead')).to.deep.equal([]);
    list.active = true;
    await drawn();
    expect(store.of('markRead')).to.deep.equal([[2]]);
    expect(find(list, '.new')).to.not.equal(null);
  });

  it('is only what was in sight, when the newest is further down', async () => {
    const log = talk(60);
    const store = new FakeConversation(viewOf(log, 'customer'));
    const { scroller } = await open(store);
    await scrollUp(scroller, 800);
    store.asked.length = 0;
    store.receive(log.says(AMELIE, 'unseen'));
    await drawn();
    expect(store.of('markRead')).to.deep.equal([]);
  });
});

describe('a screen reader', () => {
  it('is told of each incoming message once, and of nothing that was there before', async () => {
    const log = talk(10);
    const store = new FakeConversation(viewOf(log, 'customer'));
    const { list } = await open(store);
    const said: string[] = [];
    const region = get(list, '[role=status]');
    new MutationObserver(() => said.push(words(region))).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    expect(words(region)).to.equal('');
    store.receive(log.says(AMELIE, 'Hello'));
    await drawn();
    store.set({ typing: { name: 'Amélie' } });
    store.receive(log.customer('mine'));
    await drawn();
    expect(said).to.deep.equal(['Amélie: Hello']);
  });

  it('is told once when something of one’s own couldn’t be sent, and why', async () => {
    const log = talk(1);
    const body = { type: 'message', payload: { text: 'x' } } as const;
    const failed = (id: string) => ({ id, at: log.at, body, delivery: 'failed' as const, reason: 'too_many' as const });
    const upload = { id: 'u1', at: log.at, name: 'a.pdf', type: 'application/pdf', size: 9, preview: null };
    const store = new FakeConversation({ ...viewOf(log, 'customer'), pending: [failed('old')] });
    const { list } = await open(store);
    const region = get(list, 'ycyw-announcer >>> [role=status]');
    expect(words(region)).to.equal('');
    store.set({ pending: [failed('old'), { id: 'p1', at: log.at, body, delivery: 'sending' }] });
    await drawn();
    expect(words(region)).to.equal('');
    store.set({ pending: [failed('old'), failed('p1')] });
    await drawn();
    expect(words(region)).to.equal('Not sent. That was a lot at once. Please wait a moment and try again.');
    store.set({ uploads: [{ ...upload, phase: { kind: 'failed', reason: 'file_size' } }] });
    await drawn();
    expect(words(region)).to.match(/^Not sent\. Files can have up to/);
  });

  it('finds a log with a name', async () => {
    const { scroller } = await open(new FakeConversation(viewOf(talk(2), 'customer')));
    expect([scroller.role, scroller.ariaLabel]).to.deep.equal(['log', 'Messages']);
  });
});

describe('loading', () => {
  it('has the shape of what comes, and words', async () => {
    const { list } = await open(new FakeConversation({ phase: { kind: 'loading' } }));
    expect(words(get(list, '.skeletons'))).to.equal('Loading the conversation…');
  });

  it('that failed says why and can be tried again', async () => {
    const store = new FakeConversation({ phase: { kind: 'failed', reason: 'unavailable' } });
    const { list } = await open(store);
    expect(words(get(list, '[role=alert] p'))).to.match(/could not be loaded.*try again/);
    get(list, '[role=alert] button').click();
    expect(store.of('retryLoading')).to.have.length(1);
  });
});
