/**
 * In which appearance axe looks at a view in this browser. It reads markup and colours: both are the same in either browser,
 * and no colour depends on the language. So each browser takes one of two looks, and together they hold for all.
 */

interface Look {
  locale: 'en' | 'fr';
  scheme: 'light' | 'dark';
  /** In CSS pixels: as on a desktop, and as at a zoom of 400 %. */
  width: 400 | 320;
}

export const LOOK: Look = navigator.userAgent.includes('Firefox')
  ? { locale: 'fr', scheme: 'dark', width: 320 }
  : { locale: 'en', scheme: 'light', width: 400 };
