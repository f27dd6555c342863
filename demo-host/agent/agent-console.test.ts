import { expect } from 'chai';
import { DEFAULTS, PreferenceStore } from './preferences.ts';
import { NOW } from './test-fixtures.ts';
import { AMELIE, Harness } from './test-harness.ts';

async function signedOut(): Promise<Harness> {
  const harness = new Harness();
  harness.api.known = { ok: false, reason: 'not_signed_in' };
  return harness.mount();
}

async function tryToSignIn(harness: Harness): Promise<void> {
  (harness.get('[name=email]') as HTMLInputElement).value = ' amelie@example.com ';
  (harness.get('[name=password]') as HTMLInputElement).value = 'secret words';
  await harness.click('Sign in');
}

describe('signing in', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  it('is not asked of whoever is signed in', async () => {
    harness = await new Harness().mount();
    expect(harness.all('agent-sign-in')).to.have.length(0);
    expect(harness.session.asked[0]).to.deep.equal(['connect']);
  });

  it('leads to the desk', async () => {
    harness = await signedOut();
    harness.api.answers = [{ ok: true, me: AMELIE }];
    await tryToSignIn(harness);
    expect(harness.api.tries).to.deep.equal([['amelie@example.com', 'secret words']]);
    expect(harness.has('Inbox')).to.equal(true);
  });

  const refusals = [
    ['not_signed_in', 'E-mail and password don’t belong together.'],
    ['too_many', 'Too many tries. Wait a few minutes, then try again.'],
    ['unavailable', 'Our service doesn’t answer right now.'],
  ] as const;
  for (const [reason, sentence] of refusals) {
    it(`says in words what went wrong: ${reason}`, async () => {
      harness = await signedOut();
      harness.api.answers = [{ ok: false, reason }];
      await tryToSignIn(harness);
      expect(harness.get('[role=alert]').textContent).to.contain(sentence);
      expect((harness.focused as HTMLInputElement).name).to.equal('password');
    });
  }

  it('comes back after a session has ended, says that drafts are kept, and opens a new session', async () => {
    harness = await new Harness().mount();
    const first = harness.session;
    first.update({ connection: { kind: 'refused', reason: 'not_signed_in' } });
    await harness.settle();
    expect(harness.has('Sign in again: your drafts are kept.')).to.equal(true);
    expect(first.disposed).to.equal(true);
    harness.api.answers = [{ ok: true, me: AMELIE }];
    await tryToSignIn(harness);
    expect(harness.session).to.not.equal(first);
    expect(harness.all('agent-desk')).to.have.length(1);
  });

  it('follows signing out, which ends the session on both sides', async () => {
    harness = await new Harness().mount();
    await harness.click('Amélie Roux, Online');
    await harness.click('Sign out');
    expect(harness.has('You are signed out.')).to.equal(true);
    expect(harness.api.signedOut).to.equal(1);
    expect(harness.session.disposed).to.equal(true);
  });
});

describe('signing out during a call', () => {
  it('hangs up while the line still stands', async () => {
    const harness = await new Harness().mount();
    const { calls } = harness.get('agent-desk') as HTMLElementTagNameMap['agent-desk'];
    const wasGone: boolean[] = [];
    if (calls) calls.hangUp = () => void wasGone.push(harness.session.disposed);
    await harness.click('Amélie Roux, Online');
    await harness.click('Sign out');
    expect(wasGone).to.deep.equal([false]);
    harness.remove();
  });
});

describe('a service that doesn’t answer', () => {
  it('is said, and asked again by itself', async () => {
    const harness = new Harness();
    harness.api.known = { ok: false, reason: 'unavailable' };
    await harness.mount();
    expect(harness.has('The service doesn’t answer.')).to.equal(true);
    harness.api.known = { ok: true, me: AMELIE };
    for (let second = 1; second <= 5; second += 1) harness.clock.set(NOW + second * 1000);
    await harness.settle();
    expect(harness.all('agent-desk')).to.have.length(1);
    harness.remove();
  });
});

describe('settings', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().mount();
    await harness.click('Settings');
  });
  afterEach(() => harness.remove());

  it('change the language at once, and keep it', async () => {
    const languages = harness.get('select') as HTMLSelectElement;
    languages.value = 'fr';
    languages.dispatchEvent(new Event('change'));
    await harness.settle();
    await harness.settle();
    expect(harness.has('Demandes')).to.equal(true);
    expect(document.documentElement.lang).to.equal('fr');
    expect(new PreferenceStore(harness.storage).getState().language).to.equal('fr');
  });

  it('change the appearance at once', async () => {
    harness.get('input[value=dark]').click();
    await harness.settle();
    expect(getComputedStyle(harness.get('agent-inbox')).backgroundColor).to.equal('rgb(19, 25, 34)');
  });

  it('mute the sound', async () => {
    harness.get('.switch input').click();
    await harness.settle();
    expect(harness.session.getState().muted).to.equal(true);
  });

  it('ask the browser for notifications on a click', async () => {
    await harness.click('Allow notifications');
    expect(harness.has('You are told about new customers while this tab is hidden.')).to.equal(true);
  });
});

describe('kept preferences', () => {
  it('that make no sense are passed over', () => {
    const kept = '{"language":"xx","scheme":7,"inboxWidth":9000,"cardWidth":"wide"}';
    const store = new PreferenceStore({ getItem: () => kept, setItem: () => {} });
    expect(store.getState()).to.deep.equal({ ...DEFAULTS, inboxWidth: 480 });
  });

  it('live as long as the page where storage is refused', () => {
    const store = new PreferenceStore(null);
    store.update({ scheme: 'dark' });
    expect(store.getState().scheme).to.equal('dark');
  });
});
