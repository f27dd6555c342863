/** Buttons that copy the sample beside them, and say so. */
import { say } from './find.ts';

/** How long "Copied" stands there, in milliseconds: long enough to be read. */
const SHOWN_MS = 1800;

export function addCopying(): void {
  const timers = new WeakMap<Element, ReturnType<typeof setTimeout>>();
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('[data-copy]') : null;
    if (button) void copyFrom(button);
  });
  async function copyFrom(button: HTMLButtonElement): Promise<void> {
    const code = button.parentElement?.querySelector('code');
    const label = button.querySelector('span');
    if (!code || !label) return;
    const of = button.dataset.copy ?? '';
    const name = (word: string) => {
      label.textContent = word;
      button.ariaLabel = `${word}: ${of}`;
    };
    const copied = await copy(code);
    name(copied ? 'Copied' : 'Selected');
    say(copied ? 'Copied.' : 'The sample is selected; copy it by keyboard.');
    clearTimeout(timers.get(button));
    timers.set(
      button,
      setTimeout(() => {
        name('Copy');
        say('');
      }, SHOWN_MS),
    );
  }
}

/** Where the clipboard is closed to the page (no HTTPS), it is selected at least. */
async function copy(code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
