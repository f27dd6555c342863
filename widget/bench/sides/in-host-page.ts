/** What runs inside of the compared pages. Each function is sent there as it stands, and may use nothing else of this file. */

interface Seen {
  longestTaskMs: number;
  shift: number;
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Before the page is loaded: watches for long tasks and for what moves. */
export function observePage(): void {
  const seen: Seen = { longestTaskMs: 0, shift: 0 };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longestTaskMs = Math.max(seen.longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if ('value' in entry) seen.shift += Number(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });
}

/** After the page has come to rest. */
export async function readPage(): Promise<Seen & { stored: number }> {
  await new Promise<void>((resolve) => requestIdleCallback(() => requestAnimationFrame(() => resolve())));
  const databases = await indexedDB.databases();
  return { ...window.seen, stored: localStorage.length + sessionStorage.length + databases.length };
}

/** Clicks the launcher and waits until the cursor is in a field that takes words. @returns milliseconds */
export async function measureOpening(): Promise<number> {
  const support = document.querySelector('ycyw-support');
  const launcher = support?.shadowRoot?.querySelector<HTMLElement>('[part=launcher]');
  if (!launcher) throw new Error('there is no launcher');
  const begin = performance.now();
  launcher.click();
  for (;;) {
    let at: Element | null = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at instanceof HTMLTextAreaElement && !at.disabled && at.getBoundingClientRect().height > 0) break;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return performance.now() - begin;
}
