/** Quick start: from nothing to a chat on a page. */
import { codeBlock, codeTabs } from '../code.ts';
import { html, prose } from '../html.ts';
import { beside, type Section, table } from '../section.ts';

const TAG = `<script type="module"
  src="https://support.example.com/ycyw-support.js"></script>`;

const WITH_DATA = `<script type="module"
  src="https://support.example.com/ycyw-support.js"
  data-locale="fr"
  data-topic="booking"></script>`;

const OWN_ELEMENT = `${TAG}

<ycyw-support topic="booking"
  context='{"booking":"YW-48213"}'></ycyw-support>`;

const NPM = 'npm install ycyw-support';
const IMPORT = `import 'ycyw-support';

const support = document.createElement('ycyw-support');
support.server = 'https://support.example.com';
document.body.append(support);`;

const QUEUE = `(window.ycyw ??= []).push((support) => {
  support.context = { booking: 'YW-48213' };
  support.addEventListener('ycyw-unread', ({ detail }) => {
    document.title = \`\${detail.count} new · My booking\`;
  });
});`;

const COMMANDS = `<button commandfor="support"
  command="--open">Talk to us</button>

<ycyw-support id="support"
  launcher="none"></ycyw-support>`;

export const start: Section = {
  id: 'quick-start',
  title: 'Quick start',
  body: html`${beside(
    html`<p>One script tag puts chat, calls, screen share and recordings on any page. It adds the element to the page by itself.</p>
<ol class="steps">
<li><strong>Let the page in.</strong> Add its origin to the service’s <code>ALLOWED_ORIGINS</code>, such as <code>ALLOWED_ORIGINS=https://www.example.com</code>.</li>
<li><strong>Paste the tag</strong> anywhere in the page.</li>
<li><strong>Open the page.</strong> The launcher stands in its corner. Agents answer in the console, at <a href="/agent">/agent</a>.</li>
</ol>
<p>The samples on this page name the service that you are reading this on. They can be pasted as they stand.</p>`,
    codeBlock({ title: 'The tag', language: 'html', code: TAG }),
  )}
<h3 id="ways">Three ways to place it</h3>
${beside(
  html`<p>${prose('Every attribute of the element may stand on the tag as `data-…`. With an element of your own in the page, the tag adds none; `data-auto="false"` on the tag only defines the element.')}</p>
<p>${prose('From npm, `server` is required: a bundle doesn’t know where your service is. The import is harmless where there is no DOM.')}</p>
<p>Loading the tag twice is harmless. A page holds one element.</p>`,
  codeTabs('ways', [
    { title: 'Tag', language: 'html', code: WITH_DATA },
    { title: 'Element', language: 'html', code: OWN_ELEMENT },
    { title: 'npm', language: 'js', code: `// ${NPM}\n${IMPORT}` },
  ]),
)}
<h3 id="queue">Calls before it has loaded</h3>
${beside(
  html`<p>${prose('The script comes as a module, after the page. What you push to `window.ycyw` is kept, and made in order as soon as the element is there; later ones at once. One that throws stops no other.')}</p>`,
  codeBlock({ title: 'The call queue', language: 'js', code: QUEUE }),
)}
<h3 id="commands">A button of your own, without script</h3>
${beside(
  html`<p>${prose('The element takes the invoker commands `--open`, `--close` and `--toggle`. With `launcher="none"` there is no other button than yours.')}</p>`,
  codeBlock({ title: 'Invoker commands', language: 'html', code: COMMANDS }),
)}
<h3 id="cost">What it costs your page</h3>
${table(
  ['When', 'What is loaded', 'What is stored'],
  [
    [html`Before the first click`, html`One script. No connection, no third party, no layout shift.`, html`Nothing`],
    [
      html`The chat is opened`,
      html`The chat and its language, and one question who is there; the line comes with the first letter`,
      html`Nothing until the first message, then a secret that knows the visitor again`,
    ],
    [html`A call or a recording is near`, html`Their chunks, each once`, html`Recordings, on this device only`],
    [html`The visitor comes back`, html`The chat when the page is idle, to tell the unread count`, html`–`],
  ],
  'What it costs your page',
)}`,
};
