import { expect } from 'chai';
import type { CallReport } from '../../../signaling/protocol/schemas.ts';
import { virtualClock } from '../../session/testing/virtual-clock.ts';
import type { PeerLinkView } from './deps.ts';
import { UNJUDGED } from './quality.ts';
import { Reports } from './reports.ts';

type View = Pick<PeerLinkView, 'state' | 'path' | 'quality'>;

const GOOD = { ...UNJUDGED.quality, bars: 4, latencyMs: 20, jitterMs: 3, lossPercent: 0.5, mos: 4.3 } as const;
const connecting: View = { state: { kind: 'connecting' }, path: null, quality: UNJUDGED.quality };
const connected: View = { ...connecting, state: { kind: 'connected' } };
const live: View = { ...connected, path: 'relayed', quality: GOOD };
const LIVE = { kind: 'live', path: 'relayed', lossPercent: 0.5, rttMs: 40, jitterMs: 3, mos: 4.3 };

describe('what the operator hears of a call', () => {
  const begun = () => {
    const clock = virtualClock();
    const told: CallReport[] = [];
    return { clock, told, reports: new Reports(clock, (report) => told.push(report)) };
  };

  it('is the time from the acceptance until the media stand, and their way, once', async () => {
    const { clock, told, reports } = begun();
    reports.accepted();
    reports.look(connecting);
    await clock.advance(700);
    reports.look(connected);
    expect(told).to.deep.equal([]);
    await clock.advance(200);
    reports.look(live);
    reports.look({ ...live, path: 'direct' });
    expect(told).to.deep.equal([{ kind: 'set_up', ms: 700, path: 'relayed' }]);
  });

  it('is every half minute how good it is, and once more when the person hangs up', async () => {
    const { clock, told, reports } = begun();
    reports.accepted();
    reports.look(live);
    await clock.advance(60_000);
    reports.look({ ...live, quality: { ...GOOD, mos: 3.9 } });
    reports.ends();
    reports.dispose();
    await clock.advance(120_000);
    expect(told.slice(1)).to.deep.equal([LIVE, LIVE, { ...LIVE, mos: 3.9 }]);
  });

  it('is nothing of how good it is before that can be judged', async () => {
    const { clock, told, reports } = begun();
    reports.look({ ...live, quality: UNJUDGED.quality });
    await clock.advance(30_000);
    reports.ends();
    expect(told).to.deep.equal([]);
  });

  it('is that it never came about, from whoever hangs up then', () => {
    const { told, reports } = begun();
    reports.accepted();
    reports.look(connecting);
    reports.ends();
    expect(told).to.deep.equal([{ kind: 'failed' }]);
  });

  it('is no second set-up from a page that came back into the call, and no failure', async () => {
    const { clock, told, reports } = begun();
    reports.look(live);
    await clock.advance(30_000);
    expect(told).to.deep.equal([LIVE]);
    const other = begun();
    other.reports.look(connecting);
    other.reports.ends();
    expect(other.told).to.deep.equal([]);
  });
});
