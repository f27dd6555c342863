/** The pinned tag with its hashes, as the service tells them. */
import { byId } from './find.ts';

/** As `/integrity.json` has it; a service may have none. */
interface Integrity {
  snippet?: string;
  /** The import map's own hash, for `script-src`. */
  importMapHash?: string;
}

export async function showIntegrity(): Promise<void> {
  const state = byId('integrity-state');
  const told = await ask();
  if (typeof told?.snippet !== 'string') {
    state.textContent = 'This service tells no hashes: it serves no pinned addresses.';
    byId('integrity').hidden = true;
    return;
  }
  state.textContent = 'The hashes are those of this very service, at this moment.';
  byId('integrity-snippet').textContent = told.snippet.trim();
  const hash = byId('integrity-hash');
  const { importMapHash } = told;
  if (typeof importMapHash === 'string') hash.textContent = `'${importMapHash}'`;
  else hash.closest('figure')?.remove();
}

async function ask(): Promise<Integrity | null> {
  try {
    const response = await fetch('/integrity.json');
    return response.ok ? ((await response.json()) as Integrity) : null;
  } catch {
    return null;
  }
}
