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

export function createFormat(locale: string, { now = Date.now, timeZone }: FormatOptions = {}): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...zone });
  const units = (unit: string, digits = 0) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits });

  const number = new Intl.NumberFormat(locale);
  const time = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const full = dates({ dateStyle: 'full', timeStyle: 'short' });
  const weekday = dates({ weekday: 'long' });
  const dayOfYear = dates({ day: 'numeric', month: 'long' });
  const dayAndYear = dates({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = dates({ day: 'numeric', month: 'short' });
  // Sweden writes dates as ISO 8601 does.
  const iso = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [kilobyte, megabyte, gigabyte] = [units('kilobyte'), units('megabyte', 1), units('gigabyte', 1)];

  const dayKey = (at: number) => iso.format(at);
  const daysAgo = (at: number) => Math.round((Date.parse(dayKey(now())) - Date.parse(dayKey(at))) / DAY);
  // s, min and h are SI's symbols, the same in every language; `Intl` would say "sec" and "hr" in English.
  const amount = (count: number, symbol: 's' | 'min' | 'h') => `${number.format(Math.floor(count))}\u00a0${symbol}`;
  const pair = (large: string, rest: number, small: string) => (rest < 1 ? large : `${large} ${small}`);
  const capital = (words: string) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);

  return {
    now,
    dayKey,
    number: (value) => number.format(value),
    time: (at) => time.format(at),
    full: (at) => full.format(at),
    day(at) {
      const days = daysAgo(at);
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'));
      if (days > 1 && days < 7) return capital(weekday.format(at));
      const sameYear = dayKey(at).slice(0, 4) === dayKey(now()).slice(0, 4);
      return (sameYear ? dayOfYear : dayAndYear).format(at);
    },
    bytes(size) {
      if (size < KIB * KIB) return kilobyte.format(size === 0 ? 0 : Math.max(1, Math.round(size / KIB)));
      if (size < KIB * KIB * KIB) return megabyte.format(size / KIB / KIB);
      return gigabyte.format(size / KIB / KIB / KIB);
    },
    duration(length) {
      const whole = Math.max(0, length);
      const [seconds, minutes] = [(whole % MINUTE) / SECOND, (whole % HOUR) / MINUTE];
      if (whole < MINUTE) return amount(seconds, 's');
      if (whole < HOUR) return pair(amount(minutes, 'min'), seconds, amount(seconds, 's'));
      return pair(amount(whole / HOUR, 'h'), minutes, amount(minutes, 'min'));
    },
    ago(at) {
      const past = now() - at;
      if (past < MINUTE) return relative.format(0, 'second');
      if (past < HOUR) return amount(past / MINUTE, 'min');
      if (past < DAY && daysAgo(at) === 0) return amount(past / HOUR, 'h');
      return daysAgo(at) === 1 ? relative.format(-1, 'day') : shortDay.format(at);
    },
  };
}
