/** The accessibility statement: what holds, how it is tested, and what isn't known. Says only what the tests do. */
import { html, prose } from '../html.ts';
import { type Section, table } from '../section.ts';

/** What, and which tests look at it with every change, or in the long tests. */
const TESTED: readonly (readonly [string, string])[] = [
  [
    'Automatic checks',
    'axe-core on real pages, light and dark, in two languages: the chat in its states, calls, the recorder, the console, and this reference. It also measures contrast at 7:1 (`color-contrast-enhanced`) and the size of targets (`target-size`).',
  ],
  [
    'Keyboard',
    'Agents’ work from signing in to closing a conversation, by keyboard alone. In the widget: where the focus goes when a form, a question or a menu is done, that Tab stays in a panel that covers the page, and that it is given back to the page when the panel closes.',
  ],
  [
    'Announcements',
    'New messages, and the states of calls and recordings, are told in live regions; tests read what is said, and that the same words are said twice when they are news twice.',
  ],
  [
    'Any accent',
    'Text on an integrator’s accent is black or white, whichever has the higher contrast; tests try accents from both ends.',
  ],
  ['Narrow windows', 'The recorder and this reference at the width that 1280 pixels have at 400 %.'],
];

/** How it is made, where no test looks. */
const MADE: readonly string[] = [
  'Nothing moves where the system asks for reduced motion.',
  'Icon buttons have a name and a tooltip; a control that is on or off says so.',
  'Targets are 44 pixels high.',
];

export const accessibility: Section = {
  id: 'accessibility',
  title: 'Accessibility',
  body: html`<p class="lead">The aim is WCAG 2.2 AA for chat, call, screen share, recorder and console, and AAA where a chat can reach it: text at 7:1 and targets of 44 pixels.</p>
${table(
  ['What', 'How it is tested'],
  TESTED.map(([what, how]) => [html`${what}`, prose(how)]),
  'What is tested',
)}
<h3 id="accessibility-design">Made so, without a test of its own</h3>
<ul class="plain">${MADE.map((line) => html`<li>${prose(line)}</li>`)}</ul>
<h3 id="accessibility-limits">What isn’t known</h3>
<p>No outside audit has been made. Tests run in Chromium and Firefox; no screen reader is part of them. If you meet a barrier, tell us what you used and what happened.</p>`,
};
