/** Samples name the service that this page comes from. */
const ADDRESSES: Record<string, string> = {
  origin: location.origin,
  socket: location.origin.replace(/^http/, 'ws'),
};

export function nameService(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-service]'))
    place.textContent = ADDRESSES[place.dataset.service ?? ''] ?? place.textContent;
}
