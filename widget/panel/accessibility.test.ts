import { expect } from 'chai';
import '../conversation/ycyw-conversation.ts';
import { barriers } from '../conversation/testing/audit.ts';
import { AMELIE, agent, BEGIN, JULES, Log, MINUTE } from '../conversation/testing/events.ts';
import { FakeConversation, viewOf } from '../conversation/testing/fake-conversation.ts';
import { FakeSession } from '../conversation/testing/fake-session.ts';
import { LOOK } from '../conversation/testing/look.ts';
import { clearPage, drawn, findAll, finishAnimations, get, show, testSay } from '../conversation/testing/page.ts';
import type { CustomerState } from '../session/types.ts';
import './panel-view.ts';
import './testing/all-parts.ts';

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

function talk(): Log {
  const log = new Log(BEGIN - 24 * 60 * MINUTE)
    .customer('Hello')
    .wait(24 * 60 * MINUTE)
    .takes(AMELIE);
  log.says(AMELIE, 'See https://ycyw.example/lyon for the way.');
  const picture = { id: 'a1', name: 'plan.png', type: 'image/png', size: 9000, width: 400, height: 300 } as const;
  log.add(agent(AMELIE), { type: 'attachment', payload: picture });
  log.add(agent(AMELIE), {
    type: 'attachment',
    payload: { id: 'a2', name: 'terms.pdf', type: 'application/pdf', size: 9 },
  });
  return log.customer('Thank you');
}

function session(log: Log | null = talk(), state: Partial<CustomerState> = {}): FakeSession {
  const made = new FakeSession(state, log === null ? {} : viewOf(log, 'customer'));
  made.current.url = PIXEL;
  return made;
}

const click =
  (selector: string, index = 0) =>
  (panel: Element) =>
    findAll(panel, selector).at(index)?.click();
const menu = (index: number) => click('[role=menuitem]', index);

interface State {
  session: () => FakeSession;
  act?: (panel: Element) => unknown;
}

const failed = { id: 'p1', at: BEGIN, body: { type: 'message', payload: { text: 'x' } } } as const;
const upload = { at: BEGIN, name: 'a.pdf', type: 'application/pdf', size: 900, preview: null };
const history = { kind: 'ready', lines: [{ state: talk().state, last: talk().events[0] ?? null }] } as const;

const STATES: Record<string, State> = {
  'a new conversation': { session: () => session(null) },
  loading: {
    session: () => {
      const made = session(null, { connection: { kind: 'connecting' } });
      made.current.set({ phase: { kind: 'loading' } });
      return made;
    },
  },
  'loading failed': {
    session: () => {
      const made = session(null);
      made.current.set({ phase: { kind: 'failed', reason: 'unavailable' } });
      return made;
    },
  },
  'a conversation': { session: () => session() },
  'new messages further down': {
    session: () => {
      const made = session();
      made.current.set({ readWhenOpened: 2, unread: 3, typing: { name: 'Amélie' } });
      return made;
    },
  },
  'waiting in the queue': { session: () => session(new Log().customer('Hello'), { position: 2 }) },
  'nobody online': { session: () => session(new Log().customer('Hello'), { agents: 'none' }) },
  offline: { session: () => session(talk(), { connection: { kind: 'offline', since: 0 } }) },
  'a version too old': { session: () => session(talk(), { connection: { kind: 'refused', reason: 'version' } }) },
  'a message that was not sent, and files on their way': {
    session: () => {
      const made = session();
      made.current.set({
        pending: [{ ...failed, delivery: 'failed', reason: 'too_many' }],
        uploads: [
          { ...upload, id: 'u1', phase: { kind: 'uploading', sent: 400 } },
          { ...upload, id: 'u2', phase: { kind: 'failed', reason: 'unavailable' } },
        ],
      });
      return made;
    },
  },
  'a message that is too long': {
    session: () => {
      const made = session();
      made.current.setDraft('x'.repeat(4100));
      return made;
    },
  },
  'closed, to be rated': { session: () => session(talk().closes(AMELIE)), act: click('[value="4"]') },
  'the menu': { session: () => session(), act: click('[aria-haspopup=menu]') },
  'the emoji': { session: () => session(), act: click('.emoji') },
  'closing, to be confirmed': { session: () => session(), act: menu(2) },
  'the list of conversations': { session: () => session(talk(), { history }), act: menu(1) },
};

// So that an address is one in every message as soon as it is drawn.
before(() => import('../conversation/link-finder.ts'));
afterEach(clearPage);

const { locale, scheme, width } = LOOK;

describe(`nothing is in anybody’s way, ${scheme}, ${locale}`, () => {
  for (const [name, state] of Object.entries(STATES)) {
    it(`in ${name}`, async () => {
      const panel = document.createElement('ycyw-panel');
      Object.assign(panel, { session: state.session(), say: await testSay(locale), topic: 'booking' });
      show(panel, { scheme, width, height: 700 });
      await drawn();
      state.act?.(panel);
      await drawn();
      finishAnimations(panel);
      expect(await barriers(panel)).to.deep.equal([]);
    });
  }

  it('in an agent’s view with notes', async () => {
    const log = talk().says(JULES, 'Reading along.');
    log.add(agent(AMELIE), { type: 'note', payload: { text: 'Card refused twice.' } });
    const store = new FakeConversation(viewOf(log, 'agent'), 'agent');
    const view = document.createElement('ycyw-conversation');
    Object.assign(view, { store, say: await testSay(locale), me: AMELIE.id, peer: 'Marta' });
    show(view, { scheme, width: 700 });
    await drawn();
    get(view, '[aria-pressed]').click();
    await drawn();
    expect(await barriers(view)).to.deep.equal([]);
  });
});
