import { expect } from 'chai';
import { MARTA, NOW, PAOLO, VISITOR } from './test-fixtures.ts';
import { Harness } from './test-harness.ts';

describe('the inbox', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  const names = (selector: string) => harness.all(`${selector} .name`).map((one) => one.textContent);

  it('shows who waits, in the order that the session gives: the longest wait first', async () => {
    harness = await new Harness().mount();
    expect(names('.waiting')).to.deep.equal(['Visitor 8241', 'Paolo Ricci', 'Inês Duarte']);
    expect(harness.has('3 waiting')).to.equal(true);
  });

  it('counts waiting times up while the clock goes on', async () => {
    harness = await new Harness().mount();
    // Intl puts spaces that don't break between a number and its unit.
    const age = () => harness.get(`[data-line=${VISITOR}] .age`).textContent.replace(/\s/g, ' ');
    expect(age()).to.contain('4 min 12 s');
    harness.clock.set(NOW + 5000);
    await harness.settle();
    expect(age()).to.contain('4 min 17 s');
  });

  it('colours a wait by its age: fresh, a minute, three minutes', async () => {
    harness = await new Harness().mount();
    const classes = () => harness.all('.waiting').map((one) => one.className.split(' ')[1]);
    expect(classes()).to.deep.equal(['long', 'noticed', 'fresh']);
    harness.clock.set(NOW + 180_000);
    await harness.settle();
    expect(classes()).to.deep.equal(['long', 'long', 'long']);
  });

  it('marks unread messages in words, with the last one as a preview', async () => {
    harness = await new Harness().mount();
    const line = harness.get(`[data-line=${MARTA}]`);
    expect(line.textContent).to.contain('2 unread messages');
    expect(line.textContent).to.contain('Found it, thank you!');
    expect(harness.get('[data-line=conversation-lea]').textContent).to.contain('You: I have changed the return');
  });

  it('says that no one waits and that nothing is on the desk', async () => {
    harness = await new Harness({ queue: [], mine: [], selected: null, card: { kind: 'none' } }).mount();
    expect(harness.has('No one is waiting')).to.equal(true);
    expect(harness.has('Nothing on your desk')).to.equal(true);
    expect(harness.has('All quiet')).to.equal(true);
  });

  it('shows the shape of what comes while the inbox is loading', async () => {
    const nothing = { queue: [], mine: [], selected: null, card: { kind: 'none' as const } };
    harness = await new Harness({ ...nothing, inbox: { kind: 'loading' } }).mount();
    expect(harness.all('.ghost .skeleton').length).to.be.greaterThan(0);
    expect(harness.has('No one is waiting')).to.equal(false);
  });

  it('opens a conversation on a click, without taking it', async () => {
    harness = await new Harness().mount();
    harness.get(`[data-line=${PAOLO}]`).click();
    await harness.settle();
    expect(harness.session.asked).to.deep.include(['select', PAOLO]);
    expect(harness.session.asked.some(([what]) => what === 'take')).to.equal(false);
    expect(harness.all('ycyw-composer')).to.have.length(0);
    expect(harness.has('Take it to answer')).to.equal(true);
  });

  it('switches between online and away with one click', async () => {
    harness = await new Harness().mount();
    await harness.click('Your status: Online. Change it');
    expect(harness.session.asked).to.deep.include(['setStatus', 'away']);
    expect(harness.button('Your status: Away. Change it').textContent).to.contain('Away');
  });
});
