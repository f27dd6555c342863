/** The element itself: attributes with a playground, methods, events, theming. All of it from the manifest. */
import { wordsOf } from '../../../.ci/package/editor-data.ts';
import type { Attribute, Declaration, Method } from '../../../.ci/package/manifest.ts';
import { codeBlock } from '../code.ts';
import { type Html, html, prose } from '../html.ts';
import { beside, note, type Section } from '../section.ts';

const FEATURES = /^readonly \(('[^)]+)\)\[\]$/;

/** What is tried out by hand, apart from words of a union. */
const EXAMPLES: Record<string, string> = {
  server: 'https://support.example.com',
  locale: 'fr',
  topic: 'booking',
  'user-name': 'Marta Silva',
  'user-email': 'marta@example.com',
  context: '{"booking":"YW-48213"}',
};
/** Set once for a page, so that changing them here would cut the line of this one. */
const NOT_TRIED = new Set(['server', 'user-token']);

function control({ name, type }: Attribute): Html {
  const id = `try-${name}`;
  const words = wordsOf(type?.text);
  const features = wordsOf(FEATURES.exec(type?.text ?? '')?.[1]);
  if (NOT_TRIED.has(name)) return html``;
  if (type?.text === 'boolean')
    return html`<label class="check"><input type="checkbox" id="${id}" data-attribute="${name}"> <span>Set <code>${name}</code></span></label>`;
  if (words.length > 0)
    return html`<fieldset class="choice"><legend class="away">${name}</legend>${words.map(
      (word, index) =>
        html`<label><input type="radio" name="${id}" value="${word}" data-attribute="${name}"${index === 0 && html` checked data-default`}> <span>${word}</span></label>`,
    )}</fieldset>`;
  if (features.length > 0)
    return html`<fieldset class="choice"><legend class="away">${name}</legend>${features.map(
      (word) =>
        html`<label><input type="checkbox" name="${id}" value="${word}" data-attribute="${name}" data-list checked> <span>${word}</span></label>`,
    )}</fieldset>`;
  const common = html` id="${id}" data-attribute="${name}" placeholder="${EXAMPLES[name] ?? ''}" spellcheck="false" autocomplete="off"`;
  return html`<label class="away" for="${id}">Try ${name}</label>${
    name === 'context' ? html`<textarea rows="2"${common}></textarea>` : html`<input type="text"${common}>`
  }`;
}

/** Unions one below the other, else as it is. */
const typeOf = (text = ''): Html => html`<code class="type">${text.replace(FEATURES, '($1)[]')}</code>`;

const attributeEntry = (attribute: Attribute): Html => {
  const { name, fieldName, type, description = '', default: initial } = attribute;
  return html`<div class="entry" id="attribute-${name}">
<h3><a href="#attribute-${name}"><code>${name}</code></a>${fieldName !== name && html` <small>property <code>${fieldName}</code></small>`}</h3>
<p class="facts">${typeOf(type?.text)}${initial !== undefined && html` <span>Default: ${prose(initial)}</span>`}</p>
<p>${prose(description)}</p>
${control(attribute)}
</div>`;
};

/** Properties that no attribute has. */
const propertyEntries = ({ members }: Declaration): Html[] =>
  members
    .filter((member) => member.kind === 'field' && member.attribute === undefined)
    .map((member) => {
      const { name, type, description = '', default: initial } = member.kind === 'field' ? member : { name: '' };
      return html`<div class="entry" id="property-${name}">
<h3><a href="#property-${name}"><code>${name}</code></a> <small>property only</small></h3>
<p class="facts">${typeOf(type?.text)}${initial !== undefined && html` <span>Default: ${prose(initial)}</span>`}</p>
<p>${prose(description)}</p>
</div>`;
    });

export const attributes = (element: Declaration): Section => ({
  id: 'attributes',
  title: 'Attributes',
  body: html`<p class="lead">${prose('Each attribute has a property of the same meaning, and may change at any time: the language and the colours without losing the conversation. A value that can’t be used keeps the default, warns once in the console, and emits `ycyw-error`.')}</p>
${note(html`This is a playground: the element in the corner of this page is the real one, and takes what you choose here.`)}
<form class="beside playground" id="playground" autocomplete="off">
<div class="words">${element.attributes.map(attributeEntry)}${propertyEntries(element)}</div>
<div class="sample"><div class="follow">
${codeBlock({ title: 'As a script tag', language: 'html', code: '<script type="module" src="https://support.example.com/ycyw-support.js"></script>' }, 'snippet-tag')}
${codeBlock({ title: 'As an element', language: 'html', code: '<ycyw-support></ycyw-support>' }, 'snippet-element')}
<p class="buttons"><button type="button" class="button" data-open>Open the chat</button> <button type="reset" class="button quiet">Reset</button></p>
<p class="complaint" id="complaint" role="status"></p>
</div></div>
</form>`,
});

const signature = ({ name, parameters = [], return: answer }: Method): string => {
  const params = parameters.map(
    (one) => `${one.name}${one.optional === true ? '?' : ''}: ${one.type?.text ?? 'unknown'}`,
  );
  return `${name}(${params.join(', ')}): ${answer?.type?.text ?? 'void'}`;
};

/** What a try needs to know, by method. */
const ARGUMENTS: Record<string, Html> = {
  send: html`<label class="away" for="argument-text">The text to send</label><input type="text" id="argument-text" value="Hello from the reference" autocomplete="off">`,
  startCall: html`<label class="check"><input type="checkbox" id="argument-video"> <span>video</span></label> <label class="check"><input type="checkbox" id="argument-screen"> <span>screen</span></label>`,
};

const methodEntry = (method: Method): Html => {
  const { name, description = '', parameters = [], return: answer, throws = [] } = method;
  return html`<div class="entry" id="method-${name}">
<h3><a href="#method-${name}"><code>${name}()</code></a></h3>
<p class="facts"><code class="type">${signature(method)}</code></p>
<p>${prose(description)}</p>
<ul class="plain">
${parameters.map((one) => one.description !== undefined && html`<li><code>${one.name}</code>: ${prose(one.description)}</li>`)}
${answer?.description !== undefined && html`<li>Returns ${prose(answer.description)}.</li>`}
${throws.map((thrown) => {
  const [, type = '', when = ''] = /^(\w+): ([\s\S]*)$/.exec(thrown) ?? [];
  return html`<li>Throws <code>${type}</code> ${prose(when)}.</li>`;
})}
</ul>
<p class="try">${ARGUMENTS[name]}<button type="button" class="button quiet" data-call="${name}">Call <code>${name}()</code></button><output id="result-${name}"></output></p>
</div>`;
};

const READY = `const support = document.querySelector('ycyw-support');
await customElements.whenDefined('ycyw-support');
await support.ready;

await support.send('I am at the desk in Lyon.');
await support.startCall({ video: true });`;

export const methods = (element: Declaration): Section => ({
  id: 'methods',
  title: 'Methods',
  body: beside(
    html`<p class="lead">${prose('Call them at any time: what they need is loaded first. `startCall({ screen: true })` must happen inside a click, since browsers ask for that.')}</p>
${element.members.filter((member) => member.kind === 'method').map(methodEntry)}`,
    html`<div class="follow">${codeBlock({ title: 'Wait, then call', language: 'js', code: READY })}</div>`,
  ),
});

const DETAILS: Record<string, string> = {
  ConversationStatus: "{ status: 'none' | 'assigned' | 'closed' } | { status: 'queued'; position: number | null }",
  CallNews: '{ state: string; reason?: string }',
  RecordingNews: "{ state: 'asking' | 'recording' | 'stopped' | 'refused'; by: 'customer' | 'agent' }",
};

const detailOf = (type = ''): string => {
  const inner = /^CustomEvent<([\s\S]*)>$/.exec(type)?.[1] ?? type;
  return DETAILS[inner] ?? inner;
};

const LISTEN = `addEventListener('ycyw-conversation', ({ detail }) => {
  if (detail.status === 'queued') {
    console.log('Place in the queue:', detail.position);
  }
});`;

export const events = (element: Declaration): Section => ({
  id: 'events',
  title: 'Events',
  body: beside(
    html`<p class="lead">They bubble and are composed, so that one listener on the window hears all of them. Types stand in the global event map.</p>
${element.events.map(
  ({ name, type, description = '' }) => html`<div class="entry" id="event-${name}">
<h3><a href="#event-${name}"><code>${name}</code></a></h3>
<p class="facts"><span>detail</span> <code class="type">${detailOf(type?.text)}</code></p>
<p>${prose(description)}</p>
</div>`,
)}`,
    html`<div class="follow">
<section class="log" aria-labelledby="log-title"><header><h3 id="log-title">As they fire</h3><button type="button" class="button quiet small" id="log-clear">Clear</button></header>
<ol id="log" tabindex="0" aria-label="Events of the element on this page"></ol>
<p class="empty">Nothing yet. <button type="button" class="link" data-open>Open the chat</button>, or call a method.</p></section>
${codeBlock({ title: 'Listen', language: 'js', code: LISTEN })}
</div>`,
  ),
});

/** How a custom property is tried out. Starting values are the defaults of the light scheme. */
function themeControl(name: string, syntax: string, initial: string): Html {
  const id = `theme${name.slice('--ycyw'.length)}`;
  const [first = ''] = initial.split(/[ ,]/);
  const common = html` id="${id}" data-property="${name}"`;
  if (syntax === '<color>')
    return html`<input type="color"${common} value="${first.startsWith('#') ? first : '#ffffff'}">`;
  if (syntax === '<length>')
    return html`<input type="range"${common} data-unit="px" min="0" max="${name.endsWith('radius') ? 40 : 120}" value="${Number.parseInt(first, 10)}">`;
  return html`<input type="text"${common} placeholder="${initial}" autocomplete="off" spellcheck="false">`;
}

const CSS_PARTS = `ycyw-support::part(launcher) {
  box-shadow: none;
}
ycyw-support::part(header) {
  border-block-end: 3px solid #ff3b00;
}`;

export const theming = (element: Declaration): Section => ({
  id: 'theming',
  title: 'Theming',
  body: html`<p class="lead">Nine custom properties reach most of it; parts reach the rest. Styles of your page never leak in, and none of the widget’s leak out. <code>hidden</code> on the element hides all of it.</p>
<h3 id="custom-properties">Custom properties</h3>
<form class="beside" id="themer" autocomplete="off">
<div class="words"><div class="theme">${element.cssProperties.map(
    ({ name, syntax = '', description = '', default: initial = '' }) => {
      const id = `theme${name.slice('--ycyw'.length)}`;
      return html`<div class="entry row"><div><label for="${id}"><code>${name}</code></label><p>${prose(description)} <span class="quiet">Default: ${prose(initial)}.</span></p></div>${themeControl(name, syntax, initial)}</div>`;
    },
  )}</div></div>
<div class="sample"><div class="follow">
${codeBlock({ title: 'Your stylesheet', language: 'css', code: 'ycyw-support {\n  /* Choose something, and it stands here. */\n}' }, 'snippet-theme')}
<fieldset class="choice"><legend>Scheme of the widget</legend>${['auto', 'light', 'dark'].map(
    (scheme, index) =>
      html`<label><input type="radio" name="theme-scheme" value="${scheme}"${index === 0 && html` checked`}> <span>${scheme}</span></label>`,
  )}</fieldset>
<p class="buttons"><button type="button" class="button" data-open>Open the chat</button> <button type="reset" class="button quiet">Reset</button></p>
</div></div>
</form>
<p>Text on your accent is picked by contrast, and quieter text and lines are mixed from your colours. With a colour of your own for text or surface, give both for both schemes: <code>light-dark(#ffffff, #101418)</code>.</p>
<h3 id="parts">Parts</h3>
${beside(
  html`<p>Point at a part to see it in the widget; it must be on the screen for that.</p><ul class="parts">${element.cssParts.map(
    ({ name, description = '' }) =>
      html`<li><button type="button" data-part="${name}" aria-pressed="false"><code>${name}</code></button> <span>${prose(description)}</span></li>`,
  )}</ul>`,
  codeBlock({ title: 'Parts in your stylesheet', language: 'css', code: CSS_PARTS }),
)}`,
});
