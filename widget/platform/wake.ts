/** The browser's events that a session has to know of: a page that goes, comes back, changes its network or address. */
import type { PageEvent, PageLife } from '../session/page-life.ts';

/** Listens only while somebody does. */
export function browserPage(): PageLife {
  const listeners = new Set<(event: PageEvent) => void>();
  const tell = (event: PageEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const onVisibility = () => {
    if (document.visibilityState === 'visible') tell('wake');
  };
  const onPageShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) tell('wake');
  };
  const onPageHide = () => tell('sleep');
  const onResume = () => tell('wake');
  const onOnline = () => tell('network-up');
  const onOffline = () => tell('network-down');
  const onMoved = () => tell('moved');
  const listen = (change: 'addEventListener' | 'removeEventListener') => {
    document[change]('visibilitychange', onVisibility);
    document[change]('resume', onResume);
    window[change]('pageshow', onPageShow as EventListener);
    window[change]('pagehide', onPageHide);
    window[change]('online', onOnline);
    window[change]('offline', onOffline);
    // Without the Navigation API only the way back and forth is told, not where a script goes.
    window[change]('popstate', onMoved);
    if ('navigation' in window) window.navigation[change]('currententrychange', onMoved);
  };
  return {
    subscribe(listener) {
      if (listeners.size === 0) listen('addEventListener');
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) listen('removeEventListener');
      };
    },
  };
}
