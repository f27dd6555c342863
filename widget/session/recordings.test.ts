import { expect } from 'chai';
import type { Reason, Result } from '../../signaling/protocol/reasons.ts';
import { memoryBrowser } from './testing/memory-browser.ts';
import { agentTab, customerTab, type World, world } from './testing/tabs.ts';
import { agentTakes } from './testing/words.ts';
import type { ConversationStore } from './types.ts';

/** A customer and an agent in a running call. */
async function calling() {
  const all = world();
  const customer = await customerTab(all);
  const agent = await agentTab({ ...all, browser: memoryBrowser(all.clock) });
  customer.session.current.send('Hello');
  await all.clock.advance(100);
  agentTakes(all.service);
  await all.clock.advance(1_000);
  const mine = customer.session.current;
  const theirs = agent.session.conversation(all.service.latest.state.id);
  await all.clock.advance(100);
  const call = await answered(all, mine.calls.ask('video'));
  if (!call.ok) throw new Error(`Refused: ${call.reason}`);
  await answered(all, theirs.calls.accept(call.call));
  return { ...all, customer, mine, theirs, call: call.call };
}

/** Lets a request be answered. */
async function answered<T>({ clock }: Pick<World, 'clock'>, request: Promise<T>): Promise<T> {
  await clock.advance(200);
  return request;
}

/** The agent asks. */
async function asking() {
  const all = await calling();
  const asked = await answered(all, all.theirs.recordings.ask(all.call, 'call'));
  if (!asked.ok) throw new Error(`Refused: ${asked.reason}`);
  return { ...all, recording: asked.recording };
}

const reasonOf = (result: Result): Reason | 'ok' => (result.ok ? 'ok' : result.reason);
const ask = async (all: World, request: Promise<Result>) => reasonOf(await answered(all, request));

function recordingOf(store: ConversationStore) {
  const call = store.getState().state?.call;
  return call?.kind === 'live' ? call.recording : null;
}

/** What the log says of recordings. */
const said = (store: ConversationStore) =>
  store.getState().events.flatMap(({ type, payload }) => {
    if (!type.startsWith('recording_')) return [];
    return 'why' in payload ? `${type} ${payload.why}` : type;
  });

describe('the recording of a call', () => {
  it('is asked for, agreed to, started and stopped, and both sides see the same', async () => {
    const all = await asking();
    const { mine, theirs, recording } = all;
    expect(recordingOf(mine)).to.include({ id: recording, kind: 'asked', by: 'agent', what: 'call' });
    expect(await ask(all, mine.recordings.agree(recording))).to.equal('ok');
    expect(await ask(all, theirs.recordings.start(recording))).to.equal('ok');
    expect(recordingOf(mine)).to.include({ kind: 'running' });
    expect(recordingOf(mine)).to.deep.equal(recordingOf(theirs));
    expect(await ask(all, theirs.recordings.stop(recording, 'stopped'))).to.equal('ok');
    expect([recordingOf(mine), recordingOf(theirs)]).to.deep.equal([null, null]);
    const whole = ['recording_asked', 'recording_agreed', 'recording_started', 'recording_stopped stopped'];
    expect([said(mine), said(theirs)]).to.deep.equal([whole, whole]);
  });

  it('can’t start before the other side has agreed, and whoever asks can’t agree for it', async () => {
    const all = await asking();
    expect(await ask(all, all.theirs.recordings.start(all.recording))).to.equal('invalid');
    expect(await ask(all, all.theirs.recordings.agree(all.recording))).to.equal('invalid');
    await ask(all, all.mine.recordings.agree(all.recording));
    expect(await ask(all, all.mine.recordings.start(all.recording))).to.equal('invalid');
  });

  it('is one at a time, of this call', async () => {
    const all = await asking();
    expect(await ask(all, all.mine.recordings.ask(all.call, 'screen'))).to.equal('busy');
    expect(await ask(all, all.mine.recordings.ask('another-call-000', 'screen'))).to.equal('call_over');
    await answered(all, all.mine.calls.end(all.call));
    expect(await ask(all, all.mine.recordings.ask(all.call, 'screen'))).to.equal('call_over');
  });

  it('is refused by one side, and taken back by the other', async () => {
    const all = await asking();
    expect(await ask(all, all.mine.recordings.refuse(all.recording))).to.equal('ok');
    expect(await ask(all, all.mine.recordings.agree(all.recording))).to.equal('recording_over');
    const again = await answered(all, all.theirs.recordings.ask(all.call, 'screen'));
    await ask(all, all.theirs.recordings.refuse(again.ok ? again.recording : ''));
    expect(said(all.theirs).filter((what) => what.includes('refused'))).to.deep.equal([
      'recording_refused refused',
      'recording_refused cancelled',
    ]);
  });

  it('stops when the agreement is taken back, and with its call', async () => {
    for (const ending of ['withdrawn', 'call_over'] as const) {
      const all = await asking();
      await ask(all, all.mine.recordings.agree(all.recording));
      await ask(all, all.theirs.recordings.start(all.recording));
      if (ending === 'withdrawn') await ask(all, all.mine.recordings.stop(all.recording, 'stopped'));
      else await answered(all, all.mine.calls.end(all.call));
      expect(said(all.theirs).at(-1)).to.equal(`recording_stopped ${ending}`);
      expect(await ask(all, all.theirs.recordings.stop(all.recording, 'stopped'))).to.equal('recording_over');
    }
  });

  it('is asked for once when the answer was lost and the person clicks again', async () => {
    const all = await calling();
    all.service.fault = (name) => (name === 'append' ? 'lose-answer' : null);
    const first = all.theirs.recordings.ask(all.call, 'call');
    await all.clock.advance(10_000);
    expect(reasonOf(await first)).to.equal('unavailable');
    all.service.fault = () => null;
    const second = await answered(all, all.theirs.recordings.ask(all.call, 'call'));
    expect(second.ok && second.recording).to.equal(recordingOf(all.mine)?.id);
    expect(said(all.mine)).to.deep.equal(['recording_asked']);
  });

  it('that was asked for while this side was offline is there when the line is', async () => {
    const all = await calling();
    all.customer.transport.line.drop();
    await ask(all, all.theirs.recordings.ask(all.call, 'screen'));
    await all.clock.advance(10_000);
    expect(recordingOf(all.mine)).to.include({ kind: 'asked', what: 'screen' });
  });
});
