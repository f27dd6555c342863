/** Styles without comments and white space, as a rollup plugin: esbuild minifies what stands in a `css` template without values. */
import { transform } from 'esbuild';
import type { Plugin } from 'rollup';

const STYLES = /\bcss`([^`]*)`/g;
const OWN_CODE = /\/(widget|demo-host)\/.*\.ts$/;

/** A value in braces, or an escape that would mean something else after another reading. */
const isPlain = (styles: string): boolean => !/\$\{|\\/.test(styles);

export const tightCss: Plugin = {
  name: 'tight-css',
  async transform(code, id) {
    if (!OWN_CODE.test(id)) return null;
    let changed = code;
    for (const [template, styles = ''] of code.matchAll(STYLES)) {
      if (!isPlain(styles)) continue;
      const { code: tight } = await transform(styles, { loader: 'css', minify: true });
      changed = changed.replace(template, () => `css\`${tight.trim().replaceAll('\\', '\\\\')}\``);
    }
    return changed === code ? null : { code: changed, map: null };
  },
};
