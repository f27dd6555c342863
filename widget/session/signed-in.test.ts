/** A session of a customer for whom the site vouches: its tokens, the visitor that it was, and other customers of the browser. */
import { expect } from 'chai';
import { carryOver } from './carry-over.ts';
import { SECRET_KEY, UPLOAD_PREFIX } from './known-visitor.ts';
import { type MemoryBrowser, memoryBrowser } from './testing/memory-browser.ts';
import { customerTab, type World, world } from './testing/tabs.ts';
import { agentSays, everything, texts, waiting } from './testing/words.ts';
import { subjectOf } from './token.ts';
import { TokenSource } from './token-source.ts';

const MINUTE = 60_000;

/** A page with a token: what an integrator's page does around the session. */
function page(all: World, options: { own: MemoryBrowser; sub?: string; provider?: () => Promise<string> }) {
  const { clock, service, browser } = all;
  let count = 0;
  const sign = (life: number, sub = options.sub ?? 'c-1') => {
    count += 1;
    const token = `token-${count}-of-${sub}`;
    service.tokens.set(token, { sub, until: clock.now() + life });
    return token;
  };
  const problems: string[] = [];
  const signedOut: string[] = [];
  const refused: (string | undefined)[] = [];
  const accepted: string[] = [];
  const source = new TokenSource({
    clock,
    random: () => 0.5,
    provider: () => options.provider ?? null,
    failed: (message) => problems.push(message),
  });
  let token = '';
  let renewed = () => {};
  const visitor = browser.tab();
  return {
    sign,
    problems,
    signedOut,
    refused,
    accepted,
    source,
    /** The page has another token now. */
    give(next: string) {
      token = next;
      renewed();
    },
    async tab(connect: 'now' | 'later' = 'now') {
      const made = await customerTab(all, {
        own: options.own,
        connect: 'later',
        signedIn: {
          token: () => token,
          source,
          got: (next) => this.give(next),
          visitor: {
            secret: () => visitor.disk.get(SECRET_KEY),
            adopted: (customer, secret) => carryOver(visitor, customer, secret),
          },
          accepted: () => accepted.push(token),
          refused: (message) => refused.push(message),
          signedOut: () => signedOut.push('by another tab'),
        },
      });
      renewed = () => made.session.renew();
      if (connect === 'now') {
        made.session.connect();
        await clock.advance(100);
      }
      return made;
    },
  };
}

describe('a customer with a token', () => {
  it('stores nothing and opens nothing before it is asked to, and never the token', async () => {
    const all = world();
    const own = memoryBrowser(all.clock);
    const shop = page(all, { own });
    shop.give(shop.sign(10 * MINUTE));
    const { session, transport } = await shop.tab('later');
    await all.clock.advance(MINUTE);
    expect(transport.lines).to.have.length(0);
    expect(own.disk.keys('')).to.deep.equal([]);
    session.connect();
    await all.clock.advance(100);
    session.current.send('Hello');
    session.current.setDraft('half');
    await all.clock.advance(1_000);
    expect(all.service.texts()).to.deep.equal(['Hello']);
    expect(own.disk.get(SECRET_KEY)).to.equal('');
    for (const key of own.disk.keys('')) expect(`${key} ${own.disk.get(key)}`).to.not.contain('token');
  });

  it('counts as being here only once the service has taken the token', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give('made up');
    await shop.tab();
    await all.clock.advance(MINUTE);
    expect(shop.accepted).to.deep.equal([]);
    const good = shop.sign(10 * MINUTE);
    shop.give(good);
    await all.clock.advance(MINUTE);
    expect(shop.accepted).to.deep.equal([good]);
  });

  it('finds the thread on another device', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(10 * MINUTE));
    (await shop.tab()).session.current.send('Hello');
    await all.clock.advance(1_000);
    const elsewhere = page(all, { own: memoryBrowser(all.clock) });
    elsewhere.give(shop.sign(10 * MINUTE));
    expect(texts((await elsewhere.tab()).session.current)).to.deep.equal(['Hello']);
  });

  it('has another token before the first expires, over the same line', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock), provider: async () => shop.sign(10 * MINUTE) });
    shop.give(shop.sign(10 * MINUTE));
    const { session, transport } = await shop.tab();
    await all.clock.advance(60 * MINUTE);
    expect(transport.lines).to.have.length(1);
    expect(transport.line.asked('renew')).to.have.length(6);
    expect(session.getState().connection.kind).to.equal('online');
    expect(shop.problems).to.deep.equal([]);
  });

  it('renews by the service’s clock, however wrong the browser’s is', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock), provider: async () => shop.sign(4_000) });
    // A token says nothing that the browser would compare with its own clock.
    shop.give(shop.sign(4_000));
    const { transport } = await shop.tab();
    await all.clock.advance(30_000);
    expect(transport.lines).to.have.length(1);
  });

  it('with a token that the page renews itself stays on the line', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(MINUTE));
    const { session, transport } = await shop.tab();
    await all.clock.advance(MINUTE / 2);
    shop.give(shop.sign(10 * MINUTE));
    await all.clock.advance(MINUTE);
    expect(transport.lines).to.have.length(1);
    expect(session.getState().connection.kind).to.equal('online');
  });

  it('whose token has expired and can’t be renewed is refused in words, and comes back with another one', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(MINUTE));
    const { session } = await shop.tab();
    session.current.send('Hello');
    await all.clock.advance(2 * MINUTE);
    expect(session.getState().connection).to.deep.equal({ kind: 'refused', reason: 'not_signed_in' });
    session.current.send('Still here?');
    shop.give(shop.sign(10 * MINUTE));
    await all.clock.advance(10_000);
    expect(session.getState().connection.kind).to.equal('online');
    expect(all.service.texts()).to.deep.equal(['Hello', 'Still here?']);
  });

  it('whose page slept through the expiry asks for a token and goes on', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock), provider: async () => shop.sign(10 * MINUTE) });
    const expired = shop.sign(MINUTE);
    await all.clock.advance(2 * MINUTE);
    shop.give(expired);
    const { session } = await shop.tab();
    await all.clock.advance(1_000);
    expect(session.getState().connection.kind).to.equal('online');
  });

  it('asks again after a pause, longer each time, and says so once, when the site gives none', async () => {
    const all = world();
    let asked = 0;
    let answer: () => Promise<string> = async () => {
      throw new Error('503');
    };
    const provider = () => {
      asked += 1;
      return answer();
    };
    const shop = page(all, { own: memoryBrowser(all.clock), provider });
    const expired = shop.sign(MINUTE);
    await all.clock.advance(2 * MINUTE);
    shop.give(expired);
    const { session } = await shop.tab();
    await all.clock.advance(10 * MINUTE);
    expect(session.getState().connection.kind).to.equal('reconnecting');
    expect(asked).to.be.within(8, 20);
    expect(shop.problems).to.deep.equal(['tokenProvider failed: Error: 503']);
    answer = async () => shop.sign(10 * MINUTE);
    await all.clock.advance(MINUTE);
    expect(session.getState().connection.kind).to.equal('online');
  });

  it('doesn’t wait for ever for a site that never answers, nor takes the same token for another', async () => {
    const all = world();
    const answers: (() => Promise<string>)[] = [() => new Promise(() => {}), async () => expired];
    const provider = () => (answers.shift() ?? (async () => shop.sign(10 * MINUTE)))();
    const shop = page(all, { own: memoryBrowser(all.clock), provider });
    const expired = shop.sign(MINUTE);
    await all.clock.advance(2 * MINUTE);
    shop.give(expired);
    const { session } = await shop.tab();
    await all.clock.advance(MINUTE);
    expect(session.getState().connection.kind).to.equal('online');
    expect(shop.problems).to.deep.equal(['tokenProvider did not answer in time.']);
  });

  it('asks more and more seldom while the service refuses whatever the site signs', async () => {
    const all = world();
    let asked = 0;
    let life = 0;
    const provider = async () => {
      asked += 1;
      return shop.sign(life);
    };
    const shop = page(all, { own: memoryBrowser(all.clock), provider });
    shop.give(shop.sign(0));
    const { session, transport } = await shop.tab();
    await all.clock.advance(500);
    expect(asked, 'at once after the first').to.equal(1);
    await all.clock.advance(10 * MINUTE);
    expect(asked).to.be.within(8, 20);
    expect(transport.lines.length).to.be.within(8, 21);
    life = 10 * MINUTE;
    await all.clock.advance(MINUTE);
    expect(session.getState().connection.kind).to.equal('online');
    // One that was taken ends the row.
    all.service.tokens.clear();
    transport.line.drop();
    await all.clock.advance(2_000);
    expect(session.getState().connection.kind).to.equal('online');
  });

  it('is told why the service refuses its tokens, once for all in a row, and not of one that has had its time', async () => {
    const all = world();
    let life = 0;
    const provider = async () => shop.sign(life);
    const shop = page(all, { own: memoryBrowser(all.clock), provider });
    all.service.why = 'The key is another one.';
    shop.give(shop.sign(0));
    const { session, transport } = await shop.tab();
    await all.clock.advance(10 * MINUTE);
    expect(shop.refused).to.deep.equal(['The key is another one.']);
    life = 10 * MINUTE;
    await all.clock.advance(MINUTE);
    all.service.tokens.clear();
    transport.line.drop();
    await all.clock.advance(2_000);
    expect(session.getState().connection.kind).to.equal('online');
    expect(shop.refused).to.have.length(1);
    all.service.tokens.clear();
    life = 0;
    transport.line.drop();
    await all.clock.advance(10_000);
    expect(shop.refused).to.have.length(2);
  });

  it('takes the same token ahead of its end for “not yet”, and has another as soon as it has ended', async () => {
    const all = world();
    let asked = 0;
    let current = '';
    const provider = async () => {
      asked += 1;
      if ((all.service.tokens.get(current)?.until ?? 0) <= all.clock.now()) current = shop.sign(10 * MINUTE);
      return current;
    };
    const shop = page(all, { own: memoryBrowser(all.clock), provider });
    current = shop.sign(10 * MINUTE);
    shop.give(current);
    const { session } = await shop.tab();
    await all.clock.advance(9 * MINUTE + 59_000 - 100);
    expect(asked, 'ahead').to.equal(1);
    await all.clock.advance(1_250);
    expect(session.getState().connection.kind).to.equal('online');
    expect(asked).to.equal(2);
    expect(shop.problems).to.deep.equal([]);
    expect(shop.refused).to.deep.equal([]);
  });

  it('whose token ends while the site still thinks of the same one is asked about it again', async () => {
    const all = world();
    const answers: Promise<string>[] = [];
    const late = Promise.withResolvers<string>();
    answers.push(late.promise);
    const provider = () => answers.shift() ?? Promise.resolve(shop.sign(10 * MINUTE));
    const shop = page(all, { own: memoryBrowser(all.clock), provider });
    const first = shop.sign(4_000);
    shop.give(first);
    const { session } = await shop.tab();
    await all.clock.advance(5_000);
    late.resolve(first);
    await all.clock.advance(500);
    expect(session.getState().connection.kind).to.equal('online');
  });

  it('hears of it when another tab has logged out', async () => {
    const all = world();
    const own = memoryBrowser(all.clock);
    const shop = page(all, { own });
    shop.give(shop.sign(10 * MINUTE));
    const [left, right] = [await shop.tab(), await shop.tab()];
    left.session.current.send('Hello');
    right.session.current.setDraft('and');
    await all.clock.advance(1_000);
    const leaving = left.session.logout();
    await all.clock.advance(100);
    await leaving;
    expect(shop.signedOut).to.deep.equal(['by another tab']);
    expect(own.disk.keys('')).to.deep.equal([]);
    expect(right.session.current.getState().draft).to.equal('');
  });

  it('opens no line any more once it is disposed of, though it was opened and has words', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(10 * MINUTE));
    const { session, transport } = await shop.tab('later');
    session.open();
    await all.clock.advance(100);
    session.current.send('Hello');
    session.current.attach({ name: 'a.pdf', type: 'application/pdf', size: 1, blob: new Blob(['x']), preview: null });
    session.dispose();
    await all.clock.advance(10_000);
    expect(transport.lines).to.have.length(1);
    expect(transport.line.phase).to.equal('closed');
  });

  it('leaves no timer behind when it is disposed of', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock), provider: () => new Promise(() => {}) });
    shop.give(shop.sign(2_000));
    const { session } = await shop.tab();
    await all.clock.advance(1_500);
    session.dispose();
    shop.source.dispose();
    await all.clock.advance(20_000);
    expect(all.clock.waiting).to.equal(0);
  });
});

describe('a visitor who signs in', () => {
  it('while talking keeps the conversation, and what was not sent or only half written', async () => {
    const all = world();
    const before = await customerTab(all);
    before.session.current.send('Hello');
    await all.clock.advance(1_000);
    all.service.down();
    before.session.current.send('Are you there?');
    before.session.current.setDraft('It is about');
    before.die();
    all.service.up();

    const own = memoryBrowser(all.clock);
    const shop = page(all, { own });
    shop.give(shop.sign(10 * MINUTE));
    const { session } = await shop.tab();
    await all.clock.advance(5_000);
    expect(all.service.texts()).to.deep.equal(['Hello', 'Are you there?']);
    expect(everything(session.current)).to.deep.equal(['Hello', 'Are you there?']);
    expect(session.current.getState().draft).to.equal('It is about');
    expect(all.service.latest.state.customer).to.contain('c-1');
    expect(all.browser.disk.keys('')).to.deep.equal([]);
    agentSays(all.service, 'Welcome');
    await all.clock.advance(1_000);
    expect(texts(session.current).at(-1)).to.equal('Welcome');
  });

  it('offers the visitor’s secret with the sign-in only, so that later talk without it is left alone', async () => {
    const all = world();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(10 * MINUTE));
    const { transport } = await shop.tab();
    const visitor = await customerTab(all);
    visitor.session.current.send('Somebody else, on a page without a token');
    await all.clock.advance(1_000);
    transport.line.drop();
    await all.clock.advance(5_000);
    expect(transport.line.handshake.secret).to.equal(undefined);
    expect(everything(visitor.session.current)).to.have.length(1);
  });

  it('in another tab leaves this one with nothing', async () => {
    const all = world();
    const visitor = await customerTab(all);
    visitor.session.current.send('Hello');
    await all.clock.advance(1_000);
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(10 * MINUTE));
    await shop.tab();
    await all.clock.advance(5_000);
    const { phase, events, draft } = visitor.session.current.getState();
    expect({ phase, events, draft }).to.deep.equal({ phase: { kind: 'empty' }, events: [], draft: '' });
    expect(waiting(visitor.session.current)).to.deep.equal([]);
  });

  it('without anything open brings nothing along, and leaves everything where it was', async () => {
    const all = world();
    const visitor = await customerTab(all);
    visitor.session.current.setDraft('half written');
    await all.clock.advance(1_000);
    visitor.die();
    const shop = page(all, { own: memoryBrowser(all.clock) });
    shop.give(shop.sign(10 * MINUTE));
    const { session } = await shop.tab();
    await all.clock.advance(1_000);
    expect(session.current.getState().draft).to.equal('');
    expect(all.browser.disk.keys('')).to.deep.equal(['draft/current']);
  });
});

describe('what is carried over', () => {
  const areas = () => {
    const { clock } = world();
    const tabs = [memoryBrowser(clock).tab(), memoryBrowser(clock).tab()] as const;
    tabs[0].disk.set(SECRET_KEY, 'a secret');
    return tabs;
  };

  it('leaves the secret of whom another tab has become meanwhile', async () => {
    const [from, to] = areas();
    await carryOver(from, to, 'the secret that was offered');
    expect(from.disk.get(SECRET_KEY)).to.equal('a secret');
    await carryOver(from, to, 'a secret');
    expect(from.disk.get(SECRET_KEY)).to.equal(null);
  });

  it('is all that can be had, where files can’t be read or written', async () => {
    for (const broken of ['get', 'put', 'remove'] as const) {
      const [from, to] = areas();
      const ids = ['one-file', 'another-file'];
      for (const id of ids) {
        from.disk.set(UPLOAD_PREFIX + id, id);
        await from.files.put(id, new Blob([id]));
      }
      const refuse = () => Promise.reject(new Error('no such chunk'));
      const files = (area: typeof from) => ({ ...area, files: { ...area.files, [broken]: refuse } });
      await carryOver(files(from), files(to), 'a secret');
      expect(from.disk.keys('')).to.deep.equal([]);
      expect(to.disk.keys(UPLOAD_PREFIX)).to.have.members(ids.map((id) => UPLOAD_PREFIX + id));
      if (broken === 'remove') for (const id of ids) expect(await to.files.get(id)).to.not.equal(null);
    }
  });
});

describe('whose a token says to be', () => {
  const token = (claims: string) =>
    `x.${btoa(String.fromCharCode(...new TextEncoder().encode(claims))).replaceAll('=', '')}.x`;
  it('is its sub, in whatever alphabet', () => {
    for (const sub of ['c-1', 'marta@example.com', 'Zoë/ ?:@', '客户']) {
      expect(subjectOf(token(JSON.stringify({ sub })))).to.equal(sub);
    }
  });
  it('is nobody, where it can’t be read', () => {
    for (const text of ['', 'x', 'a.b.c', '..', token('[]'), token('{"sub":7}'), token('{"sub":"\\ud800"}')]) {
      expect(subjectOf(text)).to.equal('');
    }
  });
});
