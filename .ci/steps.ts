/** What `npm test` consists of. Each step is also a script of its own, `npm run test:NAME [-- FILE …]`. */
import { globSync } from 'node:fs';
import type { ProgramName } from './programs.ts';

const MINUTE = 60_000;

export interface Command {
  /** Arguments for Node. */
  args: readonly string[];
  /** `exit`: the command is one check. The others write their counts where they are told. */
  counts: 'exit' | 'node' | 'wtr';
}

export interface Step {
  name: string;
  title: string;
  /** What must be there before: both need minutes when they are missing. */
  needs: readonly (ProgramName | 'build')[];
  /** Far above what it takes, so that a hang ends as a failure. */
  limitMs: number;
  /** `files`: those asked for, or all. */
  commands(files: readonly string[]): Command[];
}

/** Biome colours its words also for a file. */
const colours = process.stdout.isTTY ? [] : ['--colors=off'];

const BROWSERS = ['chromium', 'firefox'] as const;
/** For the journeys of calls and recordings: a relay, a screen that Firefox can share, and what looks into a recording. */
const CALLS = ['turnserver', 'Xvfb', 'ffmpeg', 'ffprobe'] as const;

/** Files of the service's tests: most of their time they wait for processes and for the moment at which something fails. */
const SERVICE_AT_ONCE = 3;

/** Journeys that wait for answers and for what moves leave a core half of the time; pictures and recordings need all there is. */
const TALKS_AT_ONCE = 2;
const isMedia = (file: string): boolean => /\/(call|recorder)-[^/]*$/.test(file);

const bin = (path: string, ...args: string[]): string[] => [`node_modules/${path}`, ...args];

/** Everything that matches. Throws when that is nothing: Node would look for tests by itself. */
function found(...patterns: string[]): string[] {
  const files = globSync(patterns, { exclude: ['**/node_modules/**'] }).sort();
  if (files.length === 0) throw new Error(`Nothing matches ${patterns.join(', ')}.`);
  return files;
}

const nodeTests = (files: readonly string[], concurrency: number, timeoutMs: number, report?: string): Command => ({
  args: [
    '--test',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${timeoutMs}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    ...(report === undefined ? [] : ['--test-reporter=spec', `--test-reporter-destination=${report}`]),
    ...files,
  ],
  counts: 'node',
});

export const build: Command = { args: bin('rollup/dist/bin/rollup', '-c'), counts: 'exit' };

export const steps: readonly Step[] = [
  {
    name: 'types',
    title: 'types',
    needs: [],
    limitMs: 3 * MINUTE,
    commands: () => [{ args: bin('typescript/bin/tsc', '-p', '.'), counts: 'exit' }],
  },
  {
    name: 'lint',
    title: 'lint, format and import rules',
    needs: [],
    limitMs: 3 * MINUTE,
    commands: () => [
      {
        args: bin('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--max-diagnostics=50', ...colours),
        counts: 'exit',
      },
      nodeTests(found('.ci/*.test.ts'), 1, MINUTE),
    ],
  },
  {
    name: 'unused',
    title: 'unused files, exports and packages',
    needs: [],
    limitMs: 3 * MINUTE,
    commands: () => [{ args: bin('knip/bin/knip.js', '--no-config-hints'), counts: 'exit' }],
  },
  {
    name: 'build',
    title: 'build and byte budget',
    needs: [],
    limitMs: 5 * MINUTE,
    commands: () => [build],
  },
  {
    name: 'package',
    title: 'npm package and reference',
    needs: ['build'],
    limitMs: 3 * MINUTE,
    commands: (files) => [
      nodeTests(files.length > 0 ? files : found('.ci/package/*.test.ts', 'demo-host/reference/*.test.ts'), 1, MINUTE),
    ],
  },
  {
    name: 'service',
    title: 'service',
    needs: ['postgres', 'redis-server', 'turnserver', 'openssl', 'promtool'],
    limitMs: 10 * MINUTE,
    commands: (files) => [
      nodeTests(files.length > 0 ? files : found('signaling/**/*.test.ts'), SERVICE_AT_ONCE, 2 * MINUTE),
    ],
  },
  {
    name: 'widget',
    title: 'widget in Chromium and Firefox',
    needs: BROWSERS,
    limitMs: 15 * MINUTE,
    commands: (files) => [
      {
        args: bin(
          '@web/test-runner/dist/bin.js',
          ...(files.length > 0 ? ['--group', 'default', '--files', ...files] : []),
        ),
        counts: 'wtr',
      },
    ],
  },
  {
    name: 'journeys',
    title: 'journeys through service and browsers',
    needs: [...BROWSERS, ...CALLS, 'build'],
    limitMs: 25 * MINUTE,
    commands(files) {
      const chosen = files.length > 0 ? files : found('demo-host/journeys/*.test.ts');
      const [media, others] = [chosen.filter(isMedia), chosen.filter((file) => !isMedia(file))];
      return [
        ...(others.length > 0 ? [nodeTests(others, TALKS_AT_ONCE, 3 * MINUTE)] : []),
        ...(media.length > 0 ? [nodeTests(media, 1, 3 * MINUTE)] : []),
      ];
    },
  },
];

/** Takes longer than `npm test` may: `npm run test:long`. */
export const long: Step = {
  name: 'long',
  title: 'long tests',
  needs: [...BROWSERS, ...CALLS, 'postgres', 'redis-server', 'openssl', 'caddy', 'ip', 'build'],
  limitMs: 90 * MINUTE,
  commands: (files) => [
    nodeTests(
      files.length > 0 ? files : found('signaling/**/*.long.ts', 'demo-host/journeys/*.long.ts'),
      1,
      60 * MINUTE,
      '.tmp/long-report.txt',
    ),
  ],
};
