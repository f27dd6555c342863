/** The integrator's reference: what is chosen there shows on the real element, and what that does is told. */
import assert from 'node:assert/strict';
import { findings, settle } from './harness/axe.ts';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { journey } from './harness/journey.ts';

/** 1280 pixels at 400 %. */
const NARROW = { width: 320, height: 640 };

const code = (reader: Customer, id: string): Promise<string> =>
  reader.page.$eval(`#${id}`, (element) => element.textContent);

/** Sets a control as hands would. */
const put = (reader: Customer, selector: string, value: string) =>
  reader.page.$eval(
    selector,
    (control, text) => {
      const input = control as HTMLInputElement;
      if (input.type === 'radio' || input.type === 'checkbox') input.click();
      else input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    value,
  );

journey(
  'on the reference page an integrator tries attributes, methods, colours and parts, and reads the events',
  async (stage) => {
    const reader = await stage.customer('/reference');
    const { url } = stage.service;
    await settle(reader);
    assert.match(await code(reader, 'policy'), new RegExp(`script-src ${url};`), 'samples name this very service');

    await put(reader, '#try-topic', 'booking');
    await put(reader, 'input[name="try-color-scheme"][value="dark"]', '');
    assert.match(await code(reader, 'snippet-tag'), /data-color-scheme="dark"[\s\S]*data-topic="booking"/);
    assert.match(
      await code(reader, 'snippet-element'),
      /<ycyw-support color-scheme="dark" topic="booking"><\/ycyw-support>/,
    );
    const attribute = (name: string) => reader.page.$eval('ycyw-support', (one, of) => one.getAttribute(of), name);
    assert.deepEqual([await attribute('topic'), await attribute('color-scheme')], ['booking', 'dark']);
    await put(reader, '#try-context', '{"booking"');
    await eventually('it says what is wrong', async () => (await code(reader, 'complaint')).includes('context'));

    await put(reader, '#theme-accent', '#7a1fa2');
    assert.match(await code(reader, 'snippet-theme'), /ycyw-support \{\s+--ycyw-accent: #7a1fa2;\s+\}/);
    const ground = () =>
      reader.page.$eval(
        'ycyw-support >>> [part~="launcher"]',
        (launcher) => getComputedStyle(launcher).backgroundColor,
      );
    await eventuallyEqual('the launcher has the colour', ground, 'rgb(122, 31, 162)');

    await reader.click('button', 'Call send()');
    await eventually('the id is told', async () => /^"[\w-]+"$/.test(await code(reader, 'result-send')));
    const [log = ''] = await eventually('it is in the log of events', async () => {
      const lines = await reader.read('#log');
      return lines[0]?.includes('ycyw-message') ? lines : null;
    });
    assert.match(log, /"text":"Hello from the reference","own":true/);
    await reader.click('button', /^header/);
    await eventually('the part has a frame', () =>
      reader.page.$eval('ycyw-support >>> [part~="header"]', (part) => getComputedStyle(part).outlineWidth === '3px'),
    );
    await reader.hide();

    await reader.click('button', 'Copy: The tag');
    await eventually('it says so', async () => /Copied|selected/.test(await code(reader, 'said')));
    await reader.click('tab', 'PHP');
    await reader.press('ArrowRight');
    await eventually('the arrow goes on to Java', async () => (await reader.read('#token-2')).join('').includes('JWT'));

    for (const scheme of ['light', 'dark']) {
      await put(reader, `input[name="scheme"][value="${scheme}"]`, '');
      assert.deepEqual(await findings(reader, 'html'), [], `axe on the page, ${scheme}`);
    }
    await reader.page.setViewport(NARROW);
    const width = await reader.page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(width, NARROW.width, 'nothing scrolls sideways but samples and tables');
    const refused = reader.console.filter((line) => /Content.Security.Policy/i.test(line));
    assert.deepEqual(refused, [], 'the page keeps to its own policy');
  },
);
