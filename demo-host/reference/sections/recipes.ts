/** How it is put into pages of different makes. Those for React and Vue are run by journeys, as they stand. */
import { codeBlock, codeTabs } from '../code.ts';
import type { Facts } from '../facts.ts';
import { html, prose } from '../html.ts';
import { beside, type Section } from '../section.ts';

const PLAIN = `<!doctype html>
<html lang="en">
  <head>
    <title>My booking</title>
    <script type="module"
      src="https://support.example.com/ycyw-support.js"></script>
  </head>
  <body>
    <button commandfor="support" command="--open">Talk to us</button>
    <ycyw-support id="support" topic="booking"
      context='{"booking":"YW-48213"}'></ycyw-support>
  </body>
</html>`;

const MANAGER = `<script>
  (function () {
    var script = document.createElement('script');
    script.type = 'module';
    script.src = 'https://support.example.com/ycyw-support.js';
    script.dataset.topic = 'offer';
    document.head.append(script);
  })();
</script>`;

const TURBO = `<body>
  <!-- Keeps the very element, and with it a call, when Turbo swaps the body. -->
  <ycyw-support id="support" data-turbo-permanent></ycyw-support>
</body>`;

const ROUTER = `// The element stands outside of what the router replaces.
const support = document.querySelector('ycyw-support');

router.afterEach(({ name, params }) => {
  support.topic = String(name);
  support.context = { booking: params.booking };
});`;

const VITE = `// vite.config.ts
import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag) => tag.startsWith('ycyw-');

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
};`;

export const plain: Section = {
  id: 'plain-page',
  title: 'Plain page',
  body: beside(
    html`<p>${prose('The language comes from the nearest `lang`. The button needs no script: `commandfor` names the element’s `id`.')}</p>`,
    codeBlock({ title: 'booking.html', language: 'html', code: PLAIN }),
    'files',
  ),
};

export const react = ({ sample }: Facts): Section => ({
  id: 'react',
  title: 'React',
  body: beside(
    html`<p>${prose('From React 19 on, what the element has as a property is set as a property, and `on` followed by an event’s name listens: `onycyw-unread`. It lives through `StrictMode`, which mounts everything twice.')}</p>
<p>${prose('Types come with `ycyw-support/react`. Preact and Solid have theirs: `ycyw-support/preact`, `ycyw-support/solid`.')}</p>
<p>On a server that renders the page the import does nothing; the element comes to life in the browser.</p>`,
    codeBlock({ title: 'Support.tsx', language: 'tsx', code: sample('react.tsx') }),
    'files',
  ),
});

export const vue = ({ sample }: Facts): Section => ({
  id: 'vue',
  title: 'Vue',
  body: beside(
    html`<p>${prose('Tell the compiler that `ycyw-…` is a custom element. Vue then sets properties, and `@ycyw-unread` listens.')}</p>
<p>${prose('Types in templates come with `ycyw-support/vue`.')}</p>`,
    codeTabs('vue-files', [
      { title: 'Support.vue', language: 'vue', code: sample('Support.vue') },
      { title: 'vite.config.ts', language: 'ts', code: VITE },
    ]),
    'files',
  ),
});

export const angular = ({ sample }: Facts): Section => ({
  id: 'angular',
  title: 'Angular',
  body: beside(
    html`<p>${prose('`CUSTOM_ELEMENTS_SCHEMA` lets the tag through. Square brackets set properties, round ones listen.')}</p>
<p>With zone.js the events run inside of Angular’s zone; without it, signals do the same.</p>`,
    codeBlock({ title: 'support.component.ts', language: 'ts', code: sample('support.component.ts') }),
    'files',
  ),
});

export const manager: Section = {
  id: 'tag-manager',
  title: 'Tag manager',
  body: beside(
    html`<p>${prose('Tag managers insert classic scripts, and this is a module: so a small one inserts the tag. `data-…` attributes work as on a tag in the page, and what was pushed to `window.ycyw` before is not lost.')}</p>
<p>${prose('The small script is inline. A strict policy needs its nonce or hash, as for every other tag of the manager.')}</p>`,
    codeBlock({ title: 'Custom HTML tag', language: 'html', code: MANAGER }),
    'files',
  ),
};

export const swaps: Section = {
  id: 'single-page',
  title: 'Single page, Turbo',
  body: beside(
    html`<p>Keep one element for all views, outside of what is replaced. A call ends when its page ends, but not when the address changes.</p>
<p>${prose('An element that is moved, or taken out and put back, comes back with its conversation. With Turbo, `data-turbo-permanent` and an `id` keep the very element. After the back button the page comes out of the browser’s cache, and the widget catches up.')}</p>`,
    codeTabs('swaps', [
      { title: 'Any router', language: 'js', code: ROUTER },
      { title: 'Turbo', language: 'html', code: TURBO },
    ]),
    'files',
  ),
};

const TYPES = `import type { YcywSupport } from 'ycyw-support';

const support: YcywSupport | null =
  document.querySelector('ycyw-support');

support?.addEventListener('ycyw-message', ({ detail }) => {
  console.log(detail.text); // string
});`;

const EDITOR = `// .vscode/settings.json
{
  "html.customData": [
    "./node_modules/ycyw-support/html-custom-data.json"
  ]
}`;

export const npm: Section = {
  id: 'npm',
  title: 'npm package and types',
  body: beside(
    html`<p>${prose('`npm install ycyw-support` brings the same files as the tag, with no dependencies. Chunks stay apart in your bundle, and are loaded when they are needed.')}</p>
<p>${prose('Elements and events are in the DOM’s own maps: `document.querySelector` and `addEventListener` know their types. The manifest for tools is `ycyw-support/custom-elements.json`.')}</p>`,
    codeTabs('npm-files', [
      { title: 'TypeScript', language: 'ts', code: TYPES },
      { title: 'VS Code', language: 'js', code: EDITOR },
    ]),
    'files',
  ),
};
