/**
 * The last few per cent of what every page loads, as a rollup plugin: terser finds what esbuild leaves. Only for the customer's
 * chunks, since it takes ten times as long.
 */
import type { Plugin } from 'rollup';
import { minify } from 'terser';

/** Other people's engines, which come minified and are too long to be worth the time; in characters. */
const MOST_CHARS = 250_000;

export const shrink: Plugin = {
  name: 'shrink',
  async renderChunk(code) {
    if (code.length > MOST_CHARS) return null;
    const shrunk = await minify(code, {
      module: true,
      ecma: 2020,
      compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true },
      format: { comments: false },
    });
    return { code: shrunk.code ?? code, map: null };
  },
};
