/**
 * `npm run screenshots`: pictures of every state of widget and console, into `screenshots/`. With `--language=ar` they are in
 * that language (`en-XA` is the pseudo-locale), and what is clipped or untranslated in them is listed and fails the run. With
 * `--only=calls` there is but one part.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { calls, withoutDevices } from './album/calls.ts';
import { Camera } from './album/camera.ts';
import { desk } from './album/console.ts';
import { drawMap } from './album/map.ts';
import { recordings } from './album/recorder.ts';
import * as widget from './album/widget.ts';
import { Agent } from './harness/agent.ts';
import { closeBrowsers } from './harness/browsers.ts';
import { Service } from './harness/service.ts';

const FOLDER = fileURLToPath(new URL('../../screenshots', import.meta.url));
const MIB = 1024 * 1024;

const { values: wanted } = parseArgs({ options: { language: { type: 'string' }, only: { type: 'string' } } });

const camera = new Camera(wanted.language === undefined ? FOLDER : join(FOLDER, wanted.language), wanted.language);
const folder = await mkdtemp(join(tmpdir(), 'ycyw-album-'));
const files = {
  picture: join(folder, 'hall-1-plan.png'),
  document: join(folder, 'rental agreement.pdf'),
  forbidden: join(folder, 'holiday.zip'),
};

async function takeWidget(): Promise<void> {
  await using service = await Service.launch();
  const scene = { service, camera, files };
  const marta = await widget.waiting(scene);
  const agent = await Agent.sit(service.url, {});
  await agent.signIn(await service.firstAgent());
  await widget.talking(scene, marta, agent);
  await widget.trouble(scene, marta, agent);
  await widget.ending(scene, marta, agent);
}

async function takeCalls(): Promise<void> {
  await using service = await Service.launch();
  const agent = await Agent.sit(service.url, {});
  await agent.signIn(await service.firstAgent());
  await calls({ service, camera, files }, agent);
  await withoutDevices({ service, camera, files });
}

async function takeDesk(): Promise<void> {
  await using service = await Service.launch();
  await desk({ service, camera, files });
}

async function takeRecordings(): Promise<void> {
  await using service = await Service.launch();
  const agent = await Agent.sit(service.url, {});
  await agent.signIn(await service.firstAgent());
  await recordings({ service, camera, files }, agent);
}

const PARTS: Record<string, () => Promise<void>> = {
  widget: takeWidget,
  calls: takeCalls,
  recordings: takeRecordings,
  console: takeDesk,
};

try {
  await writeFile(files.picture, await drawMap());
  await writeFile(files.document, Buffer.concat([Buffer.from('%PDF-1.7\n')], 3 * MIB));
  await writeFile(files.forbidden, 'PK');
  for (const [name, take] of Object.entries(PARTS)) if (wanted.only === undefined || wanted.only === name) await take();
} finally {
  await closeBrowsers();
  await rm(folder, { recursive: true, force: true });
  process.stdout.write(`${camera.taken.join('\n')}\n${camera.taken.length} pictures\n`);
  if (camera.findings.length > 0) {
    process.stdout.write(`${camera.findings.length} findings:\n${camera.findings.join('\n')}\n`);
    process.exitCode = 1;
  }
}
