import { expect } from 'chai';
import { forgetMemories, localDisk } from './local-disk.ts';

const PREFIX = 'ycyw-test:';

/** What the browser does in this tab when another one writes. */
function fromAnotherTab(key: string | null): void {
  window.dispatchEvent(new StorageEvent('storage', { key, storageArea: localStorage }));
}

function withStorage(broken: Partial<Storage>, work: () => void): void {
  const descriptor = Object.getOwnPropertyDescriptor(window, 'localStorage')!;
  const proxy = new Proxy(localStorage, {
    get: (target, name) => {
      const own = Reflect.get(broken, name) ?? Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
  Object.defineProperty(window, 'localStorage', { configurable: true, get: () => proxy });
  try {
    work();
  } finally {
    Object.defineProperty(window, 'localStorage', descriptor);
  }
}

describe('the disk over localStorage', () => {
  afterEach(() => localStorage.clear());

  it('keeps its keys apart from those of others', () => {
    localStorage.setItem('of the page', '1');
    const disk = localDisk(PREFIX);
    disk.set('outbox/2', 'b');
    disk.set('outbox/1', 'a');
    disk.set('secret', 's');
    expect(disk.keys('outbox/')).to.deep.equal(['outbox/1', 'outbox/2']);
    expect(disk.keys('')).to.deep.equal(['outbox/1', 'outbox/2', 'secret']);
    for (const key of disk.keys('')) disk.remove(key);
    expect({ ...localStorage }).to.deep.equal({ 'of the page': '1' });
  });

  it('stores nothing by being made', () => {
    localDisk(PREFIX).keys('');
    expect(localStorage.length).to.equal(0);
  });

  it('tells what other tabs changed under its own prefix', () => {
    const disk = localDisk(PREFIX);
    const heard: string[] = [];
    const leave = disk.subscribe((key) => heard.push(key));
    fromAnotherTab(`${PREFIX}secret`);
    fromAnotherTab('of the page');
    expect(heard).to.deep.equal(['secret']);
    fromAnotherTab(null);
    expect(heard).to.include('outbox/');
    leave();
    fromAnotherTab(`${PREFIX}secret`);
    expect(heard.filter((key) => key === 'secret')).to.have.length(2);
  });

  it('keeps in memory what there is no room for', () => {
    const setItem = () => {
      throw new DOMException('', 'QuotaExceededError');
    };
    withStorage({ setItem }, () => {
      const disk = localDisk(PREFIX);
      disk.set('outbox/1', 'a');
      expect(disk.get('outbox/1')).to.equal('a');
      expect(disk.keys('outbox/')).to.deep.equal(['outbox/1']);
      disk.remove('outbox/1');
      expect(disk.keys('')).to.deep.equal([]);
    });
  });

  it('is the page’s memory where storage is blocked: one for each prefix, until it is forgotten', () => {
    const getItem = () => {
      throw new DOMException('', 'SecurityError');
    };
    withStorage({ getItem }, () => {
      localDisk(PREFIX).set('secret', 's');
      expect(localDisk(PREFIX).get('secret'), 'another part of the widget').to.equal('s');
      expect(localDisk('ycyw-other:').get('secret'), 'another service').to.equal(null);
      const [held, other] = [localDisk(PREFIX), localDisk('ycyw-other:')];
      other.set('secret', 'of the other');
      forgetMemories((prefix) => prefix === PREFIX);
      expect(localDisk(PREFIX).get('secret')).to.equal(null);
      expect(held.get('secret')).to.equal(null);
      held.set('secret', 'of whoever comes next');
      expect(localDisk(PREFIX).get('secret'), 'still one memory').to.equal('of whoever comes next');
      expect(other.get('secret')).to.equal('of the other');
    });
    expect(localStorage.length).to.equal(0);
  });
});
