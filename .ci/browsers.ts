/** Finds Chromium and Firefox for everything that drives browsers, and installs them where that is simple. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { LaunchOptions } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';

interface Kind {
  variable: string;
  /** Names to look for in PATH. */
  commands: readonly string[];
  /** Where installers put it. */
  places: readonly string[];
  debianPackage: string;
}

const PROGRAMS = process.env.ProgramFiles ?? 'C:\\Program Files';

const KINDS: Record<BrowserName, Kind> = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [
      '/usr/bin/chromium',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      join(PROGRAMS, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ],
    debianPackage: 'chromium',
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    places: [
      '/usr/bin/firefox-esr',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      join(PROGRAMS, 'Mozilla Firefox', 'firefox.exe'),
    ],
    debianPackage: 'firefox-esr',
  },
};

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find(kind: Kind): string | undefined {
  const told = process.env[kind.variable];
  if (told) return runs(told) ? told : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...kind.commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...kind.places].find(
    runs,
  );
}

function isDebianAsRoot(): boolean {
  try {
    return process.getuid?.() === 0 && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** The path of a browser's program. Throws an error with a sentence for a person when there is none. */
function browserPath(name: BrowserName): string {
  const kind = KINDS[name];
  const path = find(kind);
  if (path) return path;
  const told = process.env[kind.variable];
  throw new Error(
    told
      ? `${kind.variable} names ${told}, which can't be run.`
      : `${name} is missing: install it (on Debian the package "${kind.debianPackage}"), or name its program in ${kind.variable}.`,
  );
}

/** Makes sure that both browsers are there. Returns the sentences to show when they can't be. */
export function provideBrowsers(): string[] {
  const names = Object.keys(KINDS) as BrowserName[];
  const missing = names.filter((name) => !process.env[KINDS[name].variable] && !find(KINDS[name]));
  if (missing.length > 0 && isDebianAsRoot()) {
    const packages = missing.map((name) => KINDS[name].debianPackage);
    console.log(`Installing ${packages.join(' and ')} with apt-get …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]) => spawnSync('apt-get', ['-q', '-y', ...args], { stdio: 'inherit', env });
    apt('update');
    apt('install', '--no-install-recommends', ...packages);
  }
  return names.flatMap((name) => {
    try {
      browserPath(name);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

/** Chromium without a person in front: no sandbox (containers), no first-run talk, and media that nobody has to allow. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--auto-select-desktop-capture-source=Entire screen',
  '--autoplay-policy=no-user-gesture-required',
];

const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
};

/** How puppeteer starts a browser here, each time with a fresh profile of its own. */
export function launchOptions(name: BrowserName): LaunchOptions {
  const executablePath = browserPath(name);
  return name === 'chromium'
    ? { browser: 'chrome', executablePath, headless: true, args: CHROMIUM_ARGS }
    : { browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: FIREFOX_PREFERENCES };
}
