/** The accessibility statement: what holds, how it is tested, and what isn't known. Says only what the tests do. */
import { html, prose } from '../html.ts';
import { type Section, table } from '../section.ts';

const TESTED: readonly (readonly [string, string])[] = [
  [
    'Automatic checks',
    'axe-core on real pages, in light and dark, in two languages, including contrast at 7:1 (`color-contrast-enhanced`) and `target-size`: launcher, chat in all of its states, call, recorder and console.',
  ],
  [
    'Keyboard',
    'Agents’ work from sign-in to the rating by keyboard alone; focus in the widget’s panel, menus and dialogs, and back to where it was when they close.',
  ],
  ['Contrast with any accent', 'Text on the integrator’s accent is picked by its luminance, and measured in tests.'],
  ['Motion', 'Nothing moves where the system asks for reduced motion.'],
  [
    'Announcements',
    'New messages, the state of a call and of a recording are told to screen readers; live regions are tested for what they say and for staying quiet otherwise.',
  ],
  ['Names', 'Every control has a name that says its state, such as “Microphone, on”; every icon has one too.'],
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
<p>No outside audit has been made. Tests run in Chromium and Firefox; screen readers were not part of them. If you meet a barrier, tell us what you used and what happened.</p>`,
};
