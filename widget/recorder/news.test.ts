import { expect } from 'chai';
import type { RecordingNews } from '../support-host.ts';
import { followRecordings } from './news.ts';
import { FakeRecorder } from './testing/fake-recorder.ts';
import type { RecorderPhase } from './types.ts';

function follow() {
  const recorder = new FakeRecorder();
  const news: RecordingNews[] = [];
  const leave = followRecordings(recorder, 'customer', (one) => news.push(one));
  const show = (...phases: RecorderPhase[]) => phases.forEach((phase) => void recorder.update({ phase }));
  return { recorder, news, leave, show, states: () => news.map(({ state }) => state) };
}

const what = 'call' as const;
const unsupported = { from: 'recorder', reason: 'unsupported' } as const;

describe('the page is told of a recording', () => {
  it('each state once, from the question to the end', () => {
    const { show, news } = follow();
    show({ kind: 'starting', what }, { kind: 'asking', what, until: 1 }, { kind: 'starting', what });
    show({ kind: 'recording', what }, { kind: 'paused', what, by: 'person' }, { kind: 'recording', what });
    show({ kind: 'stopping', what }, { kind: 'stopped', id: 'r1', why: 'person' }, { kind: 'idle' });
    expect(news).to.deep.equal([
      { state: 'asking', by: 'customer' },
      { state: 'recording', by: 'customer' },
      { state: 'stopped', by: 'customer' },
    ]);
  });

  it('of a question that came to nothing, and of a recording that failed', () => {
    const { show, states } = follow();
    show({ kind: 'asking', what, until: 1 }, { kind: 'idle' });
    show({ kind: 'asking', what, until: 1 }, { kind: 'refused', why: 'no_answer' }, { kind: 'idle' });
    show({ kind: 'recording', what }, { kind: 'failed', why: unsupported, kept: true });
    expect(states()).to.deep.equal(['asking', 'refused', 'asking', 'refused', 'recording', 'stopped']);
  });

  it('nothing of one that never began and asked nobody', () => {
    const { show, news } = follow();
    show({ kind: 'choosing' }, { kind: 'idle' }, { kind: 'choosing' }, { kind: 'starting', what: 'screen' });
    show({ kind: 'failed', why: unsupported, kept: false });
    expect(news).to.deep.equal([]);
  });

  it('of the other side’s as well, until nobody listens any more', () => {
    const { recorder, news, leave } = follow();
    recorder.update({ theirs: { kind: 'asks', what, until: 1 } });
    recorder.update({ theirs: { kind: 'records', what, progress: null } });
    recorder.update({ theirs: { kind: 'none' } });
    recorder.update({ theirs: { kind: 'asks', what, until: 1 } });
    recorder.update({ theirs: { kind: 'none' } });
    leave();
    recorder.update({ theirs: { kind: 'asks', what, until: 1 } });
    expect(news.map(({ state, by }) => `${by} ${state}`)).to.deep.equal([
      'agent asking',
      'agent recording',
      'agent stopped',
      'agent asking',
      'agent refused',
    ]);
  });
});
