/** Collects what the reference page is generated from, and writes it. A step of the build; nothing of it runs in a page. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'rollup';
import { elementOf, makeManifest } from '../../.ci/package/manifest.ts';
import { PROTOCOL } from '../../signaling/protocol/limits.ts';
import { labels } from '../../widget/locales/labels.ts';
import { VERSION } from '../../widget/session/version.ts';
import type { Explained, Facts } from './facts.ts';
import { renderPage } from './page.ts';

const ROOT = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Each word of the union with the comment above it. */
export function explainedReasons(source: string): Explained[] {
  const union = /export type Reason =([\s\S]*?');/.exec(source)?.[1] ?? '';
  return [...union.matchAll(/\/\*\* ([\s\S]*?) \*\/\s*\| '(\w+)/g)].map(([, meaning = '', name = '']) => ({
    name,
    meaning: meaning.replace(/\s*\n\s*\*\s*/g, ' '),
  }));
}

const facts = (): Facts => ({
  element: elementOf(makeManifest(ROOT)),
  reasons: explainedReasons(text('signaling/protocol/reasons.ts')),
  languages: Object.keys(labels).sort(),
  version: VERSION,
  protocol: PROTOCOL,
  sample: (name) => text(`demo-host/reference/samples/${name}`),
});

/** Writes `index.html` beside what is bundled. */
export const writeReference = (folder: string): Plugin => ({
  name: 'reference',
  async writeBundle() {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'index.html'), renderPage(facts()));
  },
});
