/** A trip's places and times, as they travel from page to page in the query string. No DOM here. */
import { place } from './places.ts';

export interface Trip {
  /** Codes of agencies. */
  from: string;
  to: string;
  /** Local time of the agency, `YYYY-MM-DD` and `HH:MM`. */
  startDate: string;
  startTime: string;
  endDate: string;
  endTime: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{2}:\d{2}$/;

/** `YYYY-MM-DD`, so many days after today. */
export function dayFrom(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

const moment = (date: string, time: string): Date => new Date(`${date}T${time}`);

/** Days as rental companies count them: every begun 24 hours. */
export function daysOf(trip: Trip): number {
  const span = moment(trip.endDate, trip.endTime).getTime() - moment(trip.startDate, trip.startTime).getTime();
  return Math.max(1, Math.ceil(span / DAY_MS));
}

/** The return must come after the pick-up. */
export const isPossible = (trip: Trip): boolean =>
  moment(trip.endDate, trip.endTime) > moment(trip.startDate, trip.startTime);

/** Whatever is missing or makes no sense in the query becomes three days from tomorrow. */
export function tripFrom(query: URLSearchParams, now: Date): Trip {
  const pick = (name: string, shape: RegExp, otherwise: string): string => {
    const value = query.get(name) ?? '';
    return shape.test(value) ? value : otherwise;
  };
  const from = place(query.get('from')).code;
  const to = query.get('to');
  const trip: Trip = {
    from,
    to: to ? place(to).code : from,
    startDate: pick('startDate', DATE, dayFrom(now, 1)),
    startTime: pick('startTime', TIME, '10:00'),
    endDate: pick('endDate', DATE, dayFrom(now, 4)),
    endTime: pick('endTime', TIME, '10:00'),
  };
  return isPossible(trip) ? trip : { ...trip, startDate: dayFrom(now, 1), endDate: dayFrom(now, 4) };
}

export const toQuery = (trip: Trip, more: Record<string, string> = {}): string =>
  new URLSearchParams({ ...trip, ...more }).toString();

/** "Tue 24 Nov, 10:00", in the page's language. */
export function when(date: string, time: string, language: string): string {
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${day.format(moment(date, time))}, ${time}`;
}

export const euros = (amount: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(amount);
