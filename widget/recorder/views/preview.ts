/** What is being recorded, small. The pictures are the recorder's: here they are painted and forgotten. */
import { css, html, LitElement } from 'lit';
import type { Store } from '../../session/types.ts';
import { StoreController } from '../../ui/store-controller.ts';

export class RecorderPreview extends LitElement {
  static override styles = css`
    :host {
      display: block;
      overflow: hidden;
      border-radius: 8px;
      background: linear-gradient(150deg, #3c5f9e, #16233b);
    }
    canvas {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: contain;
    }
  `;
  static override properties = { pictures: { attribute: false }, name: { attribute: false } };
  declare pictures: Store<ImageBitmap | null>;
  declare name: string;
  readonly #changes = new StoreController<Store<ImageBitmap | null>>(this);

  protected override willUpdate(): void {
    this.#changes.follow(this.pictures);
  }

  override render() {
    return html`<canvas role="img" aria-label=${this.name}></canvas>`;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const picture = this.pictures.getState();
    // One that the recorder has closed meanwhile has no size.
    if (canvas === null || picture === null || picture.width === 0) return;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
  }
}

customElements.define('ycyw-recorder-preview', RecorderPreview);

declare global {
  interface HTMLElementTagNameMap {
    'ycyw-recorder-preview': RecorderPreview;
  }
}
