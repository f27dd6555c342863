/** Functions that run inside of a host page, sent there as text: each stands for itself and may use nothing from around it. */

export interface Seen {
  /** Violations of the page's policies. */
  violations: string[];
  /** Sum of the shifts of the layout, also of those right after a click. */
  shift: number;
  /** Reasons of `ycyw-error`. */
  errors: string[];
}

/** Chromium's own. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

/** Listens from the begin, in each document. */
export function listen(): void {
  const seen: Seen = { violations: [], shift: 0, errors: [] };
  Object.defineProperty(window, Symbol.for('seen'), { value: seen });
  document.addEventListener('securitypolicyviolation', (event) =>
    seen.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
  );
  document.addEventListener('ycyw-error', ({ detail }) => seen.errors.push(`${detail.reason}: ${detail.message}`));
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
  let clicked = Number.POSITIVE_INFINITY;
  addEventListener('pointerdown', ({ timeStamp }) => (clicked = Math.min(clicked, timeStamp)), true);
  // What is inside of the panel may move once somebody is at it, such as messages that come.
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      const isOfPage = entry.sources.some(({ node }) => node?.isConnected && node.getRootNode() === document);
      if (isOfPage || entry.startTime < clicked) seen.shift += entry.value;
    }
  });
  observer.observe({ type: 'layout-shift', buffered: true });
}

export function readSeen(): Seen {
  return (window as unknown as Record<symbol, Seen>)[Symbol.for('seen')] as Seen;
}

/** All of the page that isn't the widget: where everything is and what stands on it, and what scripts find. */
export function describe(): { elements: string[]; globals: string[]; rest: string[] } {
  const round = (value: number) => Math.round(value * 10) / 10;
  const ofPage = [...document.querySelectorAll('*')].filter((element) => !element.matches('script, ycyw-support'));
  const elements = ofPage.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' ');
    const { color, fontSize, display, overflow, filter } = getComputedStyle(element);
    const looks = [color, fontSize, display, overflow, filter].join(' ');
    return `${element.localName} ${attributes} ${[x, y, width, height].map(round).join(' ')} ${looks}`;
  });
  const builtIn = [Object, Array, String, Function, Promise, Element, Node, Event, HTMLElement].flatMap((made) => [
    ...Object.getOwnPropertyNames(made).map((name) => `${made.name}.${name}`),
    ...Object.getOwnPropertyNames(made.prototype).map((name) => `${made.name}#${name}`),
  ]);
  const { scrollWidth, scrollHeight } = document.documentElement;
  return {
    elements,
    // Frames are there by number.
    globals: Object.getOwnPropertyNames(window).filter((name) => !/^\d+$/.test(name)),
    rest: [
      ...builtIn,
      `styles ${document.styleSheets.length} ${document.adoptedStyleSheets.length}`,
      `title ${document.title}`,
      `scroll ${scrollX} ${scrollY} ${scrollWidth} ${scrollHeight}`,
    ],
  };
}

/** Whether a click on its middle reaches it, through all shadow roots. */
export function isReachable(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  let hit = document.elementFromPoint(x, y);
  for (
    let inner = hit?.shadowRoot?.elementFromPoint(x, y);
    inner && inner !== hit;
    inner = hit?.shadowRoot?.elementFromPoint(x, y)
  )
    hit = inner;
  for (
    let node: Node | null = hit;
    node !== null;
    node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)
  )
    if (node === element) return true;
  return false;
}

/** From the edges of the window, in pixels. */
export function edges(element: Element): { left: number; right: number; bottom: number } {
  const { left, right, bottom } = element.getBoundingClientRect();
  // Without a doctype the body stands for the window.
  const { clientWidth } =
    document.compatMode === 'BackCompat' && document.body ? document.body : document.documentElement;
  return { left: Math.round(left), right: Math.round(clientWidth - right), bottom: Math.round(innerHeight - bottom) };
}
