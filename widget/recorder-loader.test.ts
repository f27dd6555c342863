import { expect } from 'chai';
import type { Reason } from '../signaling/protocol/reasons.ts';
import { LazyCalls } from './call-loader.ts';
import { AMELIE, agent, CUSTOMER, Log } from './conversation/testing/events.ts';
import { FakeConversation, viewOf } from './conversation/testing/fake-conversation.ts';
import { testSay } from './conversation/testing/page.ts';
import type { OpenRecorder, OpenRecorderOptions, RecorderShell } from './recorder/recorder.ts';
import { FakeRecorder } from './recorder/testing/fake-recorder.ts';
import { LazyRecorder, type LazyRecorderDeps } from './recorder-loader.ts';
import { recordingLine } from './session/recording-line.ts';
import { Value } from './session/value.ts';

/** The agent asks whether the call may be recorded. */
function asking(): { log: Log; recording: string } {
  const log = new Log().customer('Hello').takes(AMELIE);
  const call = log.add(CUSTOMER, { type: 'call_asked', payload: { media: 'audio' } }).id;
  log.add(agent(AMELIE), { type: 'call_started', payload: { call } });
  return { log, recording: log.add(agent(AMELIE), { type: 'recording_asked', payload: { call, what: 'call' } }).id };
}

const calm = () => new Log().customer('Hello').takes(AMELIE);

/** Everything that was begun has been carried on as far as it can be. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

class OpenOne extends Value<RecorderShell> implements OpenRecorder {
  readonly recorder = new FakeRecorder();
  readonly options: OpenRecorderOptions;
  readonly life: string[] = [];

  constructor(options: OpenRecorderOptions) {
    super({ hasBar: false, isFree: true, summary: '' });
    this.options = options;
  }

  bar = () => expect.fail('nothing is drawn here');
  inCall = this.bar;
  list = this.bar;
  async speak(): Promise<void> {
    this.life.push('speak');
  }
  dispose(): void {
    this.life.push('dispose');
  }
}

async function lazy(log = calm(), deps: Partial<LazyRecorderDeps> = {}) {
  /** What became of the answers to questions; the next ones come to this. */
  const line = { refused: [] as string[], reason: null as Reason | null };
  const conversation = new FakeConversation(viewOf(log, 'customer'));
  const recordings = recordingLine(async (body) => {
    if ('recording' in body.payload) line.refused.push(`${body.type} ${body.payload.recording}`);
    return { ok: false, reason: line.reason ?? 'recording_over' };
  });
  Object.assign(conversation, { recordings });
  const say = await testSay();
  const opened: OpenOne[] = [];
  const recorder = new LazyRecorder({
    conversation,
    options: () => ({
      side: 'customer',
      server: location.origin,
      conversation,
      calls: new LazyCalls({ conversation, options: () => expect.fail('no call is near'), isWanted: () => false }),
      peerName: () => '',
      say: () => say,
    }),
    hasLeftovers: async () => false,
    load: async () => ({
      async openRecorder(options) {
        const one = new OpenOne(options);
        opened.push(one);
        return one;
      },
    }),
    ...deps,
  });
  await settled();
  return { recorder, conversation, opened, line };
}

describe('the recorder is fetched', () => {
  it('when the other person asks for a recording, and not before, also not for a call', async () => {
    const { log } = asking();
    const { recorder, conversation, opened } = await lazy();
    const call = new Log().customer('Hello').takes(AMELIE);
    call.add(CUSTOMER, { type: 'call_asked', payload: { media: 'audio' } });
    conversation.set(viewOf(call, 'customer'));
    await settled();
    expect(recorder.getState()).to.deep.equal({ kind: 'away' });
    conversation.set(viewOf(log, 'customer'));
    conversation.set(viewOf(log, 'customer'));
    await settled();
    expect([recorder.getState().kind, opened.length]).to.deep.equal(['here', 1]);
  });

  it('at once where an earlier page has left something to be looked after', async () => {
    const { recorder } = await lazy(calm(), { hasLeftovers: async () => true });
    expect(recorder.getState().kind).to.equal('here');
  });

  it('by the first click, which counts when it is there', async () => {
    const { recorder, opened } = await lazy();
    recorder.start('screen');
    await settled();
    recorder.start('call');
    expect(opened[0]?.recorder.asked).to.deep.equal(['start screen', 'start call']);
  });

  it('again by the next click when it could not be had', async () => {
    let tries = 0;
    const load = async () => {
      tries += 1;
      throw new Error('no network');
    };
    const { recorder } = await lazy(calm(), { load });
    recorder.start('screen');
    await settled();
    expect(recorder.getState()).to.deep.equal({ kind: 'failed' });
    recorder.start('screen');
    await settled();
    expect(tries).to.equal(2);
  });

  it('for nobody, when the page has gone meanwhile', async () => {
    const { recorder, opened } = await lazy();
    recorder.near();
    recorder.dispose();
    await settled();
    expect(opened[0]?.life).to.deep.equal(['dispose']);
  });
});

describe('where the page wants no recordings', () => {
  it('nothing is fetched, and whoever asks is told no, once', async () => {
    const { log, recording } = asking();
    const { recorder, conversation, line } = await lazy(log, { isWanted: () => false });
    expect(recorder.getState()).to.deep.equal({ kind: 'away' });
    expect(line.refused).to.deep.equal([`recording_refused ${recording}`]);
    log.add(agent(AMELIE), { type: 'recording_refused', payload: { recording, by: 'agent', why: 'refused' } });
    conversation.set(viewOf(log, 'customer'));
    await settled();
    expect(line.refused).to.have.length(1);
  });

  it('they are told once more when the first no did not come through', async () => {
    const { log } = asking();
    const { conversation, line } = await lazy(log, { isWanted: () => false });
    line.reason = 'unavailable';
    conversation.set(viewOf(log, 'customer'));
    await settled();
    expect(line.refused).to.have.length(2);
  });

  it('one that another page has agreed to goes on, and is shown', async () => {
    const { log, recording } = asking();
    log.add(CUSTOMER, { type: 'recording_agreed', payload: { recording } });
    const { line, recorder } = await lazy(log, { isWanted: () => false });
    expect(line.refused).to.deep.equal([]);
    expect(recorder.getState().kind).to.equal('here');
  });
});

describe('the recorder that is there', () => {
  it('ends what runs when the person has gone, speaks another language, and is let go of', async () => {
    const { recorder, opened } = await lazy();
    recorder.forget();
    recorder.near();
    await settled();
    recorder.forget();
    expect(opened[0]?.recorder.asked).to.deep.equal(['stop']);
    let changes = 0;
    recorder.subscribe(() => (changes += 1));
    recorder.speak();
    await settled();
    expect(changes).to.equal(1);
    recorder.dispose();
    expect(opened[0]?.life).to.deep.equal(['speak', 'dispose']);
  });
});
