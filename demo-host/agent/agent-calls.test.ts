import { expect } from 'chai';
import { html } from 'lit';
import type { CallState } from '../../signaling/protocol/conversation.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { OpenCallsOptions } from '../../widget/call/call.ts';
import { FakeCall, FakeDesk } from '../../widget/call/testing/fake-call.ts';
import type { CallView } from '../../widget/call/types.ts';
import { AgentCalls } from './agent-calls.ts';
import { loadConsoleSay } from './console-say.ts';
import { busy, JOHN, log, MARTA, mine, NOW, says, view } from './test-fixtures.ts';
import { FakeSession } from './test-session.ts';

const say = await loadConsoleSay('en', { now: () => NOW });
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** What an agent's session knows of a call that a customer asks for. */
const asked = (id: string): CallState => ({
  kind: 'ringing',
  id: `call-${id}`,
  by: 'customer',
  media: 'video',
  askedAt: NOW,
  ringsSince: NOW,
});

const withCalls = (...calling: string[]): InboxLine[] =>
  mine.map((line) =>
    calling.includes(line.state.id) ? { ...line, state: { ...line.state, call: asked(line.state.id) } } : line,
  );

interface Opened {
  desk: FakeDesk;
  options: OpenCallsOptions;
  ended: number;
  /** A call of this conversation, as this window has it. */
  talk(change?: Partial<CallView>): FakeCall;
  ring(media?: 'video' | 'audio'): void;
}

async function atWork(...calling: string[]) {
  const session = new FakeSession(busy({ mine: withCalls(...calling) }));
  for (const line of session.getState().mine) {
    const events = log(line.state.id, [says('customer', 'Hello', 0)]);
    session.conversation(line.state.id).set({ ...view(events, line.state.id), state: line.state });
  }
  const opened: Opened[] = [];
  const notices: string[] = [];
  const calls = new AgentCalls({
    server: location.origin,
    session,
    say: () => say,
    notifyRing(name) {
      notices.push(name);
      return () => notices.push(`${name} no more`);
    },
    load: async () => ({
      async openCalls(options) {
        const desk = new FakeDesk({ kind: 'none' });
        const one: Opened = {
          desk,
          options,
          ended: 0,
          talk(change = {}) {
            const call = new FakeCall(change);
            desk.set({ kind: 'call', call });
            return call;
          },
          ring(media = 'video') {
            desk.set({ kind: 'incoming', id: 'c', media, peer: 'Marta', since: NOW, isLead: true });
          },
        };
        opened.push(one);
        return {
          desk,
          full: () => html``,
          bar: () => html``,
          start: () => {},
          end: () => (one.ended += 1),
          speak: async () => {},
          dispose: () => desk.dispose(),
        };
      },
    }),
  });
  await settled();
  const at = (index: number): Opened => {
    const found = opened[index];
    if (!found) throw new Error(`There are ${opened.length} calls`);
    return found;
  };
  return { session, calls, at, opened, notices };
}

describe('the calls of an agent', () => {
  it('are fetched for the conversations where one is near, and given up with the conversation', async () => {
    const { session, calls, opened, at } = await atWork(MARTA, JOHN);
    expect([...calls.getState().keys()]).to.deep.equal([MARTA, JOHN]);
    session.update({ mine: mine.filter(({ state }) => state.id !== JOHN) });
    expect([...calls.getState().keys()]).to.deep.equal([MARTA]);
    expect([opened.length, at(1).desk.asked]).to.deep.equal([2, ['dispose']]);
  });

  it('stay until what is said of their end was read', async () => {
    const { session, calls, at } = await atWork(MARTA);
    at(0).talk({ phase: { kind: 'ended', why: 'conversation', length: 1 } });
    session.update({ mine: [] });
    expect(calls.getState().has(MARTA)).to.equal(true);
    at(0).desk.set({ kind: 'none' });
    expect(calls.getState().has(MARTA)).to.equal(false);
  });

  it('notify of a ring until it is over, and open the conversation once it is answered', async () => {
    const { session, at, notices } = await atWork(JOHN);
    at(0).ring();
    expect([notices, session.getState().selected]).to.deep.equal([['John Whitaker'], MARTA]);
    at(0).talk();
    expect([notices.at(-1), session.getState().selected]).to.deep.equal(['John Whitaker no more', JOHN]);
  });
});

describe('an agent who already talks', () => {
  it('hears no other ring, but does again as soon as that call is over, read or not', async () => {
    const { at } = await atWork(MARTA, JOHN);
    expect(at(1).options.isMuted()).to.equal(false);
    const call = at(0).talk({ phase: { kind: 'ringing', since: null }, startedAt: null });
    expect([at(0).options.isMuted(), at(1).options.isMuted()]).to.deep.equal([false, true]);
    call.update({ phase: { kind: 'ended', why: 'hung_up', length: 1 } });
    expect(at(1).options.isMuted()).to.equal(false);
  });

  it('is heard and seen by one customer at a time', async () => {
    const { at } = await atWork(MARTA, JOHN);
    const marta = at(0).talk();
    const john = at(1).talk({ phase: { kind: 'lobby', answering: true } });
    expect(marta.asked).to.deep.equal([]);
    john.update({ phase: { kind: 'connecting' } });
    expect(marta.asked).to.deep.equal(['only screen']);
    marta.update({ microphone: { kind: 'off' }, camera: { kind: 'off' } });
    marta.update({ microphone: { kind: 'on' } });
    expect([marta.asked, john.asked]).to.deep.equal([['only screen'], ['only screen']]);
  });

  it('is not silenced by a call that is heard by nobody', async () => {
    const { at } = await atWork(MARTA, JOHN);
    const marta = at(0).talk();
    at(1).talk({ microphone: { kind: 'off' }, camera: { kind: 'off' } });
    expect(marta.asked).to.deep.equal([]);
  });
});

describe('by keys', () => {
  it('the open conversation’s ring is answered first, then any other', async () => {
    const { calls, at } = await atWork(MARTA, JOHN);
    expect(calls.answer(MARTA)).to.equal(false);
    at(0).ring();
    at(1).ring('audio');
    expect(calls.answer(JOHN)).to.equal(true);
    expect([at(0).desk.asked, at(1).desk.asked]).to.deep.equal([[], ['answer audio']]);
    at(1).desk.set({ kind: 'none' });
    calls.answer(JOHN);
    calls.decline(null);
    expect(at(0).desk.asked).to.deep.equal(['answer video', 'decline']);
  });
});

describe('an agent who goes', () => {
  it('ends what runs, and leaves what rings to the other tabs', async () => {
    const { calls, at } = await atWork(MARTA, JOHN);
    at(0).talk();
    at(1).ring();
    calls.hangUp();
    expect([at(0).ended, at(1).ended]).to.deep.equal([1, 0]);
  });
});
