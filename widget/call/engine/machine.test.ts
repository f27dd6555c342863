import { expect } from 'chai';
import type { CallState } from '../../../signaling/protocol/conversation.ts';
import type { ConversationEvent, EventBody } from '../../../signaling/protocol/events.ts';
import { SEAT_KEPT_MS } from '../../../signaling/protocol/limits.ts';
import { type EndEvent, type MachineEvent, type MachineState, phaseOf, step } from './machine.ts';

const CALL = 'call-0000000000000001';
const ringing: CallState = { kind: 'ringing', id: CALL, by: 'customer', media: 'video', askedAt: 5, ringsSince: 10 };
const live: CallState = {
  kind: 'live',
  id: CALL,
  by: 'customer',
  media: 'video',
  askedAt: 5,
  startedAt: 20,
  recording: null,
};

const mirror: MachineState = { kind: 'lobby', answers: null };
const incoming: MachineState = { kind: 'incoming', id: CALL };

const log = (call: CallState | null, end: EndEvent | null = null): MachineEvent => ({ type: 'log', call, end });
const line = (kind: 'connected' | 'connecting', at = 30): MachineEvent => ({ type: 'line', state: { kind }, at });
const silent = (since: number, why: 'network' | 'network_changed' = 'network'): MachineEvent => ({
  type: 'line',
  state: { kind: 'stalled', since, why },
  at: since + 1_000,
});

function after(begin: MachineState, ...events: MachineEvent[]): MachineState {
  return events.reduce(step, begin);
}

const phase = (begin: MachineState, ...events: MachineEvent[]) => phaseOf(after(begin, ...events));

function ended(body: Extract<EventBody, { type: EndEvent['type'] }>): EndEvent {
  const event: ConversationEvent = {
    conversation: 'c',
    log: 'main',
    seq: 9,
    id: 'e',
    at: 99,
    actor: { kind: 'system', id: 'system' },
    ...body,
  };
  return event as EndEvent;
}

const asking = [{ type: 'go' }, { type: 'asked', id: CALL }] as const;
const running = after(mirror, ...asking, log(live), line('connected'));

describe('the states of a call', () => {
  it('go from the mirror over asking and ringing into the call', () => {
    const path = [...asking, log(ringing), log(live), line('connected')].map((_, index, all) =>
      phase(mirror, ...all.slice(0, index + 1)),
    );
    expect(path.map(({ kind }) => kind)).to.deep.equal(['asking', 'ringing', 'ringing', 'connecting', 'live']);
    expect(path[2]).to.deep.equal({ kind: 'ringing', since: 10 });
  });

  it('say that nobody has the conversation yet while it waits in the queue', () => {
    expect(phase(mirror, ...asking, log({ ...ringing, ringsSince: null }))).to.deep.equal({
      kind: 'ringing',
      since: null,
    });
  });

  it('go from the ring into the call, with or without a look in the mirror', () => {
    expect(after(incoming, { type: 'answer' }).kind).to.equal('accepting');
    expect(phase(incoming, { type: 'look' })).to.deep.equal({ kind: 'lobby', answering: true });
    expect(phase(incoming, { type: 'look' }, { type: 'go' }, log(live), line('connected')).kind).to.equal('live');
  });

  it('know that another tab answered', () => {
    expect(after(incoming, log(live)).kind).to.equal('elsewhere');
    expect(after(incoming, { type: 'look' }, log(live)).kind).to.equal('elsewhere');
    expect(after(running, { type: 'taken' }).kind).to.equal('elsewhere');
  });

  it('tell every end apart', () => {
    const declined = ended({ type: 'call_declined', payload: { call: CALL, by: 'customer' } });
    const missed = ended({ type: 'call_missed', payload: { call: CALL, by: 'customer', why: 'no_answer' } });
    const over = ended({ type: 'call_ended', payload: { call: CALL, why: 'gone', length: 7_000 } });
    expect(phase(mirror, ...asking, log(null, declined))).to.include({ kind: 'ended', why: 'declined' });
    expect(phase(mirror, ...asking, log(null, missed))).to.include({ kind: 'ended', why: 'no_answer' });
    expect(phase(running, log(null, over))).to.deep.equal({ kind: 'ended', why: 'gone', length: 7_000 });
  });

  it('do not tell whoever was asked that nobody answered', () => {
    const declined = ended({ type: 'call_declined', payload: { call: CALL, by: 'customer' } });
    const missed = ended({ type: 'call_missed', payload: { call: CALL, by: 'customer', why: 'no_answer' } });
    const asked = [after(incoming, { type: 'look' }), after(incoming, { type: 'answer' })];
    for (const state of asked) {
      expect(phaseOf(step(state, log(null, missed)))).to.include({ kind: 'ended', why: 'cancelled' });
      expect(step(state, log(null, declined)).kind, 'in another tab').to.equal('elsewhere');
    }
  });

  it('make an answer of the mirror when the other side asks first', () => {
    const rung = step(mirror, { type: 'rings', id: CALL });
    expect(phaseOf(rung)).to.deep.equal({ kind: 'lobby', answering: true });
    expect(step(rung, { type: 'go' })).to.deep.equal({ kind: 'accepting', id: CALL });
    for (const state of [incoming, rung, running]) expect(step(state, { type: 'rings', id: 'other' })).to.equal(state);
  });

  it('keep the reason of a refusal', () => {
    expect(phase(mirror, { type: 'go' }, { type: 'refused', reason: 'busy' })).to.deep.equal({
      kind: 'failed',
      reason: 'busy',
    });
  });

  it('name a silence only after media have come, and ask after patience has run out', () => {
    expect(phase(mirror, ...asking, log(live), silent(40)).kind).to.equal('connecting');
    expect(phase(running, silent(40))).to.deep.equal({ kind: 'reconnecting', since: 40, why: 'network', asks: false });
    expect(phase(running, silent(40), silent(40, 'network_changed'))).to.include({ why: 'network_changed' });
    expect(phase(running, silent(40), { type: 'patience', left: 'none' })).to.include({ asks: true });
    expect(phase(running, silent(40), line('connected')).kind).to.equal('live');
  });

  it('ask whether to go on when no media have come for long', () => {
    const waiting = after(mirror, ...asking, log(live));
    const asks = step(waiting, { type: 'patience', left: 'none' });
    expect(phaseOf(asks)).to.include({ kind: 'reconnecting', asks: true });
    expect(phaseOf(step(asks, { type: 'patience', left: 'new' }))).to.include({ kind: 'reconnecting', asks: false });
    expect(phaseOf(step(asks, line('connected'))).kind).to.equal('live');
  });

  it('call the other side away only when its line and its media are gone', () => {
    const away: MachineEvent = { type: 'peer', state: 'away', at: 50 };
    expect(phase(running, away).kind).to.equal('live');
    expect(phase(running, away, silent(40))).to.deep.equal({ kind: 'away', until: 50 + SEAT_KEPT_MS });
    expect(phase(running, away, silent(40), { type: 'peer', state: 'here', at: 60 }).kind).to.equal('reconnecting');
  });

  it('reconnect when the other page was loaded anew', () => {
    expect(phase(running, line('connecting', 70))).to.include({ kind: 'reconnecting', since: 70 });
  });

  it('wait for a click where the browser wants one', () => {
    const paused = after(running, { type: 'own', own: 'wants_click' });
    expect(phaseOf(paused).kind).to.equal('paused');
    expect(phase(paused, { type: 'own', own: 'given' }).kind).to.equal('live');
  });

  it('are the same object when nothing has changed', () => {
    for (const event of [log(live), line('connected'), { type: 'go' }, { type: 'answer' }] as MachineEvent[]) {
      expect(step(running, event)).to.equal(running);
    }
  });
});
