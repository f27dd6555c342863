import { expect } from 'chai';
import { lazyTransport } from './lazy-transport.ts';
import type { CustomerApi, Line, LineListener, Transport } from './transport.ts';

const HANDSHAKE = { protocol: 1, version: 'test', about: {} } as CustomerApi['handshake'];

/** A transport that counts its lines, and a listener that writes down how they end. */
function parts() {
  const opened: LineListener<CustomerApi>[] = [];
  const closed: number[] = [];
  const ends: unknown[] = [];
  const line = {
    request: async () => ({ ok: true }),
    tell: () => {},
    close: () => closed.push(1),
  } as unknown as Line<CustomerApi>;
  const transport: Transport<CustomerApi> = {
    open(_handshake, listener) {
      opened.push(listener);
      return line;
    },
  };
  const listener: LineListener<CustomerApi> = { opened() {}, closed: (why) => ends.push(why), pushed() {} };
  return { opened, closed, ends, transport, listener };
}

const settled = () =>
  new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(() => queueMicrotask(resolve))));

describe('a transport that is fetched with the first line', () => {
  it('opens the line when it has come, and later ones at once', async () => {
    const { opened, transport, listener } = parts();
    let fetched = 0;
    const lazy = lazyTransport(async () => {
      fetched += 1;
      return transport;
    });
    expect(fetched).to.equal(0);
    const line = lazy.open(HANDSHAKE, listener);
    expect(await line.request('identify', {})).to.deep.equal({ ok: false, reason: 'lost' });
    await settled();
    expect(opened).to.have.length(1);
    expect(await line.request('identify', {})).to.deep.equal({ ok: true });
    lazy.open(HANDSHAKE, listener);
    expect([opened.length, fetched]).to.deep.equal([2, 1]);
  });

  it('opens nothing for a line that was closed meanwhile', async () => {
    const { opened, ends, transport, listener } = parts();
    lazyTransport(async () => transport)
      .open(HANDSHAKE, listener)
      .close();
    await settled();
    expect([opened.length, ends.length]).to.deep.equal([0, 0]);
  });

  it('that can’t be fetched is a line that never came; one that never can be asks for another page', async () => {
    const { ends, listener } = parts();
    for (const loaded of ['later', 'never'] as const) {
      lazyTransport<CustomerApi>(async () => loaded).open(HANDSHAKE, listener);
      await settled();
    }
    expect(ends).to.deep.equal([null, 'version']);
  });
});
