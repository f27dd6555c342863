/** Controls set attributes of the real element, and the snippets say what one would write for that. */
import type { YcywSupport } from '../../../widget/ycyw-support.ts';
import { byId } from './find.ts';

type Control = HTMLInputElement | HTMLTextAreaElement;

/** What is set, in the order of the page. A flag's value is empty. */
type Setting = readonly [name: string, value: string];

export function addPlayground(support: YcywSupport): void {
  const form = byId<HTMLFormElement>('playground');
  const complaint = byId('complaint');
  const names = [...new Set(controls(form).map((control) => control.dataset.attribute ?? ''))];
  const apply = () => {
    complaint.textContent = '';
    const settings = settingsOf(form, names);
    const set = new Map(settings);
    for (const name of names) {
      const value = set.get(name);
      if (value === undefined) support.removeAttribute(name);
      else if (support.getAttribute(name) !== value) support.setAttribute(name, value);
    }
    write(settings);
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => queueMicrotask(apply));
  support.addEventListener('ycyw-error', ({ detail }) => {
    if (detail.reason === 'attribute') complaint.textContent = detail.message;
  });
  // The person opens and closes it elsewhere, too.
  const open = form.querySelector<HTMLInputElement>('[data-attribute="open"]');
  const follow = () => {
    if (open) open.checked = support.open;
    write(settingsOf(form, names));
  };
  support.addEventListener('ycyw-open', follow);
  support.addEventListener('ycyw-close', follow);
  if (open) open.checked = support.open;
  write(settingsOf(form, names));
}

const controls = (form: HTMLFormElement, name?: string): Control[] => [
  ...form.querySelectorAll<Control>(name === undefined ? '[data-attribute]' : `[data-attribute="${name}"]`),
];

const settingsOf = (form: HTMLFormElement, names: readonly string[]): Setting[] =>
  names.map((name) => settingOf(form, name)).filter((setting) => setting !== null);

/** Null where the default holds. */
function settingOf(form: HTMLFormElement, name: string): Setting | null {
  const all = controls(form, name);
  const [first] = all;
  if (first === undefined) return null;
  if (first instanceof HTMLInputElement && 'list' in first.dataset) {
    const chosen = all.filter((control) => control instanceof HTMLInputElement && control.checked);
    return chosen.length === all.length ? null : [name, chosen.map(({ value }) => value).join(' ')];
  }
  if (first.type === 'radio') {
    const chosen = all.find((control) => control instanceof HTMLInputElement && control.checked);
    return chosen === undefined || 'default' in chosen.dataset ? null : [name, chosen.value];
  }
  if (first instanceof HTMLInputElement && first.type === 'checkbox') return first.checked ? [name, ''] : null;
  return first.value.trim() === '' ? null : [name, first.value.trim()];
}

function write(settings: readonly Setting[]): void {
  const tag = ['<script type="module"', `src="${location.origin}/ycyw-support.js"`, ...settings.map(dataAttribute)];
  const element = ['<ycyw-support', ...settings.map(([name, value]) => attribute(name, value))];
  byId('snippet-tag').replaceChildren(...lines(tag, '></script>'));
  byId('snippet-element').replaceChildren(...lines(element, '></ycyw-support>'));
}

const dataAttribute = ([name, value]: Setting): string => attribute(`data-${name}`, value);

/** In the quotes that need the least escaping. */
function attribute(name: string, value: string): string {
  if (value === '') return name;
  const safe = value.replaceAll('&', '&amp;');
  return safe.includes('"') ? `${name}='${safe.replaceAll("'", '&#39;')}'` : `${name}="${safe}"`;
}

/** In one line while it is short. */
function lines([head = '', ...rest]: readonly string[], end: string): (Node | string)[] {
  const between = [head, ...rest].join(' ').length > 60 ? '\n  ' : ' ';
  return [
    span('tag', head.split(' ')[0] ?? ''),
    ...head
      .split(' ')
      .slice(1)
      .flatMap((text) => [' ', ...named(text)]),
    ...rest.flatMap((text) => [between, ...named(text)]),
    span('tag', end),
  ];
}

function named(text: string): (Node | string)[] {
  const at = text.indexOf('=');
  if (at < 0) return [span('name', text)];
  return [span('name', text.slice(0, at)), '=', span('string', text.slice(at + 1))];
}

function span(kind: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = kind;
  element.textContent = text;
  return element;
}
