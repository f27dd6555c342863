/** Small helpers that every rental page uses: finding elements, filling in text, and talking to the support element. */

/** The element that a page can't do without. */
export function need<T extends Element>(selector: string, kind: new () => T, root: ParentNode = document): T {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`This page has no ${selector}`);
  return found;
}

/** Writes each text into all elements whose `data-fill` has its name. */
export function fill(texts: Record<string, string>, root: ParentNode = document): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-fill]')) {
    const text = texts[element.dataset.fill ?? ''];
    if (text !== undefined) element.textContent = text;
  }
}

/** Shows a car's drawing. */
export function picture(image: HTMLImageElement, name: string, label: string): void {
  image.src = `/rental/pictures/${name}.svg`;
  image.alt = label;
}

/** As much of the support element as this site uses. */
interface Support {
  context: Record<string, unknown>;
  show(): void;
}

/** Runs now if the support element is there, else as soon as it is. */
function withSupport(use: (support: Support) => void): void {
  const page = window as unknown as { ycyw?: { push(use: (support: Support) => void): unknown } };
  page.ycyw ??= [];
  page.ycyw.push(use);
}

/** Tells the support team what the customer looks at. */
export const tellSupport = (context: Record<string, unknown>): void =>
  withSupport((support) => {
    support.context = context;
  });

/** Lets every `data-support` button open the conversation. */
export function bindSupportButtons(): void {
  for (const button of document.querySelectorAll('[data-support]')) {
    button.addEventListener('click', () => withSupport((support) => support.show()));
  }
}
