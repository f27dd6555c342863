/** What a strict page must allow, how chunks are pinned, and how customers are known. */
import {
  CONTEXT_MAX_CHARS,
  CONTEXT_MAX_LEVELS,
  EMAIL_MAX_CHARS,
  NAME_MAX_CHARS,
  SUBJECT_MAX_CHARS,
  TOKEN_MAX_CHARS,
} from '../../../signaling/protocol/limits.ts';
import { hostPolicy, writePolicy } from '../../host-policy.ts';
import { codeBlock, codeTabs } from '../code.ts';
import type { Facts } from '../facts.ts';
import { highlight } from '../highlight.ts';
import { html, prose } from '../html.ts';
import { beside, note, type Section, table } from '../section.ts';
import { NOT_NEEDED, WHY } from './policy-words.ts';

const SERVICE = 'https://support.example.com';

export const policy: Section = {
  id: 'csp',
  title: 'Content security policy',
  body: html`${beside(
    html`<p class="lead">The widget works under a policy without <code>unsafe-inline</code> and <code>unsafe-eval</code>. This is all that it needs, and it is what our tests run it under. Add these sources to those that your page has.</p>
${note(prose('Where the policy has only a `default-src`, that one is asked instead: add a directive of its own for each line.'))}`,
    codeBlock(
      { title: 'What to add', language: 'text', code: writePolicy(hostPolicy(SERVICE)).replaceAll('; ', ';\n') },
      'policy',
    ),
  )}
${table(
  ['Directive', 'Sources', 'Why'],
  Object.entries(hostPolicy(SERVICE)).map(([name, sources]) => [
    html`<code>${name}</code>`,
    html`${sources.map((source) => html`<code class="source">${highlight(source, 'text')}</code> `)}`,
    prose(WHY[name] ?? ''),
  ]),
  'Directives that the widget needs',
)}
<h3 id="csp-not-needed">What isn’t needed</h3>
<ul class="plain">${NOT_NEEDED.map(([name, why]) => html`<li><code>${name}</code>: ${prose(why)}</li>`)}</ul>
<h3 id="permissions">Other headers that matter</h3>
${table(
  ['Header', 'What it must say'],
  [
    [
      html`<code>Permissions-Policy</code>`,
      prose(
        'If the page has one, it allows `camera`, `microphone` and `display-capture`. A page inside of a frame needs the same in the frame’s `allow`.',
      ),
    ],
    [
      html`<code>Cross-Origin-Opener-Policy</code>`,
      prose(
        '`same-origin-allow-popups` or `unsafe-none`. With `same-origin` the browser cuts the thread to the call’s own window.',
      ),
    ],
    [
      html`<code>Cross-Origin-Embedder-Policy</code>`,
      prose('Any. The script and its chunks come with CORS and `Cross-Origin-Resource-Policy: cross-origin`.'),
    ],
    [html`HTTPS`, prose('Elsewhere browsers give neither camera nor screen. `localhost` counts as HTTPS.')],
  ],
  'Other headers',
)}`,
};

export const integrity: Section = {
  id: 'sri',
  title: 'Subresource integrity',
  body: beside(
    html`<p class="lead">A tag’s own <code>integrity</code> covers the first script only, not the chunks that it loads later. An import map with hashes covers those too.</p>
<p>The pinned addresses under <code>/v/</code> never change, and stay for 30 days after somebody last asked for them. When you pin a version you choose when to take the next; the tag without a version always brings the newest. Renew the pin with each upgrade of the service all the same.</p>
<p>${prose('The map must stand in the page’s HTML before the first module, and a policy that forbids inline scripts needs its hash in `script-src`. A map that is added later, and `modulepreload`, do not check chunks.')}</p>
<p id="integrity-state" role="status">Asking this service for its hashes …</p>`,
    html`<div id="integrity" class="follow">${codeBlock({ title: 'The pinned tag', language: 'html', code: '…\n…' }, 'integrity-snippet')}
${codeBlock({ title: 'For script-src', language: 'text', code: '…' }, 'integrity-hash')}</div>`,
  ),
};

const PROVIDER = `(window.ycyw ??= []).push((support) => {
  // Called when there is none, and before one runs out.
  support.tokenProvider = async () => {
    // An empty text says that nobody is signed in.
    const answer = await fetch('/support-token');
    if (!answer.ok) throw new Error('No token');
    return answer.text();
  };
});

// When the customer signs out of your site:
await document.querySelector('ycyw-support').logout();`;

export const tokens = ({ sample }: Facts): Section => ({
  id: 'signed-customers',
  title: 'Signed customers',
  body: html`${beside(
    html`<p class="lead">Your server says who the customer is, in a token that it signs. The same <code>sub</code> finds the same conversations on any device, and agents see name and e-mail as verified.</p>
<ol class="steps">
<li>${prose('Make a secret: `openssl rand -base64 48`. The service gets it as `IDENTITY_SECRET`, your server by the way in which it gets its other secrets. Several, separated by commas, are accepted while you change it.')}</li>
<li>Make a token on your server for whoever is signed in there.</li>
<li>${prose('Give it to the element: `tokenProvider` when your page can ask for one, else `user-token`.')}</li>
</ol>
${note(html`Never make tokens in the browser. Whoever has the secret can be any customer.`)}`,
    codeTabs('token', [
      { title: 'Node', language: 'js', code: sample('token.mjs') },
      { title: 'PHP', language: 'php', code: sample('token.php') },
      { title: 'Java', language: 'java', code: sample('SupportToken.java') },
      { title: 'C#', language: 'csharp', code: sample('SupportToken.cs') },
    ]),
    'files',
  )}
<h3 id="claims">Claims</h3>
${beside(
  table(
    ['Claim', 'Needed', 'Meaning'],
    [
      [
        html`<code>sub</code>`,
        html`yes`,
        html`Your own id of the customer: 1 to ${SUBJECT_MAX_CHARS} characters, none of them invisible. It must never be given to somebody else.`,
      ],
      [html`<code>exp</code>`, html`yes`, html`When it runs out, in seconds since 1970; at most one hour ahead.`],
      [html`<code>name</code>`, html`–`, html`Shown to agents as verified. At most ${NAME_MAX_CHARS} characters.`],
      [html`<code>email</code>`, html`–`, html`Shown to agents as verified. At most ${EMAIL_MAX_CHARS} characters.`],
      [
        html`<code>context</code>`,
        html`–`,
        html`Shown to agents as verified: booking, vehicle, agency … At most ${CONTEXT_MAX_CHARS} characters of JSON and ${CONTEXT_MAX_LEVELS} levels.`,
      ],
    ],
    'Claims of a token',
  ),
  codeBlock({ title: 'In the page', language: 'js', code: PROVIDER }),
)}
<p>${prose(`The token is a JWT, signed with HS256; the secret is its bytes in UTF-8. One that is wrong, has run out, says more than the table allows, or is longer than ${TOKEN_MAX_CHARS} characters is refused with the reason \`not_signed_in\`, and never falls back to somebody else’s data.`)}</p>
<p>A visitor who signs in while talking keeps that conversation, since the browser holds both proofs. Nothing else is merged. ${prose('Call `logout()` when your customer signs out: it wipes everything that the widget stored in this browser.')}</p>`,
});
