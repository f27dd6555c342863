/** What axe and the audit find in every state of the console, with the stricter rules switched on. */
import { expect } from 'chai';
import { barriers } from '../../widget/conversation/testing/audit.ts';
import { LOOK } from '../../widget/conversation/testing/look.ts';
import type { AgentState } from '../../widget/session/types.ts';
import { OLD, VISITOR } from './test-fixtures.ts';
import { Harness } from './test-harness.ts';

interface Shown {
  state?: Partial<AgentState>;
  /** What is done before looking. */
  act?: (harness: Harness) => Promise<void> | void;
  known?: Harness['api']['known'];
}

const nothing = { selected: null, card: { kind: 'none' as const } };

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
  'the sign-in page': { known: { ok: false, reason: 'not_signed_in' } },
  'a service that doesn’t answer': { known: { ok: false, reason: 'unavailable' } },
};

describe(`nothing is in anybody’s way in the console, ${LOOK.scheme}, ${LOOK.locale}`, () => {
  for (const [name, { state, act, known }] of Object.entries(STATES)) {
    it(name, async () => {
      const harness = new Harness(state, { language: LOOK.locale, scheme: LOOK.scheme });
      if (known) harness.api.known = known;
      await harness.mount();
      await act?.(harness);
      for (const animation of document.getAnimations()) animation.finish();
      const found = await barriers(harness.element);
      harness.remove();
      expect(found).to.deep.equal([]);
    });
  }
});
