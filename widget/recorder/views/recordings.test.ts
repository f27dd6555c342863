import { expect } from 'chai';
import { allWords, announced, button, hasButton } from '../../call/testing/show-call.ts';
import { clearPage, drawn, find, findAll, get, press, type, words } from '../../conversation/testing/page.ts';
import { RECORDER_NOW, recordingItem } from '../testing/fake-recorder.ts';
import { showRecordings } from '../testing/show-recorder.ts';
import { LISTS, LONG_NAME } from '../testing/states.ts';
import type { RecordingItem } from '../types.ts';

const DEPOSIT = recordingItem();
const DOOR = recordingItem({ id: 'r2', name: 'Rear door', at: RECORDER_NOW - 90_000_000 });
const TWO = { items: [DEPOSIT, DOOR] };
const MIB = 1024 * 1024;

const plain = (text: string) => text.replace(/\s+/g, ' ');
const names = (element: Element) => findAll(element, 'ycyw-recording-item >>> .title').map(words);
const focused = (element: Element) => {
  let active: Element | null = element.shadowRoot?.activeElement ?? null;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.ariaLabel ?? words(active);
};

async function choose(element: Element, words: string, name = 'Deposit and fuel policy'): Promise<void> {
  button(element, `More about ${name}`).click();
  await drawn();
  button(element, words).click();
  await drawn();
}

afterEach(clearPage);

describe('the list of recordings', () => {
  it('tells name, length, time, size and format of each, newest first', async () => {
    const { element } = await showRecordings(TWO);
    expect(names(element)).to.deep.equal(['Deposit and fuel policy', 'Rear door']);
    expect(plain(words(get(element, 'ycyw-recording-item >>> .picture')))).to.equal('04:12');
    expect(plain(words(get(element, 'ycyw-recording-item >>> .about')))).to.equal('Today, 14:21 · 38 MB · MP4');
  });

  it('shows what a crash left before the rest, and says how much is safe', async () => {
    const { element } = await showRecordings(LISTS['with some']?.library ?? {});
    expect(names(element)[0]).to.equal('Recovered recording');
    expect(words(get(element, 'ycyw-recording-item >>> .about'))).to.equal(
      'The page closed while it ran. 12:31 are safe.',
    );
  });

  it('offers nothing that can’t be done with one that runs, is repaired or broken', async () => {
    const { element } = await showRecordings(LISTS['in every state']?.library ?? {});
    const [repairing, running, broken] = findAll(element, 'ycyw-recording-item');
    for (const item of [repairing, running]) expect(findAll(item ?? element, 'button')).to.deep.equal([]);
    expect(findAll(broken ?? element, 'button').map(({ ariaLabel }) => ariaLabel)).to.deep.equal([
      'Delete Call recording, Today, 14:21',
    ]);
  });

  it('invites when it is empty', async () => {
    const { element, recorder } = await showRecordings({}, { can: { screen: true, call: false } });
    expect(allWords(element)).to.include('Nothing recorded yet');
    button(element, 'My screen').click();
    expect(recorder.asked).to.deep.equal(['start screen']);
    expect(hasButton(element, 'This call')).to.equal(false);
  });

  it('starts the recording of a call, and promises what happens', async () => {
    const { element, recorder } = await showRecordings(TWO);
    expect(allWords(element)).to.include('Everybody in the call is asked first.');
    button(element, 'This call').click();
    expect(recorder.asked).to.deep.equal(['start call']);
  });

  it('says why nothing can be recorded', async () => {
    const { element } = await showRecordings({}, { can: { screen: false, call: false } });
    expect(allWords(element)).to.include('This browser can’t record its screen.');
  });

  it('warns when little room is left, and says nothing where the browser doesn’t tell', async () => {
    const { element, recorder } = await showRecordings({ ...TWO, room: 120 * MIB });
    expect(plain(allWords(element))).to.include('Only 120 MB left');
    recorder.library.update({ room: null });
    await drawn();
    expect(find(element, '.low')).to.equal(null);
  });

  it('cuts nothing off a long name, and nothing of it stands out', async () => {
    const { element } = await showRecordings({ items: [recordingItem({ name: LONG_NAME })] });
    const title = get(element, 'ycyw-recording-item >>> .title');
    expect(title.scrollHeight).to.be.at.most(title.clientHeight);
    expect(title.getBoundingClientRect().right).to.be.at.most(element.getBoundingClientRect().right);
    expect(title.title).to.equal(LONG_NAME);
  });

  it('draws hundreds, and only what is in sight', async () => {
    const items = Array.from(
      { length: 200 },
      (_, k): RecordingItem => recordingItem({ id: `r${k}`, name: `Number ${k}` }),
    );
    const { element } = await showRecordings({ items });
    const list = get(element, '.list');
    expect(list.scrollHeight).to.be.greaterThan(200 * 80);
    const last = findAll(element, 'ycyw-recording-item').at(-1);
    expect(last?.checkVisibility({ contentVisibilityAuto: true })).to.equal(false);
    list.scrollTo(0, list.scrollHeight);
    await drawn();
    expect(last?.checkVisibility({ contentVisibilityAuto: true })).to.equal(true);
  });
});

describe('what is done with a recording', () => {
  it('is chosen from its menu', async () => {
    const { element, recorder } = await showRecordings(TWO);
    await choose(element, 'Download');
    await choose(element, 'Share in the conversation');
    expect(recorder.library.asked).to.deep.equal(['download r1', 'share r1']);
    expect(focused(element)).to.equal('More about Deposit and fuel policy');
  });

  it('closes the menu with the button that opened it', async () => {
    const { element } = await showRecordings(TWO);
    const more = button(element, 'More about Deposit and fuel policy');
    more.click();
    await drawn();
    // What browsers do on a press outside of the menu.
    more.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    get(element, '[role=menu]').hidePopover();
    await drawn();
    more.click();
    await drawn();
    expect([find(element, '[role=menu]'), more.ariaExpanded]).to.deep.equal([null, 'false']);
    more.click();
    await drawn();
    expect(more.ariaExpanded).to.equal('true');
  });

  it('renames in place: Enter keeps, Escape doesn’t, the focus goes back', async () => {
    const { element, recorder } = await showRecordings(TWO);
    await choose(element, 'Rename');
    const field = get<HTMLInputElement>(element, 'input');
    expect([focused(element), field.value]).to.deep.equal(['Name of the recording', 'Deposit and fuel policy']);
    type(field, '  Night desk ');
    get<HTMLFormElement>(element, 'form').requestSubmit();
    await drawn();
    expect(names(element)).to.deep.equal(['Night desk', 'Rear door']);
    expect(announced(element)).to.equal('Now called Night desk.');
    expect(focused(element)).to.equal('More about Night desk');

    await choose(element, 'Rename', 'Night desk');
    type(get<HTMLInputElement>(element, 'input'), 'Never');
    press(get(element, 'input'), 'Escape');
    await drawn();
    expect(find(element, 'input')).to.equal(null);
    expect(recorder.library.asked).to.deep.equal(['rename r1 Night desk']);
    expect(focused(element)).to.equal('More about Night desk');
  });

  it('deletes, and brings back while it can be', async () => {
    const { element, recorder } = await showRecordings(TWO);
    await choose(element, 'Delete');
    expect(words(get(element, 'li .deleted span'))).to.equal('Deleted: Deposit and fuel policy');
    expect(announced(element)).to.equal('Deleted: Deposit and fuel policy');
    expect(focused(element)).to.equal('Undo: bring back Deposit and fuel policy');
    button(element, 'Undo: bring back Deposit and fuel policy').click();
    await drawn();
    expect(names(element)).to.deep.equal(['Deposit and fuel policy', 'Rear door']);
    expect(focused(element)).to.equal('More about Deposit and fuel policy');
    expect(recorder.library.asked).to.deep.equal(['remove r1', 'restore r1']);
  });

  it('offers undo for some seconds, and keeps the focus in the list afterwards', async () => {
    const { element, clock } = await showRecordings(TWO);
    await choose(element, 'Delete');
    await clock.advance(8_000);
    await drawn();
    expect(names(element)).to.deep.equal(['Rear door']);
    expect(find(element, '.deleted')).to.equal(null);
    expect(focused(element)).to.equal('Recordings');
    expect(clock.waiting).to.equal(0);
  });

  it('settles what was deleted when the list is left', async () => {
    const { element, recorder, clock } = await showRecordings(TWO);
    await choose(element, 'Delete');
    element.remove();
    expect(recorder.library.asked).to.deep.equal(['remove r1', 'settle']);
    expect(clock.waiting).to.equal(0);
  });
});

describe('sharing', () => {
  it('shows how far it is, waits, and is stopped', async () => {
    const { element, recorder } = await showRecordings({
      items: [{ ...DEPOSIT, share: { kind: 'waiting', sent: 0 } }],
    });
    expect(allWords(element)).to.include('Waits to be sent');
    recorder.library.change('r1', { share: { kind: 'sending', sent: 19 * MIB } });
    await drawn();
    expect(plain(allWords(element))).to.include('50% of 38 MB');
    expect(get<HTMLProgressElement>(element, 'progress').position).to.equal(0.5);
    button(element, 'Stop sending Deposit and fuel policy').click();
    expect(recorder.library.asked).to.deep.equal(['cancel share r1']);
  });

  it('says what failed, and tries again', async () => {
    const { element, recorder } = await showRecordings({ items: [DEPOSIT] });
    recorder.library.change('r1', { share: { kind: 'failed', reason: 'file_size' } });
    await drawn();
    expect(plain(allWords(element))).to.include('Not shared. A recording can be shared up to a size of 2 GB.');
    expect(plain(announced(element))).to.include('Not shared.');
    button(element, 'Try again to share Deposit and fuel policy').click();
    expect(recorder.library.asked).to.deep.equal(['retry']);
  });

  it('tells once that it has been shared', async () => {
    const { element, recorder } = await showRecordings({
      items: [{ ...DEPOSIT, share: { kind: 'sending', sent: 1 } }],
    });
    recorder.library.change('r1', { share: { kind: 'shared', at: RECORDER_NOW } });
    await drawn();
    expect(announced(element)).to.equal('Deposit and fuel policy has been shared.');
    expect(allWords(element)).to.include('Shared Today, 14:30');
  });

  it('keeps the focus at the recording when its button goes', async () => {
    const { element, recorder } = await showRecordings({
      items: [{ ...DEPOSIT, share: { kind: 'sending', sent: 1 } }],
    });
    button(element, 'Stop sending Deposit and fuel policy').focus();
    recorder.library.change('r1', { share: { kind: 'none' } });
    await drawn();
    expect(focused(element)).to.equal('More about Deposit and fuel policy');
  });
});

describe('playing from the list', () => {
  it('puts the player in its place, and comes back to where it was', async () => {
    const { element } = await showRecordings(TWO);
    get(element, 'ycyw-recording-item >>> .open').click();
    await drawn();
    expect(get(element, '.list').checkVisibility()).to.equal(false);
    expect(focused(element)).to.equal('Deposit and fuel policy');
    button(element, 'All recordings').click();
    await drawn();
    expect(get(element, '.list').checkVisibility()).to.equal(true);
    expect(focused(element)).to.equal('More about Deposit and fuel policy');
  });

  it('comes back to the line with undo when it is deleted there', async () => {
    const { element, recorder } = await showRecordings(TWO);
    get(element, 'ycyw-recording-item >>> .open').click();
    await drawn();
    button(element, 'Delete').click();
    await drawn();
    expect(recorder.library.asked).to.deep.equal(['open r1', 'remove r1']);
    expect(focused(element)).to.equal('Undo: bring back Deposit and fuel policy');
  });
});
