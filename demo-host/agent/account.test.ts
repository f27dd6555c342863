import { expect } from 'chai';
import { ME, NOW } from './test-fixtures.ts';
import { AMELIE, DONE, Harness, TOM } from './test-harness.ts';

const OPENER = 'Amélie Roux, Online';

async function at(role: 'agent' | 'supervisor'): Promise<Harness> {
  const harness = new Harness();
  harness.api.known = { ok: true, me: { ...AMELIE, role } };
  return harness.mount();
}

const names = (harness: Harness) => harness.all('[role=menuitem]').map((item) => item.textContent?.trim());

describe('the menu at one’s name', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  it('tells an agent the role, and has the ways out only', async () => {
    harness = await at('agent');
    await harness.click(OPENER);
    expect(harness.has('Agent')).to.equal(true);
    expect(harness.has('amelie@example.com')).to.equal(true);
    const own = harness.all('[role=menu]').find((menu) => menu.getAttribute('aria-label') === ME.name);
    const words = [...(own?.querySelectorAll('[role=menuitem]') ?? [])].map((item) => item.textContent?.trim());
    expect(words).to.deep.equal(['Sign out', 'Sign out everywhere']);
  });

  it('leads a supervisor to colleagues and to what was done', async () => {
    harness = await at('supervisor');
    await harness.click(OPENER);
    expect(harness.has('Supervisor')).to.equal(true);
    expect(names(harness)).to.include.members(['Colleagues', 'Activity']);
  });

  it('says what signing out everywhere does, and does it when that is confirmed', async () => {
    harness = await at('agent');
    await harness.click(OPENER);
    await harness.click('Sign out everywhere');
    expect(harness.has('You are signed out in every browser and every tab, here too.')).to.equal(true);
    expect(harness.api.everywhere).to.equal(0);
    harness.get('agent-everywhere').shadowRoot?.querySelector<HTMLElement>('.primary')?.click();
    await harness.settle();
    expect(harness.api.everywhere).to.equal(1);
    expect(harness.has('You are signed out.')).to.equal(true);
    expect(harness.session.disposed).to.equal(true);
  });

  it('stays signed in, and says why, when the service doesn’t do it', async () => {
    harness = await at('agent');
    harness.api.ending = { ok: false, reason: 'unavailable' };
    await harness.click(OPENER);
    await harness.click('Sign out everywhere');
    harness.get('agent-everywhere').shadowRoot?.querySelector<HTMLElement>('.primary')?.click();
    await harness.settle();
    expect(harness.get('agent-everywhere').shadowRoot?.querySelector('[role=alert]')?.textContent).to.contain(
      'Our service doesn’t answer right now.',
    );
    expect(harness.session.disposed).to.equal(false);
  });
});

describe('the colleagues that a supervisor sees', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await at('supervisor');
    await harness.click(OPENER);
  });
  afterEach(() => harness.remove());

  it('have roles, and can be signed out everywhere, but not oneself', async () => {
    await harness.click('Colleagues');
    const rows = harness.all('li').filter((row) => row.textContent?.includes('@'));
    expect(rows.map((row) => row.querySelector('strong')?.textContent)).to.deep.equal([ME.name, TOM.name]);
    expect(rows.map((row) => row.querySelector('button') !== null)).to.deep.equal([false, true]);
    expect(rows[0]?.textContent).to.contain('Online');
    await harness.click('Sign Tom Baker out everywhere');
    expect(harness.has('Tom Baker is signed out in every browser and every tab, and can sign in again.')).to.equal(
      true,
    );
    harness.get('agent-everywhere').shadowRoot?.querySelector<HTMLElement>('.primary')?.click();
    await harness.settle();
    expect(harness.api.ended).to.deep.equal([TOM.id]);
    expect(harness.has('Tom Baker is signed out everywhere.')).to.equal(true);
  });

  it('can be asked for again when they could not be had', async () => {
    harness.api.team = { ok: false, reason: 'unavailable' };
    await harness.click('Colleagues');
    expect(harness.has('The list could not be loaded.')).to.equal(true);
    harness.api.team = { ok: true, got: [TOM] };
    await harness.click('Try again');
    expect(harness.has(TOM.name)).to.equal(true);
  });
});

describe('what was done, as a supervisor sees it', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  it('says who did what to whom, and goes on further back until there is no more', async () => {
    harness = await at('supervisor');
    const older = [{ ...DONE[0], id: '1', at: NOW - 90_000_000, what: 'closed', detail: {} }] as typeof DONE;
    harness.api.pages = [
      { ok: true, got: { entries: DONE, next: 'more' } },
      { ok: false, reason: 'unavailable' },
      { ok: true, got: { entries: older, next: null } },
    ];
    await harness.click(OPENER);
    await harness.click('Activity');
    for (const words of ['Signed out everywhere · ', 'Failed sign-in · ', 'New role: Agent · ', 'Command line']) {
      expect(harness.has(words), words).to.equal(true);
    }
    await harness.click('Show earlier');
    expect(harness.has('The list could not be loaded.')).to.equal(true);
    await harness.click('Show earlier');
    expect(harness.api.asked).to.deep.equal([null, 'more', 'more']);
    expect(harness.has('Yesterday')).to.equal(true);
    expect(harness.focused?.textContent).to.contain('Conversation closed');
    expect(() => harness.button('Show earlier')).to.throw();
  });

  it('is told to be nothing yet', async () => {
    harness = await at('supervisor');
    harness.api.pages = [{ ok: true, got: { entries: [], next: null } }];
    await harness.click(OPENER);
    await harness.click('Activity');
    expect(harness.has('Nothing yet.')).to.equal(true);
  });
});

describe('the company’s own sign-in', () => {
  let harness: Harness;
  afterEach(() => harness.remove());
  const signedOut = async (before: (harness: Harness) => void) => {
    harness = new Harness();
    harness.api.known = { ok: false, reason: 'not_signed_in' };
    before(harness);
    await harness.mount();
  };

  it('has a way there only where there is one', async () => {
    await signedOut(() => {});
    expect(harness.all('a')).to.have.length(0);
    harness.remove();
    await signedOut(({ api }) => {
      api.ways = { oidc: 'Acme' };
    });
    const way = harness.get('a');
    expect([way.getAttribute('href'), way.textContent?.trim()]).to.deep.equal([
      '/api/agent/oidc',
      'Continue with Acme',
    ]);
  });

  const problems = {
    unfinished: 'That sign-in was not completed.',
    unverified: 'Your e-mail address is not confirmed there.',
    unknown: 'No agent has your e-mail address.',
    unavailable: 'The company’s sign-in doesn’t answer.',
    too_many: 'Too many tries.',
  } as const;
  for (const [problem, sentence] of Object.entries(problems)) {
    it(`says in words why it led back: ${problem}`, async () => {
      await signedOut(({ element }) => {
        element.parts.problem = problem as keyof typeof problems;
      });
      expect(harness.get('[role=alert]').textContent).to.contain(sentence);
    });
  }
});
