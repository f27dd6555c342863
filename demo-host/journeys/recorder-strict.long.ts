/** The recorder in a page with the strictest policy, with workers and where the page forbids them: then it works in the page itself. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { changeChunk } from './harness/change-chunk.ts';
import { coloured, filmOf } from './harness/colours.ts';
import { HostSite, strictPolicy } from './harness/host-site.ts';
import { journey } from './harness/journey.ts';
import {
  barSays,
  isWhole,
  keptFiles,
  momentOf,
  openRecordings,
  press,
  probe,
  record,
  recordsUntil,
  saved,
  withFile,
} from './harness/recorder.ts';

let site: HostSite;
before(async () => {
  site = await HostSite.open();
});
after(() => site[Symbol.asyncDispose]());

const NONE = "'none'";
/** What keeps the recorder out of a worker. */
const HURDLES = {
  nothing: {},
  'a page without workers': { 'worker-src': [NONE] },
  'a page that allows no policy of the widget’s': { 'trusted-types': ['lit-html'] },
  'a worker’s script that is not what was built': {},
} as const;

for (const hurdle of Object.keys(HURDLES) as (keyof typeof HURDLES)[]) {
  journey(
    `under the strictest policy, with ${hurdle} in the way, a screen is recorded, listed and whole`,
    async (stage) => {
      const { url } = stage.service;
      if (hurdle.includes('not what was built')) await changeChunk(stage.service, 'recorder-worker', '// Changed');
      site.put('/', {
        head: `<script type="module" src="${url}/ycyw-support.js"></script>`,
        headers: strictPolicy(url, { instead: HURDLES[hurdle] }),
      });
      const beforePages = coloured({ cameras: ['blue'], screen: 'orange', tone: 440 });
      const customer = await stage.customer('/', { origin: site.url, beforePages });
      await customer.open();
      await openRecordings(customer);
      await record(customer, 'My screen');
      await barSays(customer, /REC 00:0\d/);
      await recordsUntil(customer, 2);
      const files = await keptFiles(customer);
      const moment = await momentOf(customer);
      const running = customer.page.workers().length;
      await press(customer, 'Stop the recording');
      await barSays(customer, 'Recording saved.');
      const item = await saved(customer);
      assert.deepEqual([running > 0, files.length > 0], hurdle === 'nothing' ? [true, true] : [false, false]);
      await withFile(customer, item.id, async (path) => {
        isWhole(await probe(path), item);
        assert.equal(filmOf(path).colour(moment, 'middle'), 'orange');
      });
      const violations = (await customer.page.evaluate('window.violations')) as string[];
      if (hurdle === 'nothing') assert.deepEqual(violations, []);
      // That it tried is all.
      else for (const violation of violations) assert.match(violation, /^(worker-src blob|trusted-types )/);
    },
    // The build that is changed must be this service's own.
    { settings: () => ({ ALLOWED_ORIGINS: site.url }), data: 'none' },
  );
}
