/** A page's own script, with nothing but the DOM. */
import 'ycyw-support';
import type { CallNews, SupportEventMap, YcywSupport } from 'ycyw-support';

const support = document.createElement('ycyw-support');
support.server = 'https://support.example.com';
support.colorScheme = 'dark';
support.features = ['chat', 'video'];
support.context = { booking: 'YW-48213' };
support.tokenProvider = async () => 'a token';
// @ts-expect-error: no such corner
support.position = 'top';
// @ts-expect-error: a promise that one waits for, not one that one replaces
support.ready = Promise.resolve();

support.addEventListener('ycyw-message', (event) => {
  const text: string = event.detail.text;
  const own: boolean = event.detail.own;
  console.log(text, own);
});
document.addEventListener('ycyw-unread', ({ detail }) => console.log(detail.count.toFixed()));
support.addEventListener('ycyw-conversation', ({ detail }) => {
  if (detail.status === 'queued') console.log(detail.position ?? 0);
  // @ts-expect-error: only one that waits has a place in the queue
  else console.log(detail.position);
});
// @ts-expect-error: no such thing in the detail
support.addEventListener('ycyw-error', ({ detail }) => console.log(detail.cause));

const found: YcywSupport | null = document.querySelector('ycyw-support');
const states: Partial<Record<CallNews['state'], string>> = { live: 'in a call' };
const types: (keyof SupportEventMap)[] = ['ycyw-ready', 'ycyw-call', 'ycyw-recording'];
const sent: Promise<string> = support.send('Hello');
const begun: Promise<void> = support.startCall({ video: true });
window.ycyw ??= [];
window.ycyw.push((one) => one.show());
console.log(found, states, types, sent, begun);
