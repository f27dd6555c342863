/** A transport whose code is fetched with the first line: whoever hasn't said anything yet needs none. */
import { type Api, type Line, type LineListener, LOST, type Transport } from './transport.ts';

export function lazyTransport<A extends Api>(load: () => Promise<Transport<A>>): Transport<A> {
  let here: Transport<A> | null = null;
  return {
    open(handshake, listener) {
      if (here !== null) return here.open(handshake, listener);
      return comingLine(
        async () => {
          here = await load();
          return here;
        },
        handshake,
        listener,
      );
    },
  };
}

/** Code that can't be fetched is a line that never came: the connection tries again. */
function comingLine<A extends Api>(
  load: () => Promise<Transport<A>>,
  handshake: A['handshake'],
  listener: LineListener<A>,
): Line<A> {
  let line: Line<A> | null = null;
  let life: 'wanted' | 'closed' = 'wanted';
  load().then(
    (transport) => {
      if (life === 'wanted') line = transport.open(handshake, listener);
    },
    () => {
      if (life === 'wanted') listener.closed(null);
    },
  );
  return {
    request: (name, payload) => line?.request(name, payload) ?? Promise.resolve(LOST),
    tell: (name, payload) => line?.tell(name, payload),
    close() {
      life = 'closed';
      line?.close();
    },
  };
}
