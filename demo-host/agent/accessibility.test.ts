/** What axe and the audit find in every state of the console, with the stricter rules switched on. */
import { expect } from 'chai';
import { barriers } from '../../widget/conversation/testing/audit.ts';
import { LOOK } from '../../widget/conversation/testing/look.ts';
import type { AgentState } from '../../widget/session/types.ts';
import { OLD, VISITOR } from './test-fixtures.ts';
import { AMELIE, Harness } from './test-harness.ts';

interface Shown {
  state?: Partial<AgentState>;
  before?: (harness: Harness) => void;
  /** What is done before looking. */
  act?: (harness: Harness) => Promise<void> | void;
  known?: Harness['api']['known'];
}

const nothing = { selected: null, card: { kind: 'none' as const } };

const SOFIA: Harness['api']['known'] = { ok: true, me: { ...AMELIE, role: 'supervisor' } };

/** One's own menu, and what stands in it there, if that is to be opened. */
async function open(harness: Harness, item?: number): Promise<void> {
  harness.get('.opener').click();
  await harness.settle();
  if (item === undefined) return;
  harness.all('[role=menuitem]')[item]?.click();
  await harness.settle();
}

const STATES: Record<string, Shown> = {
  'a busy desk': {},
  'a busy desk with the customer’s column': {
    act: async (harness) => {
      if (harness.all('agent-card').length === 0) await harness.press('i');
    },
  },
  'nothing opened': { state: nothing },
  'all quiet': { state: { ...nothing, queue: [], mine: [] } },
  'a loading inbox': { state: { ...nothing, queue: [], mine: [], inbox: { kind: 'loading' } } },
  'a failed inbox': { state: { ...nothing, queue: [], mine: [], inbox: { kind: 'failed', reason: 'unavailable' } } },
  'somebody who waits, opened': { state: { selected: VISITOR, card: { kind: 'loading' } } },
  'an earlier conversation': { state: { selected: OLD } },
  'a card that failed': { state: { card: { kind: 'failed', reason: 'unavailable' } } },
  'a broken connection': { state: { connection: { kind: 'offline', since: 0 } } },
  'a refused version': { state: { connection: { kind: 'refused', reason: 'version' } } },
  'a colleague was quicker': {
    act: async (harness) => {
      harness.session.answer = { ok: false, reason: 'taken' };
      await harness.press('t');
    },
  },
  'giving to a colleague': { act: (harness) => harness.press('g') },
  'giving back': { act: (harness) => harness.press('b') },
  closing: { act: (harness) => harness.press('e') },
  'all keys': { act: (harness) => harness.press('?') },
  settings: {
    act: (harness) => harness.click(harness.preferences.getState().language === 'fr' ? 'Réglages' : 'Settings'),
  },
  'one’s own menu': { known: SOFIA, act: (harness) => open(harness) },
  'signing out everywhere': { act: (harness) => open(harness, 1) },
  colleagues: { known: SOFIA, act: (harness) => open(harness, 0) },
  'what was done': { known: SOFIA, act: (harness) => open(harness, 1) },
  'what was done, nothing yet': {
    known: SOFIA,
    act: (harness) => {
      harness.api.pages = [{ ok: true, got: { entries: [], next: null } }];
      return open(harness, 1);
    },
  },
  'what was done, not to be had': {
    known: SOFIA,
    act: (harness) => {
      harness.api.pages = [];
      return open(harness, 1);
    },
  },
  'the sign-in page': { known: { ok: false, reason: 'not_signed_in' } },
  'the sign-in page of a company with its own, and what it said': {
    known: { ok: false, reason: 'not_signed_in' },
    before: (harness) => {
      harness.api.ways = { oidc: 'Acme' };
      harness.element.parts.problem = 'unverified';
    },
  },
  'a service that doesn’t answer': { known: { ok: false, reason: 'unavailable' } },
};

describe(`nothing is in anybody’s way in the console, ${LOOK.scheme}, ${LOOK.locale}`, () => {
  for (const [name, { state, before, act, known }] of Object.entries(STATES)) {
    it(name, async () => {
      const harness = new Harness(state, { language: LOOK.locale, scheme: LOOK.scheme });
      if (known) harness.api.known = known;
      before?.(harness);
      await harness.mount();
      await act?.(harness);
      for (const animation of document.getAnimations()) animation.finish();
      const found = await barriers(harness.element);
      harness.remove();
      expect(found).to.deep.equal([]);
    });
  }
});
