import { expect } from 'chai';
import { digestOfWaiting, inboxDigest } from '../../signaling/protocol/inbox-digest.ts';
import { memoryBrowser } from './testing/memory-browser.ts';
import { AGENT } from './testing/small-events.ts';
import type { Room } from './testing/small-service.ts';
import { agentTab, customerTab, type World, world } from './testing/tabs.ts';
import { texts } from './testing/words.ts';

/** A customer of another browser, who has written. */
async function written(all: World, text: string): Promise<{ room: Room; say: (text: string) => void }> {
  const { session } = await customerTab({ ...all, browser: memoryBrowser(all.clock) });
  session.current.send(text);
  await all.clock.advance(1_000);
  const room = all.service.latest;
  return { room, say: (more) => void session.current.send(more) };
}

describe("an agent's session", () => {
  it('lists the queue oldest first and what is mine latest first', async () => {
    const all = world();
    const first = await written(all, 'first');
    const second = await written(all, 'second');
    const { session } = await agentTab(all);
    expect(session.getState().queue.map(({ state }) => state.id)).to.deep.equal([
      first.room.state.id,
      second.room.state.id,
    ]);
    void session.take(first.room.state.id);
    await all.clock.advance(1_000);
    void session.take(second.room.state.id);
    await all.clock.advance(1_000);
    expect(session.getState().queue).to.deep.equal([]);
    first.say('more');
    await all.clock.advance(1_000);
    expect(session.getState().mine.map(({ state }) => state.id)).to.deep.equal([
      first.room.state.id,
      second.room.state.id,
    ]);
  });

  it('shows the latest words and the unread of every conversation of its own, open or not', async () => {
    const all = world();
    const one = await written(all, 'one');
    const { session } = await agentTab(all);
    void session.take(one.room.state.id);
    await all.clock.advance(1_000);
    one.say('two');
    await all.clock.advance(1_000);
    const line = session.getState().mine[0];
    expect(line?.last?.payload).to.deep.equal({ text: 'two' });
    expect(line?.unread).to.equal(2);
    session.conversation(one.room.state.id).markRead(4);
    expect(session.getState().mine[0]?.unread).to.equal(0);
    await all.clock.advance(1_000);
    expect(one.room.state.marks.agent.read).to.equal(3);
  });

  it('marks nothing as received in a conversation that it only looks into', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const { session } = await agentTab(all);
    session.select(room.state.id);
    await all.clock.advance(1_000);
    session.conversation(room.state.id).markRead(1);
    await all.clock.advance(1_000);
    expect(room.state.marks.agent).to.deep.equal({ delivered: 0, read: 0 });
    void session.take(room.state.id);
    await all.clock.advance(1_000);
    expect(room.state.marks.agent.read).to.equal(1);
  });

  it('follows a conversation while it is selected or its own, and no longer', async () => {
    const all = world();
    const one = await written(all, 'one');
    const two = await written(all, 'two');
    const { session, transport } = await agentTab(all);
    session.select(one.room.state.id);
    await all.clock.advance(1_000);
    session.select(two.room.state.id);
    await all.clock.advance(1_000);
    expect(transport.line.asked('leave').map(({ payload }) => payload)).to.deep.equal([
      { conversation: one.room.state.id },
    ]);
    void session.take(two.room.state.id);
    await all.clock.advance(1_000);
    const store = session.conversation(two.room.state.id);
    session.select(null);
    await all.clock.advance(1_000);
    expect(session.conversation(two.room.state.id)).to.equal(store);
    expect(transport.line.asked('leave')).to.have.length(1);
  });

  it('gets one winner and one polite refusal when two take at once', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const left = await agentTab(all);
    const right = await agentTab({ ...all, browser: memoryBrowser(all.clock) });
    const taking = [left, right].map(({ session }) => session.take(room.state.id));
    await all.clock.advance(1_000);
    const results = await Promise.all(taking);
    expect(results.map((result) => (result.ok ? 'taken by me' : result.reason))).to.have.members([
      'taken by me',
      'taken',
    ]);
  });

  it('finds its place and its drafts again after a reload', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const first = await agentTab(all);
    first.session.select(room.state.id);
    await all.clock.advance(1_000);
    first.session.conversation(room.state.id).setDraft('Good mor');
    first.die();
    const { session } = await agentTab(all);
    expect(session.getState().selected).to.equal(room.state.id);
    await all.clock.advance(1_000);
    expect(session.getState().card.kind).to.equal('ready');
    expect(session.conversation(room.state.id).getState().draft).to.equal('Good mor');
    expect(texts(session.conversation(room.state.id))).to.deep.equal(['Hello']);
  });

  it('keeps a note apart from what the customer gets, also over a reload and after a failure', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const first = await agentTab(all);
    await all.clock.advance(1_000);
    first.session.conversation(room.state.id).setNoteDraft('rude');
    first.die();
    const { session } = await agentTab(all);
    const store = session.conversation(room.state.id);
    expect([store.getState().draft, store.getState().noteDraft]).to.deep.equal(['', 'rude']);
    all.service.fault = (name) => (name === 'append' ? 'too_large' : null);
    const id = store.note('rude');
    expect(store.getState().noteDraft).to.equal('');
    await all.clock.advance(1_000);
    store.discard(id);
    expect([store.getState().draft, store.getState().noteDraft]).to.deep.equal(['', 'rude']);
  });

  it('announces a customer who comes, not those who were there', async () => {
    const all = world();
    await written(all, 'was there');
    const { session } = await agentTab(all);
    expect(session.getState().arrival).to.equal(null);
    const { room } = await written(all, 'comes');
    expect(session.getState().arrival?.state.id).to.equal(room.state.id);
  });

  it('announces a customer who came while the line was lost', async () => {
    const all = world();
    const { session, transport } = await agentTab(all);
    transport.line.drop();
    const { room } = await written(all, 'comes');
    await all.clock.advance(5_000);
    expect(session.getState().arrival?.state.id).to.equal(room.state.id);
  });

  it('announces nobody while it is away', async () => {
    const all = world();
    const { session } = await agentTab(all);
    void session.setStatus('away');
    await all.clock.advance(100);
    await written(all, 'comes');
    expect(session.getState().queue).to.have.length(1);
    expect(session.getState().arrival).to.equal(null);
  });

  it('passes over a line that is older than what it knows', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const { session, transport } = await agentTab(all);
    const stale = session.getState().queue[0]!;
    void session.take(room.state.id);
    await all.clock.advance(1_000);
    transport.line.push('line', stale);
    expect(session.getState().queue).to.deep.equal([]);
    expect(session.getState().mine).to.have.length(1);
  });

  it('keeps a customer who is told of while an older inbox is on its way', async () => {
    const all = world();
    await written(all, 'waits');
    const { session, transport, tell } = await agentTab(all);
    const known = session.getState().queue[0]!;
    const comes = { ...known, state: { ...known.state, id: 'conversation-of-another-customer' } };
    tell('wake');
    await all.clock.advance(15);
    transport.line.push('line', comes);
    await all.clock.advance(1_000);
    expect(session.getState().queue.map(({ state }) => state.id)).to.deep.equal([known.state.id, comes.state.id]);
  });

  it('takes again what it took by a click without an answer and gave back since', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const { id } = room.state;
    const { session } = await agentTab(all);
    let unanswered = 1;
    all.service.fault = (name) => {
      if (name !== 'append' || unanswered === 0) return null;
      unanswered -= 1;
      return 'lose-answer';
    };
    const first = session.take(id);
    await all.clock.advance(20_000);
    expect(await first).to.deep.equal({ ok: false, reason: 'unavailable' });
    expect(session.getState().mine).to.have.length(1);
    void session.giveBack(id, '');
    await all.clock.advance(1_000);
    expect(session.getState().queue).to.have.length(1);
    const again = session.take(id);
    await all.clock.advance(1_000);
    expect((await again).ok).to.equal(true);
    expect(room.state.status.kind).to.equal('assigned');
    expect(session.getState().mine).to.have.length(1);
  });

  it('is online or away in every tab at once', async () => {
    const all = world();
    const { session, transport } = await agentTab(all);
    transport.line.push('colleagues', { colleagues: [{ id: AGENT.id, name: AGENT.name, presence: 'away' }] });
    const { inbox } = session.getState();
    expect(inbox.kind === 'ready' && inbox.me.status).to.equal('away');
    await written(all, 'comes');
    expect(session.getState().arrival).to.equal(null);
  });

  it('catches up with every conversation after the line was lost', async () => {
    const all = world();
    const one = await written(all, 'one');
    const two = await written(all, 'two');
    const { session, transport } = await agentTab(all);
    for (const { room } of [one, two]) void session.take(room.state.id);
    await all.clock.advance(1_000);
    transport.line.drop();
    one.say('one more');
    two.say('two more');
    await all.clock.advance(5_000);
    expect(texts(session.conversation(one.room.state.id))).to.deep.equal(['one', 'one more']);
    expect(texts(session.conversation(two.room.state.id))).to.deep.equal(['two', 'two more']);
  });

  it('writes notes that the customer does not get', async () => {
    const all = world();
    const tab = await customerTab({ ...all, browser: memoryBrowser(all.clock) });
    tab.session.current.send('Hello');
    await all.clock.advance(1_000);
    const { session } = await agentTab(all);
    const { id } = all.service.latest.state;
    void session.take(id);
    await all.clock.advance(1_000);
    session.conversation(id).note('Card refused twice');
    await all.clock.advance(1_000);
    const { notes, pending } = session.conversation(id).getState();
    expect(notes.map(({ payload }) => payload)).to.deep.equal([{ text: 'Card refused twice' }]);
    expect(pending).to.deep.equal([]);
    expect(tab.session.current.getState().events.map(({ type }) => type)).to.deep.equal(['message', 'assigned']);
  });

  it('gets a note whose push was lost by the next heartbeat', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const { id } = room.state;
    const { session, transport } = await agentTab(all);
    session.select(id);
    await all.clock.advance(1_000);
    all.service.agentDoes(room, { type: 'note', payload: { text: 'Card refused twice' } }, 'silent');
    transport.line.push('heartbeat', { heads: { [id]: 1 }, notesHeads: { [id]: 1 } });
    await all.clock.advance(1_000);
    const { notes } = session.conversation(id).getState();
    expect(notes.map(({ payload }) => payload)).to.deep.equal([{ text: 'Card refused twice' }]);
  });

  it('finds a customer whose line was lost on its way by the next heartbeat, and asks for nothing when nothing was', async () => {
    const all = world();
    const { session, transport } = await agentTab(all);
    await all.clock.advance(1_000);
    const { room } = await written(all, 'Hello');
    const { id, head } = room.state;
    const shown = session.getState().queue.map(({ state }) => state);
    const asked = () => transport.line.asked('inbox').length;
    const before = asked();
    transport.line.push('heartbeat', { heads: {}, notesHeads: {}, inbox: inboxDigest(digestOfWaiting(shown), []) });
    await all.clock.advance(1_000);
    expect(asked()).to.equal(before);
    // Somebody else waits as well, of whom nothing was heard.
    transport.line.push('heartbeat', {
      heads: {},
      notesHeads: {},
      inbox: inboxDigest(digestOfWaiting([...shown, { id: 'another', head }]), []),
    });
    await all.clock.advance(2_500);
    expect(asked()).to.equal(before + 1);
    expect(session.getState().queue.map(({ state }) => state.id)).to.deep.equal([id]);
  });

  it('sends what it wrote before a reload, to the right conversations', async () => {
    const all = world();
    const one = await written(all, 'one');
    const two = await written(all, 'two');
    const first = await agentTab(all);
    for (const { room } of [one, two]) void first.session.take(room.state.id);
    await all.clock.advance(1_000);
    all.service.down();
    first.session.conversation(one.room.state.id).send('to one');
    first.session.conversation(two.room.state.id).send('to two');
    first.die();
    all.service.up();
    await agentTab(all);
    await all.clock.advance(10_000);
    expect(all.service.texts(one.room)).to.deep.equal(['one', 'to one']);
    expect(all.service.texts(two.room)).to.deep.equal(['two', 'to two']);
  });

  it("neither shows nor sends another agent's words in the same browser", async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    all.browser.disk.set('agent', 'agent-jules-00001');
    all.browser.disk.set(`draft/${room.state.id}`, 'words of Jules');
    all.browser.disk.set('selected', room.state.id);
    const item = { id: 'unsent-of-jules-1', at: 1, conversation: room.state.id, by: 'agent-jules-00001', failed: null };
    const body = { type: 'message', payload: { text: 'sent by Jules' } };
    all.browser.disk.set('outbox/000000000000001.000000.x', JSON.stringify({ ...item, body }));
    const file = { name: 'scratch.png', type: 'image/png', size: 3, arrivals: 0, phase: { kind: 'waiting' } };
    all.browser.disk.set('upload/file-of-jules-0001', JSON.stringify({ ...item, ...file, id: 'file-of-jules-0001' }));
    const { session } = await agentTab(all);
    await all.clock.advance(1_000);
    expect(session.getState().selected).to.equal(null);
    const shown = session.conversation(room.state.id).getState();
    expect([shown.draft, shown.pending, shown.uploads]).to.deep.equal(['', [], []]);
    expect(all.service.texts(room)).to.deep.equal(['Hello']);
    expect(all.browser.disk.get('agent')).to.equal(AGENT.id);
  });

  it('shows nothing any more of a conversation that is erased', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const { id } = room.state;
    const { session, transport } = await agentTab(all);
    void session.take(id);
    session.select(id);
    await all.clock.advance(1_000);
    expect(session.getState().mine.map(({ state }) => state.id)).to.deep.equal([id]);
    transport.line.push('gone', { conversation: id });
    const { mine, queue, selected, card } = session.getState();
    expect([mine, queue, selected, card.kind]).to.deep.equal([[], [], null, 'none']);
  });

  it('is refused when it is signed out elsewhere', async () => {
    const all = world();
    const { session, transport } = await agentTab(all);
    transport.line.push('signed-out', {});
    await all.clock.advance(60_000);
    expect(session.getState().connection).to.deep.equal({ kind: 'refused', reason: 'not_signed_in' });
    expect(transport.lines).to.have.length(1);
  });

  it('keeps drafts and unsent words when its sign-in has expired, and sends them after the next', async () => {
    const all = world();
    const { room } = await written(all, 'Hello');
    const { id } = room.state;
    const { session, transport } = await agentTab(all);
    void session.take(id);
    await all.clock.advance(1_000);
    const store = session.conversation(id);
    store.send('Good morning');
    store.setDraft('How may I');
    transport.line.push('signed-out', {});
    await all.clock.advance(60_000);
    expect(session.getState().connection).to.deep.equal({ kind: 'refused', reason: 'not_signed_in' });
    expect(store.getState().draft).to.equal('How may I');
    expect(store.getState().pending.map(({ delivery }) => delivery)).to.deep.equal(['sending']);
    session.connect();
    await all.clock.advance(1_000);
    expect(all.service.texts(room)).to.deep.equal(['Hello', 'Good morning']);
    expect(store.getState().draft).to.equal('How may I');
  });

  it('does not try for ever when the service refuses its expired sign-in at the door', async () => {
    const all = world();
    const { session, transport } = await agentTab(all);
    all.service.expireSignIns();
    transport.line.drop();
    await all.clock.advance(60_000);
    expect(session.getState().connection).to.deep.equal({ kind: 'refused', reason: 'not_signed_in' });
    expect(transport.lines).to.have.length(2);
  });
});
