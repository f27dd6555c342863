/** The contents show which section is being read; on a phone they fold away after a choice. */

export function followReading(): void {
  const links = new Map<string, HTMLAnchorElement>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.rail a')) links.set(link.hash.slice(1), link);
  const headings = [...document.querySelectorAll<HTMLElement>('main section > h2')];
  let current: HTMLAnchorElement | undefined;
  const look = () => {
    // The last heading above a line a little below the top is that of the section that fills the window.
    const line = innerHeight / 4;
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const read = isAtEnd
      ? headings.at(-1)
      : headings.findLast((heading) => heading.getBoundingClientRect().top <= line);
    const link = links.get((read ?? headings[0])?.parentElement?.id ?? '');
    if (link === current) return;
    current?.removeAttribute('aria-current');
    link?.setAttribute('aria-current', 'true');
    if (link) keepInSight(link);
    current = link;
  };
  let isAsked = false;
  const soon = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      look();
    });
  };
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  look();

  const folded = document.querySelector<HTMLDetailsElement>('.folded');
  folded?.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLAnchorElement) folded.open = false;
  });
}

/** Scrolls the list alone, never the page. */
function keepInSight(link: HTMLElement): void {
  const rail = link.closest<HTMLElement>('.rail');
  if (!rail) return;
  const { top, bottom } = link.getBoundingClientRect();
  const box = rail.getBoundingClientRect();
  if (top < box.top) rail.scrollTop -= box.top - top + box.height / 3;
  else if (bottom > box.bottom) rail.scrollTop += bottom - box.bottom + box.height / 3;
}
