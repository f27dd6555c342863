/** Light, dark, or as the system says: for the page, kept for the next visit. The widget follows the page. */
import { byId } from './find.ts';

const KEY = 'reference-scheme';

export function addSchemes(): void {
  const choice = byId('schemes');
  const show = (scheme: string) => {
    if (scheme === 'auto') delete document.documentElement.dataset.scheme;
    else document.documentElement.dataset.scheme = scheme;
  };
  const kept = read();
  const input = choice.querySelector<HTMLInputElement>(`input[value="${kept}"]`);
  if (input) {
    input.checked = true;
    show(kept);
  }
  choice.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    show(target.value);
    keep(target.value);
  });
}

/** Where storage is blocked, the choice holds for this visit. */
function read(): string {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

function keep(scheme: string): void {
  try {
    localStorage.setItem(KEY, scheme);
  } catch {}
}
