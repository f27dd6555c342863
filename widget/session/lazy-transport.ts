/** A transport whose code is fetched with the first line: whoever hasn't said anything yet needs none. */
import { type Api, type Line, type LineListener, LOST, type Transport } from './transport.ts';

/** What `load` never rejects with. `later`: it can't be fetched now; `never`: not before the page is loaded anew. */
type Loaded<A extends Api> = Transport<A> | 'later' | 'never';

export function lazyTransport<A extends Api>(load: () => Promise<Loaded<A>>): Transport<A> {
  let here: Transport<A> | null = null;
  const keep = async () => {
    const loaded = await load();
    if (typeof loaded !== 'string') here = loaded;
    return loaded;
  };
  return {
    open: (handshake, listener) => here?.open(handshake, listener) ?? comingLine(keep, handshake, listener),
  };
}

/**
 * Code that can't be fetched is a line that never came, and the connection tries again; code that never can be is told as
 * another version, for which the page has to be loaded anew too.
 */
function comingLine<A extends Api>(
  load: () => Promise<Loaded<A>>,
  handshake: A['handshake'],
  listener: LineListener<A>,
): Line<A> {
  let line: Line<A> | null = null;
  let life: 'wanted' | 'closed' = 'wanted';
  void load().then((loaded) => {
    if (life === 'closed') return;
    if (typeof loaded === 'string') listener.closed(loaded === 'never' ? 'version' : null);
    else line = loaded.open(handshake, listener);
  });
  return {
    request: (name, payload) => line?.request(name, payload) ?? Promise.resolve(LOST),
    tell: (name, payload) => line?.tell(name, payload),
    close() {
      life = 'closed';
      line?.close();
    },
  };
}
