/** What browsers find around themselves in journeys of calls: devices, permissions, screens. Tried out by themselves. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { SHARED_TAB_TITLE } from '../../.ci/browsers.ts';
import { type Blank, serveBlank } from './harness/blank.ts';
import { type BrowserName, browser, closeBrowsers, type Surroundings } from './harness/browsers.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { answerFirefox, setPermission, stopSharingInFirefox } from './harness/permission.ts';
import { plugIn, UNPLUGGABLE, unplug } from './harness/unplug.ts';

let blank: Blank;
before(async () => {
  blank = await serveBlank();
});
after(async () => {
  await closeBrowsers();
  await blank.stop();
});

const LIMIT = { timeout: 60_000 };

/** An empty page in a browser with these surroundings, thrown away afterwards. */
async function inPage(
  name: BrowserName,
  around: Surroundings,
  act: (page: Page) => Promise<void>,
  beforePages?: string,
): Promise<void> {
  const context = await (await browser(name, around)).createBrowserContext();
  try {
    // A window of its own, in front: behind another a page draws no frames.
    const page = await context.newPage({ type: 'window' });
    if (name === 'chromium') await page.emulateFocusedPage(true);
    if (beforePages !== undefined) await page.evaluateOnNewDocument(beforePages);
    await page.goto(blank.url);
    await act(page);
  } finally {
    await context.close();
  }
}

/** Asks for it and says what came: "camera", or the error's name. Never more than one question at a time. */
const ask = (page: Page, wishes: MediaStreamConstraints): Promise<string> =>
  page.evaluate(async (wanted) => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(wanted);
      for (const track of stream.getTracks()) track.stop();
      return 'given';
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  }, wishes);

const stored = (page: Page): Promise<string> =>
  page.evaluate(async () => (await navigator.permissions.query({ name: 'camera' as PermissionName })).state);

/** The track's end is written into `ended` of the page. */
const keepCamera = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error('no track');
    track.onended = () => Object.assign(window, { ended: true });
    return track.label;
  });
const hasEnded = (page: Page) => page.evaluate(() => 'ended' in window);

for (const name of ['chromium', 'firefox'] as const) {
  void test(`${name}: camera and microphone are given, refused, or missing, as asked for`, LIMIT, async () => {
    const both = { audio: true, video: true };
    await inPage(name, {}, async (page) => assert.equal(await ask(page, both), 'given'));
    await inPage(name, { permission: 'denied' }, async (page) => {
      assert.equal(await ask(page, both), 'NotAllowedError');
      assert.equal(await stored(page), 'denied');
    });
    await inPage(name, { devices: 'none' }, async (page) => assert.equal(await ask(page, both), 'NotFoundError'));
  });
}

void test('chromium without a camera has a microphone all the same', LIMIT, () =>
  inPage('chromium', { devices: 'no camera' }, async (page) => {
    assert.equal(await ask(page, { audio: true, video: true }), 'NotFoundError');
    assert.equal(await ask(page, { audio: true }), 'given');
  }),
);

void test('chromium: a closed question, one denied of two, and a permission taken back in the middle', LIMIT, () =>
  inPage('chromium', { permission: 'asks' }, async (page) => {
    await setPermission(page, 'camera', 'prompt');
    assert.equal(await ask(page, { video: true }), 'NotAllowedError');
    assert.equal(await stored(page), 'prompt', 'nothing is stored: the question can be asked again');
    await setPermission(page, 'microphone', 'granted');
    await setPermission(page, 'camera', 'denied');
    assert.equal(await ask(page, { audio: true }), 'given');
    assert.equal(await ask(page, { video: true }), 'NotAllowedError');
    await setPermission(page, 'camera', 'granted');
    await keepCamera(page);
    await setPermission(page, 'camera', 'denied');
    await eventually('the track has ended', () => hasEnded(page));
  }),
);

void test('chromium: a camera is pulled out and put back', LIMIT, () =>
  inPage(
    'chromium',
    { devices: 'two cameras' },
    async (page) => {
      const cameras = () =>
        page.evaluate(async () =>
          (await navigator.mediaDevices.enumerateDevices()).flatMap(({ kind, label }) =>
            kind === 'videoinput' ? [label] : [],
          ),
        );
      const [first = '', second = ''] = await cameras();
      assert.equal(await keepCamera(page), first);
      await unplug(page, first);
      await eventually('the track has ended', () => hasEnded(page));
      assert.deepEqual(await cameras(), [second]);
      await eventuallyEqual('the other one is given', () => keepCamera(page), second);
      await plugIn(page, first);
      assert.deepEqual(await cameras(), [first, second]);
    },
    UNPLUGGABLE,
  ),
);

void test('firefox asks, is answered by its own buttons, and asks again after a page change', LIMIT, () =>
  inPage('firefox', { permission: 'asks' }, async (page) => {
    const answered = async (answer: 'allow' | 'block'): Promise<string> => {
      const [outcome] = await Promise.all([ask(page, { audio: true, video: true }), answerFirefox(page, answer)]);
      return outcome;
    };
    assert.equal(await answered('allow'), 'given');
    await page.reload();
    assert.equal(await answered('allow'), 'given', 'without its question this would wait for ever');
    await page.reload();
    assert.equal(await answered('block'), 'NotAllowedError');
  }),
);

/** Shares inside a click. What was given, once a frame of it has been drawn. */
async function share(page: Page, options: DisplayMediaStreamOptions & { preferCurrentTab?: boolean }): Promise<void> {
  await page.evaluate((wanted) => {
    const button = document.querySelector('button');
    if (!button) throw new Error('no button');
    button.onclick = async () => {
      const video = document.createElement('video');
      const stream = await navigator.mediaDevices.getDisplayMedia(wanted);
      for (const track of stream.getVideoTracks()) track.onended = () => Object.assign(window, { ended: true });
      video.srcObject = stream;
      video.muted = true;
      // A page in which nothing moves may give one frame and no second.
      video.requestVideoFrameCallback(() => {
        document.title = `${stream.getVideoTracks()[0]?.getSettings().displaySurface} ${video.videoWidth}`;
      });
      await video.play();
    };
  }, options);
  await page.click('button');
}

const shared = async (page: Page): Promise<string> => (await page.title()).split(' ')[0] ?? '';

void test('chromium shares a pretended screen, its own tab, or another tab whose closing ends it', LIMIT, async () => {
  await inPage('chromium', {}, async (page) => {
    await share(page, { video: true, audio: true });
    await eventuallyEqual('frames come', () => shared(page), 'monitor');
  });
  await inPage('chromium', { permission: 'asks', screen: 'real' }, async (page) => {
    await share(page, { video: true, preferCurrentTab: true });
    await eventuallyEqual('frames come', () => shared(page), 'browser');
  });
  await inPage('chromium', { permission: 'asks', screen: 'real' }, async (page) => {
    const other = await page.browserContext().newPage({ type: 'window' });
    await other.goto(`${blank.url}${SHARED_TAB_TITLE}`);
    await page.bringToFront();
    await share(page, { video: true });
    await eventuallyEqual('frames come', () => shared(page), 'browser');
    assert.ok(!(await hasEnded(page)));
    await other.close();
    await eventually('the share has ended', () => hasEnded(page));
  });
});

void test('firefox shares the screen that it was given, and its own button stops that', LIMIT, () =>
  inPage('firefox', { screen: 'real' }, async (page) => {
    await share(page, { video: true });
    await eventually('frames come', async () => / 1280$/.test(await page.title()));
    assert.ok(!(await hasEnded(page)));
    await stopSharingInFirefox(page);
    await eventually('the share has ended', () => hasEnded(page));
  }),
);

void test('firefox asks which screen, and the whole one is chosen', LIMIT, () =>
  inPage('firefox', { screen: 'real', permission: 'asks' }, async (page) => {
    await share(page, { video: true });
    await answerFirefox(page, 'allow');
    await eventually('frames come', async () => / 1280$/.test(await page.title()));
  }),
);
