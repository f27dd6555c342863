import { expect } from 'chai';
import type { CallMedia } from '../../signaling/protocol/events.ts';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import type { CallLineEvent } from './call-line.ts';
import { memoryBrowser } from './testing/memory-browser.ts';
import { agentTab, customerTab, type World, world } from './testing/tabs.ts';
import { agentTakes } from './testing/words.ts';
import type { ConversationStore } from './types.ts';

/** A customer and an agent who talk to each other, each in a browser of their own. */
async function talking() {
  const all = world();
  const customer = await customerTab(all);
  const agent = await agentTab({ ...all, browser: memoryBrowser(all.clock) });
  customer.session.current.send('Hello');
  await all.clock.advance(100);
  agentTakes(all.service);
  await all.clock.advance(1_000);
  const conversation = agent.session.conversation(all.service.latest.state.id);
  await all.clock.advance(100);
  return { ...all, customer, agent, mine: customer.session.current, theirs: conversation };
}

/** Lets a request be answered. */
async function answered<T>({ clock }: Pick<World, 'clock'>, request: Promise<T>): Promise<T> {
  await clock.advance(200);
  return request;
}

async function asked(all: World, from: ConversationStore, media: CallMedia = 'video'): Promise<string> {
  const result = await answered(all, from.calls.ask(media));
  if (!result.ok) throw new Error(`Refused: ${result.reason}`);
  return result.call;
}

const callOf = (store: ConversationStore) => store.getState().state?.call ?? null;
const types = (store: ConversationStore) => store.getState().events.map(({ type }) => type);
const reasonOf = (result: Result): Reason | 'ok' => (result.ok ? 'ok' : result.reason);

/** What a side is told of its calls, from now on. */
function heard(store: ConversationStore): CallLineEvent[] {
  const events: CallLineEvent[] = [];
  store.calls.subscribe((event) => events.push(event));
  return events;
}

const SEATS = { mine: 'seat-of-the-customer', theirs: 'seat-of-the-agent-00' };

/** A call that runs, with both in their seats. */
async function calling() {
  const all = await talking();
  const call = await asked(all, all.mine);
  await answered(all, all.theirs.calls.accept(call));
  await answered(all, all.mine.calls.join({ call, seat: SEATS.mine, got: null }));
  await answered(all, all.theirs.calls.join({ call, seat: SEATS.theirs, got: null }));
  return { ...all, call };
}

describe('calls of a conversation', () => {
  it('ring at the other side, run when that accepts, and end for both', async () => {
    const all = await talking();
    const call = await asked(all, all.mine);
    expect(callOf(all.mine)).to.include({ kind: 'ringing', id: call, by: 'customer', media: 'video' });
    expect(callOf(all.theirs)).to.include({ kind: 'ringing', id: call });
    expect(reasonOf(await answered(all, all.theirs.calls.accept(call)))).to.equal('ok');
    expect([callOf(all.mine)?.kind, callOf(all.theirs)?.kind]).to.deep.equal(['live', 'live']);
    expect(reasonOf(await answered(all, all.mine.calls.end(call)))).to.equal('ok');
    expect([callOf(all.mine), callOf(all.theirs)]).to.deep.equal([null, null]);
    expect(types(all.mine).slice(-3)).to.deep.equal(['call_asked', 'call_started', 'call_ended']);
  });

  it('are declined by the side that was asked, and taken back by the one that asked', async () => {
    const all = await talking();
    const first = await asked(all, all.theirs);
    expect(reasonOf(await answered(all, all.mine.calls.cancel(first)))).to.equal('call_over');
    expect(reasonOf(await answered(all, all.mine.calls.decline(first)))).to.equal('ok');
    expect(callOf(all.theirs)).to.equal(null);
    const second = await asked(all, all.theirs);
    expect(reasonOf(await answered(all, all.theirs.calls.cancel(second)))).to.equal('ok');
    expect(callOf(all.mine)).to.equal(null);
    expect(reasonOf(await answered(all, all.mine.calls.accept(second)))).to.equal('call_over');
  });

  it('become one when both ask at the same moment', async () => {
    const all = await talking();
    const both = Promise.all([all.mine.calls.ask('video'), all.theirs.calls.ask('audio')]);
    const [mine, theirs] = await answered(all, both);
    expect(mine.ok).to.equal(true);
    expect(theirs).to.deep.equal(mine);
    await all.clock.advance(100);
    expect(callOf(all.mine)).to.include({ kind: 'live', id: mine.ok && mine.call });
    expect(callOf(all.theirs)).to.deep.equal(callOf(all.mine));
    expect(types(all.mine).filter((type) => type === 'call_asked')).to.have.length(1);
  });

  it('are refused while one rings or runs already', async () => {
    const all = await talking();
    const call = await asked(all, all.mine);
    const other = await customerTab(all);
    expect(reasonOf(await answered(all, other.session.current.calls.ask('audio')))).to.equal('busy');
    await answered(all, all.theirs.calls.accept(call));
    expect(reasonOf(await answered(all, all.theirs.calls.ask('audio')))).to.equal('busy');
    expect(callOf(all.mine)).to.include({ kind: 'live', id: call });
  });

  it('begin the conversation of a customer who has none, and who was nobody', async () => {
    const all = world();
    const { session } = await customerTab(all);
    const call = await asked(all, session.current);
    expect(callOf(session.current)).to.include({ kind: 'ringing', id: call, ringsSince: null });
    expect(session.current.getState().phase.kind).to.equal('ready');
    expect(all.service.rooms.size).to.equal(1);
    expect(all.service.secrets.size).to.equal(1);
  });

  it('go to the conversation that is open, also when this tab still shows the closed one before', async () => {
    const all = await talking();
    const other = await customerTab(all);
    all.service.fault = (name) => (name === 'sync' ? 'unavailable' : null);
    all.service.agentDoes(all.service.latest, { type: 'closed', payload: { by: 'agent' } }, 'silent');
    other.session.current.send('One more thing');
    all.customer.transport.line.drop();
    await all.clock.advance(5_000);
    all.service.fault = () => null;
    const asking = all.mine.calls.ask('audio');
    await all.clock.advance(10_000);
    const result = await asking;
    const call = result.ok ? result.call : result.reason;
    expect(all.service.latest.state.call?.id).to.equal(call);
    expect(all.mine.getState().state?.id).to.equal(all.service.latest.state.id);
    expect(callOf(all.mine)?.id).to.equal(call);
  });

  it('are asked for once when the answer was lost and the person clicks again', async () => {
    const all = world();
    const { session } = await customerTab(all);
    all.service.fault = (name) => (name === 'append' ? 'lose-answer' : null);
    const first = session.current.calls.ask('audio');
    await all.clock.advance(10_000);
    expect(reasonOf(await first)).to.equal('unavailable');
    all.service.fault = () => null;
    const call = await asked(all, session.current, 'audio');
    expect(all.service.latest.state.call?.id).to.equal(call);
    expect(all.service.latest.main.map(({ type }) => type)).to.deep.equal(['call_asked']);
  });

  it('that rang while this side was offline are there when the line is', async () => {
    const all = await talking();
    all.service.down();
    await all.clock.advance(1_000);
    all.service.agentDoes(all.service.latest, { type: 'call_asked', payload: { media: 'audio' } }, 'silent');
    all.service.up();
    await all.clock.advance(15_000);
    expect(callOf(all.mine)).to.include({ kind: 'ringing', by: 'agent', media: 'audio' });
  });

  it('whose ring was lost on a living line are there after the next heartbeat', async () => {
    const all = await talking();
    all.service.agentDoes(all.service.latest, { type: 'call_asked', payload: { media: 'audio' } }, 'silent');
    await all.clock.advance(1_000);
    expect(callOf(all.mine)).to.equal(null);
    all.service.heartbeat();
    await all.clock.advance(100);
    expect(callOf(all.mine)).to.include({ kind: 'ringing', by: 'agent' });
  });
});

describe("a call's seats and signals", () => {
  it('tell each side where the other takes part', async () => {
    const all = await talking();
    const call = await asked(all, all.mine);
    const events = heard(all.mine);
    const got = { seat: SEATS.mine, epoch: 1, seq: 4 };
    const first = await answered(all, all.mine.calls.join({ call, seat: SEATS.mine, got: null }));
    expect(first).to.deep.include({ ok: true, peer: null });
    const second = await answered(all, all.theirs.calls.join({ call, seat: SEATS.theirs, got }));
    expect(second).to.deep.include({ ok: true, peer: { seat: SEATS.mine, got: null } });
    expect(events).to.deep.equal([{ kind: 'peer', call, state: 'here', peer: { seat: SEATS.theirs, got } }]);
    all.theirs.calls.leave(call, SEATS.theirs);
    await all.clock.advance(100);
    expect(events.at(-1)).to.deep.include({ kind: 'peer', state: 'away' });
  });

  it('carry every signal to the other seat as it was sent, and to nobody else', async () => {
    const all = await calling();
    const elsewhere = await customerTab(all);
    const [mine, theirs, stranger] = [heard(all.mine), heard(all.theirs), heard(elsewhere.session.current)];
    const address = { from: SEATS.mine, to: SEATS.theirs, epoch: 2, seq: 1 };
    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' };
    const signals = [
      { name: 'offer', sdp: 'v=0' },
      { name: 'answer', sdp: 'v=1' },
      { name: 'ice-candidate', candidate },
      { name: 'ice-candidate', candidate: null },
    ] as const;
    for (const signal of signals) {
      expect(await answered(all, all.mine.calls.signal(all.call, address, signal))).to.deep.equal({ ok: true });
    }
    expect(theirs).to.deep.equal(signals.map((signal) => ({ kind: 'signal', call: all.call, address, signal })));
    expect([mine, stranger]).to.deep.equal([[], []]);
    const wrong = { ...address, from: 'seat-of-somebody-else' };
    expect(reasonOf(await refusalOf(all, all.mine, all.call, wrong))).to.equal('not_found');
  });

  it('say that a seat was taken over by another tab of the same side', async () => {
    const all = await calling();
    const events = heard(all.mine);
    const other = await customerTab(all);
    const seat = 'seat-of-the-other-tab';
    await answered(all, other.session.current.calls.join({ call: all.call, seat, got: null }));
    expect(events).to.deep.equal([{ kind: 'taken', call: all.call, seat }]);
  });

  it('are asked for again on each new line, with what has come so far', async () => {
    const all = await calling();
    const events = heard(all.mine);
    const theirs = heard(all.theirs);
    all.customer.transport.line.drop();
    await all.clock.advance(50);
    expect(all.mine.calls.isOnline).to.equal(false);
    await all.clock.advance(5_000);
    expect(all.mine.calls.isOnline).to.equal(true);
    expect(events).to.deep.equal([{ kind: 'offline' }, { kind: 'online' }]);
    const got = { seat: SEATS.theirs, epoch: 1, seq: 9 };
    await answered(all, all.mine.calls.join({ call: all.call, seat: SEATS.mine, got }));
    const peer = { seat: SEATS.mine, got };
    expect(theirs.map((event) => event.kind === 'peer' && event.state)).to.deep.equal(['away', 'here']);
    expect(theirs.at(-1)).to.deep.include({ peer });
  });

  it('belong to the conversation that is shown, and to no other', async () => {
    const all = await calling();
    await answered(all, all.mine.close());
    const closed = all.service.latest;
    const old = all.customer.session.openOld(closed.state.id);
    all.mine.send('Something else');
    await all.clock.advance(1_000);
    expect(reasonOf(await refusedJoin(all, all.mine, all.call))).to.equal('call_over');
    expect(reasonOf(await answered(all, all.mine.calls.accept(all.call)))).to.equal('call_over');
    expect(reasonOf(await answered(all, old.calls.ask('audio')))).to.equal('closed');
    expect(all.service.latest.state.call).to.equal(null);
  });

  it('have no place before there is a conversation', async () => {
    const all = world();
    const { session, transport } = await customerTab(all);
    const call = 'call-of-nobody-00';
    expect(reasonOf(await refusedJoin(all, session.current, call))).to.equal('not_found');
    expect(reasonOf(await answered(all, session.current.calls.ticket(call)))).to.equal('not_found');
    expect(transport.line.requests).to.have.length(1);
  });
});

describe('a window that was handed a call', () => {
  /** The window is a browser of its own: another origin than the page. */
  async function handed() {
    const all = await calling();
    const ticket = await answered(all, all.mine.calls.ticket(all.call));
    if (!ticket.ok) throw new Error(`No ticket: ${ticket.reason}`);
    const { id: conversation } = all.service.latest.state;
    const browser = memoryBrowser(all.clock);
    const options = { handed: { ticket: ticket.ticket, conversation } };
    const tab = () => customerTab({ ...all, browser }, options);
    return { ...all, browser, conversation, tab, window: await tab() };
  }

  it('speaks by its ticket, of that conversation and no other, and keeps nothing of who the customer is', async () => {
    const all = await handed();
    const { current } = all.window.session;
    expect(callOf(current)).to.include({ kind: 'live', id: all.call });
    expect(all.window.transport.line.handshake).to.have.property('ticket');
    expect(all.window.transport.line.handshake).to.not.have.property('secret');
    const syncs = all.window.transport.line.asked('sync').map(({ payload }) => payload.conversation);
    expect(new Set(syncs)).to.deep.equal(new Set([all.conversation]));
    const events = heard(all.mine);
    await answered(all, current.calls.join({ call: all.call, seat: 'seat-of-the-window', got: null }));
    expect(events).to.deep.equal([{ kind: 'taken', call: all.call, seat: 'seat-of-the-window' }]);
    expect(reasonOf(await answered(all, current.calls.end(all.call)))).to.equal('ok');
    expect(callOf(all.mine)).to.equal(null);
    expect(all.browser.disk.keys('')).to.deep.equal([]);
  });

  it('is refused once the call is over, for good', async () => {
    const all = await handed();
    await answered(all, all.theirs.calls.end(all.call));
    const late = await all.tab();
    expect(late.session.getState().connection).to.deep.equal({ kind: 'refused', reason: 'not_signed_in' });
    expect(all.service.secrets.size).to.equal(1);
  });
});

/** A reply as a result: `lost` never comes here. */
async function refusalOf(
  all: World,
  store: ConversationStore,
  call: string,
  address: { from: string; to: string; epoch: number; seq: number },
): Promise<Result> {
  const reply = await answered(all, store.calls.signal(call, address, { name: 'offer', sdp: '' }));
  return reply.ok || reply.reason !== 'lost' ? (reply as Result) : { ok: false, reason: 'unavailable' };
}

async function refusedJoin(all: World, store: ConversationStore, call: string): Promise<Result> {
  const reply = await answered(all, store.calls.join({ call, seat: SEATS.mine, got: null }));
  return reply.ok || reply.reason !== 'lost' ? (reply as Result) : { ok: false, reason: 'unavailable' };
}
