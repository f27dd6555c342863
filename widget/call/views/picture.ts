/** A stream as a picture, silent: the call itself plays the sound. Never stops a track. */
import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ref } from 'lit/directives/ref.js';

/** @param keep gets the element when it is there */
export function picture(
  stream: MediaStream,
  { name, mirrored = false, keep }: { name: string; mirrored?: boolean; keep?: (video: Element | undefined) => void },
): TemplateResult {
  // Lit sets objects with every drawing, since they may have changed inside; the same stream set again would blink.
  return html`<video
    class=${mirrored ? 'mirrored' : ''}
    aria-label=${name}
    autoplay
    playsinline
    .muted=${true}
    .srcObject=${guard([stream], () => stream)}
    ${ref(keep)}
  ></video>`;
}
