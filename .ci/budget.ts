/**
 * The byte budget, as rollup plugins: print what each chunk weighs, and fail the build when a group is over its line in
 * `budget.json` or a chunk belongs to no group.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { OutputAsset, OutputBundle, OutputChunk, Plugin } from 'rollup';

interface Limit {
  name: string;
  /** Bytes, gzip -9. */
  gzip: number;
}

interface Group extends Limit {
  /** Names of chunks. The group is these and everything that they import at once. */
  starts: string[];
  /** Names of chunks that are there before, with what they import: not counted again. */
  after?: string[];
}

/** Only one of them is ever loaded, so the limit holds for each. */
interface Alternatives extends Limit {
  /** How their names begin. */
  each: string;
}

interface Weight {
  raw: number;
  gzip: number;
}

const budget = JSON.parse(readFileSync(new URL('./budget.json', import.meta.url), 'utf8')) as Record<
  string,
  (Group | Alternatives)[]
>;

/** These chunks and everything that they import at once, each once. */
function filesFrom(starts: readonly string[], chunks: Map<string, Script>): Set<string> {
  const files = new Set<string>();
  const open = [...chunks.values()].filter((chunk) => starts.includes(chunk.name)).map((chunk) => chunk.fileName);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const chunk = chunks.get(file);
    if (!chunk || files.has(file)) continue;
    files.add(file);
    open.push(...chunk.imports);
  }
  return files;
}

const row = (name: string, raw: string, gzip: string, limit: string): string =>
  `${name.padEnd(44)} ${raw.padStart(9)} ${gzip.padStart(9)} ${limit.padStart(9)}`;

/** A chunk, or a script that runs beside the page, which imports nothing. */
type Script = Pick<OutputChunk, 'name' | 'fileName' | 'code' | 'imports'>;

function script(file: OutputChunk | OutputAsset): Script | null {
  if (file.type === 'chunk') return file;
  const { fileName, names, source } = file;
  if (typeof source !== 'string') return null;
  return { name: names[0]?.replace(/\.js$/, '') ?? fileName, fileName, code: source, imports: [] };
}

function check(of: string, bundle: OutputBundle): { table: string; problems: string[] } {
  const chunks = new Map(
    Object.values(bundle)
      .flatMap((file) => script(file) ?? [])
      .map((one) => [one.fileName, one]),
  );
  const weights = new Map<string, Weight>();
  for (const [file, { code }] of chunks) {
    weights.set(file, { raw: Buffer.byteLength(code), gzip: gzipSync(code, { level: 9 }).length });
  }
  const rows = [row(of, 'raw', 'gzip -9', 'budget')];
  const alternatives = (budget[of] ?? []).flatMap((group) => ('each' in group ? group.each : []));
  const isAlternative = (file: string) => alternatives.some((begin) => chunks.get(file)?.name.startsWith(begin));
  for (const [file, weight] of [...weights].sort((a, b) => b[1].gzip - a[1].gzip)) {
    if (isAlternative(file)) continue;
    rows.push(row(`  ${file}`, String(weight.raw), String(weight.gzip), ''));
  }
  const problems: string[] = [];
  const covered = new Set<string>();
  const take = (name: string, files: Iterable<string>, limit: number) => {
    const total: Weight = { raw: 0, gzip: 0 };
    for (const file of files) {
      covered.add(file);
      total.raw += weights.get(file)?.raw ?? 0;
      total.gzip += weights.get(file)?.gzip ?? 0;
    }
    if (total.gzip > limit)
      problems.push(`"${name}" weighs ${total.gzip} bytes, ${total.gzip - limit} over its budget.`);
    return total;
  };
  const print = (name: string, { raw, gzip }: Weight, limit: number) =>
    rows.push(row(name, String(raw), String(gzip), String(limit)));
  for (const group of budget[of] ?? []) {
    if ('each' in group) {
      const files = [...chunks.values()].filter(({ name }) => name.startsWith(group.each));
      const each = files.map(({ name, fileName }) => take(name, [fileName], group.gzip));
      const heaviest = each.reduce((most, one) => (one.gzip > most.gzip ? one : most), { raw: 0, gzip: 0 });
      print(`${group.name}, the heaviest of ${each.length}`, heaviest, group.gzip);
      continue;
    }
    const files = filesFrom(group.starts, chunks).difference(filesFrom(group.after ?? [], chunks));
    const names = new Set([...files].map((file) => chunks.get(file)?.name));
    for (const start of group.starts)
      if (!names.has(start)) problems.push(`"${group.name}" starts with "${start}", which is no chunk.`);
    print(group.name, take(group.name, files, group.gzip), group.gzip);
  }
  for (const file of chunks.keys())
    if (!covered.has(file)) problems.push(`${file} belongs to no group of .ci/budget.json.`);
  return { table: rows.join('\n'), problems };
}

/** What is over the budget so far, in all bundles of this build. */
const overBudget: string[] = [];

/** @param of Which part of `budget.json` holds for this bundle. */
export function weigh(of: string, print: (text: string) => void): Plugin {
  return {
    name: 'weigh',
    writeBundle(_options, bundle) {
      const { table, problems } = check(of, bundle);
      print(table);
      overBudget.push(...problems);
    },
  };
}

/** For the last bundle, so that everything is written and what is too heavy can be looked at and tried out. */
export function failOverBudget(): Plugin {
  return {
    name: 'byte-budget',
    writeBundle() {
      if (overBudget.length > 0) this.error(overBudget.join('\n'));
    },
  };
}
