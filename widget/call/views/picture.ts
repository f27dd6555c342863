/** A stream as a picture, silent: the call itself plays the sound. Never stops a track. */
import { html, noChange, type TemplateResult } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ElementPart } from 'lit/directive.js';
import { ref } from 'lit/directives/ref.js';

/** Shows a stream as long as the element is in the page: Chromium keeps an element that was taken out while its stream goes on. */
class Showing extends AsyncDirective {
  #video: HTMLVideoElement | null = null;
  #stream: MediaStream | null = null;

  override render(_stream: MediaStream): unknown {
    return noChange;
  }

  override update(part: ElementPart, [stream]: [MediaStream]): unknown {
    this.#video = part.element as HTMLVideoElement;
    // The same stream set again would blink.
    if (stream === this.#stream) return noChange;
    this.#stream = stream;
    if (this.isConnected) this.#show(stream);
    return noChange;
  }

  protected override disconnected(): void {
    this.#show(null);
  }

  protected override reconnected(): void {
    this.#show(this.#stream);
  }

  #show(stream: MediaStream | null): void {
    if (this.#video) this.#video.srcObject = stream;
  }
}

const showing = directive(Showing);

/**
 * To look at: Firefox would stop at it on the way through the keys.
 * @param keep gets the element when it is there
 */
export function picture(
  stream: MediaStream,
  { name, mirrored = false, keep }: { name: string; mirrored?: boolean; keep?: (video: Element | undefined) => void },
): TemplateResult {
  return html`<video
    class=${mirrored ? 'mirrored' : ''}
    aria-label=${name}
    tabindex="-1"
    autoplay
    playsinline
    .muted=${true}
    ${showing(stream)}
    ${ref(keep)}
  ></video>`;
}
