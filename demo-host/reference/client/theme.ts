/** Custom properties and parts, seen on the real element while they are chosen. */
import type { YcywSupport } from '../../../widget/ycyw-support.ts';
import { byId } from './find.ts';

export function addThemer(support: YcywSupport): void {
  const form = byId<HTMLFormElement>('themer');
  const inputs = [...form.querySelectorAll<HTMLInputElement>('[data-property]')];
  const set = new Map<string, string>();
  const apply = () => {
    for (const { dataset } of inputs) {
      const name = dataset.property ?? '';
      const value = set.get(name);
      if (value === undefined) support.style.removeProperty(name);
      else support.style.setProperty(name, value);
    }
    const lines = [...set].map(([name, value]) => `  ${name}: ${value};\n`);
    byId('snippet-theme').textContent = `ycyw-support {\n${
      lines.length > 0 ? lines.join('') : '  /* Choose something, and it stands here. */\n'
    }}`;
  };
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const { property, unit = '' } = target.dataset;
    if (target.name === 'theme-scheme') support.setAttribute('color-scheme', target.value);
    if (property === undefined) return;
    if (target.value.trim() === '') set.delete(property);
    else set.set(property, `${target.value.trim()}${unit}`);
    apply();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => {
    set.clear();
    support.removeAttribute('color-scheme');
    apply();
  });
}

/** A frame around a part, as a page's own stylesheet would draw it. */
export function addParts(support: YcywSupport): void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-part]')];
  let pressed: HTMLButtonElement | null = null;
  const frame = (part: string | undefined) => {
    sheet.replaceSync(
      part === undefined ? '' : `ycyw-support::part(${part}) { outline: 3px solid #ff3b00; outline-offset: -3px; }`,
    );
  };
  for (const button of buttons) {
    const { part } = button.dataset;
    button.addEventListener('pointerenter', () => frame(part));
    button.addEventListener('pointerleave', () => frame(pressed?.dataset.part));
    button.addEventListener('click', () => {
      pressed = pressed === button ? null : button;
      for (const other of buttons) other.ariaPressed = String(other === pressed);
      frame(pressed?.dataset.part);
      if (pressed && part !== 'launcher' && part !== 'badge') support.show();
    });
  }
}
