/** How the browsers are started that drive tests, and what stands around them: cameras, a screen, somebody who allows. */
import type { LaunchOptions } from 'puppeteer-core';
import { programPath } from './programs.ts';

export type BrowserName = 'chromium' | 'firefox';

/** What a browser finds around itself. All of it holds for the whole browser. */
export interface Surroundings {
  /**
   * What becomes of the question for camera and microphone.
   * `asks`: Firefox shows its question and waits, after every page change again; headless Chromium, which has no place
   * for it, refuses. What a person would answer is in the journeys' harness.
   */
  permission?: 'granted' | 'denied' | 'asks';
  /**
   * Pretended ones, of which Firefox has one camera always. The second of Chromium's measures depth, which it shows but
   * sends to nobody; the third is a camera like the first. `none`: neither camera nor microphone, as far as the machine
   * itself has none.
   */
  devices?: 'one camera' | 'two cameras' | 'three cameras' | 'no camera' | 'none';
  /**
   * What a shared screen is. `pretended`: a coloured surface, in Chromium only. `real`: in Firefox the display on which it
   * shows itself; in Chromium, which then wants permission `asks`, the page's own tab where the page prefers that, and
   * otherwise the tab that is titled `SHARED_TAB_TITLE`.
   */
  screen?: 'pretended' | 'real';
}

/** Which tab is shared in Chromium with a `real` screen when the page doesn't prefer its own. */
export const SHARED_TAB_TITLE = 'To be shared';

/** What a person's browser asks for unless a test says otherwise: the words that stand in the tests. */
const LANGUAGE = 'en-GB';

/** Chromium without a person in front: no sandbox (containers), no first-run talk, sound without a click. */
const CHROMIUM_ARGS = [
  `--lang=${LANGUAGE}`,
  `--accept-lang=${LANGUAGE}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

const PRETENDED_DEVICES = '--use-fake-device-for-media-stream';

const CHROMIUM_DEVICES: Record<NonNullable<Surroundings['devices']>, readonly string[]> = {
  'one camera': [PRETENDED_DEVICES],
  'two cameras': [`${PRETENDED_DEVICES}=device-count=2`],
  'three cameras': [`${PRETENDED_DEVICES}=device-count=3`],
  'no camera': [`${PRETENDED_DEVICES}=device-count=0`],
  none: [],
};

/** The pretended person also chooses the pretended screen; where nobody is pretended, a real tab can be chosen. */
const CHROMIUM_PERSON: Record<NonNullable<Surroundings['permission']>, readonly string[]> = {
  granted: ['--use-fake-ui-for-media-stream', '--auto-select-desktop-capture-source=Entire screen'],
  denied: ['--use-fake-ui-for-media-stream=deny'],
  asks: [],
};

const CHROMIUM_TAB_CAPTURE = [
  '--auto-accept-this-tab-capture',
  `--auto-select-tab-capture-source-by-title=${SHARED_TAB_TITLE}`,
];

const FIREFOX_PREFERENCES = {
  'intl.accept_languages': LANGUAGE,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
};

const BLOCK = 2;

const FIREFOX_PERSON: Record<NonNullable<Surroundings['permission']>, Record<string, unknown>> = {
  granted: { 'media.navigator.permission.disabled': true },
  denied: { 'permissions.default.camera': BLOCK, 'permissions.default.microphone': BLOCK },
  // Without the hour in which Firefox remembers for the same tab, and without the pause before its buttons can be clicked.
  asks: { 'privacy.webrtc.deviceGracePeriodTimeoutMs': 0, 'security.notification_enable_delay': 0 },
};

function chromium({ permission = 'granted', devices = 'one camera', screen = 'pretended' }: Surroundings): string[] {
  if (screen === 'real' && permission !== 'asks')
    throw new Error('A real tab is shared only where nobody is pretended.');
  return [
    ...CHROMIUM_ARGS,
    ...CHROMIUM_DEVICES[devices],
    ...CHROMIUM_PERSON[permission],
    ...(screen === 'real' ? CHROMIUM_TAB_CAPTURE : []),
  ];
}

/**
 * How puppeteer starts a browser here, each time with a fresh profile of its own.
 * @param display The X display on which Firefox shows itself; nothing: nowhere, and there is no screen to share.
 */
export function launchOptions(name: BrowserName, around: Surroundings = {}, display?: string): LaunchOptions {
  const executablePath = programPath(name);
  if (name === 'chromium') return { browser: 'chrome', executablePath, headless: true, args: chromium(around) };
  const { permission = 'granted', devices = 'one camera' } = around;
  return {
    browser: 'firefox',
    executablePath,
    headless: display === undefined,
    ...(display === undefined ? {} : { env: { ...process.env, DISPLAY: display } }),
    // Lets tests click what Firefox itself shows, such as its question for the camera.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      ...FIREFOX_PREFERENCES,
      ...FIREFOX_PERSON[permission],
      'media.navigator.streams.fake': devices !== 'none',
    },
  };
}
