/** Buttons that call a method of the real element, and show what came of it. */
import type { YcywSupport } from '../../../widget/ycyw-support.ts';
import { byId } from './find.ts';

const input = (id: string) => byId<HTMLInputElement>(id);

/** What is said when a method without an answer has gone well. */
const DONE = 'Done.';

const CALLS: Record<string, (support: YcywSupport) => unknown> = {
  show: (support) => support.show(),
  hide: (support) => support.hide(),
  toggle: (support) => support.toggle(),
  send: (support) => support.send(input('argument-text').value),
  startCall: (support) =>
    support.startCall({ video: input('argument-video').checked, screen: input('argument-screen').checked }),
  endCall: (support) => support.endCall(),
  logout: (support) => support.logout(),
};

export function addMethods(support: YcywSupport): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-call]')) {
    const name = button.dataset.call ?? '';
    const call = CALLS[name];
    const result = byId(`result-${name}`);
    if (call === undefined) button.hidden = true;
    else button.addEventListener('click', () => void run(() => call(support), result));
  }
}

async function run(call: () => unknown, result: HTMLElement): Promise<void> {
  result.textContent = '…';
  try {
    const answer = await call();
    result.textContent = answer === undefined ? DONE : JSON.stringify(answer);
  } catch (error) {
    result.textContent = String(error);
  }
}
