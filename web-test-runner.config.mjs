/** Widget tests, each in Chromium and in Firefox, with fake camera, microphone and screen. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { launchOptions } from './.ci/browsers.ts';
import { countReporter } from './.ci/count-wtr.ts';

/** The page believes that it has the person's attention. */
async function focusedPage({ context }) {
  const page = await context.newPage();
  await page.emulateFocusedPage(true);
  return page;
}

/** What a call's window shows in tests: the test brings the script. */
function emptyPage(context, next) {
  if (context.path !== '/call') return next();
  context.type = 'html';
  context.body = '<!doctype html><title>Call</title><body></body>';
}

/** A package's modules that exist for Node only are empty here, as the bundler has them. */
const emptyModules = {
  name: 'empty-modules',
  serve: ({ path }) =>
    decodeURIComponent(path).includes('node-resolve:empty') ? { body: 'export default {};', type: 'js' } : undefined,
};

/** What may know nothing of a browser, as the linter checks, needs but one; connections and media are tried with each browser's own. */
const WITHOUT_BROWSER = [
  'widget/session/**/*.test.ts',
  'widget/recorder/engine/**/*.test.ts',
  'widget/call/engine/!(link|media*).test.ts',
];

// One page at a time: a browser draws nothing in a tab behind another, and tests wait for what is drawn.
const chromium = chromeLauncher({
  launchOptions: launchOptions('chromium'),
  createPage: focusedPage,
  concurrency: 1,
});
const firefox = puppeteerLauncher({ launchOptions: launchOptions('firefox'), concurrency: 1 });

export default {
  files: [
    'widget/**/*.test.ts',
    'demo-host/{agent,call,rental}/**/*.test.ts',
    ...WITHOUT_BROWSER.map((pattern) => `!${pattern}`),
  ],
  groups: [{ name: 'without a browser', files: WITHOUT_BROWSER, browsers: [chromium] }],
  nodeResolve: { browser: true, exportConditions: ['production'], extensions: ['.mjs', '.js', '.ts'] },
  plugins: [emptyModules, esbuildPlugin({ ts: true, target: 'es2022' })],
  middleware: [emptyPage],
  browsers: [chromium, firefox],
  // A core each: together they take three quarters of the time that they take one after the other.
  concurrentBrowsers: 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { ui: 'bdd', timeout: 10_000, slow: 1_000 } },
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: process.stdout.isTTY === true }),
    countReporter(process.env.YCYW_COUNTS_FILE),
  ],
};
