import { expect } from 'chai';
import { AMELIE, agent, JULES, Log } from '../conversation/testing/events.ts';
import { viewOf } from '../conversation/testing/fake-conversation.ts';
import { FakeSession } from '../conversation/testing/fake-session.ts';
import {
  clearPage,
  drawn,
  find,
  findAll,
  get,
  press,
  show,
  testSay,
  type,
  words,
} from '../conversation/testing/page.ts';
import type { CustomerState } from '../session/types.ts';
import './panel-view.ts';
import './testing/all-parts.ts';

async function open(session: FakeSession, locale = 'en-GB') {
  const panel = document.createElement('ycyw-panel');
  Object.assign(panel, { session, say: await testSay(locale), topic: 'booking' });
  show(panel);
  await drawn();
  return panel;
}

const queued = () => new Log().customer('The car has broken down');
const assigned = () => queued().wait(40_000).takes(AMELIE).says(AMELIE, 'Hello');
const closed = () => assigned().closes(AMELIE);
const sessionOf = (log: Log, state: Partial<CustomerState> = {}) => new FakeSession(state, viewOf(log, 'customer'));
const header = (panel: Element) => [words(get(panel, 'h2')), words(get(panel, '.who p'))];
const choose = (panel: Element, sentence: string) =>
  findAll(panel, '[role=menuitem]')
    .find((item) => words(item) === sentence)
    ?.click();

afterEach(clearPage);

describe('the header', () => {
  const cases: [string, FakeSession, [string, string]][] = [
    ['that people are there', new FakeSession(), ['Your Car Your Way', 'We are online']],
    ['that nobody is there', new FakeSession({ agents: 'none' }), ['Your Car Your Way', 'Nobody is online right now']],
    ['who is next', sessionOf(queued(), { position: 1 }), ['Your Car Your Way', 'You are next']],
    ['how many are before one', sessionOf(queued(), { position: 3 }), ['Your Car Your Way', '2 people before you']],
    ['who took it', sessionOf(assigned()), ['Amélie', 'With you since 14:02']],
    ['that it is closed', sessionOf(closed()), ['Amélie', 'Conversation closed']],
  ];
  for (const [what, session, said] of cases) {
    it(`says ${what}`, async () => {
      expect(header(await open(session))).to.deep.equal(said);
    });
  }

  it('moves with the queue', async () => {
    const session = sessionOf(queued(), { position: 3 });
    const panel = await open(session);
    session.set({ position: 2 });
    await drawn();
    expect(header(panel)[1]).to.equal('1 person before you');
  });
});

describe('that the agent is writing', () => {
  it('is seen in the header, and not read out with each burst', async () => {
    const session = sessionOf(assigned());
    const panel = await open(session);
    const status = get(panel, '.who [role=status]');
    const seen = () => findAll(panel, '.who p').filter((line) => line.offsetWidth > 1);
    session.current.set({ typing: { name: 'Amélie' } });
    await drawn();
    expect(get(panel, '.who [role=status]')).to.equal(status);
    expect(words(status)).to.equal('With you since 14:02');
    expect(seen().map((line) => [words(line), line.ariaHidden])).to.deep.equal([['Writing…', 'true']]);
    session.current.set({ typing: null });
    await drawn();
    expect(seen().map(words)).to.deep.equal(['With you since 14:02']);
  });
});

describe('a new conversation', () => {
  it('offers the three things that people ask on such a page, and sends what is chosen', async () => {
    const session = new FakeSession();
    const panel = await open(session);
    const offered = findAll(panel, '.suggestion');
    expect(offered.map(words)).to.deep.equal([
      'I’d like to change the return date',
      'I’ll be late for the pick-up',
      'How do I cancel, and what does it cost?',
    ]);
    offered[1]?.click();
    await drawn();
    expect(session.current.of('send')).to.deep.equal([['I’ll be late for the pick-up']]);
    expect(find(panel, '.invitation')).to.equal(null);
  });

  it('says so when nobody is online, and takes the message all the same', async () => {
    const panel = await open(new FakeSession({ agents: 'none' }));
    expect(words(get(panel, '.invitation p'))).to.match(/^Nobody is online right now\. Write all the same/);
    expect(find(panel, 'ycyw-contact-form')).to.equal(null);
    expect(find(panel, 'textarea')).to.not.equal(null);
  });
});

describe('name and e-mail', () => {
  it('are asked for while nobody is online, and kept', async () => {
    const session = sessionOf(queued(), { agents: 'none' });
    const panel = await open(session);
    type(get<HTMLInputElement>(panel, '[name=name]'), 'Marta');
    type(get<HTMLInputElement>(panel, '[name=email]'), 'marta@example');
    get<HTMLFormElement>(panel, 'ycyw-contact-form >>> form').requestSubmit();
    await drawn();
    expect(session.getState().contact).to.deep.equal({ name: 'Marta', email: 'marta@example' });
    expect(words(get(panel, 'ycyw-contact-form >>> .done'))).to.equal('Thank you, noted.');
  });

  it('are asked for once, and can be waved away', async () => {
    const session = sessionOf(queued(), { agents: 'none' });
    const panel = await open(session);
    get(panel, 'ycyw-contact-form >>> [type=button]').click();
    await drawn();
    expect(session.asked).to.include('dismissContact');
    expect(find(panel, 'ycyw-contact-form >>> form')).to.equal(null);
    expect(find(await open(sessionOf(queued(), { agents: 'none', contactAsked: true })), '[name=name]')).to.equal(null);
  });

  it('are not asked for any more once somebody has the conversation', async () => {
    const session = sessionOf(queued(), { agents: 'none' });
    const panel = await open(session);
    session.set({ agents: 'online' });
    await drawn();
    expect(find(panel, 'ycyw-contact-form')).to.not.equal(null);
    session.current.set(viewOf(assigned(), 'customer'));
    await drawn();
    expect(find(panel, 'ycyw-contact-form')).to.equal(null);
  });

  it('are not kept when the address is none', async () => {
    const session = sessionOf(queued(), { agents: 'none' });
    const panel = await open(session);
    type(get<HTMLInputElement>(panel, '[name=email]'), 'marta');
    get<HTMLFormElement>(panel, 'ycyw-contact-form >>> form').requestSubmit();
    await drawn();
    expect(words(get(panel, '.problem'))).to.equal('This doesn’t look like an e-mail address.');
    expect(session.asked).to.not.include('setContact');
  });
});

describe('the line to the service', () => {
  const cases: [string, CustomerState['connection'], RegExp][] = [
    ['offline', { kind: 'offline', since: 0 }, /^You are offline\. Go on writing: it is kept/],
    ['broken', { kind: 'reconnecting', since: 0 }, /^The connection broke\. Reconnecting\./],
    ['of another version', { kind: 'refused', reason: 'version' }, /There is a newer version .* Reload$/],
  ];
  for (const [what, connection, said] of cases) {
    it(`is told in words when it is ${what}, and writing stays possible`, async () => {
      const panel = await open(sessionOf(assigned(), { connection }));
      expect(words(get(panel, '.banner'))).to.match(said);
      expect(get<HTMLTextAreaElement>(panel, 'textarea').disabled).to.equal(false);
    });
  }

  it('offers a reload to an old version', async () => {
    const panel = await open(sessionOf(assigned(), { connection: { kind: 'refused', reason: 'version' } }));
    let reloads = 0;
    panel.reload = () => void reloads++;
    await drawn();
    get(panel, '.banner button').click();
    expect(reloads).to.equal(1);
  });

  it('offers no reload where the page isn’t allowed: it would not help', async () => {
    const panel = await open(sessionOf(assigned(), { connection: { kind: 'refused', reason: 'origin' } }));
    expect(find(panel, '.banner')).to.not.equal(null);
    expect(find(panel, '.banner button')).to.equal(null);
  });
});

describe('closing', () => {
  it('asks first', async () => {
    const session = sessionOf(assigned());
    const panel = await open(session);
    choose(panel, 'Close this conversation');
    await drawn();
    expect(words(get(panel, '[role=alertdialog] h3'))).to.equal('Close this conversation?');
    expect(get(panel, '.all').inert).to.equal(true);
    expect(session.current.of('close')).to.have.length(0);
    get(panel, '.confirm .primary').click();
    await drawn();
    expect(session.current.of('close')).to.have.length(1);
    expect(words(get(panel, '#confirm-text'))).to.match(/doesn’t answer right now/);
    const log = closed();
    session.current.receive(log);
    await drawn();
    expect(find(panel, '.confirm')).to.equal(null);
  });

  it('says that a call ends with it', async () => {
    const log = assigned();
    log.add(agent(AMELIE), { type: 'call_asked', payload: { media: 'audio' } });
    const panel = await open(sessionOf(log));
    choose(panel, 'Close this conversation');
    await drawn();
    expect(words(get(panel, '#confirm-text'))).to.equal('The call ends with it.');
  });

  it('asks how it was, with words, and thanks', async () => {
    const log = closed();
    const session = sessionOf(log);
    const event = log.events[0];
    if (event === undefined) throw new Error('no event');
    session.current.answer = { ok: true, conversation: event.conversation, log: 'main', seq: 1, at: 1, event };
    const panel = await open(session);
    expect(findAll<HTMLInputElement>(panel, '[type=radio]').map(({ ariaLabel }) => ariaLabel)).to.deep.equal([
      '1 of 5, Bad',
      '2 of 5, Poor',
      '3 of 5, Fair',
      '4 of 5, Good',
      '5 of 5, Excellent',
    ]);
    get(panel, '[value="4"]').click();
    await drawn();
    type(get<HTMLTextAreaElement>(panel, '[name=comment]'), 'quick');
    get<HTMLFormElement>(panel, 'ycyw-rating-form >>> form').requestSubmit();
    await drawn();
    expect(session.current.of('rate')).to.deep.equal([[4, 'quick']]);
    expect(words(get(panel, '.done'))).to.equal('Thank you for your rating.');
  });

  it('leads to a new conversation', async () => {
    const session = sessionOf(closed());
    const panel = await open(session);
    get(panel, '.start button').click();
    await drawn();
    expect(session.asked).to.include('startNew');
    expect(find(panel, '.invitation')).to.not.equal(null);
  });
});

describe('old conversations', () => {
  const past = new Log(Date.UTC(2026, 9, 3), 'conversation-old').customer('Return in Nice?').takes(JULES).closes(JULES);
  const lines = [{ state: past.state, last: past.events[0] ?? null }];

  it('are listed and can be read, but not written into', async () => {
    const session = sessionOf(assigned(), { history: { kind: 'ready', lines } });
    session.old.set(viewOf(past, 'customer'));
    const panel = await open(session);
    choose(panel, 'Your conversations');
    await drawn();
    expect(session.asked).to.include('loadHistory');
    expect(words(get(panel, '.line .words'))).to.equal('You: Return in Nice? Jules · 3 October');
    get(panel, '.line').click();
    await drawn();
    expect(words(get(panel, 'h2'))).to.equal('Conversation · 3 October');
    expect(words(get(panel, '.bubble'))).to.equal('Return in Nice?');
    expect(find(panel, 'textarea')).to.equal(null);
    get(panel, '.header .icon-button').click();
    await drawn();
    get(panel, '.header .icon-button').click();
    await drawn();
    expect(words(get(panel, 'h2'))).to.equal('Amélie');
  });

  it('that could not be loaded can be asked for again', async () => {
    const session = sessionOf(assigned(), { history: { kind: 'failed', reason: 'unavailable' } });
    const panel = await open(session);
    choose(panel, 'Your conversations');
    await drawn();
    session.asked.length = 0;
    get(panel, 'ycyw-history-list >>> button').click();
    expect(session.asked).to.deep.equal(['loadHistory']);
  });
});

describe('the keyboard', () => {
  it('goes one step back with Escape, and hides the panel at last', async () => {
    const session = sessionOf(assigned(), { history: { kind: 'ready', lines: [] } });
    const panel = await open(session);
    let hidden = 0;
    panel.addEventListener('hide', () => hidden++);
    choose(panel, 'Your conversations');
    await drawn();
    press(get(panel, 'h2'), 'Escape');
    await drawn();
    expect([words(get(panel, 'h2')), hidden]).to.deep.equal(['Amélie', 0]);
    choose(panel, 'Close this conversation');
    await drawn();
    press(get(panel, '.confirm button'), 'Escape');
    await drawn();
    expect([find(panel, '.confirm'), hidden]).to.deep.equal([null, 0]);
    press(get(panel, 'textarea'), 'Escape');
    expect(hidden).to.equal(1);
  });

  it('closes only the menu with Escape while that is open', async () => {
    const panel = await open(sessionOf(assigned()));
    let hidden = 0;
    panel.addEventListener('hide', () => hidden++);
    get(panel, '[aria-haspopup=menu]').click();
    await drawn();
    press(get(panel, '[role=menuitem]'), 'Escape');
    expect(hidden).to.equal(0);
  });

  it('moves through the menu with arrows', async () => {
    const panel = await open(sessionOf(assigned()));
    get(panel, '[aria-haspopup=menu]').click();
    await drawn();
    const [first, , last] = findAll(panel, '[role=menuitem]');
    const focused = () => (first?.getRootNode() as ShadowRoot | undefined)?.activeElement;
    expect(focused()).to.equal(first);
    if (first) press(first, 'ArrowUp');
    expect(focused()).to.equal(last);
  });

  it('mutes the sound', async () => {
    const session = sessionOf(assigned());
    const panel = await open(session);
    choose(panel, 'Mute the sound');
    await drawn();
    expect(session.getState().muted).to.equal(true);
    choose(panel, 'Turn the sound on');
    expect(session.getState().muted).to.equal(false);
  });
});
