/** The element among what a page does with it: before it is defined, twice, above everything, beside the page's own keys. */
import { expect } from 'chai';
import { drawn, eventually, find, findAll, get, nextFrame, press, type, words } from './conversation/testing/page.ts';
import type { Panel } from './panel/panel-view.ts';
import { SECRET_KEY, storagePrefix } from './session/known-visitor.ts';
import { YcywSupport } from './ycyw-support.ts';

/** No service: browsers refuse this port at once. */
const NOBODY = 'http://localhost:9';

/** Put into the page before the element is defined, as a page that is faster than the script does. */
const early = document.createElement('ycyw-support');
Object.assign(early, { server: NOBODY, topic: 'booking', context: { booking: 'YW-48213' }, locale: 'fr', open: true });
early.setAttribute('user-name', 'Marta');
document.body.append(early);
if (customElements.get('ycyw-support') === undefined) customElements.define('ycyw-support', YcywSupport);

const launcher = (support: YcywSupport) => get<HTMLButtonElement>(support, '.launcher');
const panelIn = (support: YcywSupport) => find<Panel>(support, 'ycyw-panel');
const whenOpen = (support: YcywSupport) => eventually(() => find(support, 'textarea') !== null);
const isDrawn = (support: YcywSupport) => find(support, '.root')?.checkVisibility() ?? false;

function make(attributes: Record<string, string> = {}): YcywSupport {
  const support = document.createElement('ycyw-support');
  for (const [name, value] of Object.entries({ server: NOBODY, locale: 'en', ...attributes })) {
    support.setAttribute(name, value);
  }
  return support;
}

async function insert(attributes: Record<string, string> = {}, into: Element = document.body): Promise<YcywSupport> {
  const support = make(attributes);
  into.append(support);
  await support.ready;
  return support;
}

/** What was warned of while it acts. */
async function warningsOf(act: () => Promise<void>): Promise<string[]> {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (...words: unknown[]) => said.push(words.join(' '));
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return said;
}

const sheets: CSSStyleSheet[] = [];
function pageSays(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.push(sheet);
  document.adoptedStyleSheets = sheets;
}

afterEach(() => {
  for (const support of document.querySelectorAll('ycyw-support')) support.remove();
  for (const left of document.querySelectorAll('body > :is(dialog, button, .of-page)')) left.remove();
  sheets.length = 0;
  document.adoptedStyleSheets = [];
  document.documentElement.removeAttribute('dir');
  localStorage.clear();
  sessionStorage.clear();
});

describe('properties', () => {
  it('that were set before the element was defined are taken over', async () => {
    await early.ready;
    const { server, topic, context, locale, open, userName } = early;
    expect({ server, topic, context, locale, open, userName }).to.deep.equal({
      server: NOBODY,
      topic: 'booking',
      context: { booking: 'YW-48213' },
      locale: 'fr',
      open: true,
      userName: 'Marta',
    });
    await whenOpen(early);
    expect(launcher(early).textContent).to.include('Aide');
  });

  it('take effect when they are changed later, and the conversation and what is being written stay', async () => {
    const support = await insert();
    await support.send('Hello');
    support.show();
    await whenOpen(support);
    const panel = panelIn(support);
    type(get(support, 'textarea'), 'Half a sent');
    const before = getComputedStyle(get(support, '.bubble')).backgroundColor;
    support.locale = 'fr';
    support.colorScheme = 'dark';
    support.style.setProperty('--ycyw-accent', '#0a4a2a');
    support.position = 'bottom-start';
    support.features = ['chat'];
    await eventually(() => find(support, '[aria-label="Fermer le chat"]') !== null);
    await drawn();
    expect(panelIn(support)).to.equal(panel);
    expect(get<HTMLTextAreaElement>(support, 'textarea').value).to.equal('Half a sent');
    expect(findAll(support, '.bubble').map(words)).to.deep.equal(['Hello']);
    expect(getComputedStyle(get(support, '.bubble')).backgroundColor).to.not.equal(before);
    await eventually(() => getComputedStyle(get(support, '.frame')).backgroundColor === 'rgb(19, 25, 34)');
    expect(get(support, '.frame').getBoundingClientRect().left).to.be.closeTo(20, 1);
    expect(find(support, '[aria-label="Joindre un fichier"]')).to.equal(null);
    support.removeAttribute('color-scheme');
    support.colorScheme = 'light';
    await eventually(() => getComputedStyle(get(support, '.frame')).backgroundColor === 'rgb(255, 255, 255)');
  });

  it('`server` changed later leads to the other service, with another conversation', async () => {
    const support = await insert();
    await support.send('Hello');
    support.show();
    await whenOpen(support);
    const first = panelIn(support);
    support.server = 'http://127.0.0.1:9';
    await eventually(() => panelIn(support) !== null && panelIn(support) !== first);
    await whenOpen(support);
    expect(first?.session.getState().connection.kind).to.equal('idle');
    expect(findAll(support, '.bubble')).to.deep.equal([]);
    support.server = `${NOBODY}/`;
    await eventually(() => findAll(support, '.bubble').map(words).includes('Hello'));
  });
});

describe('`server` set late', () => {
  async function withoutServer(): Promise<YcywSupport> {
    const support = document.createElement('ycyw-support');
    document.body.append(support);
    await support.ready;
    return support;
  }

  it('brings the panel that was opened without one', async () => {
    const support = await withoutServer();
    support.show();
    await eventually(() => find(support, '[role=alert]') !== null);
    support.server = NOBODY;
    await whenOpen(support);
  });

  it('greets a visitor who is known there', async () => {
    localStorage.setItem(storagePrefix('customer', NOBODY) + SECRET_KEY, 'a secret');
    const support = await withoutServer();
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve()));
    support.server = NOBODY;
    await eventually(() => panelIn(support) !== null);
  });
});

describe('a second element on a page', () => {
  it('draws nothing, says so once, and takes over when the first is gone', async () => {
    const first = await insert();
    const second = make({ open: '' });
    const reasons: string[] = [];
    second.addEventListener('ycyw-error', ({ detail }) => reasons.push(detail.reason));
    const said = await warningsOf(async () => {
      document.body.append(second);
      await drawn();
      document.body.append(second);
      await drawn();
    });
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/another/);
    expect(new Set(reasons)).to.deep.equal(new Set(['second']));
    expect([isDrawn(first), isDrawn(second), find(second, 'ycyw-panel')]).to.deep.equal([true, false, null]);
    const refused: unknown = await second.send('Hello').catch((error: unknown) => error);
    expect(String(refused)).to.match(/another/);
    second.removeAttribute('server');
    expect(String(await second.send('Hello').catch((error: unknown) => error))).to.match(/another/);
    second.setAttribute('server', NOBODY);

    first.remove();
    await second.ready;
    await whenOpen(second);
    expect(isDrawn(second)).to.equal(true);
  });

  it('leaves the first its place when that is moved', async () => {
    const first = await insert();
    const second = make();
    await warningsOf(async () => {
      document.body.append(second);
      document.body.append(first);
      await drawn();
    });
    expect([isDrawn(first), isDrawn(second)]).to.deep.equal([true, false]);
  });

  it('that takes the first one’s place in the same moment is drawn, and the first one, put back, is not', async () => {
    const first = await insert();
    const second = make();
    first.replaceWith(second);
    await second.ready;
    await warningsOf(async () => {
      document.body.append(first);
      await drawn();
    });
    expect([isDrawn(first), isDrawn(second)]).to.deep.equal([false, true]);
  });
});

describe('an element whose parent is taken out of the page and put back', () => {
  it('works as before', async () => {
    const box = document.createElement('div');
    box.className = 'of-page';
    document.body.append(box);
    const support = await insert({}, box);
    box.remove();
    await new Promise<void>((resolve) => setTimeout(resolve));
    document.body.append(box);
    await nextFrame();
    await eventually(() => launcher(support).checkVisibility());
    launcher(support).click();
    await whenOpen(support);
  });
});

/** Whether a click on the middle of it would reach it. */
function isOnTop(element: HTMLElement): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const root = element.getRootNode() as ShadowRoot;
  const [x, y] = [left + width / 2, top + height / 2];
  return document.elementFromPoint(x, y) === root.host && element.contains(root.elementFromPoint(x, y));
}

describe('above everything', () => {
  it('lie launcher and panel, whatever the page does to its body and however high it climbs', async () => {
    pageSays(`html { filter: grayscale(1); } body { transform: translateX(300px); contain: strict; overflow: hidden; opacity: 0.9; }
      .of-page { position: fixed; inset: 0; z-index: 2147483647; background: pink; }`);
    const cover = document.createElement('div');
    cover.className = 'of-page';
    document.body.append(cover);
    const support = await insert();
    await eventually(() => isOnTop(launcher(support)));
    const { right, bottom } = launcher(support).getBoundingClientRect();
    expect(right).to.be.closeTo(document.documentElement.clientWidth - 20, 0.1);
    expect(bottom).to.be.closeTo(innerHeight - 20, 0.1);
    support.show();
    await whenOpen(support);
    await eventually(() => isOnTop(get(support, '[part=panel]')));
    document.body.prepend(support);
    await eventually(() => isOnTop(get(support, '[part=panel]')));
  });

  it('does not lie an element that is told how high: `--ycyw-z-index`', async () => {
    pageSays('.of-page { position: fixed; inset: 0; z-index: 10; } ycyw-support { --ycyw-z-index: 5; }');
    const cover = document.createElement('div');
    cover.className = 'of-page';
    document.body.append(cover);
    const support = await insert();
    await drawn();
    expect(isOnTop(launcher(support))).to.equal(false);
    const { right, bottom } = launcher(support).getBoundingClientRect();
    expect(right).to.be.closeTo(document.documentElement.clientWidth - 20, 0.1);
    expect(bottom).to.be.closeTo(innerHeight - 20, 0.1);
    pageSays('ycyw-support { --ycyw-z-index: 11; }');
    expect(isOnTop(launcher(support))).to.equal(true);
  });

  it('nothing is left where the element is hidden, and all is back when it isn’t any more', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    support.hidden = true;
    expect(isDrawn(support)).to.equal(false);
    expect(document.elementFromPoint(innerWidth - 60, innerHeight - 60)).to.not.equal(support);
    support.hidden = false;
    await eventually(() => isOnTop(get(support, '[part=panel]')));
  });

  it('opens a page’s own dialog; once that is closed, the panel goes on, with the focus where it was', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    await eventually(() => get(support, 'ycyw-composer').matches(':focus-within'));
    const dialog = document.createElement('dialog');
    dialog.append('Your session ends soon. ', document.createElement('button'));
    document.body.append(dialog);
    dialog.showModal();
    expect(document.activeElement?.closest('dialog')).to.equal(dialog);
    expect(isOnTop(get(support, '[part=panel]'))).to.equal(false);
    expect(support.open).to.equal(true);
    dialog.close();
    expect(isOnTop(get(support, '[part=panel]'))).to.equal(true);
    expect(get(support, 'ycyw-composer').matches(':focus-within')).to.equal(true);
    press(get(support, 'textarea'), 'Escape');
    await support.updateComplete;
    expect(support.open).to.equal(false);
  });
});

describe('on a page from right to left', () => {
  it('the corner is the other one, and the words go their own way', async () => {
    document.documentElement.dir = 'rtl';
    const support = await insert();
    expect(launcher(support).getBoundingClientRect().left).to.equal(20);
    support.show();
    await whenOpen(support);
    expect(get(support, '[part=panel]').getBoundingClientRect().left).to.equal(20);
    expect(getComputedStyle(get(support, 'textarea')).direction).to.equal('ltr');
    support.position = 'bottom-start';
    await drawn();
    const { right } = get(support, '[part=panel]').getBoundingClientRect();
    expect(right).to.be.closeTo(document.documentElement.clientWidth - 20, 0.1);
  });
});

describe('what is typed, scrolled and focused in the panel', () => {
  it('is no shortcut, scroll or lost focus to the page', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    const heard: string[] = [];
    const listen = (event: Event) => heard.push(event.type);
    const names = ['keydown', 'keypress', 'keyup', 'wheel', 'touchmove', 'focusin'];
    for (const name of names) document.addEventListener(name, listen);
    const field = get(support, 'textarea');
    for (const name of names.slice(0, 3)) {
      field.dispatchEvent(new KeyboardEvent(name, { key: 's', bubbles: true, composed: true }));
    }
    for (const name of names.slice(3)) field.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    expect(heard).to.deep.equal([]);
    press(field, 'k', { ctrlKey: true });
    expect(heard).to.deep.equal(['keydown']);
    for (const name of names) document.removeEventListener(name, listen);
  });
});

describe('a page’s own button', () => {
  it('opens, closes and toggles by `commandfor`, without script', async function () {
    if (!('commandForElement' in HTMLButtonElement.prototype)) return this.skip();
    const support = await insert({ id: 'help', launcher: 'none' });
    const button = document.createElement('button');
    button.setAttribute('commandfor', 'help');
    document.body.append(button);
    const after = (command: string) => {
      button.setAttribute('command', command);
      button.click();
      return support.open;
    };
    expect(after('--open')).to.equal(true);
    expect(after('--close')).to.equal(false);
    expect(after('--toggle')).to.equal(true);
    expect(after('--toggle')).to.equal(false);
  });
});

describe('where the browser keeps nothing', () => {
  const real = Object.getOwnPropertyDescriptor(window, 'localStorage');
  afterEach(() => {
    if (real !== undefined) Object.defineProperty(window, 'localStorage', real);
  });

  it('the chat works, and says what that means', async () => {
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
    const support = await insert();
    await warningsOf(async () => {
      await support.send('Hello');
      support.show();
      await whenOpen(support);
    });
    expect(findAll(support, '.bubble').map(words)).to.deep.equal(['Hello']);
    expect(words(get(support, '.banner'))).to.equal(
      'Your browser keeps nothing for this chat. Once you leave this page, the conversation can’t be found again.',
    );
    await support.logout();
  });
});
