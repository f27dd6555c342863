/** Samples behind tabs: a click shows one, arrow keys go on, as everywhere. */

export function makeTabs(): void {
  for (const list of document.querySelectorAll<HTMLElement>('[role="tablist"]')) {
    const tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
    const choose = (chosen: number) => {
      for (const [index, tab] of tabs.entries()) {
        tab.ariaSelected = String(index === chosen);
        tab.tabIndex = index === chosen ? 0 : -1;
        document.getElementById(tab.getAttribute('aria-controls') ?? '')?.toggleAttribute('hidden', index !== chosen);
      }
    };
    const indexOf = (target: EventTarget | null) => tabs.indexOf(target as HTMLElement);
    list.addEventListener('click', ({ target }) => {
      if (indexOf(target) >= 0) choose(indexOf(target));
    });
    list.addEventListener('keydown', (event) => {
      const now = indexOf(event.target);
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -now, End: tabs.length - 1 - now }[event.key];
      if (step === undefined || now < 0) return;
      event.preventDefault();
      const next = (now + step + tabs.length) % tabs.length;
      choose(next);
      tabs[next]?.focus();
    });
  }
}
