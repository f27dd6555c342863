/** Draws lucide's icons with Lit. Each file imports the icons that it needs, so that a chunk holds no others. */
import { html, nothing, svg, type TemplateResult } from 'lit';

/** An icon as lucide stores it: the shapes inside a picture of 24 by 24. */
export type IconNode = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

/**
 * A decorative picture in the colour of the text around it; whatever it stands in carries the name.
 * @param size side in pixels
 * @param points `onward` where it points along the line: it turns round where that is read from right to left
 */
export function icon(node: IconNode, size = 20, points: 'onward' | '' = ''): TemplateResult {
  return html`<svg
    class="icon ${points}"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${node.map(([tag, attributes]) => shape(tag, attributes))}
  </svg>`;
}

/** Lit can't vary a tag's name, and lucide uses few. */
function shape(tag: string, a: Readonly<Record<string, string>>) {
  switch (tag) {
    case 'path':
      return svg`<path d=${a.d ?? ''} />`;
    case 'circle':
      return svg`<circle cx=${a.cx ?? 0} cy=${a.cy ?? 0} r=${a.r ?? 0} />`;
    case 'line':
      return svg`<line x1=${a.x1 ?? 0} y1=${a.y1 ?? 0} x2=${a.x2 ?? 0} y2=${a.y2 ?? 0} />`;
    case 'rect':
      return svg`<rect x=${a.x ?? 0} y=${a.y ?? 0} width=${a.width ?? 0} height=${a.height ?? 0} rx=${a.rx ?? nothing} />`;
    case 'polyline':
      return svg`<polyline points=${a.points ?? ''} />`;
    case 'polygon':
      return svg`<polygon points=${a.points ?? ''} />`;
    default:
      return nothing;
  }
}
