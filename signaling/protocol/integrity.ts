/**
 * `GET /integrity.json`: what an integrator pins the widget with, and the snippet made of it. A tag's own `integrity` covers the
 * first script only; an import map that stands before it in the page covers the chunks which that one loads.
 */

export interface Integrity {
  /** Of this very build: it changes with every byte that browsers load. */
  version: string;
  /** Which of the files the tag names. */
  entry: string;
  /** Each file by its name below `/v/<version>/`, with what stands in an `integrity` attribute. */
  files: Record<string, string>;
}

export interface PinnedTag {
  /** The HTML to paste, ahead of every other module script. */
  snippet: string;
  /** What the page's `script-src` must hold so that the import map, which is inline, counts: without quotes. */
  importMapHash: string;
}

/** Where a version's files are, for as long as they are kept. */
const versionPath = (version: string): string => `/v/${version}/`;

const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** @param origin the service's, as people reach it */
export async function pinnedTag(integrity: Integrity, origin: string): Promise<PinnedTag> {
  const base = origin + versionPath(integrity.version);
  const chunks = Object.entries(integrity.files)
    .filter(([name]) => name !== integrity.entry)
    .map(([name, hash]) => [base + name, hash]);
  // What could end the script element early is written in the way that JSON has for it.
  const map = JSON.stringify({ integrity: Object.fromEntries(chunks) }).replaceAll('<', '\\u003c');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(map));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const entry = `src="${attribute(base + integrity.entry)}" integrity="${integrity.files[integrity.entry]}"`;
  return {
    snippet: `<script type="importmap">${map}</script>\n<script type="module" ${entry} crossorigin></script>\n`,
    importMapHash: `sha256-${hash}`,
  };
}
