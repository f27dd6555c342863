import { expect } from 'chai';
import {
  closed,
  JOHN,
  JULES,
  log,
  MARTA,
  ME,
  NOW,
  OLD,
  PAOLO,
  says,
  stateOf,
  taken,
  VISITOR,
  view,
} from './test-fixtures.ts';
import { Harness } from './test-harness.ts';
import { done } from './test-session.ts';

const took = (conversation: string) => {
  const [event] = log(conversation, [taken(ME, 0)]);
  if (event === undefined) throw new Error('no event');
  return done(event);
};

describe('taking a conversation', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().mount();
  });
  afterEach(() => harness.remove());

  it('opens it and puts the cursor where one writes', async () => {
    harness.session.answer = took(VISITOR);
    const mine = view([...log(VISITOR, [says('customer', 'Hello', 9000), taken(ME, 0)])], VISITOR);
    harness.session.conversation(VISITOR).set(mine);
    await harness.click('Take Visitor 8241');
    expect(harness.session.asked).to.deep.include(['take', VISITOR]);
    expect(harness.session.getState().selected).to.equal(VISITOR);
    expect(harness.focused?.tagName).to.equal('TEXTAREA');
  });

  it('says politely that a colleague was quicker, and stays where it was', async () => {
    harness.session.answer = { ok: false, reason: 'taken' };
    await harness.click('Take Paolo Ricci');
    expect(harness.get('.notice').textContent).to.contain(
      'A colleague was quicker: Paolo Ricci is being looked after.',
    );
    expect(harness.session.getState().selected).to.equal(MARTA);
    await harness.click('Dismiss');
    expect(harness.all('.notice')).to.have.length(0);
  });

  it('says why, when it failed for another reason', async () => {
    await harness.click('Take Paolo Ricci');
    expect(harness.get('.notice').textContent).to.contain('Our service doesn’t answer right now.');
  });
});

describe('giving a conversation away', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().mount();
  });
  afterEach(() => harness.remove());

  const choose = (id: string) => harness.get(`input[value=${id}]`).click();
  const write = (text: string) => {
    (harness.get('textarea[name=word]') as HTMLTextAreaElement).value = text;
  };

  it('asks to whom, online before away, without those who are gone', async () => {
    await harness.press('g');
    const names = harness.all('.colleague span:nth-of-type(2)').map((one) => one.textContent);
    expect(names).to.deep.equal(['Jules Martin', 'Sofia Lindqvist']);
  });

  it('gives it to the chosen colleague with a word, and closes the dialog', async () => {
    harness.session.answer = took(MARTA);
    await harness.press('g');
    choose(JULES.id);
    write(' Please look at the deposit. ');
    await harness.click('Give it');
    expect(harness.session.asked).to.deep.include(['transfer', MARTA, JULES.id, 'Please look at the deposit.']);
    expect(harness.all('dialog[open]')).to.have.length(0);
  });

  it('wants a colleague to be chosen first', async () => {
    await harness.press('g');
    await harness.click('Give it');
    expect(harness.has('Choose a colleague.')).to.equal(true);
    expect(harness.session.asked.some(([what]) => what === 'transfer')).to.equal(false);
  });

  it('stays open with a sentence when the service refuses, and keeps the word', async () => {
    await harness.press('b');
    write('Back in ten minutes');
    await harness.click('Give it back');
    expect(harness.session.asked).to.deep.include(['giveBack', MARTA, 'Back in ten minutes']);
    expect(harness.get('dialog[open]').textContent).to.contain('Our service doesn’t answer right now.');
    expect((harness.get('textarea[name=word]') as HTMLTextAreaElement).value).to.equal('Back in ten minutes');
  });

  it('says what to do when no colleague is there', async () => {
    harness.session.update({ colleagues: [] });
    await harness.press('g');
    expect(harness.has('Give it back to the queue instead.')).to.equal(true);
  });
});

describe('the keys', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().mount();
  });
  afterEach(() => harness.remove());

  it('J and K walk through queue and own conversations in the order of the page', async () => {
    await harness.press('j');
    expect(harness.session.getState().selected).to.equal(JOHN);
    expect(harness.focused?.getAttribute('data-line')).to.equal(JOHN);
    for (let step = 0; step < 3; step += 1) await harness.press('k');
    expect(harness.session.getState().selected).to.equal(PAOLO);
  });

  it('K on the first conversation stays there', async () => {
    for (let step = 0; step < 9; step += 1) await harness.press('k');
    expect(harness.session.getState().selected).to.equal(VISITOR);
  });

  it('T takes the one that has waited longest, or the one that is selected', async () => {
    await harness.press('t');
    harness.session.select(PAOLO);
    await harness.press('T');
    const takes = harness.session.asked.filter(([what]) => what === 'take').map(([, id]) => id);
    expect(takes).to.deep.equal([VISITOR, PAOLO]);
  });

  for (const key of ['r', '/']) {
    it(`${key} puts the cursor where one writes`, async () => {
      await harness.press(key);
      expect(harness.focused?.tagName).to.equal('TEXTAREA');
    });
  }

  it('letters written into the composer are letters', async () => {
    await harness.press('r');
    const field = harness.focused;
    if (field === null) throw new Error('nothing has the focus');
    await harness.press('t', field);
    expect(harness.session.asked.some(([what]) => what === 'take')).to.equal(false);
  });

  it('Escape leaves the composer for the conversation’s line', async () => {
    await harness.press('r');
    await harness.press('Escape', harness.focused ?? document.body);
    expect(harness.focused?.getAttribute('data-line')).to.equal(MARTA);
  });

  it('N writes a note, also when a note was begun before, and no key makes a message of it', async () => {
    await harness.press('n');
    document.execCommand('insertText', false, 'rude customer');
    await harness.settle();
    const pressFocused = (key: string) => harness.press(key, harness.focused ?? document.body);
    const field = () => harness.get('textarea') as HTMLTextAreaElement;
    const note = 'Write a note that only agents see';
    expect([field().placeholder, field().value]).to.deep.equal([note, 'rude customer']);
    for (const key of ['n', 'r']) {
      await pressFocused('Escape');
      await pressFocused(key);
      expect([field().placeholder, field().value], key).to.deep.equal([note, 'rude customer']);
    }
    await pressFocused('Escape');
    for (const key of ['j', 'k', 'r']) {
      await pressFocused(key);
    }
    expect([harness.session.getState().selected, field().placeholder, field().value]).to.deep.equal([
      MARTA,
      note,
      'rude customer',
    ]);
    expect(harness.session.conversation(MARTA).getState().draft).to.equal('');
  });

  it('C opens the mirror of a call to the customer', async () => {
    const prepared: string[][] = [];
    const desk = harness.get('agent-desk') as HTMLElementTagNameMap['agent-desk'];
    if (desk.calls) desk.calls.prepare = (...request) => void prepared.push(request);
    await harness.press('c');
    expect(prepared).to.deep.equal([[MARTA, 'audio']]);
  });

  it('? lists them all, and nothing else happens while the list is open', async () => {
    await harness.press('?');
    const dialog = harness.get('dialog[open]');
    expect(dialog.textContent).to.contain('Next conversation');
    await harness.press('t', dialog);
    expect(harness.session.asked.some(([what]) => what === 'take')).to.equal(false);
  });

  it('can be switched off, since they get in the way of speech input', async () => {
    harness.preferences.update({ shortcuts: false });
    await harness.press('t');
    expect(harness.session.asked.some(([what]) => what === 'take')).to.equal(false);
  });
});

describe('the conversation’s column', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  it('shows the page and that the customer writes', async () => {
    harness = await new Harness().mount();
    expect(harness.get('.who').textContent).to.contain('On “My booking”');
    harness.session.conversation(MARTA).update({ typing: { name: null } });
    await harness.settle();
    expect(harness.get('.who').textContent).to.contain('writing…');
  });

  it('offers no writing and no giving away where a colleague has the conversation', async () => {
    harness = await new Harness({ selected: VISITOR }).mount();
    const said = [says('customer', 'Hello', 9000), taken(JULES, 0)];
    harness.session.conversation(VISITOR).set(view(log(VISITOR, said), VISITOR));
    await harness.settle();
    expect(harness.has('Jules Martin has this conversation. You read along.')).to.equal(true);
    expect(harness.all('ycyw-composer')).to.have.length(0);
    await harness.press('g');
    expect(harness.all('dialog[open]')).to.have.length(0);
  });

  it('closes after asking', async () => {
    harness = await new Harness().mount();
    const [event] = log(MARTA, [closed(0)]);
    const conversation = harness.session.conversation(MARTA);
    if (event) conversation.closeAnswer = done(event);
    await harness.press('e');
    expect(harness.get('dialog[open]').textContent).to.contain('Close the conversation with Marta Nowak?');
    await harness.click('Close it');
    expect(harness.all('dialog[open]')).to.have.length(0);
  });

  it('says before closing or giving away that the call ends with it', async () => {
    harness = await new Harness().mount();
    const live = {
      kind: 'live',
      id: 'c',
      by: 'customer',
      media: 'audio',
      askedAt: 0,
      startedAt: 0,
      recording: null,
    } as const;
    const [first, ...others] = harness.session.getState().mine;
    const ends = (key: string) => harness.press(key).then(() => harness.get('dialog[open]').textContent);
    for (const key of ['e', 'g']) {
      expect(await ends(key), key).not.to.contain('The call ends with it.');
      (harness.get('dialog[open]') as HTMLDialogElement).close();
    }
    if (first) harness.session.update({ mine: [{ ...first, state: { ...first.state, call: live } }, ...others] });
    for (const key of ['e', 'g', 'b']) {
      expect(await ends(key), key).to.contain('The call ends with it.');
      (harness.get('dialog[open]') as HTMLDialogElement).close();
    }
  });

  it('asks the agent what a customer of another conversation asks: whether they may record', async () => {
    harness = await new Harness().mount();
    const recording = { id: 'r', by: 'customer', what: 'call', askedAt: NOW, kind: 'asked' } as const;
    const live = {
      kind: 'live',
      id: 'c',
      by: 'customer',
      media: 'audio',
      askedAt: 0,
      startedAt: 0,
      recording,
    } as const;
    const { mine } = harness.session.getState();
    const john = mine.find(({ state }) => state.id === JOHN);
    if (!john) throw new Error('John isn’t there');
    const state = { ...john.state, call: live };
    harness.session.conversation(JOHN).set({ ...view(log(JOHN, [says('customer', 'Hello', 0)]), JOHN), state });
    harness.session.update({ mine: mine.map((line) => (line === john ? { ...line, state } : line)) });
    // The recorder is fetched, and drawn.
    while (harness.all('.question').length === 0) await new Promise(requestAnimationFrame);
    expect(harness.get('.question').textContent).to.contain('John');
  });

  it('opens an earlier conversation to read, and leads back', async () => {
    harness = await new Harness().mount();
    if (!harness.get('agent-desk').hasAttribute('data-details')) await harness.press('i');
    harness.get('li button:has(.old)').click();
    await harness.settle();
    expect(harness.session.getState().selected).to.equal(OLD);
    expect(harness.all('ycyw-composer')).to.have.length(0);
    await harness.click('Back to the open conversation');
    expect(harness.session.getState().selected).to.equal(MARTA);
  });

  it('keeps the place and the draft that the session kept', async () => {
    harness = new Harness({ selected: JOHN });
    await harness.mount();
    const said = log(JOHN, [taken(ME, 9000), says('customer', 'Is it automatic?', 0)]);
    harness.session.conversation(JOHN).set({ ...view(said, JOHN), state: stateOf(JOHN, said), draft: 'Yes, all of' });
    await harness.settle();
    expect((harness.get('textarea') as HTMLTextAreaElement).value).to.equal('Yes, all of');
    expect(harness.get(`[data-line=${JOHN}]`).getAttribute('aria-current')).to.equal('true');
  });

  it('says when the service is out of reach, and that writing goes on', async () => {
    harness = await new Harness().mount();
    harness.session.update({ connection: { kind: 'reconnecting', since: 0 } });
    await harness.settle();
    expect(harness.has('The connection broke. Reconnecting; what you write is kept.')).to.equal(true);
    harness.session.update({ connection: { kind: 'online' } });
    await harness.settle();
    expect(harness.all('.line[role]')).to.have.length(0);
    const said = harness.all('[role=status]').map((one) => one.textContent);
    expect(said.join()).to.contain('You are connected again.');
  });

  it('announces a new customer to screen readers', async () => {
    harness = await new Harness().mount();
    const [first] = harness.session.getState().queue;
    harness.session.update({ arrival: first ? { ...first } : null });
    await harness.settle();
    const said = harness.all('[role=status]').map((one) => one.textContent);
    expect(said.join()).to.contain('Visitor 8241 is waiting.');
  });
});

describe('the columns', () => {
  let harness: Harness;
  afterEach(() => harness.remove());

  it('are resized by arrow keys, within limits, and kept', async () => {
    harness = await new Harness().mount();
    const edge = harness.get('[role=separator]');
    await harness.press('ArrowRight', edge);
    expect(edge.getAttribute('aria-valuenow')).to.equal('336');
    await harness.press('End', edge);
    expect(edge.getAttribute('aria-valuenow')).to.equal('480');
    expect(harness.get('agent-inbox').getBoundingClientRect().width).to.equal(480);
    expect(harness.storage.getItem('ycyw-console.preferences')).to.contain('"inboxWidth":480');
  });

  it('are resized to where the arrow points, read from right to left', async () => {
    harness = await new Harness().mount();
    const edge = harness.get('[role=separator]');
    document.documentElement.dir = 'rtl';
    try {
      await harness.press('ArrowLeft', edge);
      expect(edge.getAttribute('aria-valuenow')).to.equal('336');
    } finally {
      document.documentElement.dir = '';
    }
  });

  it('are dragged', async () => {
    harness = await new Harness().mount();
    const edge = harness.get('[role=separator]');
    edge.setPointerCapture = () => {};
    const at = (type: string, clientX: number) => new PointerEvent(type, { clientX, pointerId: 1, bubbles: true });
    edge.dispatchEvent(at('pointerdown', 300));
    edge.dispatchEvent(at('pointermove', 340));
    edge.dispatchEvent(at('pointerup', 340));
    edge.dispatchEvent(at('pointermove', 400));
    await harness.settle();
    expect(edge.getAttribute('aria-valuenow')).to.equal('360');
  });
});
