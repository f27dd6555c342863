/** What becomes of the lazily loaded panel when its element is moved, removed or logged out. */
import { expect } from 'chai';
import { drawn, eventually, find, findAll, get, nextFrame, press, type, words } from './conversation/testing/page.ts';
import type { Panel } from './panel/panel-view.ts';
import { areaOf } from './session/areas.ts';
import { OUTBOX_PREFIX, SECRET_KEY, storagePrefix } from './session/known-visitor.ts';
import { YcywSupport } from './ycyw-support.ts';

if (customElements.get('ycyw-support') === undefined) customElements.define('ycyw-support', YcywSupport);

/** No service: browsers refuse this port at once. */
const NOBODY = 'http://localhost:9';
const PREFIX = storagePrefix('customer', NOBODY);

async function insert(): Promise<YcywSupport> {
  const support = document.createElement('ycyw-support');
  support.setAttribute('server', NOBODY);
  support.setAttribute('locale', 'en');
  document.body.append(support);
  await support.ready;
  return support;
}

const panelIn = (support: YcywSupport) => find<Panel>(support, 'ycyw-panel');
const line = (panel: Panel | null | undefined) => panel?.session.getState().connection.kind;
const whenOpen = (support: YcywSupport) => eventually(() => find(support, 'textarea') !== null);
const idle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve()));
const stored = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => /^ycyw/.test(key));

/** The panels that are made from now on. */
let panels: Panel[] = [];
/** Called while a panel is made; what it throws keeps the panel from being made. */
let onMade: () => void = () => {};
const create = document.createElement;

beforeEach(() => {
  panels = [];
  onMade = () => {};
  document.createElement = (name: string) => {
    const element: HTMLElement = create.call(document, name);
    if (element.localName === 'ycyw-panel') {
      panels.push(element as Panel);
      onMade();
    }
    return element;
  };
});
afterEach(() => {
  document.createElement = create;
  for (const support of document.querySelectorAll('ycyw-support')) support.remove();
  localStorage.clear();
  sessionStorage.clear();
});

/** Longer than the element waits to see whether it was only moved. */
const aTask = () => new Promise<void>((resolve) => setTimeout(resolve));

describe('an element that is moved', () => {
  it('keeps its panel with what is being written, the focus, the place in the log, and its line', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    const panel = panelIn(support);
    await eventually(() => get(support, 'ycyw-composer').matches(':focus-within'));
    for (let count = 0; count < 12; count += 1) await support.send('Hello\nagain');
    const scroller = get(support, '.scroller');
    await eventually(() => scroller.scrollHeight > scroller.clientHeight + 300);
    scroller.scrollTop = -200;
    await drawn();
    type(get(support, 'textarea'), 'Half a sent');
    const box = document.createElement('div');
    document.body.append(box);
    box.append(support);
    await aTask();
    await aTask();
    expect(panelIn(support)).to.equal(panel);
    expect(get<HTMLTextAreaElement>(support, 'textarea').value).to.equal('Half a sent');
    expect(get(support, 'ycyw-composer').matches(':focus-within')).to.equal(true);
    await eventually(() => Math.abs(scroller.scrollTop + 200) < 2);
    expect(line(panel)).to.not.equal('idle');
    type(get(support, 'textarea'), 'A whole one');
    press(get(support, 'textarea'), 'Enter');
    await eventually(() => findAll(support, '.bubble').map(words).includes('A whole one'));
    box.remove();
  });

  it('keeps its call', async () => {
    const support = await insert();
    await support.startCall({ video: true });
    await eventually(() => find(support, 'ycyw-call-lobby >>> video') !== null);
    const lobby = find(support, 'ycyw-call-lobby');
    const told: string[] = [];
    support.addEventListener('ycyw-call', ({ detail }) => told.push(detail.state));
    document.body.prepend(support);
    await aTask();
    await nextFrame();
    expect(find(support, 'ycyw-call-lobby')).to.equal(lobby);
    expect(told).to.deep.equal([]);
    await eventually(() => !get<HTMLVideoElement>(support, 'ycyw-call-lobby >>> video').paused);
    support.endCall();
  });

  it('while the panel is loaded gets one panel, not two', async () => {
    const support = await insert();
    support.show();
    await support.updateComplete;
    document.body.append(support);
    await whenOpen(support);
    await idle();
    expect(panels).to.have.length(1);
  });

  it('while a message waits for the panel still sends it', async () => {
    const support = await insert();
    const sent = support.send('Hello');
    document.body.append(support);
    expect(await sent).to.match(/^[\w-]{16,64}$/);
    expect(Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + OUTBOX_PREFIX))).to.have.length(1);
  });
});

describe('an element that is removed', () => {
  it('gives its line up, and when it is put back shows its panel again, with what was being written', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    const first = panelIn(support);
    type(get(support, 'textarea'), 'Half a sent');
    support.remove();
    await eventually(() => line(first) === 'idle');
    document.body.append(support);
    await eventually(() => panelIn(support) !== null && panelIn(support) !== first);
    await eventually(() => find<HTMLTextAreaElement>(support, 'textarea')?.value === 'Half a sent');
  });

  it('while the panel is made, and put back, gives up the first, and the events of that one’s failure', async () => {
    const support = await insert();
    let made = 0;
    const errors: Event[] = [];
    support.addEventListener('ycyw-error', (event) => errors.push(event));
    const away = new Promise<void>((resolve) => {
      onMade = () => {
        made += 1;
        if (made > 1) return;
        support.remove();
        resolve();
        throw new Error('it broke on the way');
      };
    });
    support.show();
    await away;
    await aTask();
    await aTask();
    document.body.append(support);
    await whenOpen(support);
    expect(panelIn(support)).to.equal(panels[1]);
    expect(errors.length).to.be.at.most(1);
  });
});

describe('a panel that couldn’t be loaded', () => {
  const button = (support: YcywSupport) => words(get(support, '[role=alert] button'));
  const fails = () => {
    throw new Error('no network');
  };

  async function failing(server: string): Promise<YcywSupport> {
    const support = await insert();
    support.server = server;
    onMade = fails;
    support.show();
    await eventually(() => find(support, '[role=alert]') !== null);
    return support;
  }

  const { setTimeout: later, fetch: ask } = globalThis;
  /** What waits for the next try. */
  let pauses: (() => void)[] = [];
  beforeEach(() => {
    pauses = [];
    const spy = (act: () => void, ms?: number) => (ms === 2_000 ? pauses.push(act) : later(act, ms));
    Object.assign(globalThis, { setTimeout: spy });
  });
  afterEach(() => void Object.assign(globalThis, { setTimeout: later, fetch: ask }));

  it('is tried again after a pause, in silence, as long as it is open, and comes', async () => {
    const support = await failing(NOBODY);
    const alert = get(support, '[role=alert]');
    let told = 0;
    support.addEventListener('ycyw-error', () => told++);
    pauses.shift()?.();
    await eventually(() => panels.length === 2 && pauses.length === 1);
    expect([find(support, '[role=alert]') === alert, told]).to.deep.equal([true, 0]);
    support.hide();
    pauses.shift()?.();
    await aTask();
    await nextFrame();
    expect(panels).to.have.length(2);
    support.show();
    await eventually(() => panels.length === 3 && pauses.length === 1);
    onMade = () => {};
    pauses.shift()?.();
    await whenOpen(support);
  });

  it('though the service is there, offers to reload the page', async () => {
    globalThis.fetch = async () => new Response();
    const support = await failing(NOBODY);
    expect(button(support)).to.equal('Try again');
    pauses.shift()?.();
    await eventually(() => button(support) === 'Reload');
  });
});

describe('a language that is changed', () => {
  it('while the page is asked for a token is spoken as soon as there is a panel', async () => {
    const support = await insert();
    const asked = Promise.withResolvers<void>();
    const token = Promise.withResolvers<string>();
    support.tokenProvider = () => {
      asked.resolve();
      return token.promise;
    };
    support.show();
    await asked.promise;
    support.locale = 'fr';
    await support.updateComplete;
    token.resolve('');
    await eventually(() => find(support, '[aria-label="Fermer le chat"]') !== null);
  });
});

describe('logout', () => {
  it('loads nothing for a visitor who never wrote', async () => {
    const support = await insert();
    await support.logout();
    expect(panels).to.deep.equal([]);
  });

  it('removes also what an older version of the widget stored, of this service only', async () => {
    const support = await insert();
    const older = (server: string) => storagePrefix('customer', server).replace(/\d+/, '1') + SECRET_KEY;
    for (const server of [NOBODY, `${NOBODY}9`]) localStorage.setItem(older(server), 'a secret');
    await support.logout();
    expect(stored()).to.deep.equal([older(`${NOBODY}9`)]);
  });

  it('removes what is stored also when the panel can’t be had, and tries the rest again', async () => {
    const support = await insert();
    localStorage.setItem(PREFIX + SECRET_KEY, 'a secret');
    localStorage.setItem('the page’s own', 'stays');
    sessionStorage.setItem(`${PREFIX}open`, '');
    onMade = () => {
      throw new Error('no network');
    };
    const failure: unknown = await support.logout().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(stored()).to.deep.equal([]);
    expect(localStorage.getItem('the page’s own')).to.equal('stays');
    onMade = () => {};
    await support.logout();
    expect(panels).to.have.length(2);
    await support.logout();
  });

  it('of an element that isn’t drawn says so, and removes what is stored', async () => {
    await insert();
    const [apart, second] = [document.createElement('ycyw-support'), document.createElement('ycyw-support')];
    document.body.append(second);
    for (const support of [apart, second]) {
      support.server = NOBODY;
      localStorage.setItem(PREFIX + SECRET_KEY, 'a secret');
      const failure: unknown = await support.logout().catch((error: unknown) => error);
      expect(String(failure)).to.contain('not drawn');
      expect(stored()).to.deep.equal([]);
    }
    expect(panels).to.deep.equal([]);
  });

  it('wipes the files of a known visitor without a connection', async () => {
    localStorage.setItem(PREFIX + SECRET_KEY, 'a secret');
    const support = await insert();
    await support.logout();
    expect(panels).to.have.length(1);
    expect(line(panels[0])).to.equal('idle');
  });

  it('ends the line until somebody opens the panel or writes', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    const panel = panelIn(support);
    await eventually(() => line(panel) !== 'idle');
    await support.logout();
    support.setAttribute('topic', 'booking');
    await support.updateComplete;
    await nextFrame();
    expect(line(panel)).to.equal('idle');
    support.show();
    await support.updateComplete;
    await eventually(() => line(panel) !== 'idle');
    await support.logout();
    await support.send('Hello again');
    await eventually(() => line(panel) !== 'idle');
  });

  it('while the page is asked for a token is done at once, and what comes after it signs nobody in', async () => {
    const support = await insert();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    let questions = 0;
    const provider = () => {
      questions += 1;
      asked.resolve();
      return answer.promise;
    };
    support.tokenProvider = provider;
    support.show();
    await asked.promise;
    await support.logout();
    answer.resolve(`x.${btoa('{"sub":"c-1"}')}.x`);
    await aTask();
    await aTask();
    expect(support.userToken).to.equal('');
    expect(stored()).to.deep.equal([]);
    expect(questions).to.equal(1);
    expect(support.tokenProvider).to.equal(provider);
    // Whoever opens the chat afterwards is asked for anew.
    support.show();
    await eventually(() => support.userToken !== '');
    expect(questions).to.equal(2);
  });

  it('leaves the page’s provider as the page has it by then', async () => {
    const support = await insert();
    support.tokenProvider = async () => '';
    support.show();
    await whenOpen(support);
    const done = support.logout();
    support.tokenProvider = null;
    await done;
    expect(support.tokenProvider).to.equal(null);
  });

  it('leaves a panel connected that is opened in the same moment', async () => {
    const support = await insert();
    support.show();
    await whenOpen(support);
    const done = support.logout();
    support.show();
    await done;
    await eventually(() => line(panelIn(support)) !== 'idle');
  });
});

describe('a page with a token and no provider', () => {
  const tokenOf = (sub: string) => `x.${btoa(JSON.stringify({ sub }))}.x`;
  const secretOf = (sub: string) => areaOf('customer', NOBODY, sub) + SECRET_KEY;

  /** What this tab sees of another one in which the customer is no more. */
  async function signedOutElsewhere(next: string | null): Promise<{ support: YcywSupport; told: string[] }> {
    const support = await insert();
    const told: string[] = [];
    support.addEventListener('ycyw-error', ({ detail }) => told.push(detail.reason));
    support.userToken = tokenOf('c-1');
    support.show();
    await whenOpen(support);
    if (next !== null) localStorage.setItem(secretOf(next), '');
    dispatchEvent(new StorageEvent('storage', { key: secretOf('c-1'), storageArea: localStorage }));
    await support.updateComplete;
    expect(support.userToken).to.equal('');
    return { support, told };
  }

  it('stays signed out, and says so, once another customer is in the browser, until it gives a token', async () => {
    const { support, told } = await signedOutElsewhere('c-2');
    expect(told).to.deep.equal(['not_signed_in']);
    expect(support.open).to.equal(false);
    await idle();
    support.show();
    await eventually(() => told.includes('unavailable'));
    expect(panels).to.have.length(1);
    support.userToken = tokenOf('c-1');
    await whenOpen(support);
    expect(panels).to.have.length(2);
    expect(support.userToken).to.equal(tokenOf('c-1'));
  });

  it('is a visitor’s after its own logout', async () => {
    const { support, told } = await signedOutElsewhere('c-2');
    await support.logout();
    support.show();
    await whenOpen(support);
    expect(told).to.deep.equal(['not_signed_in']);
  });

  it('is a visitor’s after a logout in another tab', async () => {
    const { support, told } = await signedOutElsewhere(null);
    await whenOpen(support);
    expect(panels).to.have.length(2);
    expect(told).to.deep.equal([]);
  });
});

describe('who is here', () => {
  it('is a visitor where the page’s framework says nothing by undefined or null', async () => {
    for (const userToken of [undefined, null]) {
      const support = await insert();
      Object.assign(support, { userToken, tokenProvider: undefined });
      support.show();
      await whenOpen(support);
      const panel = panelIn(support);
      support.topic = 'booking';
      await support.updateComplete;
      await aTask();
      expect(panelIn(support)).to.equal(panel);
      support.remove();
    }
  });

  it('is asked for where there is a provider, though the token is undefined', async () => {
    const support = await insert();
    const token = `x.${btoa('{"sub":"c-1"}')}.x`;
    Object.assign(support, { userToken: undefined, tokenProvider: async () => token });
    support.show();
    await eventually(() => support.userToken === token);
  });

  it('is asked for again when a person opens the chat, and not before, once another tab has signed them out', async () => {
    const support = await insert();
    let questions = 0;
    support.tokenProvider = async () => {
      questions += 1;
      return `x.${btoa('{"sub":"c-1"}')}.x`;
    };
    support.show();
    await whenOpen(support);
    // The other tab has another customer.
    localStorage.setItem(`${storagePrefix('customer@c-2', NOBODY)}${SECRET_KEY}`, '');
    const tell = (side: string) => {
      const key = `${storagePrefix(side, NOBODY)}${SECRET_KEY}`;
      dispatchEvent(new StorageEvent('storage', { key, storageArea: localStorage }));
    };
    tell('customer@c-1');
    await eventually(() => panelIn(support) === null);
    tell('customer@c-2');
    for (let turn = 0; turn < 3; turn += 1) {
      await idle();
      await aTask();
    }
    expect([support.open, support.userToken, questions]).to.deep.equal([false, '', 1]);
    support.show();
    await whenOpen(support);
    expect(questions).to.equal(2);
  });

  it('is nobody to wipe others for, as long as no service has taken the token', async () => {
    for (const token of ['can’t be read', `x.${btoa('{"sub":"c-1"}')}.x`]) {
      const others = `${storagePrefix('customer@c-2', NOBODY)}${SECRET_KEY}`;
      localStorage.setItem(others, '');
      const support = await insert();
      support.userToken = token;
      support.show();
      await eventually(() => line(panelIn(support)) === 'reconnecting');
      expect(localStorage.getItem(others)).to.equal('');
      support.remove();
      await aTask();
    }
  });
});

describe('a context that can’t be told', () => {
  const deep = () => {
    let context: Record<string, unknown> = {};
    for (let level = 0; level < 20; level += 1) context = { deeper: context };
    return context;
  };
  const circular = () => {
    const context: Record<string, unknown> = {};
    context.self = context;
    context.again = context;
    return context;
  };
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ['deep', deep(), /8 levels/],
    ['circular', circular(), /JSON/],
    ['long', { text: 'x'.repeat(5_000) }, /4096 characters/],
  ];
  for (const [what, context, said] of cases) {
    it(`because it is too ${what} is left out, and the developer is told once`, async () => {
      const told: CustomEvent<{ reason: string; message: string }>[] = [];
      const support = await insert();
      support.addEventListener('ycyw-error', (event) => told.push(event));
      support.context = context;
      support.show();
      await whenOpen(support);
      support.topic = 'booking';
      await support.updateComplete;
      expect(told.map(({ detail }) => detail.reason)).to.deep.equal(['attribute']);
      expect(told[0]?.detail.message).to.match(said);
    });
  }
});
