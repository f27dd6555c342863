import { expect } from 'chai';
import { start } from './tag.ts';
import { YcywSupport } from './ycyw-support.ts';

const ADDRESS = 'https://support.example/ycyw-support.js';

/** A tag as a page has it; of another type, so that nothing is fetched. */
function tag(data: Record<string, string> = {}, src = ADDRESS): void {
  const script = document.createElement('script');
  script.type = 'text/plain';
  script.src = src;
  for (const [name, value] of Object.entries(data)) script.setAttribute(`data-${name}`, value);
  document.head.append(script);
}

const inserted = () => [...document.querySelectorAll('ycyw-support')];

beforeEach(() => {
  delete window.ycyw;
  YcywSupport.defaultServer = '';
});
afterEach(() => {
  for (const element of [...inserted(), ...document.querySelectorAll('script[type="text/plain"]')]) element.remove();
});

describe('the script tag', () => {
  it('inserts the element with what stands on it', async () => {
    tag({ locale: 'fr', topic: 'booking', 'user-name': 'Marta', open: '' });
    start(document, ADDRESS);
    const [support, ...more] = inserted();
    expect(more).to.have.length(0);
    await support?.ready;
    expect([support?.locale, support?.topic, support?.userName, support?.open]).to.deep.equal([
      'fr',
      'booking',
      'Marta',
      true,
    ]);
  });

  it('gives the element the address of its own service', async () => {
    tag();
    start(document, ADDRESS);
    await inserted()[0]?.ready;
    expect(inserted()[0]?.server).to.equal('https://support.example');
  });

  it('leaves an element alone that the page has', () => {
    document.body.append(document.createElement('ycyw-support'));
    tag();
    start(document, ADDRESS);
    expect(inserted()).to.have.length(1);
  });

  it('only defines when it is told so', () => {
    tag({ auto: 'false' });
    start(document, ADDRESS);
    expect(inserted()).to.have.length(0);
    expect(customElements.get('ycyw-support') === YcywSupport).to.equal(true);
  });

  it('may be there twice', () => {
    tag();
    tag({}, `${ADDRESS}?again`);
    start(document, ADDRESS);
    start(document, `${ADDRESS}?again`);
    expect(inserted()).to.have.length(1);
  });

  it('inserts nothing when it was imported, and knows no service then', async () => {
    start(document, 'https://shop.example/bundle.js');
    expect(inserted()).to.have.length(0);
    expect(YcywSupport.defaultServer).to.equal('');
  });
});

describe('a page that is swapped for the next one without being loaded', () => {
  const aTask = () => new Promise<void>((resolve) => setTimeout(resolve));
  const { body } = document;
  const begin = async () => {
    document.body.prepend(document.createElement('main'));
    tag({ topic: 'booking' });
    start(document, ADDRESS);
    const [support] = inserted();
    await support?.ready;
    return support;
  };
  afterEach(async () => {
    document.body.replaceWith(body);
    body.querySelector('main')?.remove();
    await aTask();
  });

  it('body and all gets the same element back, with what scripts set on it', async () => {
    const support = await begin();
    Object.assign(support ?? {}, { userName: 'Marta' });
    document.body.replaceWith(document.createElement('body'));
    await aTask();
    expect(inserted()).to.deep.equal([support]);
    expect(support?.parentElement).to.equal(document.body);
    expect(support?.userName).to.equal('Marta');
  });

  it('with everything in its body gets it back, too', async () => {
    const support = await begin();
    const before = [...document.body.childNodes];
    document.body.replaceChildren(document.createElement('p'));
    await aTask();
    expect(inserted()).to.deep.equal([support]);
    document.body.replaceChildren(...before);
  });

  it('for one that has an element itself keeps that', async () => {
    await begin();
    const next = document.createElement('body');
    next.append(document.createElement('ycyw-support'));
    document.body.replaceWith(next);
    await aTask();
    expect(inserted()).to.have.length(1);
    expect(inserted()[0]?.topic).to.equal('');
  });

  it('is not one from which a script takes the element: it stays away', async () => {
    (await begin())?.remove();
    await aTask();
    expect(inserted()).to.deep.equal([]);
  });
});

describe('calls made before the script is there', () => {
  it('are made in order, later ones at once', () => {
    const calls: string[] = [];
    window.ycyw = [() => calls.push('first'), (support) => calls.push(support.localName)];
    tag();
    start(document, ADDRESS);
    expect(calls).to.deep.equal(['first', 'ycyw-support']);
    window.ycyw?.push(() => calls.push('later'));
    expect(calls).to.deep.equal(['first', 'ycyw-support', 'later']);
  });

  it('reach the service before the element is drawn', async () => {
    const sent = Promise.withResolvers<string>();
    window.ycyw = [(support) => sent.resolve(support.send('Hello'))];
    tag({}, 'http://localhost:9/ycyw-support.js');
    start(document, 'http://localhost:9/ycyw-support.js');
    expect(await sent.promise).to.match(/^[\w-]{16,64}$/);
    localStorage.clear();
  });

  it('are made once, also when the script is there twice', () => {
    let calls = 0;
    window.ycyw = [() => calls++];
    tag();
    start(document, ADDRESS);
    start(document, ADDRESS);
    expect(calls).to.equal(1);
  });

  it('wait for the element where the page inserts it itself', () => {
    const calls: string[] = [];
    window.ycyw = [() => calls.push('kept')];
    tag({ auto: 'false' });
    start(document, ADDRESS);
    expect(calls).to.deep.equal([]);
    document.body.append(document.createElement('ycyw-support'));
    window.ycyw?.push(() => calls.push('later'));
    expect(calls).to.deep.equal(['kept', 'later']);
  });

  it('are made when the element comes later', async () => {
    const calls: string[] = [];
    window.ycyw = [(support) => calls.push(support.localName)];
    start(document, 'https://shop.example/bundle.js');
    const support = document.createElement('ycyw-support');
    document.body.append(support);
    await support.ready;
    expect(calls).to.deep.equal(['ycyw-support']);
  });
});
