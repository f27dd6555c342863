import { expect } from 'chai';
import { memoryBrowser } from './testing/memory-browser.ts';
import { customerTab, world } from './testing/tabs.ts';
import { agentSays, agentTakes, everything, texts, waiting } from './testing/words.ts';

describe("a customer's session", () => {
  it('stores nothing and opens nothing before the customer does something', async () => {
    const all = world();
    const tab = await customerTab(all, { connect: 'later' });
    tab.tell('wake');
    await all.clock.advance(60_000);
    expect(tab.transport.lines).to.have.length(0);
    expect(tab.disk.keys('')).to.deep.equal([]);
    tab.session.connect();
    await all.clock.advance(1_000);
    expect(tab.disk.keys('')).to.deep.equal([]);
    expect(tab.session.current.getState().phase.kind).to.equal('empty');
  });

  it('only asks who is there when the chat is opened, and is connected with the first letter', async () => {
    const all = world();
    const tab = await customerTab(all, { connect: 'later', presence: async () => 'online' });
    tab.session.open();
    await all.clock.advance(1_000);
    expect(tab.session.getState()).to.deep.include({ agents: 'online', connection: { kind: 'idle' } });
    expect(tab.transport.lines).to.have.length(0);
    tab.session.loadHistory();
    expect(tab.session.getState().history).to.deep.equal({ kind: 'ready', lines: [] });
    tab.session.current.setDraft('H');
    await all.clock.advance(1_000);
    expect(tab.session.getState().connection.kind).to.equal('online');
  });

  it('asks for a line when the network goes, so that whoever has said nothing yet hears of it too', async () => {
    const all = world();
    const tab = await customerTab(all, { connect: 'later', presence: async () => 'online' });
    tab.session.open();
    await all.clock.advance(1_000);
    expect(tab.transport.lines).to.have.length(0);
    tab.tell('network-down');
    expect(tab.transport.lines).to.have.length(1);
    tab.transport.line.drop();
    expect(tab.session.getState().connection.kind).to.equal('offline');
  });

  it('is connected at once where the service doesn’t say who is there, or there is a conversation', async () => {
    const all = world();
    const unanswered = await customerTab(all, { connect: 'later', presence: async () => null });
    unanswered.session.open();
    await all.clock.advance(1_000);
    expect(unanswered.session.getState().connection.kind).to.equal('online');
    unanswered.session.current.send('Hello');
    await all.clock.advance(1_000);
    const known = await customerTab(all, { connect: 'later', presence: async () => 'online' });
    known.session.open();
    await all.clock.advance(1_000);
    expect(known.session.getState().connection.kind).to.equal('online');
  });

  it('becomes somebody with the first message, and shows it all the time', async () => {
    const { clock, service, ...all } = world();
    const { session, disk } = await customerTab({ clock, service, ...all });
    const seen: string[][] = [];
    session.current.subscribe(() => seen.push(everything(session.current)));
    session.current.send('Hello');
    await clock.advance(1_000);
    expect(service.texts()).to.deep.equal(['Hello']);
    expect(disk.get('secret')).to.match(/^secret-of-/);
    expect(disk.keys('outbox/')).to.deep.equal([]);
    expect(session.current.getState().phase.kind).to.equal('ready');
    for (const shown of seen) expect(shown).to.deep.equal(['Hello']);
  });

  it('makes one customer of two tabs that write their first words at once', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.current.send('left');
    right.session.current.send('right');
    await all.clock.advance(5_000);
    expect(all.service.secrets.size).to.equal(1);
    expect(all.service.rooms.size).to.equal(1);
    expect(all.service.texts()).to.have.members(['left', 'right']);
    for (const { session } of [left, right]) {
      expect(everything(session.current)).to.deep.equal(all.service.texts());
      expect(session.current.getState().pending).to.deep.equal([]);
    }
  });

  it('makes one customer of a name in one tab and a message in another', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    const told = left.session.setContact({ name: 'Marta', email: '' });
    right.session.current.send('Hello');
    await all.clock.advance(5_000);
    expect((await told).ok).to.equal(true);
    expect(all.service.secrets.size).to.equal(1);
    expect(left.session.getState()).to.deep.include({ contact: { name: 'Marta', email: '' }, contactAsked: true });
    expect(all.service.texts()).to.deep.equal(['Hello']);
  });

  it('tells other tabs that were nobody who they are now', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'Welcome');
    await all.clock.advance(1_000);
    expect(texts(right.session.current)).to.deep.equal(['Hello', 'Welcome']);
    expect(right.session.getState().unread).to.equal(1);
  });

  it('resends with the same id when the answer was lost, and shows the message once', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('first');
    await all.clock.advance(1_000);
    let faults = 1;
    all.service.fault = (name) => {
      if (name !== 'append' || faults === 0) return null;
      faults -= 1;
      return 'lose-answer';
    };
    session.current.send('second');
    session.current.send('third');
    await all.clock.advance(20_000);
    expect(all.service.texts()).to.deep.equal(['first', 'second', 'third']);
    expect(everything(session.current)).to.deep.equal(['first', 'second', 'third']);
    expect(session.current.getState().pending).to.deep.equal([]);
  });

  it('keeps what was written while the service is away, over a reload, and sends it in order', async () => {
    const all = world();
    const first = await customerTab(all);
    first.session.current.send('one');
    await all.clock.advance(1_000);
    all.service.down();
    first.session.current.send('two');
    first.session.current.send('three');
    first.die();
    const second = await customerTab(all);
    expect(waiting(second.session.current)).to.deep.equal(['two', 'three']);
    all.service.up();
    await all.clock.advance(15_000);
    expect(all.service.texts()).to.deep.equal(['one', 'two', 'three']);
    expect(everything(second.session.current)).to.deep.equal(['one', 'two', 'three']);
  });

  it('asks for what it missed when a push shows a gap', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'lost on its way', 'silent');
    agentSays(all.service, 'arrives');
    await all.clock.advance(1_000);
    expect(texts(session.current)).to.deep.equal(['Hello', 'lost on its way', 'arrives']);
  });

  it('asks for what it missed when a heartbeat knows more', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'lost on its way', 'silent');
    await all.clock.advance(1_000);
    expect(texts(session.current)).to.deep.equal(['Hello']);
    all.service.heartbeat();
    await all.clock.advance(1_000);
    expect(texts(session.current)).to.deep.equal(['Hello', 'lost on its way']);
  });

  it('asks for what it missed when the page wakes', async () => {
    const all = world();
    const tab = await customerTab(all);
    tab.session.current.send('Hello');
    await all.clock.advance(1_000);
    agentSays(all.service, 'lost on its way', 'silent');
    tab.tell('wake');
    await all.clock.advance(1_000);
    expect(texts(tab.session.current)).to.deep.equal(['Hello', 'lost on its way']);
  });

  it('catches up page by page after a long absence', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.down();
    for (let n = 1; n <= 950; n += 1) agentSays(all.service, `${n}`, 'silent');
    all.service.up();
    await all.clock.advance(15_000);
    expect(texts(session.current)).to.have.length(951);
    expect(texts(session.current)).to.deep.equal(all.service.texts());
  });

  it('begins with the newest page when it is very far behind, and reads the rest back', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.down();
    for (let n = 1; n <= 5_000; n += 1) agentSays(all.service, `${n}`, 'silent');
    all.service.up();
    await all.clock.advance(15_000);
    expect(texts(session.current).at(-1)).to.equal('5000');
    expect(session.current.getState().earlier).to.equal('some');
    while (session.current.getState().earlier === 'some') {
      const reading = session.current.loadEarlier();
      await all.clock.advance(50);
      await reading;
    }
    expect(texts(session.current)).to.deep.equal(all.service.texts());
  });

  it('shows what happened to the conversation while it was away, not only messages', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.down();
    agentTakes(all.service);
    all.service.up();
    await all.clock.advance(15_000);
    expect(session.current.getState().state?.status.kind).to.equal('assigned');
  });

  it('begins anew when the service has forgotten it, and keeps the words that were not sent', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.down();
    left.session.current.send('Are you there?');
    all.service.wipe();
    all.service.up();
    await all.clock.advance(20_000);
    expect(all.service.secrets.size).to.equal(1);
    expect(all.service.texts()).to.deep.equal(['Are you there?']);
    expect(everything(left.session.current)).to.deep.equal(['Are you there?']);
    expect(everything(right.session.current)).to.deep.equal(['Are you there?']);
  });

  it('tells the service when the page says something new about itself', async () => {
    const all = world();
    let topic = 'booking';
    const { session, transport } = await customerTab(all, { about: () => ({ topic }) });
    expect(transport.line.handshake.about).to.deep.equal({ topic: 'booking' });
    session.current.send('Hello');
    await all.clock.advance(1_000);
    expect(transport.line.asked('about')).to.have.length(0);
    topic = 'breakdown';
    session.current.send('It smokes');
    await all.clock.advance(1_000);
    expect(transport.line.asked('about').map(({ payload }) => payload)).to.deep.equal([{ topic: 'breakdown' }]);
    topic = '';
    session.current.send('And now?');
    await all.clock.advance(1_000);
    expect(transport.line.asked('about').at(-1)?.payload).to.deep.equal({ topic: '' });
  });

  it('leaves out of a page what the service would refuse its customer for', async () => {
    const all = world();
    let context = {};
    for (let level = 0; level < 20; level += 1) context = { deeper: context };
    const about = () => ({ topic: 'x'.repeat(1_000), email: `${'x'.repeat(1_000)}@example.org`, context });
    const { transport } = await customerTab(all, { about });
    expect(transport.line.handshake.about).to.deep.equal({ topic: 'x'.repeat(60) });
  });

  it('tells the service when the page goes to another address without being loaded, with the title that follows', async () => {
    const all = world();
    let topic = 'search';
    const { transport, tell } = await customerTab(all, { about: () => ({ topic }) });
    topic = 'offer';
    tell('moved');
    await all.clock.advance(100);
    topic = 'offer, with its title';
    await all.clock.advance(2_000);
    expect(transport.line.asked('about').map(({ payload }) => payload)).to.deep.equal([
      { topic: 'offer, with its title' },
    ]);
  });

  it('asks for name and e-mail once, in all tabs and for good', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    expect(left.session.getState().contactAsked).to.equal(false);
    left.session.dismissContact();
    await all.clock.advance(10);
    expect(right.session.getState().contactAsked).to.equal(true);
    right.die();
    expect((await customerTab(all)).session.getState().contactAsked).to.equal(true);
  });

  it('is muted in all tabs at once', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.setMuted(true);
    await all.clock.advance(10);
    expect(right.session.getState().muted).to.equal(true);
  });

  it('wipes everything when the customer logs out, in other tabs too', async () => {
    const all = world();
    const left = await customerTab(all);
    const right = await customerTab(all);
    left.session.current.send('Hello');
    await all.clock.advance(1_000);
    left.session.setMuted(true);
    left.session.dismissContact();
    all.service.down();
    left.session.current.send('not sent');
    left.session.current.setDraft('not even written');
    await all.browser.files.put('waiting-file', new Blob(['x']));
    const leaving = left.session.logout();
    await all.clock.advance(1_000);
    await leaving;
    all.service.up();
    await all.clock.advance(20_000);
    expect(all.browser.disk.keys('')).to.deep.equal([]);
    expect(await all.browser.files.get('waiting-file')).to.equal(null);
    expect(left.session.getState()).to.deep.include({ connection: { kind: 'idle' }, muted: false, unread: 0 });
    for (const { session } of [left, right]) {
      const { phase, events, pending: unsent, draft } = session.current.getState();
      expect({ phase, events, unsent, draft }).to.deep.equal({
        phase: { kind: 'empty' },
        events: [],
        unsent: [],
        draft: '',
      });
    }
    expect(all.service.texts()).to.deep.equal(['Hello']);
  });

  it('leaves no timer behind when it is disposed of', async () => {
    const all = world();
    const { session } = await customerTab(all);
    session.current.send('Hello');
    session.current.setDraft('and');
    await all.clock.advance(25);
    session.dispose();
    await all.clock.advance(100);
    expect(all.clock.waiting).to.equal(0);
  });

  it('knows nothing of another browser', async () => {
    const all = world();
    const here = await customerTab(all);
    here.session.current.send('Hello');
    await all.clock.advance(1_000);
    const there = await customerTab({ ...all, browser: memoryBrowser(all.clock) });
    expect(there.session.current.getState().phase.kind).to.equal('empty');
  });
});
