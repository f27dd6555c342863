/** The reference's recipes for React and Vue, run as they stand: attributes, properties, events, and mounting over and over. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Customer } from './harness/customer.ts';
import { eventually, eventuallyEqual } from './harness/eventually.ts';
import { Integrator } from './harness/integrator.ts';
import { journey, type Stage } from './harness/journey.ts';

let integrator: Integrator;
before(async () => {
  integrator = await Integrator.open();
});
after(() => integrator[Symbol.asyncDispose]());
const settings = () => ({ ALLOWED_ORIGINS: integrator.url });

/** What a page's entry puts on the window for the journey. */
interface Played {
  mount(): void;
  unmount(): void;
  setBooking(booking: string): void;
}
const play = (customer: Customer, what: keyof Played, booking = '') =>
  customer.page.evaluate(
    (name, value) => (window as unknown as { played: Record<string, (value: string) => void> }).played[name]?.(value),
    what,
    booking,
  );

const REACT = `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Support } from 'sample:react.tsx';
let root, booking = 'YW-1';
const draw = () => root.render(<StrictMode><Support booking={booking} /></StrictMode>);
window.played = {
  mount() { root = createRoot(document.querySelector('#app')); draw(); },
  unmount() { root.unmount(); },
  setBooking(value) { booking = value; draw(); },
};
window.played.mount();`;

const VUE = `import { createApp, h, ref } from 'vue';
import Support from 'sample:Support.vue';
let app;
const booking = ref('YW-1');
window.played = {
  mount() { app = createApp({ render: () => h(Support, { booking: booking.value }) }); app.mount('#app'); },
  unmount() { app.unmount(); },
  setBooking(value) { booking.value = value; },
};
window.played.mount();`;

const element = (customer: Customer) =>
  customer.page.$$eval('ycyw-support', (all) =>
    all.map((one) => {
      const { topic, server, context } = one as unknown as Record<string, unknown>;
      return { topic, server, context };
    }),
  );

async function holds(stage: Stage, source: string): Promise<void> {
  const { url } = stage.service;
  await integrator.bundle(source, url);
  const [customer, agent] = await Promise.all([stage.customer('/', { origin: integrator.url }), stage.agent()]);
  const set = (booking: string) => [{ topic: 'booking', server: url, context: { booking } }];
  await eventuallyEqual('the element has its properties', () => element(customer), set('YW-1'));
  await play(customer, 'setBooking', 'YW-2');
  await eventuallyEqual('a property follows', () => element(customer), set('YW-2'));

  await customer.click('button', /^Help\s*$/);
  await customer.composer();
  await customer.send('Is the car there?');
  await agent.take();
  await agent.sees('YW-2');
  await customer.hide();
  await agent.send('It is.');
  await eventually('the page counts it', () => customer.look('button', /^Help 1$/));

  await play(customer, 'unmount');
  assert.deepEqual(await element(customer), []);
  await play(customer, 'mount');
  await eventuallyEqual('one element again', () => element(customer), set('YW-2'));
  await customer.click('button', /^Help/);
  await customer.composer();
  await eventuallyEqual('the conversation is there', () => customer.texts(), ['Is the car there?', 'It is.']);
  await customer.send('Thank you.');
  await agent.sees('Thank you.');
}

journey('in React, in strict mode, the recipe of the reference holds', (stage) => holds(stage, REACT), { settings });
journey('in Vue the recipe of the reference holds', (stage) => holds(stage, VUE), { settings });
