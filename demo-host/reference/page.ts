/** The whole reference page as HTML: complete without a script, which only brings it to life. */
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';
import type { Chapter } from './section.ts';
import { accessibility } from './sections/accessibility.ts';
import { attributes, events, methods, theming } from './sections/element.ts';
import { browsers, languages, reasons, troubles, versions } from './sections/lists.ts';
import { angular, manager, npm, plain, react, swaps, vue } from './sections/recipes.ts';
import { integrity, policy, tokens } from './sections/security.ts';
import { start } from './sections/start.ts';

const chapters = (facts: Facts): Chapter[] => [
  { title: 'Start', sections: [start] },
  {
    title: 'The element',
    sections: [attributes, methods, events, theming].map((section) => section(facts.element)),
  },
  { title: 'Security', sections: [policy, integrity, tokens(facts)] },
  { title: 'Recipes', sections: [plain, react(facts), vue(facts), angular(facts), manager, swaps, npm] },
  {
    title: 'Good to know',
    sections: [reasons(facts), troubles, languages(facts), accessibility, browsers, versions(facts)],
  },
];

const contents = (all: readonly Chapter[]): Html =>
  html`${all.map(
    ({ title, sections }) => html`<h2>${title}</h2>
<ul>${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul>
`,
  )}`;

const SCHEMES = ['auto', 'light', 'dark'];

export function renderPage(facts: Facts): string {
  const all = chapters(facts);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="How to put support chat, calls and recordings on a page with one tag: attributes, events, theming, security and recipes.">
<title>Reference · ycyw-support</title>
<link rel="icon" href="/reference-assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/reference-assets/reference.css">
<script type="module" src="/ycyw-support.js" data-auto="false"></script>
<script type="module" src="/reference-assets/reference.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="#content"><img src="/reference-assets/mark.svg" alt="" width="28" height="28"> <span>ycyw-support <small>${facts.version}</small></span></a>
<fieldset class="choice schemes" id="schemes"><legend class="away">Colours of this page</legend>${SCHEMES.map(
    (scheme, index) =>
      html`<label><input type="radio" name="scheme" value="${scheme}"${index === 0 && html` checked`}> <span>${scheme}</span></label>`,
  )}</fieldset>
</header>
<div class="frame">
<nav aria-label="Contents" id="contents">
<details class="folded"><summary>Contents</summary><div>${contents(all)}</div></details>
<div class="rail">${contents(all)}</div>
</nav>
<main id="content" tabindex="-1">
<div class="hero">
<h1>Support on any page, with one tag</h1>
<p><code>${'<ycyw-support>'}</code> holds the chat, the video call, the screen share and the recorder. This page is its whole reference: what you can set, call, hear and style, and what your page must allow.</p>
<p class="buttons"><button type="button" class="button" data-open>See it here</button> <a class="button quiet" href="#quick-start">Start</a></p>
</div>
${all.map(({ title, sections }) =>
  sections.map(
    (section, index) => html`<section id="${section.id}" aria-labelledby="${section.id}-title">
${index === 0 && html`<p class="chapter">${title}</p>`}
<h2 id="${section.id}-title"><a href="#${section.id}">${section.title}</a></h2>
${section.body}
</section>
`,
  ),
)}
</main>
</div>
<p class="away" id="said" role="status"></p>
<ycyw-support id="support"></ycyw-support>
</body>
</html>
`;
  return page.html;
}
