/** Elements that the page is known to have. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}.`);
  return element as T;
}

/** Tells people who don't see the page what has happened. */
export function say(words: string): void {
  byId('said').textContent = words;
}
