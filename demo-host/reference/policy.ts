/**
 * The Content-Security-Policy that a page needs for the widget, and nothing more than it needs. One text for the reference page
 * and for the journey that runs the widget under it.
 */

interface Directive {
  name: string;
  /** `{service}` and `{socket}` stand for the service's addresses. */
  sources: readonly string[];
  why: string;
}

export const DIRECTIVES: readonly Directive[] = [
  {
    name: 'script-src',
    sources: ['{service}'],
    why: 'The script, and the chunks that it loads from beside itself. No `unsafe-inline`, no `unsafe-eval`.',
  },
  {
    name: 'connect-src',
    sources: ['{service}', '{socket}'],
    why: 'Messages and call signals over a WebSocket, with HTTP as the way round; files and recordings.',
  },
  {
    name: 'img-src',
    sources: ['{service}', 'blob:'],
    why: 'Pictures that were sent; `blob:` are those that are about to be, and thumbnails of recordings.',
  },
  {
    name: 'media-src',
    sources: ['{service}', 'blob:'],
    why: 'Shared recordings; `blob:` are recordings on this device, and the tone of a call.',
  },
  {
    name: 'worker-src',
    sources: ['blob:'],
    why: 'The recorder’s worker. Without it recording works inside of the page, and is slower.',
  },
];

/** Names of the policies that a page allows in `trusted-types` where it has `require-trusted-types-for 'script'`. */
export const TRUSTED_TYPES: readonly string[] = ['lit-html', 'ycyw-support'];

/** What isn't needed, which is as good to know. */
export const NOT_NEEDED: readonly (readonly [string, string])[] = [
  ['style-src', 'Styles are constructed in script, which no `style-src` forbids: not even `unsafe-inline` is needed.'],
  ['font-src', 'No font is loaded. `--ycyw-font` names one that the page has.'],
  ['frame-src', 'There are no frames. The call’s own window is a window, not a frame.'],
];

/** @param service the service's origin, such as `https://support.example.com` */
export function hostPolicy(service: string): string {
  const socket = service.replace(/^http/, 'ws');
  return DIRECTIVES.map(({ name, sources }) => {
    const spelled = sources.map((source) => source.replace('{service}', service).replace('{socket}', socket));
    return `${name} ${spelled.join(' ')}`;
  }).join('; ');
}
