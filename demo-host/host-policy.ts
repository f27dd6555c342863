/** What a page's policies must allow so that everything of the widget works, and no more. The reference and the strict host page share it. */

/** @param service the service's origin, such as `https://support.example` */
export function hostPolicy(service: string): Record<string, readonly string[]> {
  return {
    'script-src': [service],
    // Older browsers don't take the socket's scheme for the same origin.
    'connect-src': [service, service.replace(/^http/, 'ws')],
    // Files that are being sent, and those that were.
    'img-src': [service, 'blob:'],
    'media-src': [service, 'blob:'],
    // The recorder's: a worker must be of the page's own origin. Without it the recorder works inside of the page.
    'worker-src': ['blob:'],
    // Counts where the page has `require-trusted-types-for 'script'`: Lit's templates, and the recorder's worker.
    'trusted-types': ['lit-html', 'ycyw-support'],
  };
}

/** As a header has it: `also` are the page's own needs, added to what the widget needs. */
export function writePolicy(...parts: Record<string, readonly string[]>[]): string {
  const all = new Map<string, Set<string>>();
  for (const [name, values] of parts.flatMap((part) => Object.entries(part))) {
    all.set(name, new Set([...(all.get(name) ?? []), ...values]));
  }
  return [...all].map(([name, values]) => [name, ...values].join(' ')).join('; ');
}
