/** The dashboard and the alert rules against what `/metrics` really says, checked by Prometheus' own tool. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { programPath } from '../../.ci/programs.ts';
import { newFolder } from '../testing/built.ts';
import { calling, ended } from '../testing/calls.ts';
import { metricNames } from '../testing/metrics.ts';
import { testService } from '../testing/service.ts';
import { DAYS_LEFT_MIN, fixedTls } from '../tls/pair.ts';
import { makePair } from '../tls/self-signed.ts';

const folder = import.meta.dirname;
const read = (name: string) => readFileSync(`${folder}/${name}`, 'utf8');

/** Throws with what it said. */
function promtool(args: string[], input?: string): void {
  const ran = spawnSync(programPath('promtool'), args, { cwd: folder, encoding: 'utf8', ...(input ? { input } : {}) });
  assert.equal(ran.status, 0, `promtool ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  // It may only warn of what a newer one refuses.
  assert.doesNotMatch(ran.stderr, /should|no help|FAILED/, ran.stderr);
}

/** A service in which everything has happened at least once. */
async function busy(): Promise<string> {
  const tls = fixedTls(await makePair(['127.0.0.1'], Date.now()), 'own');
  await using test = await testService({ nodes: 1, tls });
  const { marta, conversation, call, place } = await calling(test);
  const report = { kind: 'live', path: 'relayed', lossPercent: 0, rttMs: 20, jitterMs: 1, mos: 4.3 };
  await marta.ask('call-stats', { ...place, report });
  await marta.ask('no-such-request');
  await marta.append(ended(call), conversation);
  // Before the service is gone.
  return (await test.desk.metrics.read()).text;
}

/** All that looks like the name of a metric of ours, of the process or of Node's. */
const namesIn = (text: string) => new Set(text.match(/\b(?:ycyw|process|nodejs)_[a-z0-9_]+/g));

interface Panel {
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string }[];
}

describe('what Prometheus and Grafana get', () => {
  it('metrics of a live service are as promtool wants them', async () => {
    promtool(['check', 'metrics'], await busy());
  });

  it('the alert rules and the configuration are valid, and each alert comes when it should', () => {
    promtool(['check', 'rules', 'alerts.yaml']);
    promtool(['check', 'config', 'prometheus.yaml']);
    promtool(['test', 'rules', 'alerts.test.yaml']);
    assert.ok(read('alerts.yaml').includes(`ycyw_certificate_ends_seconds - time() < ${DAYS_LEFT_MIN} * 86400`));
    const alerts = read('alerts.yaml').match(/(?<=alert: )\w+/g) ?? [];
    for (const alert of alerts) assert.match(read('alerts.test.yaml'), new RegExp(`alertname: ${alert}\\b`));
  });

  it('every metric that a rule or the dashboard asks for is one that the service really gives', async () => {
    const given = metricNames(await busy());
    const { panels } = JSON.parse(read('grafana-dashboard.json')) as { panels: Panel[] };
    const asked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    assert.ok(asked.length > 20);
    for (const name of namesIn([...asked, read('alerts.yaml')].join('\n'))) assert.ok(given.has(name), name);
    const ours = [...given].filter((name) => name.startsWith('ycyw_') && !/_(bucket|sum|count)$/.test(name));
    for (const name of ours)
      assert.ok(
        asked.some((expr) => expr.includes(name)),
        `no panel shows ${name}`,
      );
  });

  it('every expression of the dashboard is one that Prometheus can read', async () => {
    const { panels } = JSON.parse(read('grafana-dashboard.json')) as { panels: Panel[] };
    const asked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    // Grafana puts its own intervals in. Two rules mustn't have the same name.
    const rules = asked.map((expr, index) => ({ record: `panel:${index}`, expr: expr.replace(/\$__\w+/g, '5m') }));
    await using made = await newFolder();
    const path = join(made.path, 'panels.json');
    writeFileSync(path, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    promtool(['check', 'rules', path]);
  });
});
