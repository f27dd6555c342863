/** The recorder in a page with the strictest policy, with workers and where the page forbids them: then it works in the page itself. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { coloured, filmOf } from './harness/colours.ts';
import { HostSite, policyHeader, strictPolicy } from './harness/host-site.ts';
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

/** Whether the page lets the widget make workers; `unnamed`: it would, but not by a policy of the widget's own. */
for (const workers of ['with', 'without', 'with unnamed'] as const) {
  journey(
    `under a strict policy ${workers} workers a screen is recorded, listed and whole, and nothing that the policy forbids is needed`,
    async (stage) => {
      const { url } = stage.service;
      const policy = strictPolicy(url);
      if (workers === 'without') policy['worker-src'] = ["'none'"];
      if (workers === 'with unnamed') policy['trusted-types'] = ['lit-html'];
      site.put('/', {
        head: `<script type="module" src="${url}/ycyw-support.js"></script>`,
        headers: policyHeader(policy),
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
      assert.deepEqual([running > 0, files.length > 0], workers === 'with' ? [true, true] : [false, false]);
      await withFile(customer, item.id, async (path) => {
        isWhole(await probe(path), item);
        assert.equal(filmOf(path).colour(moment, 'middle'), 'orange');
      });
      const violations = (await customer.page.evaluate('window.violations')) as string[];
      if (workers === 'with') assert.deepEqual(violations, []);
      // That it tried is all.
      else for (const violation of violations) assert.match(violation, /^(worker-src blob|trusted-types )/);
    },
    { settings: () => ({ ALLOWED_ORIGINS: site.url }) },
  );
}
