import { expect } from 'chai';
import { findings } from './testing/axe.ts';
import { AMELIE, agent, Log, MINUTE, SECOND } from './testing/events.ts';
import { FakeConversation, viewOf } from './testing/fake-conversation.ts';
import { clearPage, drawn, eventually, find, findAll, get, show, testSay, words } from './testing/page.ts';
import './ycyw-conversation.ts';

/** What both write, in either direction; an event with a Latin name; a file. */
async function conversation(locale: string): Promise<HTMLElement> {
  const log = new Log()
    .customer('مرحبا، المكتب مغلق')
    .wait(40 * SECOND)
    .takes(AMELIE);
  log.says(AMELIE, 'Hello! Hall 1, level 0.');
  log.add(agent(AMELIE), {
    type: 'attachment',
    payload: { id: 'a2', name: 'terms (1).pdf', type: 'application/pdf', size: 188_416 },
  });
  log.wait(MINUTE).customer('Thank you!');
  const store = new FakeConversation(viewOf(log, 'customer'), 'customer');
  store.url = 'data:application/pdf,';
  const view = document.createElement('ycyw-conversation');
  Object.assign(view, { store, say: await testSay(locale), peer: AMELIE.name });
  show(view);
  const box = view.parentElement as HTMLElement;
  box.dir = 'rtl';
  box.lang = locale;
  await eventually(() => find(view, 'ycyw-attachment >>> .name') !== null);
  await drawn();
  return view;
}

/** What doesn't fit into its line or box. */
const clipped = (view: Element) =>
  findAll(view, '*')
    .filter((each) => getComputedStyle(each).overflowX === 'hidden' && each.clientWidth > 1)
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.className}: ${words(each)}`);

afterEach(clearPage);

describe('a conversation that is read from right to left', () => {
  it('has the own words at the left and the other’s at the right, whatever direction they have', async () => {
    const view = await conversation('ar');
    const room = get(view, '.scroller').getBoundingClientRect();
    const middle = room.left + room.width / 2;
    const sides = (selector: string) =>
      findAll(view, selector).map((bubble) => {
        const { left, right } = bubble.getBoundingClientRect();
        return left - room.left < 24 && left < middle ? 'left' : room.right - right < 24 ? 'right' : 'between';
      });
    expect(sides('.own .bubble')).to.deep.equal(['left', 'left']);
    expect(sides('.other .bubble')).to.deep.equal(['right']);
    expect(sides('.other .file')).to.deep.equal(['right']);
    const corner = (bubble: Element) => {
      const { borderBottomLeftRadius: left, borderBottomRightRadius: right } = getComputedStyle(bubble);
      return left === '4px' ? 'left' : right === '4px' ? 'right' : 'none';
    };
    expect(findAll(view, '.own.last .bubble').map(corner)).to.deep.equal(['left', 'left']);
    expect(findAll(view, '.bubble').map((bubble) => getComputedStyle(bubble).direction)).to.deep.equal([
      'rtl',
      'ltr',
      'ltr',
    ]);
  });

  it('keeps names and lengths apart from the sentence around them', async () => {
    const view = await conversation('ar');
    const [chip] = findAll(view, '.chip').map(words);
    expect(chip).to.include('\u2066Amélie\u2069');
    expect(chip).to.match(/\u206740\s?ث\u2069/);
    expect(getComputedStyle(get(view, 'ycyw-attachment >>> .name')).direction).to.equal('ltr');
  });

  it('waits for words at the side where they begin', async () => {
    const view = await conversation('he');
    const { direction, unicodeBidi } = getComputedStyle(get(view, 'textarea'));
    expect([direction, unicodeBidi]).to.deep.equal(['rtl', 'plaintext']);
  });

  for (const locale of ['ar', 'he']) {
    it(`clips nothing, and axe finds nothing, in ${locale}`, async () => {
      const view = await conversation(locale);
      expect(clipped(view)).to.deep.equal([]);
      expect(await findings(view)).to.deep.equal([]);
    });
  }
});
