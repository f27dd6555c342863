/** @jsxImportSource react */
/** React 19: properties are set as properties, and `on` followed by the event's name listens. */
import 'ycyw-support';
import type {} from 'ycyw-support/react';

export const page = (
  <ycyw-support
    server="https://support.example.com"
    className="corner"
    hidden={false}
    color-scheme="dark"
    userName="Marta"
    features={['chat', 'video']}
    context={{ booking: 'YW-48213' }}
    onycyw-message={(event) => console.log(event.detail.text)}
    ref={(element) => element?.show()}
  />
);

// @ts-expect-error: no such corner
export const wrong = <ycyw-support position="top" />;
