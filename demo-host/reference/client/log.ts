/** The element's events as they fire, newest first. */
import type { SupportEventMap } from '../../../widget/support-host.ts';
import type { YcywSupport } from '../../../widget/ycyw-support.ts';
import { byId } from './find.ts';

/** Older ones are let go: a long talk shall not make a long page. */
const KEPT = 50;

export function showEvents(support: YcywSupport): void {
  const log = byId('log');
  const types = [...document.querySelectorAll('[id^="event-"]')].map(({ id }) => id.slice('event-'.length));
  const show = (event: Event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    log.prepend(line(event.type, detail));
    while (log.childElementCount > KEPT) log.lastElementChild?.remove();
  };
  for (const type of types) support.addEventListener(type as keyof SupportEventMap, show);
  byId('log-clear').addEventListener('click', () => log.replaceChildren());
}

function line(type: string, detail: unknown): HTMLLIElement {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString('en-GB');
  const name = document.createElement('code');
  name.textContent = type;
  const said = document.createElement('code');
  said.textContent = detail === null || detail === undefined ? '' : JSON.stringify(detail);
  item.append(time, ' ', name, ' ', said);
  return item;
}
