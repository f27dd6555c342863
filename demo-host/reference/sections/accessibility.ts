/** The accessibility statement: what holds, how it is tested, and what isn't known. Says only what the tests do. */
import { html, prose } from '../html.ts';
import { type Section, table } from '../section.ts';

type Rows = readonly (readonly [string, string])[];

const TESTED: Rows = [
  [
    'Automatic checks',
    'axe-core in every state of chat, call, recorder and console, in light and dark, in two languages, with `color-contrast-enhanced` and `target-size`; the same on real pages.',
  ],
  [
    'Contrast',
    'Every text that is drawn is measured against everything that may be behind it, video and gradients included: at least 7:1, large text 4.5:1. Icons, borders of fields and the outline of the focus: at least 3:1.',
  ],
  [
    'Contrast with the page’s colours',
    'The same with eleven accents, from white over yellow, red and mid grey to black, and with light and dark surfaces of the page’s own. Text is picked by luminance. Inside of the panel an accent on which neither black nor white has 7:1 is made darker or lighter until one has.',
  ],
  ['Targets', 'Every control is at least 44 × 44 CSS pixels. Links inside of sentences are as high as their line.'],
  [
    'Names',
    'Every control has a name, and what is written on it is part of the name. Microphone, camera, screen and chat say by `aria-pressed` whether they are on, so that their names stay the same.',
  ],
  [
    'Keyboard',
    'A customer and an agent go from the page’s load to the rating, with a call and a recording, by real key presses alone, in Chromium, and either of them in Firefox. After each key the focus is somewhere, has an outline, and nothing lies over it. No `tabindex` above 0.',
  ],
  [
    'Text size and zoom',
    'In every state all text is doubled with everything else as it is, at 400 and at 320 pixels of width: nothing is cut off. 320 CSS pixels are what a window of 1280 has at 400 %.',
  ],
  [
    'Announcements',
    'New messages, the state of a call and of a recording are told to screen readers; live regions are tested for what they say and for staying quiet otherwise. Countdowns are not read out each second.',
  ],
  [
    'Focus',
    'Where it goes when a form, a question or a menu is done, that Tab stays in a panel that covers the page, and that it is given back to the page when the panel closes.',
  ],
];

const DECIDED: Rows = [
  [
    'Sizes are in pixels',
    'A page’s root font size, which may be huge or tiny, changes nothing in the widget. Browser zoom and the browsers’ text zoom do. The default text size in a browser’s settings doesn’t.',
  ],
  [
    'The minute in which a call rings',
    'Essential, as for any telephone: somebody waits at the other end. Nothing is lost when it is over: a missed call stands in the conversation and can be called back.',
  ],
  [
    'The 30 seconds to agree to a recording',
    'Real-time as well: the other side waits. The time that is left is shown, and the question is announced; an answer that comes too late means no, and the other side can ask again.',
  ],
  [
    'Drawing without dragging',
    'One’s own picture in a call and the console’s columns move by arrow keys, too. Files can be chosen instead of dropped.',
  ],
  [
    'Keys of one letter',
    'In a call they count only while the call has the focus. In the console they can be switched off in the settings.',
  ],
  ['Signing in', 'The console’s password field takes pasted text and password managers; there is no puzzle.'],
];

/** How it is made, where no test looks. */
const MADE: readonly string[] = [
  'Nothing moves where the system asks for reduced motion.',
  'Forced colours keep borders, the state of buttons, and the focus.',
  'Icon buttons have a tooltip.',
];

const EXCEPTIONS: Rows = [
  [
    'The launcher with a middling accent',
    'It keeps the exact accent. With one whose luminance is between 0.1 and 0.3 its text has from 4.6:1 to 7:1: AA, not AAA.',
  ],
  [
    'A page that sets `--ycyw-on-accent`, or a text that doesn’t fit its surface',
    'Such colours are used as given, and their contrast is the page’s affair.',
  ],
  [
    'The panel over the page',
    'It isn’t modal, so Tab reaches what lies under it on the page. Whoever needs to see that closes the panel with Escape.',
  ],
  ['The edges of the console’s columns', '24 pixels wide. The same is done by keys.'],
  ['Calls', 'No captions of what is said. The chat can be read and written during a call.'],
  ['Recordings', 'No captions and no audio description.'],
];

const rows = (all: Rows) => all.map(([what, how]) => [prose(what), prose(how)]);

export const accessibility: Section = {
  id: 'accessibility',
  title: 'Accessibility',
  body: html`<p class="lead">The aim is WCAG 2.2 AA for chat, call, screen share, recorder and console, and AAA where a chat can reach it: text at 7:1 and targets of 44 pixels.</p>
${table(['What', 'How it is tested'], rows(TESTED), 'What is tested')}
<h3 id="accessibility-decided">What was decided</h3>
${table(['What', 'Why'], rows(DECIDED), 'What was decided')}
<h3 id="accessibility-exceptions">Known exceptions</h3>
${table(['Where', 'What'], rows(EXCEPTIONS), 'Known exceptions')}
<h3 id="accessibility-design">Made so, without a test of its own</h3>
<ul class="plain">${MADE.map((line) => html`<li>${prose(line)}</li>`)}</ul>
<h3 id="accessibility-limits">What isn’t known</h3>
<p>No outside audit has been made. Tests run in Chromium and Firefox; no screen reader is part of them. If you meet a barrier, tell us what you used and what happened.</p>`,
};
