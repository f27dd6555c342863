import { expect } from 'chai';
import { recordingItem } from '../testing/fake-recorder.ts';
import { recorderSay } from '../testing/show-recorder.ts';
import type { LibraryView } from '../types.ts';
import { clockTime, fullNameOf, summaryOf } from './words.ts';

const GIB = 1024 ** 3;
const plain = (text: string) => text.replace(/\s+/g, ' ');

describe('the recorder’s words', () => {
  it('sum up the list for the head above it', async () => {
    const view: LibraryView = { phase: { kind: 'ready' }, items: [recordingItem()], room: 2.1 * GIB };
    expect(plain(summaryOf(view, await recorderSay()))).to.equal('1 on this device · 2.1 GB free');
    expect(plain(summaryOf(view, await recorderSay('fr')))).to.equal('1 sur cet appareil · 2,1 Go libres');
    expect(summaryOf({ ...view, room: null }, await recorderSay())).to.equal('1 on this device');
    expect(summaryOf({ ...view, phase: { kind: 'loading' } }, await recorderSay())).to.equal('');
  });

  it('tell lengths as a clock does', () => {
    expect([0, 999, 65_000, 3_725_000].map(clockTime)).to.deep.equal(['00:00', '00:00', '01:05', '1:02:05']);
  });

  it('call a recording without a name by what it is and when it was', async () => {
    const say = await recorderSay();
    expect(fullNameOf(recordingItem({ name: '' }), say)).to.equal('Call recording, Today, 14:21');
    expect(fullNameOf(recordingItem(), say)).to.equal('Deposit and fuel policy');
  });
});
