import { expect } from 'chai';
import { ACK_TIMEOUT_MS, Connection, SILENCE_MS } from './connection.ts';
import { memoryBrowser } from './testing/memory-browser.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';
import { virtualClock } from './testing/virtual-clock.ts';
import type { CustomerApi } from './transport.ts';

function setUp() {
  const clock = virtualClock();
  const tab = memoryBrowser(clock).tab();
  const transport = scriptedTransport<CustomerApi>();
  let handshakes = 0;
  const connection = new Connection<CustomerApi>({
    transport,
    clock,
    page: tab.page,
    random: () => 0.5,
    handshake: () => {
      handshakes += 1;
      return { protocol: 1, version: `${handshakes}` };
    },
  });
  return { clock, tab, transport, connection, kind: () => connection.getState().kind };
}

function online() {
  const all = setUp();
  all.connection.connect();
  all.transport.line.accept();
  return all;
}

describe('a connection', () => {
  it('opens nothing before it is asked to', async () => {
    const { clock, transport, tab, kind } = setUp();
    tab.tell('wake');
    await clock.advance(60_000);
    expect(transport.lines).to.have.length(0);
    expect(kind()).to.equal('idle');
  });

  it('comes back by itself after a lost line, asking for its handshake anew', async () => {
    const { clock, transport, kind } = online();
    transport.line.drop();
    expect(kind()).to.equal('reconnecting');
    await clock.advance(1_000);
    transport.line.accept();
    expect(kind()).to.equal('online');
    expect(transport.lines.map((line) => line.handshake.version)).to.deep.equal(['1', '2']);
  });

  it('tries less and less often while nobody answers, but at least every five seconds', async () => {
    const { clock, transport } = online();
    transport.line.drop();
    for (let second = 0; second < 120; second += 1) {
      await clock.advance(1_000);
      if (transport.line.phase === 'opening') transport.line.drop();
    }
    expect(transport.lines.length).to.be.within(24, 60);
  });

  it('takes a line that sends and never hears for dead, and opens another at once', async () => {
    const { clock, transport, connection, kind } = online();
    const first = connection.request('conversations', {});
    transport.line.asked('conversations')[0]?.answer({ ok: true, lines: [] });
    await first;
    const lost = connection.request('conversations', {});
    await clock.advance(ACK_TIMEOUT_MS);
    expect(await lost).to.deep.equal({ ok: false, reason: 'lost' });
    expect(transport.lines[0]?.phase).to.equal('closed');
    expect(transport.lines).to.have.length(2);
    transport.line.accept();
    expect(kind()).to.equal('online');
  });

  it('waits less for an answer where something else already speaks for a dead line', async () => {
    const { clock, transport, connection } = online();
    const first = connection.request('conversations', {});
    transport.line.asked('conversations')[0]?.answer({ ok: true, lines: [] });
    await first;
    void connection.request('conversations', {}, 700);
    await clock.advance(699);
    expect(transport.lines).to.have.length(1);
    await clock.advance(1);
    expect(transport.lines).to.have.length(2);
  });

  it('asks whether anybody is there after a long silence, but not while heartbeats come', async () => {
    const { clock, transport, connection } = online();
    let doubts = 0;
    connection.onDoubt(() => {
      doubts += 1;
    });
    for (let beat = 0; beat < 8; beat += 1) {
      await clock.advance(15_000);
      transport.line.push('heartbeat', { heads: {} });
    }
    expect(doubts).to.equal(0);
    await clock.advance(SILENCE_MS);
    expect(doubts).to.equal(1);
  });

  it('verifies the line when the page wakes, and does not wait for its pause when there is none', async () => {
    const { clock, transport, connection, tab } = online();
    let doubts = 0;
    connection.onDoubt(() => {
      doubts += 1;
    });
    tab.tell('wake');
    expect(doubts).to.equal(1);
    transport.line.drop();
    tab.tell('wake');
    expect(transport.lines).to.have.length(2);
    await clock.settle();
  });

  it('says at once that the network is gone, tries all the same, and comes back with the network', async () => {
    const { clock, transport, tab, kind } = online();
    tab.tell('network-down');
    expect(kind()).to.equal('offline');
    await clock.advance(1_000);
    expect(transport.lines).to.have.length(2);
    transport.line.drop();
    expect(kind()).to.equal('offline');
    tab.tell('network-up');
    expect(kind()).to.equal('reconnecting');
    transport.line.accept();
    expect(kind()).to.equal('online');
  });

  it('closes the line of a page that goes away and opens one when it comes back', async () => {
    const { clock, transport, tab, kind } = online();
    tab.tell('sleep');
    expect(transport.line.phase).to.equal('closed');
    await clock.advance(60_000);
    expect(transport.lines).to.have.length(1);
    tab.tell('wake');
    transport.line.accept();
    expect(kind()).to.equal('online');
  });

  for (const reason of ['version', 'origin', 'not_signed_in'] as const) {
    it(`stays refused when the service says ${reason}, until somebody connects again`, async () => {
      const { clock, transport, connection } = online();
      transport.line.drop();
      await clock.advance(1_000);
      transport.line.refuse(reason);
      await clock.advance(60_000);
      expect(connection.getState()).to.deep.equal({ kind: 'refused', reason });
      expect(transport.lines).to.have.length(2);
      connection.connect();
      expect(transport.lines).to.have.length(3);
    });
  }

  it('tries again when the service has too much to do', async () => {
    const { clock, transport, connection, kind } = setUp();
    connection.connect();
    transport.line.refuse('too_many');
    expect(kind()).to.equal('reconnecting');
    await clock.advance(1_000);
    expect(transport.lines).to.have.length(2);
  });

  it('leaves no timer behind when it is disposed of', async () => {
    const { clock, transport, connection } = online();
    void connection.request('conversations', {});
    transport.line.drop();
    connection.dispose();
    await clock.settle();
    expect(clock.waiting).to.equal(0);
  });
});
