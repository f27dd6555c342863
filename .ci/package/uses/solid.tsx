/** @jsxImportSource solid-js */
/** Solid: attributes unless it says `prop:`, and events with `on:`. */
import 'ycyw-support';
import type {} from 'ycyw-support/solid';

export const page = (
  <ycyw-support
    server="https://support.example.com"
    attr:locale="fr"
    prop:context={{ booking: 'YW-48213' }}
    on:ycyw-call={(event) => console.log(event.detail.state)}
  />
);

// @ts-expect-error: no such launcher
export const wrong = <ycyw-support launcher="big" />;
