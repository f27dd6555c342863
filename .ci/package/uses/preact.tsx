/** @jsxImportSource preact */
/** Preact, which treats custom elements as React 19 does. */
import 'ycyw-support';
import type {} from 'ycyw-support/preact';

export const page = (
  <ycyw-support
    server="https://support.example.com"
    class="corner"
    context={{ booking: 'YW-48213' }}
    onycyw-unread={(event) => console.log(event.detail.count)}
  />
);

// @ts-expect-error: no such scheme
export const wrong = <ycyw-support color-scheme="sepia" />;
