/** What runs inside of the compared pages. Each function is sent there as it stands, and may use nothing else of this file. */

interface Seen {
  /** Of the chat's scripts; 0 when none was part of a frame of 50 ms or more. */
  longestTaskMs: number;
  shift: number;
}

/** The part of a `PerformanceLongAnimationFrameTiming` that is read. */
interface LongFrame extends PerformanceEntry {
  scripts: readonly { duration: number; sourceURL: string }[];
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Before the page is loaded: watches for long tasks that aren't of the page's own script, and for what moves. */
export function observePage(): void {
  const seen: Seen = { longestTaskMs: 0, shift: 0 };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const { scripts } of list.getEntries() as LongFrame[]) {
      for (const { duration, sourceURL } of scripts) {
        if (!sourceURL.includes('/rental/')) seen.longestTaskMs = Math.max(seen.longestTaskMs, duration);
      }
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
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
