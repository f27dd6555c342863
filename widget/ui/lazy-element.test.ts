import { expect } from 'chai';
import { html, LitElement, render } from 'lit';
import { clearPage, drawn, get, show, words } from '../conversation/testing/page.ts';
import { LazyElement } from './lazy-element.ts';

/** A host around a lazy element of its own name, and what its code does when it is fetched. */
function around(tag: string, load: () => Promise<void>, after: (ms: number, act: () => void) => void = () => {}) {
  const lazy = new LazyElement(tag, load, after);
  const name = `${tag}-host`;
  customElements.define(
    name,
    class extends LitElement {
      override render() {
        return lazy.draw(this, () => document.createElement(tag), {
          loading: 'Loading',
          failed: (retry) => html`<button @click=${retry}>Again</button>`,
        });
      }
    },
  );
  return { lazy, host: () => show(document.createElement(name)) };
}

const define = (tag: string) => {
  customElements.define(
    tag,
    class extends HTMLElement {
      connectedCallback() {
        render('Here', this);
      }
    },
  );
};

/** The first fetch fails. */
function failingOnce(tag: string) {
  let times = 0;
  const load = async () => {
    times += 1;
    if (times === 1) throw new Error('no network');
    define(tag);
  };
  return { load, fetched: () => times };
}

describe('an element that is fetched when it is drawn', () => {
  afterEach(clearPage);

  it('is fetched once for all who draw it, and drawn when it has come', async () => {
    let fetched = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const tag = 'lazy-once';
    const { host } = around(tag, async () => {
      fetched += 1;
      await promise;
      define(tag);
    });
    const hosts = [host(), host()];
    await drawn();
    expect(hosts.map((one) => one.shadowRoot?.textContent?.trim())).to.deep.equal(['Loading', 'Loading']);
    resolve();
    await drawn();
    expect(hosts.map((one) => words(get(one, tag)))).to.deep.equal(['Here', 'Here']);
    expect(fetched).to.equal(1);
  });

  it('that can’t be fetched waits for the next try', async () => {
    const tag = 'lazy-again';
    const { load, fetched } = failingOnce(tag);
    const one = around(tag, load).host();
    await drawn();
    expect(fetched()).to.equal(1);
    get(one, 'button').click();
    await drawn();
    expect(words(get(one, tag))).to.equal('Here');
  });

  it('is fetched again by itself after a pause, while somebody draws it', async () => {
    const later: (() => void)[] = [];
    const tag = 'lazy-pause';
    const { load, fetched } = failingOnce(tag);
    const one = around(tag, load, (_ms, act) => later.push(act)).host();
    await drawn();
    expect([fetched(), later.length]).to.deep.equal([1, 1]);
    later.shift()?.();
    await drawn();
    expect(words(get(one, tag))).to.equal('Here');
  });

  it('that failed before anybody drew it is fetched again for whoever does', async () => {
    const later: (() => void)[] = [];
    const tag = 'lazy-early';
    const { load } = failingOnce(tag);
    const { lazy, host } = around(tag, load, (_ms, act) => later.push(act));
    expect(await lazy.near()).to.equal(false);
    const one = host();
    await drawn();
    expect(words(get(one, 'button'))).to.equal('Again');
    later.shift()?.();
    await drawn();
    expect(words(get(one, tag))).to.equal('Here');
  });

  it('isn’t asked for any more once whoever drew it is gone', async () => {
    let fetched = 0;
    const later: (() => void)[] = [];
    const load = async () => {
      fetched += 1;
      throw new Error('no network');
    };
    around('lazy-gone', load, (_ms, act) => later.push(act)).host();
    await drawn();
    clearPage();
    later.shift()?.();
    await drawn();
    expect([fetched, later.length]).to.deep.equal([1, 0]);
  });

  it('is asked for again once whoever drew it is put back', async () => {
    const later: (() => void)[] = [];
    const tag = 'lazy-back';
    const { load, fetched } = failingOnce(tag);
    const one = around(tag, load, (_ms, act) => later.push(act)).host();
    await drawn();
    one.remove();
    later.shift()?.();
    await drawn();
    show(one);
    await drawn();
    expect([fetched(), later.length]).to.deep.equal([1, 1]);
    later.shift()?.();
    await drawn();
    expect(words(get(one, tag))).to.equal('Here');
  });
});
