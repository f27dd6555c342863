import { expect } from 'chai';
import { applyMark } from '../../signaling/protocol/conversation.ts';
import { AMELIE, agent, BEGIN, CUSTOMER, JULES, Log, MINUTE, SECOND } from './testing/events.ts';
import { FakeConversation, viewOf } from './testing/fake-conversation.ts';
import { clearPage, drawn, eventually, find, findAll, get, show, testSay, words } from './testing/page.ts';
import { type Conversation, plainFile } from './ycyw-conversation.ts';

async function open(store: FakeConversation, set: Partial<Conversation> = {}): Promise<Conversation> {
  const view = document.createElement('ycyw-conversation');
  Object.assign(view, { store, say: await testSay(), ...set });
  show(view);
  await drawn();
  return view;
}

const withLog = (log: Log, side: 'customer' | 'agent' = 'customer') => new FakeConversation(viewOf(log, side), side);
const plain = (element: Element | null) => words(element).replace(/\u00a0/g, ' ');

afterEach(clearPage);

describe('a conversation tells', () => {
  it('the time and the delivery of the last own message in words', async () => {
    const store = withLog(new Log().customer('Hello'));
    const view = await open(store);
    expect(words(get(view, '.own .meta'))).to.equal('14:02·Sent');
    const { state } = store.getState();
    if (state !== null) store.set({ state: applyMark(state, 'agent', { delivered: 1 }) });
    await drawn();
    expect(words(get(view, '.own .meta'))).to.equal('14:02·Delivered');
    if (state !== null) store.set({ state: applyMark(state, 'agent', { read: 1 }) });
    await drawn();
    expect(words(get(view, '.own .meta'))).to.equal('14:02·Read');
  });

  it('what was not sent, why, and offers to retry and to discard', async () => {
    const store = withLog(new Log().customer('Hello'));
    const body = { type: 'message', payload: { text: 'lost?' } } as const;
    store.set({ pending: [{ id: 'pending-1', at: BEGIN, body, delivery: 'failed', reason: 'too_many' }] });
    const view = await open(store);
    expect(words(get(view, '.failure p'))).to.equal(
      'Not sent. That was a lot at once. Please wait a moment and try again.',
    );
    for (const button of findAll(view, '.failure button')) button.click();
    expect(store.asked.map(({ name }) => name)).to.include.members(['discard', 'retry']);
  });

  it('who joined and how long it took, handed over, closed', async () => {
    const log = new Log()
      .customer('Hello')
      .wait(40 * SECOND)
      .takes(AMELIE)
      .wait(MINUTE);
    log.add(agent(AMELIE), { type: 'transferred', payload: { from: AMELIE, agent: JULES } });
    log.add({ kind: 'system', id: 'system' }, { type: 'returned', payload: { from: JULES, why: 'agent_gone' } });
    log.closes('customer');
    const view = await open(withLog(log));
    expect(findAll(view, '.chip').map(plain)).to.deep.equal([
      'Amélie joined, 40 s after you wrote',
      'Amélie handed over to Jules',
      'Jules lost the connection. You have your old place in the queue',
      'You closed the conversation',
    ]);
  });

  it('an agent the same from the agent’s side', async () => {
    const log = new Log()
      .customer('Hello')
      .wait(40 * SECOND)
      .takes(AMELIE);
    log.add(agent(AMELIE), { type: 'transferred', payload: { from: AMELIE, agent: JULES } });
    log.add(CUSTOMER, { type: 'rated', payload: { score: 4, comment: 'quick' } });
    const view = await open(withLog(log, 'agent'), { me: AMELIE.id, peer: 'Marta' });
    expect(findAll(view, '.chip').map(plain)).to.deep.equal([
      'You took this, 40 s after the first word',
      'You gave this to Jules',
      'The customer rated this 4 of 5: “quick”',
    ]);
  });

  it('that the other is writing', async () => {
    const store = withLog(new Log().customer('Hello'));
    const view = await open(store);
    store.set({ typing: { name: 'Amélie' } });
    await drawn();
    expect(words(get(view, '.typing'))).to.equal('Amélie is writing…');
  });

  it('which day it was', async () => {
    const log = new Log(BEGIN - 24 * 60 * MINUTE)
      .customer('a')
      .wait(24 * 60 * MINUTE)
      .customer('b');
    const view = await open(withLog(log));
    expect(findAll(view, '.day').map(words)).to.deep.equal(['Yesterday, 14:02', 'Today, 14:02']);
  });

  it('a colleague’s name, since both agents write on one side', async () => {
    const view = await open(withLog(new Log().says(JULES, 'Hi').says(AMELIE, 'Hello'), 'agent'), { me: AMELIE.id });
    expect(findAll(view, '.author').map(words)).to.deep.equal(['Jules']);
  });
});

describe('a message', () => {
  const bubbleOf = async (text: string) => get(await open(withLog(new Log().says(AMELIE, text))), '.bubble');

  it('with markup is shown as text', async () => {
    const bubble = await bubbleOf('<img src=x onerror="alert(1)"> <b>bold</b>');
    expect(bubble.querySelector('img, b')).to.equal(null);
    expect(bubble.textContent).to.equal('<img src=x onerror="alert(1)"> <b>bold</b>');
  });

  it('has clickable addresses that open elsewhere and tell nothing of this page', async () => {
    const bubble = await bubbleOf('See https://ycyw.example/a?b=1, www.ycyw.fr or mail help@ycyw.example.');
    await eventually(() => bubble.querySelector('a') !== null);
    const links = [...bubble.querySelectorAll('a')];
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal([
      'https://ycyw.example/a?b=1',
      'https://www.ycyw.fr',
      'mailto:help@ycyw.example',
    ]);
    expect(links.every((link) => link.target === '_blank' && link.rel.includes('noopener'))).to.equal(true);
  });

  it('never makes a link of a scheme that runs or reads something', async () => {
    const bubble = await bubbleOf(
      'https://ycyw.example javascript:alert(1) data:text/html,x ftp://x.example file:///etc //evil.example',
    );
    await eventually(() => bubble.querySelector('a') !== null);
    expect([...bubble.querySelectorAll('a')].map(words)).to.deep.equal(['https://ycyw.example']);
  });

  it('keeps its line breaks and wraps a very long word', async () => {
    const bubble = await bubbleOf(`a\n\nb ${'x'.repeat(300)}`);
    expect(bubble.getBoundingClientRect().height).to.be.greaterThan(5 * 22);
    expect(bubble.getBoundingClientRect().width).to.be.lessThan(340);
    expect(bubble.scrollWidth).to.be.at.most(bubble.clientWidth);
  });

  it('keeps its element while it goes from waiting to stored', async () => {
    const log = new Log().customer('Hello');
    const store = withLog(log);
    const view = await open(store);
    const id = store.send('Second');
    await drawn();
    const row = get(view, `[data-id="${id}"]`);
    expect(words(get(row, '.meta'))).to.equal('Sending…');
    log.customer('Second', id);
    store.set({ pending: [] });
    store.receive(log);
    await drawn();
    expect(get(view, `[data-id="${id}"]`)).to.equal(row);
  });
});

describe('files', () => {
  const file = (name: string, mime: string, size = 10) => new File([new Uint8Array(size)], name, { type: mime });
  const transfer = (...files: File[]) => {
    const data = new DataTransfer();
    for (const item of files) data.items.add(item);
    return data;
  };

  it('dropped on the conversation are attached, after a zone has shown that they may be', async () => {
    const store = withLog(new Log().customer('Hello'));
    const view = await open(store);
    const dataTransfer = transfer(file('a.pdf', 'application/pdf'), file('b.txt', 'text/plain'));
    view.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true, cancelable: true }));
    await drawn();
    expect(words(get(view, '.drop'))).to.match(/^Drop files to send them Pictures, PDF.* up to 10.MB each$/);
    view.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    await eventually(() => store.of('attach').length === 2);
    await drawn();
    expect(find(view, '.drop')).to.equal(null);
    expect(findAll(view, 'ycyw-upload >>> .name').map(words)).to.deep.equal(['a.pdf', 'b.txt']);
  });

  it('are refused with the limit named, and nothing is stored', async () => {
    const store = withLog(new Log().customer('Hello'));
    const view = await open(store, {
      readFile: async (given) => ({ ...(await plainFile(given)), size: given.size * 2 ** 20 }),
    });
    const dataTransfer = transfer(
      file('setup.exe', 'application/x-msdownload', 1),
      file('big.pdf', 'application/pdf', 11),
    );
    view.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    await eventually(() => findAll(view, '.refused p').length === 2);
    const said = findAll(view, '.refused p').map(plain);
    expect(said[0]).to.equal('setup.exe: This kind of file can’t be sent. Pictures, PDF, text, sound and video can.');
    expect(said[1]).to.equal('big.pdf: Files can have up to 10 MB, and not be empty.');
    expect(store.getState().uploads).to.deep.equal([]);
    get(view, '.refused button').click();
    await drawn();
    expect(find(view, '.refused')).to.equal(null);
  });

  it('show how far they are and can be stopped', async () => {
    const store = withLog(new Log().customer('Hello'));
    const upload = {
      id: 'upload-1',
      at: BEGIN,
      name: 'a.pdf',
      type: 'application/pdf',
      size: 4_194_304,
      preview: null,
    };
    store.set({ uploads: [{ ...upload, phase: { kind: 'uploading', sent: 1_048_576 } }] });
    const view = await open(store);
    expect(get<HTMLProgressElement>(view, 'progress').value).to.equal(1_048_576);
    expect(plain(get(view, '.sending span'))).to.equal('1 MB of 4 MB');
    const cancel = get(view, 'ycyw-upload >>> .icon-button');
    expect(cancel.ariaLabel).to.equal('Cancel sending a.pdf');
    cancel.click();
    expect(store.of('cancelUpload')).to.deep.equal([['upload-1']]);
  });

  it('that are pictures keep their place before they have come', async () => {
    const log = new Log();
    const picture = { id: 'a1', name: 'plan.png', type: 'image/png', size: 188_416, width: 1000, height: 500 } as const;
    log.add(agent(AMELIE), { type: 'attachment', payload: picture });
    const view = await open(withLog(log));
    const image = get<HTMLImageElement>(view, 'img');
    expect(image.complete && image.naturalWidth > 0).to.equal(false);
    expect(image.getBoundingClientRect().height).to.equal(125);
    expect(image.alt).to.equal('Picture');
  });

  it('don’t go into a note, neither dropped nor pasted', async () => {
    const store = new FakeConversation(viewOf(new Log().takes(AMELIE), 'agent'), 'agent');
    const view = await open(store, { me: AMELIE.id });
    view.writeNote();
    await drawn();
    const dataTransfer = transfer(file('a.pdf', 'application/pdf'));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
    Object.defineProperty(paste, 'clipboardData', { value: dataTransfer });
    for (const [target, event] of [[view, drop] as const, [get(view, 'textarea'), paste] as const]) {
      target.dispatchEvent(event);
      await drawn();
      expect([event.defaultPrevented, store.of('attach')]).to.deep.equal([true, []]);
      expect(plain(get(view, '.refused p'))).to.match(/^Files can’t go into a note\./);
      get(view, '.refused button').click();
      await drawn();
    }
  });

  describe('that are pictures', () => {
    const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const picture = { id: 'a1', name: 'plan.png', type: 'image/png', size: 9, width: 10, height: 5 } as const;
    const withPicture = () => {
      const log = new Log();
      log.add(agent(AMELIE), { type: 'attachment', payload: picture });
      return withLog(log);
    };

    it('are asked for once more by a new request when the first fails', async () => {
      const store = withPicture();
      store.url = PIXEL;
      const view = await open(store);
      const first = get(view, 'img');
      first.dispatchEvent(new Event('error'));
      await drawn();
      const second = get<HTMLImageElement>(view, 'img');
      expect(second).to.not.equal(first);
      await eventually(() => second.naturalWidth === 1);
    });

    it('say so when the second request fails too, and can be asked for again', async () => {
      const store = withPicture();
      store.url = 'data:image/png;base64,broken';
      const view = await open(store);
      await eventually(() => find(view, '.unavailable') !== null);
      expect(words(get(view, '.unavailable p'))).to.equal('This file can’t be shown right now');
      store.url = PIXEL;
      get(view, '.unavailable button').click();
      await eventually(() => get<HTMLImageElement>(view, 'img').naturalWidth === 1);
      expect(find(view, '.unavailable')).to.equal(null);
    });
  });

  it('are no longer taken where files are switched off', async () => {
    const store = withLog(new Log().customer('Hello'));
    const view = await open(store, { attachments: false });
    const dataTransfer = transfer(file('a.pdf', 'application/pdf'));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    view.dispatchEvent(drop);
    await drawn();
    expect(drop.defaultPrevented || store.of('attach').length > 0).to.equal(false);
    expect(find(view, 'input[type=file]')).to.equal(null);
  });
});
