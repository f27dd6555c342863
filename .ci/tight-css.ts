/**
 * Styles without comments and white space, as a rollup plugin: esbuild minifies what stands in a `css` template without values,
 * and the design's tokens, which code puts together, are put together here.
 */
import { transform } from 'esbuild';
import type { Plugin } from 'rollup';

const STYLES = /\bcss`([^`]*)`/g;
/** Modules that only make one text of CSS, by the name of what they export. */
const COMPUTED = /\/widget\/ui\/(?:base-)?tokens\.ts$/;
const OWN_CODE = /\/(widget|demo-host)\/.*\.ts$/;

/** A value in braces, or an escape that would mean something else after another reading. */
const isPlain = (styles: string): boolean => !/\$\{|\\/.test(styles);

const minify = async (styles: string): Promise<string> =>
  (await transform(styles, { loader: 'css', minify: true })).code.trim();

/** As a literal. */
const minified = async (styles: string): Promise<string> => JSON.stringify(await minify(styles));

export const tightCss: Plugin = {
  name: 'tight-css',
  async load(id) {
    if (!COMPUTED.test(id)) return null;
    const { baseTokens, tokens }: { baseTokens?: string; tokens?: { cssText: string } } = await import(id);
    if (baseTokens !== undefined) return `export const baseTokens = ${await minified(baseTokens)};`;
    // What begins them stands in the first script already.
    const { baseTokens: begin }: { baseTokens: string } = await import(id.replace('tokens.ts', 'base-tokens.ts'));
    const rest =
      tokens?.cssText.startsWith(begin) === true
        ? tokens.cssText.slice(begin.length)
        : this.error(`${id} doesn't begin with the base tokens`);
    return `import { unsafeCSS } from 'lit';
      import { baseTokens } from './base-tokens.ts';
      export const tokens = unsafeCSS(baseTokens + ${await minified(rest)});`;
  },
  async transform(code, id) {
    if (!OWN_CODE.test(id)) return null;
    let changed = code;
    for (const [template, styles = ''] of code.matchAll(STYLES)) {
      if (!isPlain(styles)) continue;
      const tight = await minify(styles);
      changed = changed.replace(template, () => `css\`${tight.replaceAll('\\', '\\\\')}\``);
    }
    return changed === code ? null : { code: changed, map: null };
  },
};
