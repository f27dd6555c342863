/** Why the widget needs each directive of a page's policy, and what it doesn't need. The directives themselves stand in `host-policy.ts`. */

export const WHY: Readonly<Record<string, string>> = {
  'script-src': 'The script, and the chunks that it loads from beside itself. No `unsafe-inline`, no `unsafe-eval`.',
  'connect-src':
    'Messages and call signals over a WebSocket, with HTTP as the way round; files and recordings. Older browsers don’t take the socket’s scheme for the same origin.',
  'img-src': 'Pictures that were sent; `blob:` are those that are about to be, and thumbnails of recordings.',
  'media-src': 'Shared recordings; `blob:` are recordings on this device, and the tone of a call.',
  'worker-src': 'The recorder’s worker. Without it recording works inside of the page, and is slower.',
  'trusted-types':
    'Counts where the page has `require-trusted-types-for`: Lit’s templates, and the recorder’s worker. A page that uses Lit itself adds `allow-duplicates`, in single quotes.',
};

/** Which is as good to know. */
export const NOT_NEEDED: readonly (readonly [string, string])[] = [
  ['style-src', 'Styles are constructed in script, which no `style-src` forbids: not even `unsafe-inline` is needed.'],
  ['font-src', 'No font is loaded. `--ycyw-font` names one that the page has.'],
  ['frame-src', 'There are no frames. The call’s own window is a window, not a frame.'],
];
