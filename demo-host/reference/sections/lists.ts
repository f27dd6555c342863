/** Reasons, troubles, languages, browsers and versions. */
import { directionOf } from '../../../widget/locales/directions.ts';
import type { Facts } from '../facts.ts';
import { type Html, html, prose } from '../html.ts';
import { note, type Section, table } from '../section.ts';

/** Reasons of `ycyw-error` that the page itself has, not the service. */
const OWN_REASONS = [
  {
    name: 'attribute',
    meaning: 'An attribute has a value that can’t be used; the default holds. The message names both.',
  },
  {
    name: 'second',
    meaning: 'There is another of these elements on the page; this one draws nothing until that is gone.',
  },
  {
    name: 'sandbox',
    meaning: 'The page is in a sandboxed frame without `allow-same-origin`, so that no service can know it.',
  },
];

export const reasons = ({ reasons: ofService }: Facts): Section => ({
  id: 'reasons',
  title: 'Errors and reasons',
  body: html`<p class="lead">${prose('What is refused has a reason from this list, and each has a sentence in every language of the widget: customers read the sentence, your code reads the reason. They come in `ycyw-error`, in `ycyw-call` with `failed`, and in the service’s JSON errors.')}</p>
${table(
  ['Reason', 'Meaning'],
  [...OWN_REASONS, ...ofService].map(({ name, meaning }) => [
    html`<code id="reason-${name}">${name}</code>`,
    prose(meaning),
  ]),
  'Reasons',
)}
<h3 id="call-ends">Why a call ended</h3>
<p>${prose('`ycyw-call` with `ended` says one of these.')}</p>
${table(
  ['Reason', 'Meaning'],
  (
    [
      ['hung_up', 'One of the two hung up.'],
      ['gone', 'One side was away for longer than two minutes.'],
      ['conversation', 'The conversation was closed, or went to another agent or back into the queue.'],
      ['declined', 'The other side said no.'],
      ['no_answer', 'It rang for a minute and nobody answered.'],
      ['cancelled', 'Whoever called took it back.'],
    ] as const
  ).map(([name, meaning]) => [html`<code>${name}</code>`, prose(meaning)]),
  'Why a call ended',
)}`,
});

const TROUBLES: readonly (readonly [string, string, string])[] = [
  [
    'No launcher appears.',
    'The console shows a refused script, or the page has an element of its own with `launcher="none"` or `hidden`.',
    'Allow the service in `script-src`. Check that the tag is `type="module"`.',
  ],
  [
    'The launcher is there, the chat says that it can’t be reached.',
    '`ycyw-error` says `origin`: the page may not connect.',
    'Add the page’s origin, with scheme and port, to `ALLOWED_ORIGINS` of the service.',
  ],
  [
    '`ycyw-error` says `unavailable` and that `server` is missing.',
    'The element was imported from npm or a bundle, which knows no service.',
    'Set `server`.',
  ],
  [
    'Messages stay at “Sending”.',
    'A proxy cuts WebSockets and long requests, or `connect-src` lacks `wss:`.',
    'Let WebSockets through to `/socket.io/`. Nothing is lost meanwhile: what was written is sent once there is a way.',
  ],
  [
    'No camera, no microphone, no screen.',
    'The page isn’t served over HTTPS, or its `Permissions-Policy` or frame forbids them.',
    'See “Other headers that matter”. The widget says which of these it is.',
  ],
  [
    'Calls connect in the office, and not on the road.',
    'There is no direct way between the two networks.',
    'Set up a TURN server: `TURN_URLS`, `TURN_SECRET`.',
  ],
  [
    'The call’s own window says that there is no call.',
    '`Cross-Origin-Opener-Policy: same-origin` on the page.',
    'Use `same-origin-allow-popups`.',
  ],
  [
    'Recordings are slow, or make the page slow.',
    'The policy’s `worker-src` lacks `blob:`, so the recorder works inside of the page.',
    'Allow it.',
  ],
  [
    'A framework shows `[object Object]` in `context`.',
    'It set an attribute, because the element was not defined yet.',
    'Import the package before the first render, or give JSON.',
  ],
  [
    'A signed customer is refused: `not_signed_in`.',
    'Another secret, a clock that is off, or an `exp` more than an hour ahead.',
    'Compare `IDENTITY_SECRET` on both servers, and their clocks.',
  ],
  [
    'A large recording can’t be shared.',
    'A proxy before the service limits request bodies.',
    'Let 10 MB through: recordings are sent in pieces of that size.',
  ],
];

export const troubles: Section = {
  id: 'troubleshooting',
  title: 'Troubleshooting',
  body: html`<p class="lead">Look at the log of events above, and at the browser’s console, first: what a developer should know is said there once.</p>
${table(
  ['What you see', 'Why', 'What to do'],
  TROUBLES.map((row) => row.map(prose)),
  'Troubleshooting',
)}`,
};

/** In the language itself, with a capital as in a list. */
function nameOf(tag: string): Html {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return html`<span lang="${tag}" dir="${directionOf(tag)}">${name.charAt(0).toLocaleUpperCase(tag)}${name.slice(1)}</span>`;
}

/** Languages that somebody who grew up with them has read: so far the original only. */
const READ_BY_NATIVES = new Set(['en']);

export const languages = ({ languages: tags }: Facts): Section => ({
  id: 'languages',
  title: 'Languages',
  body: html`<p class="lead">${prose('Each is a small file of its own, loaded when it is spoken. The nearest one is taken: `de-AT` speaks German. What the element says comes from `locale`, else from the nearest `lang`, else from the browser. Dates, numbers and plurals follow the language.')}</p>
<ul class="languages">${tags.map(
    (tag) =>
      html`<li><code>${tag}</code> ${nameOf(tag)}${!READ_BY_NATIVES.has(tag) && html` <abbr class="unread" title="No native speaker has read it yet">*</abbr>`}</li>`,
  )}</ul>
${tags.some((tag) => !READ_BY_NATIVES.has(tag)) && note(html`* Translated with care and checked by machine for gaps, placeholders and plurals, but no native speaker has read it yet. Corrections are welcome.`)}`,
});

export const browsers: Section = {
  id: 'browsers',
  title: 'Browsers',
  body: html`${table(
    ['Browser', 'From', 'Tested'],
    [
      [html`Chromium: Chrome, Edge, Opera, Samsung Internet`, html`123`, html`Every change, with Debian’s Chromium`],
      [html`Firefox`, html`128`, html`Every change, with Debian’s Firefox ESR`],
      [
        html`Safari, on macOS and iOS`,
        html`17.5`,
        html`Not by our own tests: what it uses is there from this version on`,
      ],
    ],
    'Browsers',
  )}
<p>Recordings are MP4 (H.264) where the browser encodes it, else WebM. Browsers on phones share no screen; the button isn’t there then. Older browsers get no launcher, and your page is untouched.</p>`,
};

export const versions = ({ version, protocol }: Facts): Section => ({
  id: 'versions',
  title: 'Versions',
  body: html`<p class="lead">This is the reference of version <strong>${version}</strong>, which speaks protocol ${protocol}.</p>
<p>${prose('Names on this page are kept: attributes, properties, methods, events, parts and custom properties change their meaning only with a new major version. Additions are no change.')}</p>
<p>Widget and service tell each other their versions. A newer service also serves the protocol before its own; where they don’t understand each other any more, the widget offers to load the page anew, and keeps what was written.</p>`,
});
