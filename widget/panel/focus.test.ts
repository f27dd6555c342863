import { expect } from 'chai';
import { AMELIE, BEGIN, Log } from '../conversation/testing/events.ts';
import { viewOf } from '../conversation/testing/fake-conversation.ts';
import { FakeSession } from '../conversation/testing/fake-session.ts';
import {
  clearPage,
  drawn,
  eventually,
  find,
  findAll,
  get,
  press,
  show,
  testSay,
  words,
} from '../conversation/testing/page.ts';
import type { CustomerState } from '../session/types.ts';
import './panel-view.ts';
import './testing/all-parts.ts';
import { PhoneScreen } from './phone-screen.ts';

const queued = () => new Log().customer('The car has broken down');
const closed = () => queued().takes(AMELIE).says(AMELIE, 'Hello').closes(AMELIE);
const sessionOf = (log: Log, state: Partial<CustomerState> = {}) => new FakeSession(state, viewOf(log, 'customer'));

async function open(session: FakeSession) {
  const panel = document.createElement('ycyw-panel');
  Object.assign(panel, { session, say: await testSay(), topic: 'booking' });
  show(panel);
  await drawn();
  return panel;
}

/** What has the focus, inside however many shadow roots. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** As Enter on a focused button does. */
async function pressOn(control: HTMLElement): Promise<void> {
  control.focus();
  expect(focused()).to.equal(control);
  control.click();
  await drawn();
}

/** Into whatever has the focus, letter by letter, as a keyboard does. */
async function typeKeys(text: string): Promise<void> {
  for (const letter of text) {
    document.execCommand('insertText', false, letter);
    await drawn();
  }
}

afterEach(clearPage);

describe('the focus', () => {
  it('stays in the composer of a closed conversation while one writes', async () => {
    const panel = await open(sessionOf(closed()));
    get<HTMLTextAreaElement>(panel, 'textarea').focus();
    await typeKeys('ab');
    await drawn();
    expect([focused()?.tagName, get<HTMLTextAreaElement>(panel, 'textarea').value]).to.deep.equal(['TEXTAREA', 'ab']);
  });

  it('stays in the page when something changes in a closed conversation', async () => {
    const session = sessionOf(closed());
    await open(session);
    const field = show(document.createElement('input'));
    field.focus();
    session.set({ agents: 'none' });
    await drawn();
    expect(focused()).to.equal(field);
  });

  it('goes to the heading when the conversation is closed under the question whether to', async () => {
    const session = sessionOf(queued().takes(AMELIE));
    const panel = await open(session);
    findAll(panel, '[role=menuitem]').at(-1)?.click();
    await drawn();
    expect(focused()).to.equal(get(panel, '.confirm button'));
    session.current.receive(closed());
    await drawn();
    expect(focused()).to.equal(get(panel, 'h2'));
  });

  it('goes to the composer when name and e-mail are waved away, and Escape still hides the panel', async () => {
    const panel = await open(sessionOf(queued(), { agents: 'none' }));
    let hidden = 0;
    panel.addEventListener('hide', () => hidden++);
    await pressOn(get(panel, 'ycyw-contact-form >>> [type=button]'));
    expect(focused()).to.equal(get(panel, 'ycyw-composer >>> textarea'));
    press(focused() ?? document.body, 'Escape');
    expect(hidden).to.equal(1);
  });

  it('goes to the composer when name and e-mail are saved', async () => {
    const panel = await open(sessionOf(queued(), { agents: 'none' }));
    get(panel, '[name=name]').focus();
    await typeKeys('Marta');
    await pressOn(get(panel, 'ycyw-contact-form >>> .primary'));
    await eventually(() => find(panel, '.done') !== null);
    await drawn();
    expect(focused()).to.equal(get(panel, 'ycyw-composer >>> textarea'));
  });

  it('goes to the composer when the rating is sent', async () => {
    const log = closed();
    const session = sessionOf(log);
    const [event] = log.events;
    if (event === undefined) throw new Error('no event');
    session.current.answer = { ok: true, conversation: event.conversation, log: 'main', seq: 1, at: 1, event };
    const panel = await open(session);
    get(panel, '[value="4"]').click();
    await drawn();
    await pressOn(get(panel, 'ycyw-rating-form >>> .primary'));
    expect(words(get(panel, '.done'))).to.equal('Thank you for your rating.');
    expect(focused()).to.equal(get(panel, 'ycyw-composer >>> textarea'));
  });

  it('goes to the composer when an unsent message is discarded', async () => {
    const session = sessionOf(queued());
    const body = { type: 'message', payload: { text: 'lost?' } } as const;
    session.current.set({ pending: [{ id: 'p1', at: BEGIN, body, delivery: 'failed', reason: 'too_many' }] });
    const panel = await open(session);
    session.current.discard = () => session.current.set({ pending: [] });
    const discard = findAll(panel, '.failure button').find((button) => words(button) === 'Discard');
    if (discard === undefined) throw new Error('no button');
    await pressOn(discard);
    expect(find(panel, '.failure')).to.equal(null);
    expect(focused()).to.equal(get(panel, 'ycyw-composer >>> textarea'));
  });

  it('goes to the composer when an upload is cancelled', async () => {
    const session = sessionOf(queued());
    const upload = { id: 'u1', at: BEGIN, name: 'a.pdf', type: 'application/pdf', size: 9, preview: null };
    session.current.set({ uploads: [{ ...upload, phase: { kind: 'waiting' } }] });
    const panel = await open(session);
    await pressOn(get(panel, 'ycyw-upload >>> .icon-button'));
    expect(find(panel, 'ycyw-upload')).to.equal(null);
    expect(focused()).to.equal(get(panel, 'ycyw-composer >>> textarea'));
  });

  it('goes to the composer when a refusal is dismissed', async () => {
    const panel = await open(sessionOf(queued()));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'setup.exe', { type: 'application/x-msdownload' }));
    get(panel, 'ycyw-conversation').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    await eventually(() => find(panel, '.refused') !== null);
    await pressOn(get(panel, '.refused button'));
    expect(find(panel, '.refused')).to.equal(null);
    expect(focused()).to.equal(get(panel, 'ycyw-composer >>> textarea'));
  });

  it('is left alone when the person has gone back to the page before the control went away', async () => {
    const session = sessionOf(queued(), { agents: 'none' });
    const panel = await open(session);
    get(panel, 'ycyw-contact-form >>> [type=button]').focus();
    (document.activeElement as HTMLElement).blur();
    (focused() as HTMLElement).blur();
    await drawn();
    session.dismissContact();
    await drawn();
    expect(focused()).to.equal(document.body);
  });
});

describe('a panel that fills a phone', () => {
  /** The public element's frame around a panel, and a button of the page. */
  async function fill() {
    const host = document.createElement('div');
    const frame = document.createElement('section');
    frame.setAttribute('role', 'dialog');
    host.attachShadow({ mode: 'open' }).append(frame);
    const panel = await open(sessionOf(closed()));
    frame.append(panel);
    const after = document.createElement('button');
    const stage = document.createElement('div');
    stage.append(host, after);
    show(stage);
    await drawn();
    const query = matchMedia('all');
    const ends = [get(panel, '[aria-haspopup=menu]'), get(panel, '.send')] as const;
    return { frame, panel, after, phone: new PhoneScreen(host, query), ends };
  }

  it('lets Tab go round in it, and never into the page that it covers', async () => {
    const { panel, after, phone, ends } = await fill();
    const [first, last] = ends;
    phone.setOpen(true);
    last.focus();
    expect(press(last, 'Tab').defaultPrevented).to.equal(true);
    expect(focused()).to.equal(first);
    expect(press(first, 'Tab', { shiftKey: true }).defaultPrevented).to.equal(true);
    expect(focused()).to.equal(last);
    after.focus();
    press(after, 'Tab');
    expect(focused()).to.equal(first);
    get(panel, 'textarea').focus();
    expect(press(get(panel, 'textarea'), 'Tab').defaultPrevented).to.equal(false);
    phone.setOpen(false);
    last.focus();
    expect(press(last, 'Tab').defaultPrevented).to.equal(false);
    phone.dispose();
  });

  it('is a modal dialog, and none afterwards', async () => {
    const { frame, phone } = await fill();
    phone.setOpen(true);
    expect(frame.getAttribute('aria-modal')).to.equal('true');
    phone.setOpen(false);
    expect(frame.getAttribute('aria-modal')).to.equal(null);
    phone.dispose();
  });
});
