/**
 * Texts that want to become script, in every field that people or pages fill, shown in the widget on a page with the strictest
 * policy and in the console: nothing runs, nothing is asked of anybody, and there is nothing but text and harmless links.
 * The service runs in this process, with limits that a thousand words don't reach.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bearer, begin, piece, WEBM } from '../../signaling/testing/recordings.ts';
import { type Client, type TestService, testService, words } from '../../signaling/testing/service.ts';
import { Agent } from './harness/agent.ts';
import { type BrowserName, closeBrowsers } from './harness/browsers.ts';
import { Customer } from './harness/customer.ts';
import { eventually } from './harness/eventually.ts';
import { HostSite, strictPolicy } from './harness/host-site.ts';
import { pageSays, SITE_SECRET, siteToken } from './harness/site.ts';
import { type Found, lookThrough, PAYLOADS, watch, xssTrap } from './harness/xss.ts';

const LIMIT_MS = 20 * 60_000;
/** Of the shortest field, the topic. */
const cut = (payload: string, most: number): string => payload.slice(0, most);

interface Case {
  payload: string;
  conversation: string;
  token: string;
}

let site: HostSite;
before(async () => {
  site = await HostSite.open();
});
after(async () => {
  await closeBrowsers();
  await site[Symbol.asyncDispose]();
});

const claimsOf = (payload: string, index: number) => ({
  sub: `customer-${index}`,
  name: cut(payload, 80),
  email: cut(payload, 254),
  context: { [cut(payload, 60)]: payload, list: [payload, { [cut(payload, 60)]: payload }] },
});
const aboutOf = (payload: string) => ({
  name: cut(payload, 80),
  email: cut(payload, 254),
  topic: cut(payload, 60),
  locale: cut(payload, 35),
  context: { [`${cut(payload, 60)} `]: payload },
  page: { url: payload, title: cut(payload, 200) },
});

async function done(asked: Promise<{ ok: boolean; reason?: string }>, what: string): Promise<void> {
  const { ok, reason } = await asked;
  assert.ok(ok, `${what}: ${reason}`);
}

/** A file and a recording of this name. */
async function share(service: TestService, who: Client, token: string, name: string): Promise<void> {
  const url = `${service.url}/api/attachments?${new URLSearchParams({ name })}`;
  const sent = await fetch(url, { method: 'POST', headers: bearer(token), body: 'text' });
  const { id } = (await sent.json()) as { id: string };
  await done(who.append({ type: 'attachment', payload: { id } }), 'file');
  const begun = await begin(service, token, WEBM.length, { name, type: 'video/webm', length: '1000' });
  const path = begun.headers.get('Location') ?? '';
  assert.equal((await piece(service, token, path, 0, WEBM)).status, 204, `recording ${name}`);
  await done(who.append({ type: 'recording_shared', payload: { id: path.split('/').at(-1) ?? '' } }), 'recording');
}

/** A customer with a conversation that was closed and rated, and one that somebody of this name gives to the reader. */
async function fill(service: TestService, payload: string, index: number, reader: string): Promise<Case> {
  const token = siteToken(claimsOf(payload, index), 3000);
  const visitor = await service.visitor(aboutOf(payload));
  const [customer, agent] = await Promise.all([
    service.signedIn(token, visitor.secret),
    service.agent(cut(payload, 80)),
  ]);
  visitor.socket.disconnect();
  const before = await customer.append(words(payload));
  await done(agent.append({ type: 'assigned', payload: {} }, before.conversation), 'assigned');
  await done(agent.append({ type: 'closed', payload: {} }, before.conversation), 'closed');
  const rated = { type: 'rated', payload: { score: 1, comment: payload } } as const;
  await done(customer.append(rated, before.conversation), 'rated');
  const { conversation } = await customer.append(words(payload));
  await share(service, customer, token, cut(payload, 200));
  await done(agent.append({ type: 'assigned', payload: {} }, conversation), 'assigned');
  await done(agent.append(words(payload), conversation), 'message');
  await done(agent.append({ type: 'note', payload: { text: payload } }, conversation), 'note');
  const given = { type: 'transferred', payload: { agent: { id: reader }, note: payload } } as const;
  await done(agent.append(given, conversation), 'transferred');
  for (const { socket } of [customer, agent]) socket.disconnect();
  return { payload, conversation, token };
}

const isWellFormed = (payload: string): boolean => payload.isWellFormed() && !payload.includes('\0');

function harmless(found: Found, seen: readonly string[], where: string): void {
  const { ran, violations, elements } = found;
  assert.deepEqual({ ran, violations, elements, seen }, { ran: [], violations: [], elements: [], seen: [] }, where);
}

for (const name of ['chromium', 'firefox'] as const satisfies BrowserName[]) {
  test(`no text becomes script, in widget and console, ${name}`, { timeout: LIMIT_MS }, async (context) => {
    await using service = await testService({
      assets: fileURLToPath(new URL('../../dist', import.meta.url)),
      limitFactor: 1_000_000,
      allowedOrigins: [site.url],
      identitySecrets: [SITE_SECRET],
      at: Date.now(),
    });
    const reader = await service.agent('Amélie');
    reader.socket.disconnect();
    const cases: Case[] = [];
    for (const [index, payload] of PAYLOADS.entries()) cases.push(await fill(service, payload, index, reader.id));

    const agent = await Agent.sit(service.url, { browser: name, beforePages: xssTrap });
    const customer = await Customer.sit(site.url, { browser: name, beforePages: xssTrap });
    const hosts = [service.url, site.url].map((url) => new URL(url).host);
    let links = 0;
    try {
      const atDesk = watch(agent.page, hosts);
      const session = { name: 'ycyw_agent', value: reader.cookie.replace('ycyw_agent=', '') };
      await agent.signIn({ name: 'Amélie', email: '', password: '', session });
      await eventually('all are there', async () => (await agent.mine()).length === cases.length);
      for (let index = 0; index < cases.length; index += 1) {
        await agent.page.$$eval(
          '>>> [aria-labelledby="mine"] li',
          (lines, at) => lines[at]?.querySelector('button')?.click(),
          index,
        );
        const shown = await eventually(`the conversation ${index} is shown`, async () => {
          const selected = await agent.page.$$eval('>>> [aria-labelledby="mine"] li', (lines) =>
            lines.findIndex((line) => line.classList.contains('selected')),
          );
          return selected === index && (await agent.texts()).length >= 2 ? { selected } : null;
        });
        const found = await lookThrough(agent.page);
        links += found.links;
        harmless(found, atDesk, `console, conversation ${shown.selected}`);
      }

      site.put('/', {
        head: `<script type="module" src="${service.url}/ycyw-support.js"></script>`,
        headers: strictPolicy(service.url, {}),
      });
      const atHome = watch(customer.page, hosts);
      await customer.goto('/');
      for (const { payload, token } of cases) {
        await pageSays(customer, token);
        await customer.open();
        await eventually(`${JSON.stringify(payload)} is shown`, async () => {
          const texts = await customer.texts();
          return texts.length >= 2 && (!isWellFormed(payload) || texts.some((text) => same(text, payload)));
        });
        const found = await lookThrough(customer.page);
        links += found.links;
        harmless(found, atHome, `widget, ${JSON.stringify(payload)}`);
      }
      assert.ok(links > 0, 'some of them are links');

      // That nothing was found counts only if something would have been.
      await customer.page.evaluate('xss()');
      assert.deepEqual((await lookThrough(customer.page)).ran, ['xss']);
      assert.deepEqual([agent.troubles, customer.troubles], [[], []]);
      context.diagnostic(`${cases.length} texts in each field, ${2 * cases.length} views, ${links} links, nothing ran`);
    } finally {
      await Promise.all([agent.leave(), customer.leave()]);
    }
  });
}

/** As it is shown: white space is one blank. */
function same(shown: string, payload: string): boolean {
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  return plain(shown) === plain(payload);
}
