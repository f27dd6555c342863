/** What a person answers when the browser asks, outside of the page: camera, microphone, screen; and "Stop sharing". */
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { eventually } from './eventually.ts';

export type Asked = 'camera' | 'microphone';
export type Answer = 'granted' | 'denied' | 'prompt';

/** Chromium forgets what was set as soon as the session that set it ends, so there is one for as long as the browser. */
const sessions = new WeakMap<Browser, Promise<CDPSession>>();

/**
 * Chromium: sets what this person's browser has stored for the page's origin. `denied` in the middle of a call ends the
 * tracks at once, as the site's settings do; `prompt` refuses and stores nothing, as a closed question does. The browser has to be one that `asks`: a pretended person allows everything.
 */
export async function setPermission(page: Page, asked: Asked, answer: Answer): Promise<void> {
  const browser = page.browser();
  const opened = sessions.get(browser) ?? browser.target().createCDPSession();
  sessions.set(browser, opened);
  const session = await opened;
  const { id } = page.browserContext();
  await session.send('Browser.setPermission', {
    permission: { name: asked },
    setting: answer,
    origin: new URL(page.url()).origin,
    ...(id === undefined ? {} : { browserContextId: id }),
  });
}

/** Puppeteer's connection to Firefox, which it has but doesn't declare. */
interface FirefoxConnection {
  send(method: 'browsingContext.getTree', params: object): Promise<{ result: { contexts: { context: string }[] } }>;
  send(method: 'script.evaluate', params: object): Promise<{ result: { type: string; result?: { value?: unknown } } }>;
}

function connectionOf(browser: Browser): FirefoxConnection {
  if ('connection' in browser) return browser.connection as FirefoxConnection;
  throw new Error('Only Firefox can be reached this way.');
}

/** Evaluates in Firefox's own windows, one after another, until one says true. */
async function inFirefox(browser: Browser, expression: string): Promise<boolean> {
  const connection = connectionOf(browser);
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  for (const { context } of result.contexts) {
    const answer = await connection.send('script.evaluate', { expression, target: { context }, awaitPromise: true });
    if (answer.result.type === 'success' && answer.result.result?.value === true) return true;
  }
  return false;
}

/** Clicks a button of the question that is open; of several screens the whole one is chosen before. */
const ANSWER = (button: 'button' | 'secondaryButton'): string => `(() => {
  const question = window.PopupNotifications?.panel.firstElementChild;
  if (!window.PopupNotifications?.isPanelOpen || question?.id !== 'webRTC-shareDevices-notification') return false;
  const screens = [...document.querySelectorAll('#webRTC-selectWindow-menupopup > menuitem')];
  const screen = screens.find((item) => item.mediaSource === 'screen');
  if (screen) {
    document.getElementById('webRTC-selectWindow-menulist').selectedItem = screen;
    screen.doCommand();
  }
  if (question.${button}.disabled) return false;
  question.${button}.click();
  return true;
})()`;

/** Firefox: answers the question that it shows or will show, by a click on the browser's own button. */
export async function answerFirefox(page: Page, answer: 'allow' | 'block'): Promise<void> {
  const expression = ANSWER(answer === 'allow' ? 'button' : 'secondaryButton');
  await eventually('Firefox asks', () => inFirefox(page.browser(), expression));
}

/** What the button in Firefox's own bar does. False when nothing is shared. */
const STOP_SHARING = `(() => {
  const { webrtcUI } = ChromeUtils.importESModule('resource:///modules/webrtcUI.sys.mjs');
  const streams = webrtcUI.getActiveStreams(false, false, true, true);
  webrtcUI.stopSharingStreams(streams, false, false, true, true);
  return streams.length > 0;
})()`;

/** Firefox: "Stop sharing", pressed in the browser and not in the page. In Chromium the shared tab is closed instead. */
export async function stopSharingInFirefox(page: Page): Promise<void> {
  await eventually('Firefox shares a screen', () => inFirefox(page.browser(), STOP_SHARING));
}
