import { expect } from 'chai';
import type { ConversationEvent } from '../../signaling/protocol/events.ts';
import { extended, prepended } from './timeline.ts';

const event = (seq: number): ConversationEvent => ({
  conversation: 'c',
  log: 'main',
  seq,
  id: `e${seq}`,
  at: seq,
  actor: { kind: 'customer', id: 'k' },
  type: 'message',
  payload: { text: `${seq}` },
});
const events = (...seqs: number[]) => seqs.map(event);
const seqs = (timeline: readonly ConversationEvent[]) => timeline.map(({ seq }) => seq);

describe('a timeline', () => {
  it('grows by what follows and passes over what it has', () => {
    const { timeline, gap } = extended(events(3, 4), events(4, 5, 5, 6));
    expect(seqs(timeline)).to.deep.equal([3, 4, 5, 6]);
    expect(gap).to.equal(false);
  });

  it('keeps nothing from a gap on', () => {
    const { timeline, gap } = extended(events(1), events(2, 4, 5));
    expect(seqs(timeline)).to.deep.equal([1, 2]);
    expect(gap).to.equal(true);
  });

  it('stays the same object when nothing is new', () => {
    const timeline = events(1, 2);
    expect(extended(timeline, events(1, 2)).timeline).to.equal(timeline);
  });

  it('takes an earlier page in front, each event once, and refuses one that would leave a hole', () => {
    expect(seqs(prepended(events(5, 6), events(3, 4, 5)))).to.deep.equal([3, 4, 5, 6]);
    expect(seqs(prepended(events(5, 6), events(2, 3)))).to.deep.equal([5, 6]);
  });
});
