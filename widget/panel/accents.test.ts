/** What the page's own colours do to everything that is read. One browser has light surroundings, the other dark ones. */
import { expect } from 'chai';
import '../conversation/ycyw-conversation.ts';
import { audit } from '../conversation/testing/audit.ts';
import { AMELIE, agent, Log } from '../conversation/testing/events.ts';
import { viewOf } from '../conversation/testing/fake-conversation.ts';
import { FakeSession } from '../conversation/testing/fake-session.ts';
import { LOOK } from '../conversation/testing/look.ts';
import { clearPage, drawn, find, finishAnimations, show, testSay } from '../conversation/testing/page.ts';
import './panel-view.ts';
import './testing/all-parts.ts';

/** Of each kind: light, dark, strong, and those between on which neither black nor white has 7:1. */
const ACCENTS = [
  '#ffd400',
  '#f4f4f4',
  '#fff',
  '#000',
  '#f00',
  '#1a73e8',
  '#777',
  '#00a650',
  '#d81b60',
  '#225ec4',
  '#7a1fa2',
];
/** Where the surface is the page's, too. */
const FEW = ['#ffd400', '#000', '#f00'];
const SURFACES = {
  'its own': {},
  'a dark one': { '--ycyw-surface': '#0b1020', '--ycyw-text': '#f5f5ff' },
  'a light one': { '--ycyw-surface': '#fff8e7', '--ycyw-text': '#2b2118' },
  'a dark one and no text': { '--ycyw-surface': '#202124' },
  'a light one and no text': { '--ycyw-surface': '#f3f6ef' },
};

function rated(): FakeSession {
  const log = new Log().customer('Hello').takes(AMELIE).says(AMELIE, 'See https://ycyw.example/lyon for the way.');
  log.add(agent(AMELIE), {
    type: 'attachment',
    payload: { id: 'a2', name: 'terms.pdf', type: 'application/pdf', size: 9 },
  });
  const session = new FakeSession({}, viewOf(log.closes(AMELIE), 'customer'));
  session.current.set({
    pending: [
      { id: 'p1', at: 0, body: { type: 'message', payload: { text: 'x' } }, delivery: 'failed', reason: 'too_many' },
    ],
  });
  return session;
}

const STATES = {
  'a new conversation': {
    session: () => new FakeSession({ connection: { kind: 'offline', since: 0 } }),
    press: '.none',
  },
  'a conversation to be rated': { session: rated, press: '[value="4"]' },
};

before(() => import('../conversation/link-finder.ts'));
afterEach(clearPage);

for (const [name, { session, press }] of Object.entries(STATES)) {
  for (const [surface, colours] of Object.entries(SURFACES)) {
    it(`${name} on ${surface} can be read with any accent`, async () => {
      const panel = document.createElement('ycyw-panel');
      Object.assign(panel, { session: session(), say: await testSay('en'), topic: 'booking' });
      show(panel, { scheme: LOOK.scheme, height: 700 });
      await drawn();
      find(panel, press)?.click();
      await drawn();
      const found: string[] = [];
      for (const [property, value] of Object.entries(colours)) panel.style.setProperty(property, value);
      for (const accent of ['', ...(surface === 'its own' ? ACCENTS : FEW)]) {
        panel.style.setProperty('--ycyw-accent', accent);
        finishAnimations(panel);
        found.push(...audit(panel).map((line) => `${accent || 'no accent'}: ${line}`));
      }
      expect(found).to.deep.equal([]);
    });
  }
}
