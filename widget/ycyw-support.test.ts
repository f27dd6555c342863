import { expect } from 'chai';
import { drawn, eventually, find, findAll, get, nextFrame, press, words } from './conversation/testing/page.ts';
import { SECRET_KEY, storagePrefix } from './session/known-visitor.ts';
import { YcywSupport } from './ycyw-support.ts';

if (customElements.get('ycyw-support') === undefined) customElements.define('ycyw-support', YcywSupport);

/** No service: browsers refuse this port at once. */
const NOBODY = 'http://localhost:9';

const stored = () => Object.keys(localStorage).filter((key) => key.startsWith('ycyw'));
const loaded = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/panel/panel.ts'));
const launcher = (support: YcywSupport) => get<HTMLButtonElement>(support, '.launcher');
const frame = (support: YcywSupport) => get(support, '.frame, [part=panel]');

async function insert(attributes: Record<string, string> = {}): Promise<YcywSupport> {
  const support = document.createElement('ycyw-support');
  for (const [name, value] of Object.entries({ server: NOBODY, locale: 'en', ...attributes })) {
    support.setAttribute(name, value);
  }
  document.body.append(support);
  await support.ready;
  return support;
}

const whenOpen = async (support: YcywSupport) => {
  await eventually(() => find(support, 'textarea') !== null);
  await drawn();
};

/** Runs something and gives back the events that came of it. */
async function eventsOf<T extends 'ycyw-error' | 'ycyw-open' | 'ycyw-close'>(name: T, act: () => Promise<void>) {
  const seen: HTMLElementEventMap[T][] = [];
  const listen = (event: HTMLElementEventMap[T]) => seen.push(event);
  document.addEventListener(name, listen);
  await act();
  document.removeEventListener(name, listen);
  return seen;
}

afterEach(() => {
  for (const support of document.querySelectorAll('ycyw-support')) support.remove();
  for (const key of stored()) localStorage.removeItem(key);
  sessionStorage.clear();
});

describe('before the first click', () => {
  it('the element stores nothing, loads nothing and connects to nothing', async () => {
    await insert();
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve()));
    await nextFrame();
    expect(stored()).to.deep.equal([]);
    expect(loaded()).to.equal(false);
  });

  it('shows a launcher with a name, in the page’s language, and moves nothing on the page', async () => {
    const before = document.documentElement.scrollHeight;
    document.documentElement.lang = 'fr';
    const support = document.createElement('ycyw-support');
    document.body.append(support);
    await support.ready;
    document.documentElement.lang = '';
    expect(launcher(support).ariaLabel).to.equal('Aide');
    expect(document.documentElement.scrollHeight).to.equal(before);
    expect(launcher(support).offsetHeight).to.equal(56);
  });

  it('speaks the page’s language also inside of a shadow tree', async () => {
    document.documentElement.lang = 'fr';
    const box = document.createElement('div');
    box.attachShadow({ mode: 'open' }).append(document.createElement('ycyw-support'));
    document.body.append(box);
    expect(box.shadowRoot?.querySelector('ycyw-support')?.speaks).to.equal('fr');
    document.documentElement.lang = '';
    box.remove();
  });

  it('can be without a launcher, on the other side, and hidden altogether', async () => {
    const support = await insert({ launcher: 'none' });
    expect(launcher(support).hidden).to.equal(true);
    support.setAttribute('launcher', 'auto');
    support.position = 'bottom-start';
    await support.updateComplete;
    expect(launcher(support).getBoundingClientRect().left).to.be.closeTo(20, 1);
    support.hidden = true;
    expect(launcher(support).checkVisibility()).to.equal(false);
  });

  it('is not touched by the page’s styles', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { padding: 50px; letter-spacing: 9px; font-size: 40px; display: grid; text-transform: uppercase }',
    );
    document.adoptedStyleSheets.push(sheet);
    const support = await insert();
    expect(launcher(support).offsetHeight).to.equal(56);
    expect(getComputedStyle(launcher(support)).letterSpacing).to.equal('normal');
    expect(getComputedStyle(launcher(support)).textTransform).to.equal('none');
    document.adoptedStyleSheets.pop();
  });
});

describe('opening and closing', () => {
  it('by the launcher shows the panel, puts the cursor into it, and back when it is closed', async () => {
    const support = await insert();
    launcher(support).focus();
    const opened = await eventsOf('ycyw-open', async () => {
      launcher(support).click();
      await whenOpen(support);
    });
    expect(opened).to.have.length(1);
    expect(support.hasAttribute('open')).to.equal(true);
    await eventually(() => get(support, 'ycyw-composer').matches(':focus-within'));
    const closed = await eventsOf('ycyw-close', async () => {
      press(get(support, 'textarea'), 'Escape');
      await drawn();
    });
    expect(closed).to.have.length(1);
    expect(support.open).to.equal(false);
    expect(
      getComputedStyle(frame(support)).pointerEvents === 'none' || !frame(support).matches(':focus-within'),
    ).to.equal(true);
    expect(support.shadowRoot?.activeElement?.classList.contains('launcher')).to.equal(true);
  });

  it('stays on the next page of a visitor who has a conversation, and leaves the focus to the page', async () => {
    localStorage.setItem(storagePrefix('customer', NOBODY) + SECRET_KEY, 'a secret');
    const before = await insert();
    before.show();
    await whenOpen(before);
    before.remove();
    const after = await insert();
    expect(after.open).to.equal(true);
    await whenOpen(after);
    expect(document.activeElement).to.equal(document.body);
    after.hide();
    await after.updateComplete;
    after.remove();
    expect((await insert()).open).to.equal(false);
  });

  it('by the page’s own button gives the focus back to that', async () => {
    const support = await insert({ launcher: 'none', id: 'help' });
    const button = document.createElement('button');
    button.textContent = 'Help';
    button.onclick = () => support.toggle();
    document.body.append(button);
    button.focus();
    button.click();
    await whenOpen(support);
    await eventually(() => get(support, 'ycyw-composer').matches(':focus-within'));
    support.hide();
    await drawn();
    expect(document.activeElement === button).to.equal(true);
    button.remove();
  });

  it('by a command needs no script', async () => {
    const support = await insert();
    const send = (command: string) => support.dispatchEvent(Object.assign(new Event('command'), { command }));
    send('--open');
    expect(support.open).to.equal(true);
    send('--toggle');
    expect(support.open).to.equal(false);
    send('--open');
    send('--close');
    expect(support.open).to.equal(false);
  });

  it('from the start leaves the focus to the page', async () => {
    const support = await insert({ open: '' });
    await whenOpen(support);
    expect(document.activeElement === support).to.equal(false);
  });
});

describe('an attribute that can’t be used', () => {
  const cases: [string, string, (support: YcywSupport) => unknown, unknown][] = [
    ['position', 'top', (support) => support.position, 'bottom-end'],
    ['color-scheme', 'pink', (support) => support.colorScheme, 'auto'],
    ['launcher', 'big', (support) => support.launcher, 'auto'],
    ['context', '{"booking":', (support) => support.context, {}],
    ['context', '[1]', (support) => support.context, {}],
    ['features', 'chat telepathy', (support) => support.features.length, 5],
    ['locale', 'not a locale', (support) => support.locale, ''],
    ['server', 'http://', (support) => support.server, NOBODY],
    ['server', 'localhost:4711', (support) => support.server, NOBODY],
    ['server', 'ftp://support.example', (support) => support.server, NOBODY],
    ['server', 'support.example', (support) => support.server, NOBODY],
  ];
  for (const [name, value, read, fallback] of cases) {
    it(`keeps the default, warns once and tells the page: ${name}="${value}"`, async () => {
      const warnings: unknown[] = [];
      const { warn } = console;
      console.warn = (...said: unknown[]) => warnings.push(...said);
      YcywSupport.defaultServer = NOBODY;
      const support = await insert();
      const errors = await eventsOf('ycyw-error', async () => {
        support.setAttribute(name, value);
        support.setAttribute(name, value);
        await support.updateComplete;
      });
      console.warn = warn;
      YcywSupport.defaultServer = '';
      expect(read(support)).to.deep.equal(fallback);
      expect(warnings).to.have.length(1);
      expect(errors[0]?.detail.reason).to.equal('attribute');
      expect(errors[0]?.detail.message).to.include(name);
    });
  }

  for (const [value, server] of [
    ['/', location.origin],
    ['https://Support.Example:443/support/?a#b', 'https://support.example'],
    ['//support.example', `${location.protocol}//support.example`],
  ] as const) {
    it(`is cut to what is meant: server="${value}"`, async () => {
      const support = await insert({ server: value });
      expect(support.server).to.equal(server);
      support.server = NOBODY;
      await support.updateComplete;
      support.server = value;
      await support.updateComplete;
      expect(support.server).to.equal(server);
    });
  }

  it('also as a property: `server` without "https://" is warned of, an empty one is none', async () => {
    YcywSupport.defaultServer = NOBODY;
    const { warn } = console;
    console.warn = () => {};
    const support = await insert();
    const set = (server: unknown) =>
      eventsOf('ycyw-error', async () => {
        Object.assign(support, { server });
        await support.updateComplete;
        expect(support.server).to.equal(NOBODY);
      });
    for (const none of [null, undefined, '']) expect(await set(none)).to.deep.equal([]);
    expect((await set('support.example')).map(({ detail }) => detail.reason)).to.deep.equal(['attribute']);
    console.warn = warn;
    YcywSupport.defaultServer = '';
  });

  it('is taken when it can be used', async () => {
    const support = await insert({
      context: '{"booking":"YW-48213"}',
      features: 'chat attachments',
      'user-name': 'Marta',
      topic: 'booking',
    });
    expect(support.context).to.deep.equal({ booking: 'YW-48213' });
    expect(support.features).to.deep.equal(['chat', 'attachments']);
    expect([support.userName, support.topic]).to.deep.equal(['Marta', 'booking']);
  });
});

describe('methods', () => {
  it('send keeps the message, also while there is no service, and tells its id', async () => {
    const support = await insert();
    const id = await support.send('Hello');
    expect(id).to.match(/^[\w-]{16,64}$/);
    support.show();
    await whenOpen(support);
    expect(words(get(support, '.bubble'))).to.equal('Hello');
  });

  it('send refuses what is empty or too long', async () => {
    const support = await insert();
    for (const text of ['  ', 'x'.repeat(4001)]) {
      const error: unknown = await support.send(text).catch((refused: unknown) => refused);
      expect(error).to.be.instanceOf(RangeError);
    }
  });

  it('logout leaves nothing in this browser', async () => {
    const support = await insert();
    await support.send('Hello');
    expect(stored()).to.not.deep.equal([]);
    await support.logout();
    expect(stored()).to.deep.equal([]);
  });
});

describe('a known visitor', () => {
  it('is connected without a click, when the page is idle', async () => {
    localStorage.setItem(storagePrefix('customer', NOBODY) + SECRET_KEY, 'a-secret-of-a-visitor');
    const support = await insert();
    await eventually(() => find(support, 'ycyw-panel') !== null);
    expect(support.open).to.equal(false);
    expect(getComputedStyle(frame(support)).visibility).to.equal('hidden');
  });

  it('finds the number of unread messages on the launcher', async () => {
    const support = await insert();
    support.tell('ycyw-unread', { count: 3 });
    await support.updateComplete;
    expect(words(get(support, '[part=badge]'))).to.equal('3');
  });
});

describe('an integrator’s accent', () => {
  const textOn = async (accent: string) => {
    const support = await insert();
    support.style.setProperty('--ycyw-accent', accent);
    await drawn();
    return / 0 0 0\)$/.test(getComputedStyle(launcher(support)).color) ? 'black' : 'white';
  };
  for (const [accent, text] of [
    ['#123', 'white'],
    ['#1d50ab', 'white'],
    ['#ffd400', 'black'],
    ['#ff8a00', 'black'],
    ['#6b6b6b', 'white'],
  ] as const) {
    it(`gets the text with the higher contrast: ${text} on ${accent}`, async () => {
      expect(await textOn(accent)).to.equal(text);
    });
  }
});

describe('a call that the page begins', () => {
  it('opens the mirror in the panel, is told to the page, and ends', async () => {
    const support = await insert();
    const told: string[] = [];
    support.addEventListener('ycyw-call', ({ detail }) => told.push(detail.state));
    await support.startCall({ video: true });
    await eventually(() => find(support, 'ycyw-call-lobby') !== null);
    expect([support.open, told]).to.deep.equal([true, ['lobby']]);
    support.endCall();
    await eventually(() => find(support, 'ycyw-call') === null);
    expect(told).to.deep.equal(['lobby', 'none']);
  });

  it('ends with the logout', async () => {
    const support = await insert();
    await support.startCall();
    await eventually(() => find(support, 'ycyw-call-lobby') !== null);
    await support.logout();
    await eventually(() => find(support, 'ycyw-call') === null);
    expect(stored()).to.deep.equal([]);
  });

  it('offers no screen where `features` has none, and is refused where it has no video', async () => {
    const support = await insert({ features: 'chat video' });
    await support.startCall();
    await eventually(() => find(support, 'ycyw-call-lobby') !== null);
    const offered = () => findAll(support, '.actions button').map(words);
    expect(offered()).not.to.include('Only show my screen');
    support.endCall();
    support.setAttribute('features', 'chat');
    const refused = await support.startCall().catch((error: unknown) => String(error));
    expect(refused).to.equal('Error: features has no video');
    expect(find(support, 'ycyw-call')).to.equal(null);
  });
});
