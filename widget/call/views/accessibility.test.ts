import { expect } from 'chai';
import { barriers } from '../../conversation/testing/audit.ts';
import { LOOK } from '../../conversation/testing/look.ts';
import { clearPage, drawn, find, findAll, finishAnimations, get } from '../../conversation/testing/page.ts';
import { CALL_BEGIN, callView, FakeCall } from '../testing/fake-call.ts';
import { endStreams, paintedStream } from '../testing/painted-stream.ts';
import { showBar, showCall } from '../testing/show-call.ts';
import type { CallDeskView, CallView } from '../types.ts';

const NOW = CALL_BEGIN + 252_000;
const stream = () => paintedStream({ width: 64, height: 48 });
const on = { microphone: true, camera: true, screen: false };
const amelie = (change: Partial<typeof on>) => ({ name: 'Amélie', on: { ...on, ...change } });
const { devices, quality } = callView();

interface State {
  view: () => Partial<CallView>;
  opens?: string;
}

const STATES: Record<string, State> = {
  'the mirror, answering': { view: () => ({ phase: { kind: 'lobby', answering: true }, ownCamera: stream() }) },
  'the mirror, everything missing': {
    view: () => ({
      phase: { kind: 'lobby', answering: false },
      camera: { kind: 'unavailable', reason: 'denied' },
      microphone: { kind: 'unavailable', reason: 'in_use' },
      devices: { ...devices, cameras: [], microphones: [], speakers: [] },
    }),
  },
  'the mirror, the browser asks': {
    view: () => ({ phase: { kind: 'lobby', answering: false }, camera: { kind: 'asking' } }),
  },
  ringing: { view: () => ({ phase: { kind: 'ringing', since: NOW }, startedAt: null }) },
  'the queue': { view: () => ({ phase: { kind: 'ringing', since: null }, startedAt: null }) },
  connecting: { view: () => ({ phase: { kind: 'connecting' }, startedAt: null }) },
  'a live call': { view: () => ({ peerCamera: stream(), ownCamera: stream() }) },
  'a call without pictures': {
    view: () => ({ camera: { kind: 'off' }, peer: amelie({ camera: false, microphone: false }) }),
  },
  'a shared screen': {
    view: () => ({ peerCamera: stream(), peerScreen: stream(), peer: amelie({ screen: true }) }),
  },
  'an own share': {
    view: () => ({
      screen: { kind: 'on', surface: 'monitor', isThisTab: false, sound: true },
      ownScreen: stream(),
      pointer: { x: 0.5, y: 0.5 },
      ownCamera: stream(),
    }),
  },
  'a poor line, muted and talking': {
    view: () => ({
      step: 'sound_only',
      hint: 'muted_speaking',
      microphone: { kind: 'off' },
      quality: { ...quality, bars: 1, whose: 'both' },
      camera: { kind: 'unavailable', reason: 'in_use' },
      screen: { kind: 'asking' },
    }),
  },
  reconnecting: {
    view: () => ({ phase: { kind: 'reconnecting', since: NOW, why: 'network', asks: true }, peerCamera: stream() }),
  },
  away: { view: () => ({ phase: { kind: 'away', until: NOW + 100_000 } }) },
  'another window': { view: () => ({ phase: { kind: 'elsewhere' } }) },
  'after a reload': { view: () => ({ phase: { kind: 'paused' } }) },
  'no answer': { view: () => ({ phase: { kind: 'ended', why: 'no_answer', length: null } }) },
  'the end': { view: () => ({ phase: { kind: 'ended', why: 'gone', length: 4000 } }) },
  'a failed call': { view: () => ({ phase: { kind: 'failed', reason: 'unavailable' } }) },
  'the menu': { view: () => ({ devices: { ...devices, canFlip: true } }), opens: '[popovertarget=menu]' },
  'the reasons for the quality': { view: () => ({}), opens: '[popovertarget=reasons]' },
};

const BARS: Record<string, CallDeskView> = {
  'that rings': { kind: 'incoming', id: 'c1', media: 'video', peer: 'Marta Nowak', since: NOW, isLead: true },
  'of a call elsewhere': { kind: 'elsewhere', id: 'c1', startedAt: CALL_BEGIN, peer: 'Amélie' },
  'of a call': { kind: 'call', call: new FakeCall({ microphone: { kind: 'off' } }) },
};

afterEach(clearPage);
afterEach(endStreams);

/** Boxes that scroll sideways, or that text is cut off from without a sign. */
function overflows(element: Element): string[] {
  return findAll(element, 'div, p, button, h2')
    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
    .filter((each) => getComputedStyle(each).textOverflow !== 'ellipsis' && !each.matches('.stage, .round, .mirror'))
    .map((each) => `${each.localName}.${each.className}: ${each.scrollWidth} in ${each.clientWidth}`);
}

describe(`nothing is in anybody’s way, ${LOOK.scheme}, ${LOOK.locale}`, () => {
  for (const [name, { view, opens }] of Object.entries(STATES)) {
    it(`in ${name}`, async () => {
      const { element } = await showCall(view(), { ...LOOK, height: 660 });
      if (opens !== undefined) get(element, opens).click();
      await drawn();
      finishAnimations(element);
      expect(await barriers(element)).to.deep.equal([]);
    });
  }
  for (const [name, state] of Object.entries(BARS)) {
    it(`in a bar ${name}`, async () => {
      const { element } = await showBar(state, LOOK);
      finishAnimations(element);
      expect(await barriers(element)).to.deep.equal([]);
    });
  }
});

describe('a window of 320 by 480 is enough', () => {
  for (const locale of ['en', 'fr']) {
    for (const [name, { view }] of Object.entries(STATES)) {
      it(`for ${name}, ${locale}`, async () => {
        const { element } = await showCall(view(), { locale, width: 320, height: 480 });
        finishAnimations(element);
        expect(overflows(element)).to.deep.equal([]);
        const end = find(element, '.controls .end');
        if (end === null) return;
        expect(end.getBoundingClientRect().bottom).to.be.at.most(element.getBoundingClientRect().bottom);
      });
    }
  }
});
