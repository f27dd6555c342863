/**
 * In which appearance axe looks at a view in this browser. It reads markup and colours: both are the same in either browser,
 * and no colour depends on the language. So each browser takes one of two looks, and together they hold for all.
 */

interface Look {
  locale: 'en' | 'fr';
  scheme: 'light' | 'dark';
}

export const LOOK: Look = navigator.userAgent.includes('Firefox')
  ? { locale: 'fr', scheme: 'dark' }
  : { locale: 'en', scheme: 'light' };
