/** The one booking of the demo, kept in this tab's session storage, so that it survives walking from page to page. */
import type { Trip } from './trip.ts';
import { dayFrom } from './trip.ts';

export interface Booking {
  number: string;
  car: string;
  trip: Trip;
  extras: string[];
  driver: { name: string; email: string; flight: string };
  status: 'confirmed' | 'cancelled';
}

const KEY = 'your-car-your-way.booking';

/** What the page shows before anybody has booked anything. */
const example = (now: Date): Booking => ({
  number: 'YW-48213',
  car: 'CDMR',
  trip: {
    from: 'LYS',
    to: 'NCE',
    startDate: dayFrom(now, 0),
    startTime: '13:30',
    endDate: dayFrom(now, 5),
    endTime: '18:00',
  },
  extras: ['driver'],
  driver: { name: 'Marta Nowak', email: 'marta.nowak@example.com', flight: 'LO 347' },
  status: 'confirmed',
});

/** Browsers may refuse storage; then the booking lives as long as the page. */
export function readBooking(now: Date): Booking {
  try {
    const kept = sessionStorage.getItem(KEY);
    return kept ? { ...example(now), ...(JSON.parse(kept) as Partial<Booking>) } : example(now);
  } catch {
    return example(now);
  }
}

export function keepBooking(booking: Booking): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(booking));
  } catch {
    // Nothing to do: the page shows the booking, the next page shows the example.
  }
}

/** A new booking with the demo's number. */
export const newBooking = (parts: Pick<Booking, 'car' | 'trip' | 'extras' | 'driver'>): Booking => ({
  number: 'YW-48213',
  status: 'confirmed',
  ...parts,
});
