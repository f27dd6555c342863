import { expect } from 'chai';
import './composer.ts';
import type { FilesEvent } from './composer.ts';
import { AMELIE, Log } from './testing/events.ts';
import { FakeConversation, viewOf } from './testing/fake-conversation.ts';
import { clearPage, drawn, find, findAll, get, press, show, testSay, type, words } from './testing/page.ts';

async function open(store = new FakeConversation(), notes = false) {
  const composer = document.createElement('ycyw-composer');
  Object.assign(composer, { store, say: await testSay(), notes });
  show(composer);
  await drawn();
  return { store, composer, field: get<HTMLTextAreaElement>(composer, 'textarea') };
}

afterEach(clearPage);

describe('the composer', () => {
  it('sends with Enter and empties itself', async () => {
    const { store, field } = await open();
    type(field, '  Hello  ');
    expect(press(field, 'Enter').defaultPrevented).to.equal(true);
    await drawn();
    expect(store.of('send')).to.deep.equal([['Hello']]);
    expect(field.value).to.equal('');
  });

  it('begins a new line with Shift and Enter', async () => {
    const { store, field } = await open();
    type(field, 'Hello');
    expect(press(field, 'Enter', { shiftKey: true }).defaultPrevented).to.equal(false);
    expect(store.of('send')).to.deep.equal([]);
  });

  it('leaves the Enter that ends a composed word alone', async () => {
    const { store, field } = await open();
    type(field, 'こんにちは');
    press(field, 'Enter', { isComposing: true });
    expect(store.of('send')).to.deep.equal([]);
  });

  it('sends nothing that is only spaces', async () => {
    const { store, composer, field } = await open();
    type(field, ' \n ');
    get(composer, '.send').click();
    expect(store.of('send')).to.deep.equal([]);
  });

  it('keeps the draft in the store, and shows what another tab has put there', async () => {
    const { store, field } = await open();
    type(field, 'half a sen');
    expect(store.getState().draft).to.equal('half a sen');
    store.setDraft('from elsewhere');
    await drawn();
    expect(field.value).to.equal('from elsewhere');
  });

  it('grows with its text, to a limit', async () => {
    const { field } = await open();
    const one = field.offsetHeight;
    type(field, 'a\nb\nc');
    const three = field.offsetHeight;
    type(field, 'a\n'.repeat(50));
    expect(three).to.be.closeTo(one + 44, 3);
    expect(field.offsetHeight).to.be.at.most(150);
  });

  it('counts near the limit, and keeps text that is too long instead of sending it', async () => {
    const { store, composer, field } = await open();
    type(field, 'x'.repeat(3_700));
    await drawn();
    expect(words(get(composer, '.count'))).to.equal('');
    type(field, 'x'.repeat(3_990));
    await drawn();
    expect(words(get(composer, '.count'))).to.equal('10 characters left');
    type(field, 'x'.repeat(4_012));
    press(field, 'Enter');
    await drawn();
    expect(words(get(composer, '.count'))).to.match(/^12 characters too many\./);
    expect(store.of('send')).to.deep.equal([]);
    expect(field.value).to.have.length(4_012);
  });

  it('names the limits of files before one is chosen', async () => {
    const { composer } = await open();
    const button = get(composer, 'input[type=file] + button');
    expect(button.title.replace(/\u00a0/g, ' ')).to.equal(
      'Attach a file\nPictures, PDF, text, sound and video, up to 10 MB each',
    );
  });

  it('takes files out of the clipboard, and leaves text in it alone', async () => {
    const { composer, field } = await open();
    const taken: string[] = [];
    composer.addEventListener('files', (event) => taken.push(...(event as FilesEvent).files.map(({ name }) => name)));
    const paste = (...files: File[]) => {
      const clipboardData = new DataTransfer();
      for (const file of files) clipboardData.items.add(file);
      // Firefox leaves out the files that are given to the constructor.
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'clipboardData', { value: clipboardData });
      field.dispatchEvent(event);
      return event;
    };
    expect(paste(new File(['x'], 'shot.png', { type: 'image/png' })).defaultPrevented).to.equal(true);
    expect(taken).to.deep.equal(['shot.png']);
    expect(paste().defaultPrevented).to.equal(false);
  });

  it('puts an emoji where the cursor is', async () => {
    const { store, composer, field } = await open();
    type(field, 'ab');
    field.setSelectionRange(1, 1);
    get(composer, '.emoji').click();
    await drawn();
    const first = get(composer, 'ycyw-emoji-palette >>> button');
    expect(first.getRootNode()).to.have.property('activeElement', first);
    press(first, 'ArrowDown');
    press(first, 'Escape');
    first.click();
    expect(store.getState().draft).to.equal(`a${first.textContent}b`);
  });

  it('asks for no text smaller than a phone lets be without zooming', async () => {
    const { field } = await open();
    expect(Number.parseFloat(getComputedStyle(field).fontSize)).to.be.at.least(16);
  });

  it('says that writing into a closed conversation starts a new one', async () => {
    const log = new Log().customer('a').takes(AMELIE).closes(AMELIE);
    const { composer } = await open(new FakeConversation(viewOf(log, 'customer')));
    expect(words(get(composer, '.hint'))).to.equal('This conversation is closed. Writing starts a new one.');
  });

  it('writes an agent’s note instead of a message, once', async () => {
    const { store, composer, field } = await open(new FakeConversation({}, 'agent'), true);
    get(composer, '[aria-pressed]').click();
    await drawn();
    expect(field.placeholder).to.equal('Write a note that only agents see');
    type(field, 'card refused');
    press(field, 'Enter');
    await drawn();
    expect(store.of('note')).to.deep.equal([['card refused']]);
    expect(get(composer, '[aria-pressed]').getAttribute('aria-pressed')).to.equal('false');
  });

  it('keeps the words of a note and of a message apart', async () => {
    const { store, composer, field } = await open(new FakeConversation({}, 'agent'), true);
    type(field, 'Hello');
    composer.writeNote();
    await drawn();
    expect(field.value).to.equal('');
    type(field, 'rude');
    get(composer, '[aria-pressed]').click();
    await drawn();
    expect([field.value, store.getState().draft, store.getState().noteDraft]).to.deep.equal(['Hello', 'Hello', 'rude']);
    press(field, 'Enter');
    expect([store.of('send'), store.of('note')]).to.deep.equal([[['Hello']], []]);
  });

  it('opens a note again as a note', async () => {
    const store = new FakeConversation({}, 'agent');
    const before = await open(store, true);
    before.composer.writeNote();
    await drawn();
    type(before.field, 'rude');
    before.composer.remove();
    const after = await open(store, true);
    expect(after.field.value).to.equal('rude');
    press(after.field, 'Enter');
    expect([store.of('send'), store.of('note')]).to.deep.equal([[], [['rude']]]);
  });

  it('offers a customer no notes', async () => {
    const { composer } = await open();
    expect(find(composer, '[aria-pressed]')).to.equal(null);
    expect(findAll(composer, 'form button')).to.have.length(3);
  });
});
