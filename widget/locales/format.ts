/**
 * Times, days, sizes and lengths as people of a locale write them, all by `Intl`. The clock and the time zone come from
 * outside.
 */

export interface FormatOptions {
  /** Milliseconds since 1970, for "today" and "yesterday". */
  now?: () => number;
  /** IANA name; the browser's own when absent. */
  timeZone?: string;
}

export interface Format {
  number(value: number): string;
  /** "14:02" */
  time(at: number): string;
  /** "Today", "Yesterday", "Wednesday", "12 November", "12 November 2025" */
  day(at: number): string;
  /** "Wednesday 12 November 2025, 14:02", for a tooltip. */
  full(at: number): string;
  /** "184 KB". Steps of 1024, as file limits are counted. */
  bytes(size: number): string;
  /** "40 s", "1 min 12 s", "2 h 5 min" for a length in milliseconds. */
  duration(length: number): string;
  /** "now", "2 min", "3 h", then the day: how long ago, in as few characters as an inbox has. */
  ago(at: number): string;
  /** Names the local day: the same for two times of one day, and sortable. */
  dayKey(at: number): string;
  /** Now, by the clock that was passed in. */
  now(): number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KIB = 1024;

/** Whose numbers stand in for a language that the browser doesn't know, such as Icelandic in Chromium: 1.234,5 and 26.11.2026. */
const STAND_IN = 'de';

export function createFormat(language: string, { now = Date.now, timeZone }: FormatOptions = {}): Format {
  // `Intl` would answer in the browser's own language.
  const isKnown = Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  const locale = isKnown ? language : STAND_IN;
  const zone = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...zone });
  const inWords = (options: Intl.DateTimeFormatOptions) => dates(isKnown ? options : {});
  const amount = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits })
      .format(value)
      .replace(/ /g, '\u00a0');

  const number = new Intl.NumberFormat(locale);
  const time = dates({ timeStyle: 'short' });
  const full = inWords({ dateStyle: 'full', timeStyle: 'short' });
  const weekday = dates({ weekday: 'long' });
  const dayOfYear = inWords({ day: 'numeric', month: 'long' });
  const dayAndYear = inWords({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = inWords({ day: 'numeric', month: 'short' });
  // Sweden writes dates as ISO 8601 does.
  const iso = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  const dayKey = (at: number) => iso.format(at);
  const daysAgo = (at: number) => Math.round((Date.parse(dayKey(now())) - Date.parse(dayKey(at))) / DAY);
  // s, min and h are SI's symbols, the same wherever Latin letters are; `Intl` would say "sec" and "hr" in English.
  const isLatin = new Intl.Locale(locale).maximize().script === 'Latn';
  const whole = (value: number, symbol: 's' | 'min' | 'h', unit: string) =>
    isLatin ? `${number.format(Math.floor(value))}\u00a0${symbol}` : amount(Math.floor(value), unit);
  const inSeconds = (length: number) => whole(length / SECOND, 's', 'second');
  const inMinutes = (length: number) => whole(length / MINUTE, 'min', 'minute');
  const inHours = (length: number) => whole(length / HOUR, 'h', 'hour');
  const pair = (large: string, rest: number, least: number, small: string) =>
    rest < least ? large : `${large} ${small}`;
  const capital = (words: string) => words.charAt(0).toLocaleUpperCase(language) + words.slice(1);

  return {
    now,
    dayKey,
    number: (value) => number.format(value),
    time: (at) => time.format(at),
    full: (at) => full.format(at),
    day(at) {
      const days = isKnown ? daysAgo(at) : 7;
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'));
      if (days > 1 && days < 7) return capital(weekday.format(at));
      const sameYear = dayKey(at).slice(0, 4) === dayKey(now()).slice(0, 4);
      return (sameYear ? dayOfYear : dayAndYear).format(at);
    },
    bytes(size) {
      if (size < KIB * KIB) return amount(size && Math.max(1, size / KIB), 'kilobyte');
      const megabytes = size / KIB / KIB;
      return megabytes < KIB ? amount(megabytes, 'megabyte', 1) : amount(megabytes / KIB, 'gigabyte', 1);
    },
    duration(length) {
      const seconds = Math.max(0, length) % MINUTE;
      const minutes = length % HOUR;
      if (length < MINUTE) return inSeconds(seconds);
      if (length < HOUR) return pair(inMinutes(minutes), seconds, SECOND, inSeconds(seconds));
      return pair(inHours(length), minutes, MINUTE, inMinutes(minutes));
    },
    ago(at) {
      const past = now() - at;
      if (isKnown && past < MINUTE) return relative.format(0, 'second');
      if (past < HOUR) return inMinutes(past);
      if (past < DAY && daysAgo(at) === 0) return inHours(past);
      return isKnown && daysAgo(at) === 1 ? relative.format(-1, 'day') : shortDay.format(at);
    },
  };
}
