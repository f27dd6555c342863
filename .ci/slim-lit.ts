/**
 * Lit without what nobody here needs, as a rollup plugin: all browsers that we serve have constructable style sheets, and what
 * a developer is told of a wrong `css` template is told by the sources, which the widget tests run.
 */
import type { Plugin } from 'rollup';

/** What is taken out of a module, and what stands in its place. Each must be there: else Lit has changed, and this is to be looked at. */
const REPLACED: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  '@lit/reactive-element/css-tag.js': [
    [/t\.ShadowRoot&&\(void 0===t\.ShadyCSS.*?"replace"in CSSStyleSheet\.prototype/, '!0'],
    [/Error\("CSSResult is not constructable[^"]*"\)/, 'Error()'],
    [/Error\("Value passed to 'css' function.*?page security\."\)/, 'Error()'],
  ],
  // No properties by decorators, and none that are read from numbers or JSON in an attribute without a converter.
  '@lit/reactive-element/reactive-element.js': [
    [/Symbol\.metadata\?\?=Symbol\("metadata"\),a\.litPropertyMetadata\?\?=new WeakMap;/, ''],
    [/const t=this\[Symbol\.metadata\];if\(null!==t\)\{.*?this\.elementProperties\.set\(t,i\)\}/, ''],
    [/case Number:i=null===t\?null:Number\(t\);break;case Object:case Array:try\{.*?\}catch\(t\)\{i=null\}/, ''],
    [/case Object:case Array:t=null==t\?t:JSON\.stringify\(t\)/, ''],
    [/p\?\.\(\{ReactiveElement:y\}\),/, ''],
  ],
};

export const slimLit: Plugin = {
  name: 'slim-lit',
  transform(code, id) {
    if (/\/(?:widget|demo-host)\/.*\.ts$/.test(id) && /\btype: (?:Number|Object|Array)\b/.test(code))
      this.error(`${id} has a property whose attribute would be read as it is: give it a converter.`);
    const replaced = Object.entries(REPLACED).find(([module]) => id.endsWith(module))?.[1];
    if (replaced === undefined) return null;
    let slim = code;
    for (const [long, short] of replaced) {
      if (!long.test(slim)) this.error(`${id} has no longer what is taken out of it: ${long}`);
      slim = slim.replace(long, short);
    }
    return { code: slim, map: null };
  },
};
