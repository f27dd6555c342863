/**
 * Socket.IO's client without the transports that it brings along, as a rollup plugin. `socket-transport.ts` names those that it
 * uses, and fetches the second one only where it must; by themselves they would all be in the first chunk.
 */
import type { Plugin } from 'rollup';

const ALL_TRANSPORTS = /engine\.io-client\/build\/esm\/transports\/index\.js$/;

export const slimSocket: Plugin = {
  name: 'slim-socket',
  load: (id) => (ALL_TRANSPORTS.test(id) ? 'export const transports = {};' : null),
  // Its modules do nothing by being imported, which its package doesn't say: so each goes where it is used.
  transform: (_code, id) =>
    /\/(engine|socket)\.io-client\/build\/esm\//.test(id) ? { moduleSideEffects: false } : null,
};
