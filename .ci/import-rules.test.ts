/** The rules of who may import whom, proved: each forbidden import is found by the linter, each allowed one passes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
after(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));

/** Lines that the linter refuses by this rule in a file of this text, if it stood at this path. */
function refusedLines(rule: string, path: string, text: string): number[] {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const biome = [
    join(root, 'node_modules/@biomejs/biome/bin/biome'),
    'lint',
    '--vcs-enabled=false',
    '--reporter=github',
    path,
  ];
  const { stdout } = spawnSync(process.execPath, biome, { cwd: folder, encoding: 'utf8' });
  rmSync(file);
  return [...stdout.matchAll(/^::error title=([^,]+),.*?\bline=(\d+)/gm)].flatMap(([, title, line]) =>
    title === `lint/style/${rule}` ? [Number(line)] : [],
  );
}

/** Which of the modules the linter refuses in a file at this path. */
function refusedImports(path: string, modules: readonly string[]): string[] {
  const text = modules.map((module) => `import '${module}';\n`).join('');
  return refusedLines('noRestrictedImports', path, text).map((line) => modules[line - 1] ?? '?');
}

interface Rule {
  /** Completes "… may import only what the table says". */
  who: string;
  path: string;
  allowed: readonly string[];
  forbidden: readonly string[];
}

const rules: readonly Rule[] = [
  {
    who: 'the protocol',
    path: 'signaling/protocol/x.ts',
    allowed: ['valibot', './limits.ts'],
    forbidden: ['hono', 'socket.io', 'node:crypto', '../store/store.ts', '../../widget/session/types.ts'],
  },
  {
    who: 'the service',
    path: 'signaling/service.ts',
    allowed: ['hono', 'socket.io', '@hono/node-server', 'node:http', './store/sqlite.ts', './protocol/events.ts'],
    forbidden: ['kysely', 'node:sqlite', '../widget/session/types.ts', '../demo-host/agent/console.ts'],
  },
  ...['realtime', 'http', 'conversations'].map((folder) => ({
    who: `signaling/${folder}`,
    path: `signaling/${folder}/x.ts`,
    allowed: ['../store/store.ts', '../protocol/events.ts', './y.ts'],
    forbidden: [
      'kysely',
      'node:sqlite',
      '../store/sqlite.ts',
      '../store/sql-store.ts',
      '../../widget/session/types.ts',
    ],
  })),
  {
    who: 'the store',
    path: 'signaling/store/x.ts',
    allowed: ['kysely', 'node:sqlite', './store.ts', '../protocol/events.ts'],
    forbidden: ['hono', 'socket.io', '../realtime/hub.ts', '../http/files.ts', '../../widget/session/types.ts'],
  },
  {
    who: 'a test of the service',
    path: 'signaling/realtime/x.test.ts',
    allowed: ['../../widget/session/customer-session.ts', '../store/sqlite.ts', 'socket.io-client'],
    forbidden: ['../../widget/conversation/conversation.ts', '../../demo-host/agent/console.ts'],
  },
  {
    who: 'a session',
    path: 'widget/session/x.ts',
    allowed: ['./types.ts', '../../signaling/protocol/events.ts'],
    forbidden: ['lit', '../platform/disk.ts', '../ui/icon.ts', 'idb-keyval', '../../signaling/store/store.ts'],
  },
  {
    who: 'an adapter of the browser',
    path: 'widget/platform/x.ts',
    allowed: ['idb-keyval', '../session/types.ts', '../../signaling/protocol/events.ts'],
    forbidden: ['lit', '../ui/icon.ts', '../panel/panel.ts', '../../signaling/store/store.ts'],
  },
  ...['ui', 'conversation'].map((folder) => ({
    who: `a view in widget/${folder}`,
    path: `widget/${folder}/x.ts`,
    allowed: [
      'lit',
      'lit/directives/repeat.js',
      '../session/types.ts',
      '../locales/load.ts',
      '../ui/icon.ts',
      './y.ts',
    ],
    forbidden: [
      'socket.io-client',
      '../session/socket-transport.ts',
      '../platform/disk.ts',
      '../../signaling/store/store.ts',
      '../../demo-host/agent/console.ts',
    ],
  })),
  {
    who: 'the engine of calls',
    path: 'widget/call/engine/x.ts',
    allowed: ['./y.ts', '../types.ts', '../../session/call-line.ts', '../../../signaling/protocol/realtime.ts'],
    forbidden: [
      'lit',
      'socket.io-client',
      '../browser/rtc.ts',
      '../views/stage.ts',
      '../../platform/ids.ts',
      '../../ui/icon.ts',
      '../../session/socket-transport.ts',
      '../../../signaling/store/store.ts',
    ],
  },
  {
    who: 'an adapter of calls',
    path: 'widget/call/browser/x.ts',
    allowed: ['./y.ts', '../types.ts', '../engine/rtc.ts', '../../session/clock.ts'],
    forbidden: ['lit', '../views/stage.ts', '../../ui/icon.ts', '../../session/socket-transport.ts'],
  },
  {
    who: 'a view of calls',
    path: 'widget/call/views/x.ts',
    allowed: ['lit', 'lucide/icon.mjs', './y.ts', '../types.ts', '../../ui/icon.ts', '../../session/clock.ts'],
    forbidden: [
      'socket.io-client',
      '../engine/machine.ts',
      '../browser/rtc.ts',
      '../../session/value.ts',
      '../../platform/ids.ts',
      '../../../signaling/store/store.ts',
    ],
  },
  ...['widget/panel/x.ts', 'widget/ycyw-support.ts', 'widget/call/call.ts'].map((path) => ({
    who: `the customer's shell, ${path}`,
    path,
    allowed: ['lit', '../widget/ui/icon.ts'],
    forbidden: [
      'socket.io-client',
      '../session/socket-transport.ts',
      '../../signaling/store/store.ts',
      '../../demo-host/agent/console.ts',
    ],
  })),
  ...[
    { who: 'the agents’ console', path: 'demo-host/agent/x.ts' },
    { who: 'the call’s own window', path: 'demo-host/call/x.ts' },
  ].map((page) => ({
    ...page,
    allowed: [
      'lit',
      './y.ts',
      '../../widget/conversation/conversation.ts',
      '../../widget/call/call.ts',
      '../../widget/ui/icon.ts',
      '../../widget/locales/load.ts',
      '../../widget/session/agent-session.ts',
      '../../widget/platform/disk.ts',
      '../../signaling/protocol/events.ts',
    ],
    forbidden: [
      'socket.io-client',
      '../../widget/panel/panel.ts',
      '../../widget/ycyw-support.ts',
      '../../widget/call/engine/machine.ts',
      '../../signaling/service.ts',
    ],
  })),
  {
    who: 'the reference',
    path: 'demo-host/reference/client/x.ts',
    allowed: [
      './y.ts',
      '../../host-policy.ts',
      '../../../.ci/package/manifest.ts',
      '../../../widget/ycyw-support.ts',
      '../../../widget/support-host.ts',
      '../../../widget/locales/labels.ts',
      '../../../signaling/protocol/limits.ts',
    ],
    forbidden: [
      'lit',
      'socket.io-client',
      '../../../widget/panel/panel.ts',
      '../../../widget/session/customer-session.ts',
      '../../../signaling/service.ts',
      '../../agent/console.ts',
    ],
  },
  {
    who: 'a journey',
    path: 'demo-host/journeys/x.test.ts',
    allowed: ['./harness/journey.ts', 'puppeteer-core', 'node:sqlite', '../../signaling/protocol/limits.ts'],
    forbidden: ['../../signaling/store/store.ts', '../../widget/session/types.ts'],
  },
];

for (const { who, path, allowed, forbidden } of rules) {
  test(`${who} may import only what the table of imports says`, () => {
    assert.deepEqual(refusedImports(path, [...allowed, ...forbidden]), forbidden);
  });
}

test('a session does not touch what only pages have', () => {
  const globals = ['window', 'document', 'navigator', 'localStorage', 'indexedDB'];
  const text = globals.map((name) => `export const my_${name} = ${name};\n`).join('');
  assert.deepEqual(refusedLines('noRestrictedGlobals', 'widget/session/x.ts', text), [1, 2, 3, 4, 5]);
});

test('the engine of calls does not touch what only pages have', () => {
  const globals = ['window', 'document', 'navigator', 'RTCPeerConnection', 'AudioContext', 'setTimeout'];
  const text = globals.map((name) => `export const my_${name} = ${name};\n`).join('');
  assert.deepEqual(refusedLines('noRestrictedGlobals', 'widget/call/engine/x.ts', text), [1, 2, 3, 4, 5, 6]);
});

test('only the entries and the configuration of the service read the environment', () => {
  const paths = [
    'service.ts',
    'http/x.ts',
    'protocol/x.ts',
    'config.ts',
    'main.ts',
    'agent-cli.ts',
    'move-cli.ts',
    'person-cli.ts',
    'backup-cli.ts',
  ];
  const readers = paths.filter((path) => {
    const text = 'export const port = process.env.PORT;\n';
    return refusedLines('noProcessEnv', `signaling/${path}`, text).length === 0;
  });
  assert.deepEqual(readers, ['config.ts', 'main.ts', 'agent-cli.ts', 'move-cli.ts', 'person-cli.ts', 'backup-cli.ts']);
});
