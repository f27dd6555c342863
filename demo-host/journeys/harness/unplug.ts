/**
 * Pulls a device out of Chromium, as far as that goes without hands. What is real: the process that delivers its pictures
 * or sound dies, so the track ends from below, with no warning. What is played: the pretended devices come back with that
 * process, so the page's list of devices, its `devicechange` and its refusals are what this file makes them.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';

type Kind = 'videoinput' | 'audioinput';

/** Chromium's processes that have the devices in hand, by their names on the command line. */
const SERVICES: Record<Kind, string> = {
  videoinput: '--utility-sub-type=video_capture.mojom.VideoCaptureService',
  audioinput: '--utility-sub-type=audio.mojom.AudioService',
};

/** Runs in each page before everything else (`beforePages`): devices whose labels stand in a set aren't there. */
export const UNPLUGGABLE = `{
  const pulled = new Set();
  const devices = navigator.mediaDevices;
  const list = devices.enumerateDevices.bind(devices);
  const open = devices.getUserMedia.bind(devices);
  const exact = (wish) => (typeof wish === 'string' ? null : (wish?.exact ?? null));
  devices.enumerateDevices = async () => (await list()).filter(({ label }) => !pulled.has(label));
  devices.getUserMedia = async (wishes) => {
    const chosen = { ...wishes };
    for (const [name, kind] of [['video', 'videoinput'], ['audio', 'audioinput']]) {
      if (!chosen[name]) continue;
      const all = (await list()).filter((device) => device.kind === kind);
      const there = all.filter(({ label }) => !pulled.has(label));
      if (there.length === 0) throw new DOMException('Requested device not found', 'NotFoundError');
      const id = exact(chosen[name].deviceId);
      if (id !== null && !there.some(({ deviceId }) => deviceId === id))
        throw Object.assign(new DOMException('', 'OverconstrainedError'), { constraint: 'deviceId' });
      if (id === null && there.length < all.length)
        chosen[name] = { ...(chosen[name] === true ? {} : chosen[name]), deviceId: { exact: there[0].deviceId } };
    }
    return open(chosen);
  };
  window.__plug = (label, isIn) => {
    if (isIn) pulled.delete(label);
    else pulled.add(label);
    devices.dispatchEvent(new Event('devicechange'));
  };
}`;

async function killService(page: Page, kind: Kind): Promise<void> {
  const session = await page.browser().target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  for (const { id } of processInfo) {
    if (readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(SERVICES[kind])) process.kill(id, 'SIGKILL');
  }
}

/** The device isn't in the list any more, and every track of its kind ends. Wants `UNPLUGGABLE` in the page. */
export async function unplug(page: Page, label: string): Promise<void> {
  const kind = await page.evaluate(async (wanted) => {
    const device = (await navigator.mediaDevices.enumerateDevices()).find((one) => one.label === wanted);
    return device?.kind;
  }, label);
  if (kind !== 'videoinput' && kind !== 'audioinput') throw new Error(`There is no "${label}" to pull out.`);
  await page.evaluate(`window.__plug(${JSON.stringify(label)}, false)`);
  await killService(page, kind);
}

/** It is in the list again. */
export async function plugIn(page: Page, label: string): Promise<void> {
  await page.evaluate(`window.__plug(${JSON.stringify(label)}, true)`);
}
