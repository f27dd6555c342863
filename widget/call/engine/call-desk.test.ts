import { expect } from 'chai';
import { SEAT_KEPT_MS } from '../../../signaling/protocol/limits.ts';
import { lead } from '../../session/lead.ts';
import type { Locks } from '../../session/locks.ts';
import { memoryBrowser } from '../../session/testing/memory-browser.ts';
import { agentTab, customerTab, type World, world } from '../../session/testing/tabs.ts';
import { agentTakes } from '../../session/testing/words.ts';
import type { ConversationStore } from '../../session/types.ts';
import type { Call } from '../types.ts';
import { LiveCallDesk } from './call-desk.ts';
import type { Remembered } from './live-call.ts';
import { SpokenLink, StillMedia } from './testing/halves.ts';

/** One side's desk in one tab, with everything that it made. */
class Side {
  readonly media: StillMedia[] = [];
  readonly links: SpokenLink[] = [];
  memory: Remembered | null;
  readonly desk: LiveCallDesk;
  toWindow: string[] = [];
  windows: 'open' | 'blocked' = 'open';

  constructor(
    conversation: ConversationStore,
    {
      side,
      locks,
      all,
      memory = null,
      mayOpen = true,
    }: { side: 'customer' | 'agent'; locks: Locks; all: World; memory?: Remembered | null; mayOpen?: boolean },
  ) {
    this.memory = memory;
    this.desk = new LiveCallDesk({
      side,
      conversation,
      clock: all.clock,
      ids: () => crypto.randomUUID(),
      peerName: () => (side === 'customer' ? 'Amélie' : 'Marta'),
      createMedia: () => {
        const media = new StillMedia();
        this.media.push(media);
        return media;
      },
      createLink: (deps) => {
        const link = new SpokenLink(deps);
        this.links.push(link);
        return link;
      },
      streamOf: (track) => new MediaStream([track]),
      onNetwork: () => () => {},
      onGoing: () => () => {},
      remember: (what) => {
        this.memory = what;
      },
      remembered: () => this.memory,
      wish: () => ({ microphone: true, camera: true }),
      mayOpen: async () => mayOpen,
      lead: (call, isLead) => lead(locks, call, isLead),
      openWindow: (call) => {
        this.toWindow.push(call);
        return this.windows;
      },
    });
  }

  get kind() {
    return this.desk.getState().kind;
  }

  get call(): Call {
    const view = this.desk.getState();
    if (view.kind !== 'call') throw new Error(`There is no call but ${view.kind}`);
    return view.call;
  }

  get phase() {
    return this.call.getState().phase;
  }

  get link(): SpokenLink {
    const link = this.links.at(-1);
    if (!link) throw new Error('There is no link');
    return link;
  }

  get lights(): number {
    return this.media.filter(({ life }) => life === 'running').length;
  }
}

async function talking() {
  const all = world();
  const customerBrowser = all.browser;
  const customer = await customerTab(all);
  const agentWorld = { ...all, browser: memoryBrowser(all.clock) };
  const agent = await agentTab(agentWorld);
  customer.session.current.send('Hello');
  await all.clock.advance(100);
  agentTakes(all.service);
  await all.clock.advance(1_000);
  const theirs = agent.session.conversation(all.service.latest.state.id);
  await all.clock.advance(100);
  return {
    ...all,
    customerBrowser,
    mine: customer.session.current,
    theirs,
    marta: new Side(customer.session.current, { side: 'customer', locks: customer.locks, all }),
    amelie: new Side(theirs, { side: 'agent', locks: agent.locks, all }),
    line: customer,
  };
}

async function inCall() {
  const all = await talking();
  void all.marta.desk.ask('video');
  await all.clock.advance(500);
  all.amelie.desk.answer('audio');
  await all.clock.advance(500);
  for (const { link } of [all.marta, all.amelie]) link.update({ state: { kind: 'connected' } });
  return all;
}

describe('the desk of a conversation’s calls', () => {
  it('tells the operator how long it took, how good it was, and by which way; in the end before it hangs up', async () => {
    const { marta, amelie, clock, service } = await inCall();
    const quality = { bars: 4, whose: null, latencyMs: 20, jitterMs: 3, lossPercent: 0.5, mos: 4.3 } as const;
    marta.link.update({ path: 'relayed', quality });
    amelie.link.update({ path: 'relayed', quality });
    await marta.call.end();
    await clock.advance(500);
    const live = { kind: 'live', path: 'relayed', lossPercent: 0.5, rttMs: 40, jitterMs: 3, mos: 4.3 };
    expect(service.reports.map(({ report }) => report.kind)).to.deep.equal(['set_up', 'set_up', 'live']);
    expect(service.reports.at(-1)?.report).to.deep.equal(live);
    expect(service.reports.every(({ conversation }) => conversation === service.latest.state.id)).to.equal(true);
  });

  it('looks in the mirror first, and asks nobody before', async () => {
    const { marta, amelie, clock } = await talking();
    marta.desk.prepare('video');
    await clock.advance(500);
    expect(marta.phase).to.deep.equal({ kind: 'lobby', answering: false });
    expect(marta.call.getState().camera.kind).to.equal('on');
    expect(amelie.kind).to.equal('none');
    await marta.call.end();
    expect([marta.kind, marta.lights]).to.deep.equal(['none', 0]);
  });

  it('rings, makes the connection ready while it rings, and opens it when the other side accepts', async () => {
    const { marta, amelie, clock } = await talking();
    void marta.desk.ask('video');
    await clock.advance(500);
    expect(marta.phase.kind).to.equal('ringing');
    expect(amelie.desk.getState()).to.include({ kind: 'incoming', media: 'video', peer: 'Marta', isLead: true });
    expect(amelie.media.at(-1)?.getState().microphone.kind, 'nothing is switched on by a ring').to.equal('off');
    expect([marta.link.peers.length, amelie.link.peers.length], 'both know the other’s seat').to.deep.equal([1, 1]);
    expect([marta.link.isOpen, amelie.link.isOpen]).to.deep.equal([false, false]);
    amelie.desk.answer('audio');
    await clock.advance(500);
    expect([marta.link.isOpen, amelie.link.isOpen]).to.deep.equal([true, true]);
    expect(amelie.media.at(-1)?.getState()).to.deep.include({ microphone: { kind: 'on' }, camera: { kind: 'off' } });
    for (const { link } of [marta, amelie]) link.update({ state: { kind: 'connected' } });
    expect([marta.phase.kind, amelie.phase.kind]).to.deep.equal(['live', 'live']);
  });

  it('looks in the mirror while it rings on, and joins from there', async () => {
    const { marta, amelie, clock } = await talking();
    void marta.desk.ask('video');
    await clock.advance(500);
    amelie.desk.answer('mirror');
    await clock.advance(500);
    expect(amelie.phase).to.deep.equal({ kind: 'lobby', answering: true });
    await Promise.all([amelie.call.go(), clock.advance(500)]);
    expect(marta.phase.kind).to.equal('connecting');
    expect(amelie.phase.kind).to.equal('connecting');
  });

  it('goes back from the mirror to the ring', async () => {
    const { marta, amelie, clock } = await talking();
    void marta.desk.ask('audio');
    await clock.advance(500);
    amelie.desk.answer('mirror');
    await amelie.call.end();
    await clock.advance(500);
    expect(amelie.kind).to.equal('incoming');
    expect(marta.phase.kind).to.equal('ringing');
  });

  it('tells why nobody came: declined, taken back', async () => {
    const { marta, amelie, clock } = await talking();
    void marta.desk.ask('audio');
    await clock.advance(500);
    void amelie.desk.decline();
    await clock.advance(500);
    expect(marta.phase).to.include({ kind: 'ended', why: 'declined' });
    expect([marta.lights, amelie.lights, amelie.kind]).to.deep.equal([0, 0, 'none']);
    marta.call.dismiss();
    void amelie.desk.ask('audio');
    await clock.advance(500);
    await amelie.call.end();
    await clock.advance(500);
    expect([marta.kind, amelie.kind]).to.deep.equal(['none', 'none']);
  });

  it('makes an answer of the mirror when the other side rings meanwhile', async () => {
    const { marta, amelie, clock } = await talking();
    marta.desk.prepare('video');
    await clock.advance(500);
    void amelie.desk.ask('audio');
    await clock.advance(500);
    expect(marta.phase).to.deep.equal({ kind: 'lobby', answering: true });
    expect(marta.call.getState()).to.include({ media: 'audio' });
    expect(marta.link.peers, 'prepared while it rings').to.have.length(1);
    await Promise.all([marta.call.go(), clock.advance(500)]);
    expect([marta.phase.kind, amelie.phase.kind]).to.deep.equal(['connecting', 'connecting']);
  });

  it('lasts through a line that breaks, or a service that is started anew, while it is asked for and while it is accepted', async () => {
    for (const fault of ['lose', 'lose-answer'] as const) {
      const all = await talking();
      const { marta, amelie, clock, service } = all;
      const breakAt = async (side: 'mine' | 'theirs') => {
        service.fault = (name) => (name === 'append' ? fault : null);
        await clock.advance(1_000);
        service.fault = () => null;
        service.down();
        await clock.advance(2_000);
        expect((side === 'mine' ? marta : amelie).phase.kind).to.equal(side === 'mine' ? 'asking' : 'connecting');
        service.up();
        await clock.advance(15_000);
      };
      service.fault = (name) => (name === 'append' ? fault : null);
      void marta.desk.ask('audio');
      await breakAt('mine');
      expect(marta.phase.kind).to.equal('ringing');
      service.fault = (name) => (name === 'append' ? fault : null);
      amelie.desk.answer('audio');
      await breakAt('theirs');
      expect([marta.phase.kind, amelie.phase.kind]).to.deep.equal(['connecting', 'connecting']);
      expect(service.latest.main.map(({ type }) => type).slice(-2)).to.deep.equal(['call_asked', 'call_started']);
    }
  });

  it('gives its seat up when it could not be accepted', async () => {
    const { marta, amelie, clock, service } = await talking();
    void marta.desk.ask('audio');
    await clock.advance(500);
    service.fault = (name) => (name === 'append' ? 'too_many' : null);
    amelie.desk.answer('audio');
    const { seat } = amelie.link.deps;
    await clock.advance(500);
    expect(amelie.phase).to.deep.equal({ kind: 'failed', reason: 'too_many' });
    expect(marta.link.away).to.deep.equal([seat]);
  });

  it('makes one call of two that are asked for at the same moment', async () => {
    const { marta, amelie, clock } = await talking();
    void marta.desk.ask('video');
    void amelie.desk.ask('audio');
    await clock.advance(1_000);
    expect([marta.phase.kind, amelie.phase.kind]).to.deep.equal(['connecting', 'connecting']);
    expect(marta.call.getState().id).to.equal(amelie.call.getState().id);
  });

  it('lets go of everything at the end, on both sides, whoever ends it', async () => {
    const { marta, amelie, clock } = await inCall();
    await clock.advance(5_000);
    await amelie.call.end();
    expect([amelie.kind, amelie.lights]).to.deep.equal(['none', 0]);
    await clock.advance(500);
    const { phase } = marta.call.getState();
    expect(phase).to.include({ kind: 'ended', why: 'hung_up' });
    expect([marta.lights, marta.link.life, marta.memory]).to.deep.equal([0, 'over', null]);
  });

  it('ends a call also when the line is gone at that moment, as soon as it is back', async () => {
    const { marta, amelie, clock, line, theirs } = await inCall();
    line.transport.line.drop();
    await marta.call.end();
    expect([marta.kind, marta.lights]).to.deep.equal(['none', 0]);
    await clock.advance(30_000);
    expect(theirs.getState().state?.call).to.equal(null);
    expect(amelie.phase.kind).to.equal('ended');
  });

  it('is quiet at once when it is declined without a line, and the other side hears it when that is back', async () => {
    const { marta, amelie, clock, line } = await talking();
    void amelie.desk.ask('audio');
    await clock.advance(500);
    line.transport.line.drop();
    void marta.desk.decline();
    expect([marta.kind, marta.lights, amelie.phase.kind]).to.deep.equal(['none', 0, 'ringing']);
    await clock.advance(10_000);
    expect(marta.kind).to.equal('none');
    expect(amelie.phase).to.include({ kind: 'ended', why: 'declined' });
  });

  it('rings on when it could not be declined', async () => {
    const { marta, amelie, clock, service } = await talking();
    void amelie.desk.ask('audio');
    await clock.advance(500);
    service.fault = (name) => (name === 'append' ? 'too_large' : null);
    const declined = marta.desk.decline();
    await clock.advance(500);
    expect(await declined).to.deep.equal({ ok: false, reason: 'too_large' });
    expect(marta.desk.getState()).to.include({ kind: 'incoming', isLead: true });
  });

  it('ends a call also when the service can not store it at that moment', async () => {
    const { marta, amelie, clock, service } = await inCall();
    service.fault = (name) => (name === 'append' ? 'unavailable' : null);
    await marta.call.end();
    await clock.advance(5_000);
    expect(amelie.kind).to.equal('call');
    service.fault = () => null;
    await clock.advance(3_000);
    expect(amelie.phase).to.include({ kind: 'ended', why: 'hung_up' });
  });

  it('shows the call to the customer’s other tabs, where one click takes it over', async () => {
    const all = await inCall();
    const other = await customerTab(all);
    const second = new Side(other.session.current, { side: 'customer', locks: other.locks, all });
    await all.clock.advance(500);
    expect(second.desk.getState()).to.include({ kind: 'elsewhere', peer: 'Amélie' });
    second.desk.continueHere();
    await all.clock.advance(500);
    expect(second.kind).to.equal('call');
    expect([all.marta.kind, all.marta.lights, all.marta.link.life]).to.deep.equal(['elsewhere', 0, 'over']);
    expect(all.amelie.link.peers.at(-1), 'the agent speaks to the new seat').to.equal(second.links.at(-1)?.deps.seat);
  });

  it('stays in the tab that took it over while the first one had no line, and the first says so when it is back', async () => {
    const all = await inCall();
    const other = await customerTab(all);
    const second = new Side(other.session.current, { side: 'customer', locks: other.locks, all });
    await all.clock.advance(500);
    const { open } = all.line.transport;
    all.line.transport.open = (handshake, listener) => {
      const line = open(handshake, listener);
      if (second.kind !== 'call') all.line.transport.line.refuse('unavailable');
      return line;
    };
    all.line.transport.line.drop();
    await all.clock.advance(500);
    second.desk.continueHere();
    await all.clock.advance(30_000);
    expect(all.line.transport.line.phase).to.equal('open');
    expect([all.marta.kind, all.marta.lights, second.kind]).to.deep.equal(['elsewhere', 0, 'call']);
    expect(all.amelie.link.peers.at(-1)).to.equal(second.links.at(-1)?.deps.seat);
  });

  it('rings in one of the customer’s tabs only, and takes the answer in any', async () => {
    const all = await talking();
    const other = await customerTab(all);
    const second = new Side(other.session.current, { side: 'customer', locks: other.locks, all });
    void all.amelie.desk.ask('audio');
    await all.clock.advance(500);
    const leads = [all.marta, second].map(({ desk }) => {
      const view = desk.getState();
      return view.kind === 'incoming' && view.isLead;
    });
    expect(leads.toSorted()).to.deep.equal([false, true]);
    const quiet = leads[0] ? second : all.marta;
    const loud = leads[0] ? all.marta : second;
    quiet.desk.answer('audio');
    await all.clock.advance(500);
    expect([quiet.kind, loud.kind, loud.lights]).to.deep.equal(['call', 'elsewhere', 0]);
  });

  it('comes back into its call after the page was loaded anew, with what was on', async () => {
    const all = await inCall();
    const memory = all.marta.memory;
    expect(memory).to.include({ microphone: true, camera: true });
    all.marta.desk.dispose();
    const tab = await customerTab(all);
    const again = new Side(tab.session.current, { side: 'customer', locks: tab.locks, all, memory });
    await all.clock.advance(500);
    expect(again.call.getState()).to.deep.include({ microphone: { kind: 'on' }, camera: { kind: 'on' } });
    again.link.update({ state: { kind: 'connected' } });
    expect(again.phase.kind).to.equal('live');
  });

  it('comes back to its own ring after the page was loaded anew, and into the call that comes of it', async () => {
    for (const mayOpen of [true, false]) {
      const all = await talking();
      void all.marta.desk.ask('video');
      await all.clock.advance(500);
      const { memory } = all.marta;
      all.marta.desk.dispose();
      const tab = await customerTab(all);
      const again = new Side(tab.session.current, { side: 'customer', locks: tab.locks, all, memory, mayOpen });
      await all.clock.advance(500);
      expect(again.phase.kind).to.equal('ringing');
      const { camera } = again.call.getState();
      expect(camera.kind, 'a page that has just been loaded asks for nothing').to.equal(mayOpen ? 'on' : 'off');
      all.amelie.desk.answer('audio');
      await all.clock.advance(500);
      expect(again.phase.kind).to.equal(mayOpen ? 'connecting' : 'paused');
    }
  });

  it('rings again, and accepts nothing, when the page is loaded anew before the answer has come through', async () => {
    const all = await talking();
    void all.amelie.desk.ask('audio');
    await all.clock.advance(500);
    all.service.fault = (name) => (name === 'append' ? 'lose' : null);
    all.marta.desk.answer('audio');
    await all.clock.advance(100);
    const { memory } = all.marta;
    expect(memory).to.include({ call: all.marta.call.getState().id });
    all.marta.desk.dispose();
    all.service.fault = () => null;
    const tab = await customerTab(all);
    const again = new Side(tab.session.current, { side: 'customer', locks: tab.locks, all, memory });
    await all.clock.advance(500);
    expect(again.kind).to.equal('incoming');
  });

  it('knows its call through one reload after the other, though nobody has clicked', async () => {
    const all = await inCall();
    all.marta.desk.dispose();
    let { memory } = all.marta;
    for (let page = 0; page < 3; page += 1) {
      const tab = await customerTab(all);
      const again = new Side(tab.session.current, { side: 'customer', locks: tab.locks, all, memory, mayOpen: false });
      again.memory = null;
      await all.clock.advance(500);
      expect(again.phase.kind).to.equal('paused');
      ({ memory } = again);
      again.desk.dispose();
      tab.die();
    }
    expect(memory).to.include({ microphone: true, camera: true });
  });

  it('comes back into nothing when the page is gone before the browser has said what it gives', async () => {
    const all = await inCall();
    const { memory } = all.marta;
    all.marta.desk.dispose();
    const tab = await customerTab(all);
    const again = new Side(tab.session.current, { side: 'customer', locks: tab.locks, all, memory });
    again.desk.dispose();
    await all.clock.advance(500);
    expect([again.media.length, again.links.length]).to.deep.equal([0, 0]);
  });

  it('waits for one click where the browser would ask again', async () => {
    const all = await inCall();
    const memory = all.marta.memory;
    all.marta.desk.dispose();
    const tab = await customerTab(all);
    const again = new Side(tab.session.current, { side: 'customer', locks: tab.locks, all, memory, mayOpen: false });
    await all.clock.advance(500);
    expect(again.phase.kind).to.equal('paused');
    expect(again.media.at(-1)?.getState().camera.kind).to.equal('off');
    again.call.resume();
    expect(again.media.at(-1)?.getState().camera.kind).to.equal('on');
    expect(again.phase.kind).to.equal('connecting');
  });

  it('says that the other side is away when neither its line nor its media are there, and asks after a minute of silence', async () => {
    const all = await inCall();
    const { marta, clock } = all;
    marta.link.update({ state: { kind: 'stalled', since: clock.now(), why: 'network' } });
    expect(marta.phase).to.include({ kind: 'reconnecting', asks: false });
    await clock.advance(61_000);
    expect(marta.phase).to.include({ asks: true });
    marta.call.keepTrying();
    expect(marta.phase).to.include({ asks: false });
    all.amelie.desk.dispose();
    await clock.advance(500);
    const { phase } = marta;
    expect(phase.kind).to.equal('away');
    expect(phase.kind === 'away' && phase.until - clock.now()).to.be.within(SEAT_KEPT_MS - 1_000, SEAT_KEPT_MS);
  });

  it('rings though the end of the call before still stands there', async () => {
    const { marta, amelie, clock } = await talking();
    marta.desk.prepare('audio');
    void marta.call.go();
    await clock.advance(500);
    void amelie.desk.decline();
    await clock.advance(500);
    expect(marta.phase.kind).to.equal('ended');
    void amelie.desk.ask('audio');
    await clock.advance(500);
    expect(marta.desk.getState()).to.include({ kind: 'incoming', media: 'audio' });
  });

  it('looks after the line at once when the media have gone silent: a restart needs it', async () => {
    const { marta, clock, line } = await inCall();
    const before = line.transport.line.asked('call-ice').length;
    marta.link.update({ state: { kind: 'stalled', since: clock.now(), why: 'network' } });
    await clock.advance(50);
    expect(line.transport.line.asked('call-ice')).to.have.length(before + 1);
  });

  it('says so when the browser opens no window for the call', async () => {
    const { marta } = await inCall();
    marta.windows = 'blocked';
    marta.desk.moveToWindow();
    expect(marta.toWindow).to.deep.equal([marta.call.getState().id]);
    expect(marta.call.getState().hint).to.equal('window_blocked');
    marta.call.resume();
    expect(marta.call.getState().hint).to.equal(null);
  });

  it('asks for nothing when the person closed the question for the screen', async () => {
    const { marta, amelie, clock } = await talking();
    marta.desk.prepare('audio');
    const media = marta.media.at(-1);
    if (media) media.screenIs = 'unavailable';
    void marta.desk.ask('screen');
    await clock.advance(500);
    expect(marta.phase.kind).to.equal('lobby');
    expect(amelie.kind).to.equal('none');
    if (media) media.screenIs = 'on';
    void marta.desk.ask('screen');
    await clock.advance(500);
    expect(amelie.desk.getState()).to.include({ kind: 'incoming', media: 'screen' });
    expect(media?.getState().microphone.kind).to.equal('off');
  });
});
