/** Samples that stand below each other become tabs: one is shown, arrow keys go on, as everywhere. */

export function makeTabs(): void {
  for (const group of document.querySelectorAll<HTMLElement>('[data-tabs]')) {
    const panels = [...group.querySelectorAll<HTMLElement>(':scope > .tab')];
    if (panels.length < 2) continue;
    const list = document.createElement('div');
    list.role = 'tablist';
    const tabs = panels.map((panel) => tabFor(panel));
    const choose = (chosen: number, focus = false) => {
      for (const [index, tab] of tabs.entries()) {
        tab.ariaSelected = String(index === chosen);
        tab.tabIndex = index === chosen ? 0 : -1;
        panels[index]?.toggleAttribute('hidden', index !== chosen);
      }
      if (focus) tabs[chosen]?.focus();
    };
    list.addEventListener('click', ({ target }) => {
      const index = tabs.indexOf(target as HTMLButtonElement);
      if (index >= 0) choose(index);
    });
    list.addEventListener('keydown', (event) => {
      const now = tabs.indexOf(event.target as HTMLButtonElement);
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -now, End: tabs.length - 1 - now }[event.key];
      if (step === undefined || now < 0) return;
      event.preventDefault();
      choose((now + step + tabs.length) % tabs.length, true);
    });
    list.append(...tabs);
    group.prepend(list);
    group.classList.add('live');
    choose(0);
  }
}

function tabFor(panel: HTMLElement): HTMLButtonElement {
  const tab = document.createElement('button');
  tab.type = 'button';
  tab.role = 'tab';
  tab.id = `${panel.id}-tab`;
  tab.textContent = panel.dataset.title ?? '';
  tab.setAttribute('aria-controls', panel.id);
  panel.role = 'tabpanel';
  panel.setAttribute('aria-labelledby', tab.id);
  return tab;
}
