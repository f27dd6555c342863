import { expect } from 'chai';
import { AMELIE, Harness } from './test-harness.ts';

async function at(role: 'agent' | 'supervisor'): Promise<Harness> {
  const harness = new Harness();
  harness.api.known = { ok: true, me: { ...AMELIE, role } };
  await harness.mount();
  // Where there is no room for it, the card is asked for.
  if (harness.all('agent-card').length === 0) await harness.click('About the customer');
  return harness;
}

const actions = (harness: Harness) =>
  harness.all('agent-person').flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll('.button') ?? [])]);
const words = (harness: Harness) => actions(harness).map((action) => action.textContent?.trim());
const dialog = (harness: Harness) => harness.get('agent-erase').shadowRoot;
const press = async (harness: Harness, selector: string) => {
  dialog(harness)?.querySelector<HTMLElement>(selector)?.click();
  await harness.settle();
};

describe('all of a person', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  it('is for supervisors; whoever has the conversation gets a transcript', async () => {
    harness = await at('agent');
    expect(words(harness)).to.deep.equal(['Transcript']);
    harness.remove();
    harness = await at('supervisor');
    expect(words(harness)).to.deep.equal(['Transcript', 'Export', 'Erase…']);
    const { card, selected } = harness.session.getState();
    const id = card.kind === 'ready' ? card.card.id : '';
    expect(actions(harness).map((action) => action.getAttribute('href'))).to.deep.equal([
      `/api/conversations/${selected}/transcript`,
      `/api/customers/${id}/export`,
      null,
    ]);
  });

  it('is erased when that was said twice; what is out of reach is told before and after', async () => {
    harness = await at('supervisor');
    await harness.click('Erase…');
    expect(dialog(harness)?.textContent).to.contain('recordings that lie only in somebody’s own browser');
    expect(dialog(harness)?.activeElement?.textContent?.trim()).to.equal('Cancel');
    await press(harness, '.primary');
    expect(harness.api.erased).to.deep.equal([]);
    expect(dialog(harness)?.querySelector('[role=alert]')?.textContent).to.equal('This can’t be undone.');
    await press(harness, '.primary');
    const { card } = harness.session.getState();
    expect(harness.api.erased).to.deep.equal([card.kind === 'ready' ? card.card.id : '']);
    expect(dialog(harness)?.querySelector('[role=status]')?.textContent).to.equal(
      'Conversations: 2 · Files: 3 · Recordings: 1',
    );
    expect(dialog(harness)?.textContent).to.contain('back-ups and exports made before');
  });

  it('stays when the service doesn’t do it, and the dialog says why', async () => {
    harness = await at('supervisor');
    harness.api.erasing = { ok: false, reason: 'unavailable' };
    await harness.click('Erase…');
    await press(harness, '.primary');
    await press(harness, '.primary');
    expect(dialog(harness)?.querySelector('.error')?.textContent).to.contain('Our service doesn’t answer right now.');
  });
});
