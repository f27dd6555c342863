import { expect } from 'chai';
import { clearPage, drawn, find, findAll, get, press, words } from '../../conversation/testing/page.ts';
import { CALL_BEGIN, callView } from '../testing/fake-call.ts';
import { allWords, announced, button, hasButton, showCall } from '../testing/show-call.ts';
import type { CallPhase } from '../types.ts';

const SECONDS = 1000;
const NOW = CALL_BEGIN + 252 * SECONDS;

afterEach(clearPage);

const PHASES: { phase: CallPhase; says: string[] }[] = [
  {
    phase: { kind: 'lobby', answering: false },
    says: ['Amélie', 'Nobody sees or hears you yet', 'Ask for a video call'],
  },
  { phase: { kind: 'lobby', answering: true }, says: ['Asks you to a video call', 'Join', 'Decline'] },
  { phase: { kind: 'asking' }, says: ['Calling…'] },
  { phase: { kind: 'ringing', since: NOW - 12 * SECONDS }, says: ['Ringing…', '00:12'] },
  { phase: { kind: 'ringing', since: null }, says: ['In the queue', 'waits for the first free agent'] },
  { phase: { kind: 'connecting' }, says: ['Connecting…'] },
  { phase: { kind: 'live' }, says: ['Amélie', '04:12'] },
  {
    phase: { kind: 'reconnecting', since: NOW, why: 'network_changed', asks: false },
    says: ['Your network changed.', 'Reconnecting, the call goes on in a moment.'],
  },
  {
    phase: { kind: 'reconnecting', since: NOW, why: 'network', asks: true },
    says: ['Still no connection.', 'Keep trying', 'End the call'],
  },
  { phase: { kind: 'away', until: NOW + 100 * SECONDS }, says: ['Away for a moment', 'kept open for 01:40'] },
  { phase: { kind: 'elsewhere' }, says: ['The call goes on in another window', 'Continue here'] },
  { phase: { kind: 'paused' }, says: ['The call is still on', 'Continue'] },
  { phase: { kind: 'ended', why: 'hung_up', length: 252 * SECONDS }, says: ['Call ended', 'It lasted 4 min 12 s.'] },
  { phase: { kind: 'ended', why: 'gone', length: 9 * SECONDS }, says: ['The connection was lost for too long.'] },
  { phase: { kind: 'ended', why: 'conversation', length: null }, says: ['The conversation was closed'] },
  { phase: { kind: 'ended', why: 'declined', length: null }, says: ['Not now', 'Call again'] },
  { phase: { kind: 'ended', why: 'no_answer', length: null }, says: ['Amélie didn’t answer.', 'Call again'] },
  { phase: { kind: 'ended', why: 'cancelled', length: null }, says: ['Call taken back', 'Close'] },
  { phase: { kind: 'failed', reason: 'unavailable' }, says: ['Our service doesn’t answer right now.', 'Call again'] },
  { phase: { kind: 'failed', reason: 'busy' }, says: ['There is a call already.', 'Close'] },
];

describe('wherever a call stands, words say so', () => {
  for (const { phase, says } of PHASES) {
    it(JSON.stringify(phase), async () => {
      const { element } = await showCall({ phase });
      for (const sentence of says) expect(allWords(element)).to.include(sentence);
    });
  }

  it('also when nobody is known on the other side', async () => {
    const peer = { ...callView().peer, name: '' };
    const { element } = await showCall({ phase: { kind: 'ringing', since: null }, peer }, { with: { name: '' } });
    expect(allWords(element)).to.include('Support');
  });
});

describe('a page that styles the controls', () => {
  it('reaches them through the call', async () => {
    const { element } = await showCall();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('ycyw-call::part(controls) { letter-spacing: 3px }');
    (element.getRootNode() as ShadowRoot).adoptedStyleSheets.push(sheet);
    expect(getComputedStyle(get(element, '.controls')).letterSpacing).to.equal('3px');
  });
});

describe('a call in another state than the conversation', () => {
  it('is continued by one click after a reload', async () => {
    const { call, element } = await showCall({ phase: { kind: 'paused' } });
    button(element, 'Continue').click();
    expect(call.asked).to.deep.equal(['resume']);
  });

  it('is brought here from another window', async () => {
    const { element, requests } = await showCall({ phase: { kind: 'elsewhere' } });
    button(element, 'Continue here').click();
    expect(requests).to.deep.equal(['continue-here']);
  });

  it('is asked for again when nobody answered, and put away when read', async () => {
    const { call, element, requests } = await showCall({ phase: { kind: 'ended', why: 'no_answer', length: null } });
    button(element, 'Call again').click();
    button(element, 'Close').click();
    expect(requests).to.deep.equal(['call-again']);
    expect(call.asked).to.deep.equal(['dismiss']);
  });

  it('is not asked for again when that could not help', async () => {
    const { element } = await showCall({ phase: { kind: 'failed', reason: 'busy' } });
    expect(hasButton(element, 'Call again')).to.equal(false);
  });

  it('is tried for longer, or ended, when the network doesn’t come back', async () => {
    const { call, element } = await showCall({
      phase: { kind: 'reconnecting', since: NOW, why: 'network', asks: true },
    });
    get(element, '.banner button').click();
    findAll(element, '.banner button')[1]?.click();
    expect(call.asked).to.deep.equal(['keep trying', 'end']);
  });
});

describe('a screen reader is told', () => {
  it('where the call stands at first, and then only what is new', async () => {
    const { call, element } = await showCall({ phase: { kind: 'connecting' } });
    expect(announced(element)).to.include('Connecting…');
    call.update({ phase: { kind: 'live' } });
    await drawn();
    expect(announced(element)).to.include('Connected');
    call.update({ peer: { name: 'Amélie', on: { microphone: false, camera: true, screen: true } } });
    await drawn();
    expect(announced(element)).to.equal('Amélie: microphone off Amélie shows a screen.');
  });

  it('tells of a message in the chat that it lies over', async () => {
    const { element } = await showCall();
    element.unread = 1;
    await drawn();
    expect(announced(element)).to.equal('Chat, 1 new message');
  });

  it('whose connection is weak', async () => {
    const { call, element } = await showCall();
    call.update({ quality: { ...callView().quality, bars: 2, whose: 'theirs' } });
    await drawn();
    expect(announced(element)).to.equal('The connection of Amélie is weak.');
  });

  it('why the picture has become worse', async () => {
    const { call, element } = await showCall();
    call.update({ step: 'sound_only' });
    await drawn();
    expect(announced(element)).to.equal('Your picture is paused so that your voice stays clear.');
  });

  it('what the browser is waiting for', async () => {
    const { call, element } = await showCall();
    call.update({ camera: { kind: 'asking' } });
    await drawn();
    expect(announced(element)).to.equal('Your browser asks for the camera: choose Allow');
  });
});

describe('the keys', () => {
  it('switch microphone, camera and screen', async () => {
    const { call, element } = await showCall({ camera: { kind: 'off' } });
    for (const key of ['m', 'V', 's']) press(get(element, '.stage'), key);
    expect(call.asked).to.deep.equal(['microphone false', 'camera true', 'share']);
  });

  it('leave the browser’s shortcuts, repeated keys and choices alone', async () => {
    const { call, element } = await showCall();
    press(get(element, '.stage'), 's', { ctrlKey: true });
    press(get(element, '.stage'), 'm', { repeat: true });
    press(get(element, 'select'), 'm');
    expect(call.asked).to.deep.equal([]);
  });

  it('do nothing in the mirror, where one might be choosing', async () => {
    const { call, element } = await showCall({ phase: { kind: 'lobby', answering: false } });
    press(get(element, '.mirror'), 'm');
    expect(call.asked).to.deep.equal([]);
  });

  it('don’t close the chat around a call by Escape', async () => {
    const { element } = await showCall();
    let left = false;
    element.parentElement?.addEventListener('keydown', () => {
      left = true;
    });
    press(get(element, '.stage'), 'Escape');
    expect(left).to.equal(false);
  });

  it('lead out of the mirror by Escape: no camera stays on behind it', async () => {
    const { call, element } = await showCall({ phase: { kind: 'lobby', answering: false } });
    press(get(element, 'select'), 'Escape');
    expect(call.asked).to.deep.equal([]);
    press(get(element, '.mirror'), 'Escape');
    expect(call.asked).to.deep.equal(['end']);
  });
});

describe('the focus', () => {
  it('goes from the mirror into the call, and from there to the word about its end', async () => {
    const { call, element } = await showCall({ phase: { kind: 'lobby', answering: true } });
    button(element, 'Join').focus();
    call.update({ phase: { kind: 'connecting' } });
    await drawn();
    expect(get(element, '.stage').matches(':focus')).to.equal(true);
    call.update({ phase: { kind: 'ended', why: 'hung_up', length: 1 } });
    await drawn();
    expect(words(get(element, 'h2:focus'))).to.equal('Call ended');
  });

  it('stays with whoever writes in the chat', async () => {
    const { call, element } = await showCall({ phase: { kind: 'connecting' } });
    call.update({ phase: { kind: 'ended', why: 'hung_up', length: 1 } });
    await drawn();
    expect(find(element, ':focus')).to.equal(null);
  });
});
