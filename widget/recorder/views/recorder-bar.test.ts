import { expect } from 'chai';
import { allWords, announced, button, hasButton } from '../../call/testing/show-call.ts';
import { clearPage, drawn, findAll, get, words } from '../../conversation/testing/page.ts';
import { RECORDER_NOW } from '../testing/fake-recorder.ts';
import { showBadge, showRecorderBar } from '../testing/show-recorder.ts';
import { BARS } from '../testing/states.ts';

const until = RECORDER_NOW + 30_000;
const MIB = 1024 * 1024;
/** Units stand behind several kinds of spaces. */
const plain = (text: string) => text.replace(/\s+/g, ' ');

afterEach(clearPage);

describe('the recorder’s bar', () => {
  it('draws nothing while nothing is recorded', async () => {
    const { element } = await showRecorderBar({});
    expect(element.offsetHeight).to.equal(0);
  });

  it('asks the other side before a call is recorded, says until when, and takes it back', async () => {
    const { element, recorder, clock } = await showRecorderBar({ phase: { kind: 'asking', what: 'call', until } });
    expect(allWords(element)).to.include('Amélie is asked whether you may record this call.');
    expect(plain(allWords(element))).to.include('Counts as no in 30 s');
    await clock.advance(7_000);
    await drawn();
    expect(plain(allWords(element))).to.include('Counts as no in 23 s');
    button(element, 'Cancel').click();
    expect(recorder.asked).to.deep.equal(['cancel']);
  });

  it('shows time and size as they grow, pauses, goes on and stops', async () => {
    const { element, recorder } = await showRecorderBar({ phase: { kind: 'recording', what: 'screen' } });
    expect(plain(allWords(element)))
      .to.include('01:37 · 3.2 MB')
      .and.to.include('Your screen');
    recorder.progress.set({ paused: false, length: 3_725_000, size: 412 * MIB });
    await drawn();
    expect(plain(allWords(element))).to.include('1:02:05 · 412 MB');
    button(element, 'Pause the recording').click();
    recorder.update({ phase: { kind: 'paused', what: 'screen', by: 'person' } });
    await drawn();
    expect(allWords(element)).to.include('Nothing is recorded until you go on.');
    for (const name of ['Go on recording', 'Stop the recording']) button(element, name).click();
    expect(recorder.asked).to.deep.equal(['pause', 'resume', 'stop']);
  });

  it('leaves going on to the other person when a call has begun', async () => {
    const { element } = await showRecorderBar({ phase: { kind: 'paused', what: 'screen', by: 'call' } });
    expect(allWords(element)).to.include('Amélie is asked whether it goes on.');
    expect(hasButton(element, 'Go on recording')).to.equal(false);
    expect(hasButton(element, 'Stop the recording')).to.equal(true);
  });

  it('offers another screen or the end when the screen is gone', async () => {
    const { element, recorder } = await showRecorderBar({
      phase: { kind: 'paused', what: 'screen', by: 'screen_gone' },
    });
    for (const name of ['Choose a screen', 'Finish']) button(element, name).click();
    expect(recorder.asked).to.deep.equal(['resume', 'stop']);
  });

  it('says why it stopped, and leads to the list', async () => {
    const { element, recorder, requests } = await showRecorderBar({
      phase: { kind: 'stopped', id: 'r1', why: 'withdrawn' },
    });
    expect(allWords(element)).to.include('Recording saved. Amélie took the agreement back.');
    button(element, 'Show').click();
    expect(requests).to.deep.equal(['show-recordings']);
    expect(recorder.asked).to.deep.equal(['dismiss']);
  });

  it('says a refusal politely, and is put away', async () => {
    const { element, recorder } = await showRecorderBar({ phase: { kind: 'refused', why: 'no_answer' } });
    expect(allWords(element)).to.include('Amélie didn’t answer. Nothing was recorded.');
    button(element, 'Dismiss').click();
    expect(recorder.asked).to.deep.equal(['dismiss']);
  });

  it('says what failed, what to do, and whether something was kept', async () => {
    const { element, recorder } = await showRecorderBar({
      phase: { kind: 'failed', why: { from: 'recorder', reason: 'no_room' }, kept: true },
    });
    expect(allWords(element)).to.include('no room left').and.to.include('is in the list');
    recorder.update({ phase: { kind: 'failed', why: { from: 'service', reason: 'away' }, kept: false } });
    await drawn();
    expect(allWords(element)).to.include('The other side isn’t connected right now.');
    expect(hasButton(element, 'Show')).to.equal(false);
  });

  it('paints what is being recorded', async () => {
    const { element, recorder } = await showRecorderBar({ phase: { kind: 'recording', what: 'screen' } });
    const red = new OffscreenCanvas(32, 18);
    const context = red.getContext('2d');
    if (context === null) throw new Error('no context');
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 32, 18);
    recorder.preview.set(red.transferToImageBitmap());
    await drawn();
    const shown = get<HTMLCanvasElement>(element, 'canvas');
    expect([shown.width, shown.height]).to.deep.equal([32, 18]);
    expect([...(shown.getContext('2d')?.getImageData(16, 9, 1, 1).data ?? [])]).to.deep.equal([255, 0, 0, 255]);
  });
});

describe('the question of the other side', () => {
  it('is answered, and tells what is recorded and that it can be stopped', async () => {
    const { element, recorder } = await showRecorderBar({ theirs: { kind: 'asks', what: 'call', until } });
    const question = get(element, '[role=alert]');
    expect(words(question)).to.equal(
      'Amélie would like to record this call. Both of you will be heard and seen. You can stop it at any time.',
    );
    for (const name of ['Don’t allow', 'Allow']) button(element, name).click();
    expect(recorder.asked).to.deep.equal(['answer false', 'answer true']);
  });

  it('is read out once, whatever time is left', async () => {
    const { element, clock } = await showRecorderBar({ theirs: { kind: 'asks', what: 'call', until } });
    const alert = get(element, '[role=alert]');
    const changes = new MutationObserver(() => {});
    changes.observe(alert, { childList: true, characterData: true, subtree: true });
    await clock.advance(5_000);
    await drawn();
    expect(plain(allWords(element))).to.include('Counts as no in 25 s');
    expect(changes.takeRecords()).to.deep.equal([]);
  });

  it('leaves the focus in the bar, and on no button, when it has been answered', async () => {
    const { element, recorder } = await showRecorderBar({ theirs: { kind: 'asks', what: 'call', until } });
    button(element, 'Allow').focus();
    recorder.update({ theirs: { kind: 'records', what: 'call', progress: null } });
    await drawn();
    expect(element.shadowRoot?.activeElement?.className.trim()).to.match(/^block/);
    expect(allWords(element)).to.include('Amélie records');
  });

  it('becomes what they record: with time and size, and one click that ends it', async () => {
    const progress = { paused: false, length: 97_000, size: 3.2 * MIB };
    const { element, recorder } = await showRecorderBar({ theirs: { kind: 'records', what: 'call', progress } });
    expect(plain(allWords(element))).to.include('Amélie records 01:37 · 3.2 MB');
    button(element, 'Stop Amélie from recording').click();
    expect(recorder.asked).to.deep.equal(['withdraw']);
    recorder.update({ theirs: { kind: 'records', what: 'call', progress: { ...progress, paused: true } } });
    await drawn();
    expect(allWords(element)).to.include('Amélie has paused');
  });
});

describe('what the bar announces', () => {
  it('is agreement, start, pause and end, and no second in between', async () => {
    const { element, recorder } = await showRecorderBar({ phase: { kind: 'asking', what: 'call', until } });
    recorder.update({ phase: { kind: 'starting', what: 'call' } });
    await drawn();
    expect(announced(element)).to.equal('Amélie agrees. Getting ready…');
    recorder.update({ phase: { kind: 'recording', what: 'call' } });
    await drawn();
    expect(announced(element)).to.equal('The recording runs.');
    recorder.progress.set({ paused: false, length: 98_000, size: 4 * MIB });
    recorder.update({ can: { screen: false, call: false } });
    await drawn();
    expect(announced(element)).to.equal('The recording runs.');
    recorder.update({ phase: { kind: 'paused', what: 'call', by: 'person' } });
    await drawn();
    expect(announced(element)).to.include('Paused');
    recorder.update({ phase: { kind: 'stopped', id: 'r1', why: 'call_over' } });
    await drawn();
    expect(announced(element)).to.equal('Recording saved. The call is over.');
  });

  it('is what the other side does', async () => {
    const { element, recorder } = await showRecorderBar({ theirs: { kind: 'records', what: 'call', progress: null } });
    expect(announced(element)).to.equal('Amélie records this call now.');
    recorder.update({ theirs: { kind: 'none' } });
    await drawn();
    expect(announced(element)).to.equal('Amélie doesn’t record any more.');
  });

  it('is that a question is over', async () => {
    const { element, recorder } = await showRecorderBar({ theirs: { kind: 'asks', what: 'call', until } });
    recorder.update({ theirs: { kind: 'none' } });
    await drawn();
    expect(announced(element)).to.equal('It isn’t recorded.');
  });
});

describe('the bar fits into 320 pixels', () => {
  for (const locale of ['en', 'fr']) {
    for (const [name, view] of Object.entries(BARS)) {
      it(`${name}, ${locale}`, async () => {
        const { element } = await showRecorderBar(view, { locale });
        const edge = element.getBoundingClientRect();
        for (const each of findAll(element, 'button')) {
          const box = each.getBoundingClientRect();
          expect(box.right, words(each)).to.be.at.most(edge.right);
          expect(each.scrollWidth, words(each)).to.be.at.most(each.clientWidth);
          expect(Math.min(box.height, box.width), words(each)).to.be.at.least(44);
        }
        expect(get(element, '.who').getBoundingClientRect().width).to.be.at.least(90);
      });
    }
  }
});

describe('the badge in a call', () => {
  it('shows who records, and for how long', async () => {
    const { element, recorder } = await showBadge({ phase: { kind: 'recording', what: 'call' } });
    expect(plain(allWords(element)).trim()).to.equal('REC 01:37');
    expect(get(element, '[role=group]').ariaLabel).to.equal('You are recording');
    recorder.update({
      phase: { kind: 'idle' },
      theirs: { kind: 'records', what: 'call', progress: { paused: true, length: 5_000, size: 1 } },
    });
    await drawn();
    expect(plain(allWords(element)).trim()).to.equal('Paused 00:05');
    expect(get(element, '[role=group]').ariaLabel).to.equal('Amélie records');
  });

  it('is not there when nobody records', async () => {
    const { element } = await showBadge({ phase: { kind: 'asking', what: 'call', until } });
    expect(element.offsetHeight).to.equal(0);
  });
});
