/**
 * Functions that run inside of a page, sent there as text: each stands for itself and may use nothing from around it.
 * They see through open shadow roots and find things as a person does, by role and name.
 */

export interface Wanted {
  /** A selector of the elements that can have the role. */
  selector: string;
  /** Pattern of the accessible name. */
  name: string;
  /** Only inside of the first element that matches this selector; empty for the whole page. */
  within: string;
}

/** The first element of this role and name that can be seen and reached, or null. */
export function findByName({ selector, name, within }: Wanted): Element | null {
  const all = (root: Document | ShadowRoot | Element, pick: string): Element[] => {
    const own = [...root.querySelectorAll(pick)];
    const inner = [...root.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot ? all(element.shadowRoot, pick) : [],
    );
    const host = root instanceof Element && root.shadowRoot ? all(root.shadowRoot, pick) : [];
    return [...own, ...inner, ...host];
  };
  const words = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof Element && (node.getAttribute('aria-hidden') === 'true' || node.tagName === 'STYLE')) return '';
    return [...node.childNodes].map(words).join(' ');
  };
  const nameOf = (element: Element): string => {
    const label = element.getAttribute('aria-label');
    if (label) return label;
    const root = element.getRootNode() as Document | ShadowRoot;
    const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    const labelled = ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
    if (labelled.trim()) return labelled;
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
    const labelWords = labels.map(words).join(' ');
    return labelWords.trim() || words(element).trim() || (element.getAttribute('title') ?? '');
  };
  // What a dialog or a call lies over is there and can't be reached.
  const isInert = (element: Element): boolean => {
    const root = element.getRootNode();
    return element.closest('[inert]') !== null || (root instanceof ShadowRoot && isInert(root.host));
  };
  const pattern = new RegExp(name);
  const scope = within === '' ? document : all(document, within)[0];
  if (scope === undefined) return null;
  const candidates = all(scope, selector).filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !isInert(element),
  );
  return candidates.find((element) => pattern.test(nameOf(element).replace(/\s+/g, ' ').trim())) ?? null;
}

/** What stands in the page, shadow roots included, as a person reads it. */
export function readText(selector: string): string[] {
  const all = (root: Document | ShadowRoot): Element[] => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? all(element.shadowRoot) : [])),
  ];
  const words = (node: Node): string => {
    if (node instanceof Text) return node.data;
    // A slot has no box of its own, what it shows has.
    const isBox = node instanceof Element && !(node instanceof HTMLSlotElement);
    if (isBox && (node.tagName === 'STYLE' || !node.checkVisibility({ visibilityProperty: true }))) return '';
    const shadow = node instanceof Element ? node.shadowRoot : null;
    const children = node instanceof HTMLSlotElement ? node.assignedNodes() : (shadow ?? node).childNodes;
    return [...children].map(words).join(' ');
  };
  return all(document).map((element) => words(element).replace(/\s+/g, ' ').trim());
}

/** A row of the log as the page holds it. */
export interface SeenMessage {
  /** Null while it waits for the service. */
  seq: number | null;
  id: string;
  own: boolean;
  text: string;
  /** The words under it: time, "Read", "Sending…"; empty when a later message has them. */
  meta: string;
}

/** Every message of the log in the page, in the order in which it stands there. */
export function readMessages(): SeenMessage[] {
  const all = (root: Document | ShadowRoot): Element[] => [
    ...root.querySelectorAll('.row[data-id]'),
    ...[...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? all(element.shadowRoot) : [])),
  ];
  return all(document).map((row) => ({
    seq: row.hasAttribute('data-seq') ? Number(row.getAttribute('data-seq')) : null,
    id: row.getAttribute('data-id') ?? '',
    own: row.classList.contains('own'),
    text: row.querySelector('[part~="message"]')?.textContent?.trim() ?? '',
    meta: row.querySelector('.meta, .failure')?.textContent?.replace(/\s+/g, ' ').trim() ?? '',
  }));
}
