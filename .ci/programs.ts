/**
 * Finds the programs that tests start and npm doesn't bring, browsers above all, and installs them where that is simple.
 * Knows nothing of what they are started for.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type ProgramName =
  | 'chromium'
  | 'firefox'
  | 'turnserver'
  | 'postgres'
  | 'redis-server'
  | 'openssl'
  | 'caddy'
  | 'promtool'
  | 'Xvfb'
  | 'ffmpeg'
  | 'ffprobe'
  | 'ip';

interface Program {
  /** Names it when it stands in an unusual place. */
  variable: string;
  /** Names to look for in PATH. */
  commands: readonly string[];
  /** Where installers put it. */
  places: readonly string[];
  debianPackage: string;
  /** Needed on this system only; nothing: everywhere. */
  only?: NodeJS.Platform;
}

const WINDOWS = process.env.ProgramFiles ?? 'C:\\Program Files';

const newestFirst = (pattern: string): string[] =>
  globSync(pattern).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));

const PROGRAMS: Record<ProgramName, Program> = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [
      '/usr/bin/chromium',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      join(WINDOWS, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ],
    debianPackage: 'chromium',
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    places: [
      '/usr/bin/firefox-esr',
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      join(WINDOWS, 'Mozilla Firefox', 'firefox.exe'),
    ],
    debianPackage: 'firefox-esr',
  },
  turnserver: {
    variable: 'TURNSERVER_PATH',
    commands: ['turnserver'],
    places: ['/usr/bin/turnserver', '/opt/homebrew/bin/turnserver'],
    debianPackage: 'coturn',
  },
  // Its folder has `initdb` too. Debian keeps it out of PATH, a folder for each version.
  postgres: {
    variable: 'POSTGRES_PATH',
    commands: ['postgres'],
    places: [
      ...newestFirst('/usr/lib/postgresql/*/bin/postgres'),
      ...newestFirst('/opt/homebrew/opt/postgresql*/bin/postgres'),
    ],
    debianPackage: 'postgresql',
  },
  'redis-server': {
    variable: 'REDIS_PATH',
    commands: ['redis-server'],
    places: ['/usr/bin/redis-server', '/opt/homebrew/bin/redis-server'],
    debianPackage: 'redis-server',
  },
  openssl: {
    variable: 'OPENSSL_PATH',
    commands: ['openssl'],
    places: ['/usr/bin/openssl', '/opt/homebrew/bin/openssl'],
    debianPackage: 'openssl',
  },
  caddy: {
    variable: 'CADDY_PATH',
    commands: ['caddy'],
    places: ['/usr/bin/caddy', '/opt/homebrew/bin/caddy'],
    debianPackage: 'caddy',
  },
  promtool: {
    variable: 'PROMTOOL_PATH',
    commands: ['promtool'],
    places: ['/usr/bin/promtool', '/opt/homebrew/bin/promtool'],
    debianPackage: 'prometheus',
  },
  // Elsewhere a browser with a window finds a screen by itself.
  Xvfb: {
    variable: 'XVFB_PATH',
    commands: ['Xvfb'],
    places: ['/usr/bin/Xvfb'],
    debianPackage: 'xvfb',
    only: 'linux',
  },
  ffmpeg: {
    variable: 'FFMPEG_PATH',
    commands: ['ffmpeg'],
    places: ['/usr/bin/ffmpeg', '/opt/homebrew/bin/ffmpeg'],
    debianPackage: 'ffmpeg',
  },
  ffprobe: {
    variable: 'FFPROBE_PATH',
    commands: ['ffprobe'],
    places: ['/usr/bin/ffprobe', '/opt/homebrew/bin/ffprobe'],
    debianPackage: 'ffmpeg',
  },
  ip: {
    variable: 'IP_PATH',
    commands: ['ip'],
    places: ['/usr/sbin/ip', '/sbin/ip'],
    debianPackage: 'iproute2',
    only: 'linux',
  },
};

/** Debian starts these as soon as they are installed. */
const SERVERS: ReadonlySet<string> = new Set(['caddy', 'coturn', 'postgresql', 'prometheus', 'redis-server']);

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find(program: Program): string | undefined {
  const told = process.env[program.variable];
  if (told) return runs(told) ? told : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const inPath = program.commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...inPath, ...program.places].find(runs);
}

function isDebianAsRoot(): boolean {
  try {
    return process.getuid?.() === 0 && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Where a program stands. Throws an error with a sentence for a person when there is none. */
export function programPath(name: ProgramName): string {
  const program = PROGRAMS[name];
  const path = find(program);
  if (path) return path;
  const told = process.env[program.variable];
  throw new Error(
    told
      ? `${program.variable} names ${told}, which can't be run.`
      : `${name} is missing: install it (on Debian the package "${program.debianPackage}"), or name its program in ${program.variable}.`,
  );
}

/** Makes sure that these programs are there. Returns the sentences to show when they can't be. */
export function providePrograms(names: readonly ProgramName[]): string[] {
  const wanted = names.filter((name) => (PROGRAMS[name].only ?? process.platform) === process.platform);
  const missing = wanted.map((name) => PROGRAMS[name]).filter(({ variable }) => !process.env[variable]);
  const packages = [...new Set(missing.filter((program) => !find(program)).map((program) => program.debianPackage))];
  if (packages.length > 0 && isDebianAsRoot()) {
    console.log(`Installing ${packages.join(' and ')} with apt-get …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]) => spawnSync('apt-get', ['-q', '-y', ...args], { stdio: 'inherit', env });
    // Their packages would start servers for everybody, coturn's even an open relay; tests start their own, for themselves.
    for (const server of packages.filter((name) => SERVERS.has(name))) {
      spawnSync('systemctl', ['mask', server], { stdio: 'ignore' });
    }
    apt('update');
    apt('install', '--no-install-recommends', ...packages);
  }
  return wanted.flatMap((name) => {
    try {
      programPath(name);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}
