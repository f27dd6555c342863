/** Where the demo company rents out cars: its agencies and what a customer must know about each desk. No DOM here. */

export interface Place {
  code: string;
  city: string;
  /** The city in French, where that differs. */
  french?: string;
  /** The airport's or station's own name. */
  name: string;
  country: 'FR' | 'GB' | 'US' | 'IT' | 'ES' | 'DE' | 'PT';
  /** Opening hours of the desk, 24-hour clock. */
  open: string;
  close: string;
}

export const PLACES: readonly Place[] = [
  { code: 'LYS', city: 'Lyon', name: 'Saint-Exupéry Airport', country: 'FR', open: '06:30', close: '23:00' },
  { code: 'NCE', city: 'Nice', name: 'Côte d’Azur Airport', country: 'FR', open: '07:00', close: '23:30' },
  { code: 'CDG', city: 'Paris', name: 'Charles de Gaulle Airport', country: 'FR', open: '06:00', close: '23:59' },
  { code: 'BOD', city: 'Bordeaux', name: 'Mérignac Airport', country: 'FR', open: '07:00', close: '22:30' },
  {
    code: 'LHR',
    city: 'London',
    french: 'Londres',
    name: 'Heathrow Airport',
    country: 'GB',
    open: '05:30',
    close: '23:59',
  },
  {
    code: 'EDI',
    city: 'Edinburgh',
    french: 'Édimbourg',
    name: 'Edinburgh Airport',
    country: 'GB',
    open: '06:30',
    close: '23:00',
  },
  { code: 'BOS', city: 'Boston', name: 'Logan Airport', country: 'US', open: '05:00', close: '23:59' },
  { code: 'SFO', city: 'San Francisco', name: 'SFO Rental Car Center', country: 'US', open: '05:00', close: '23:59' },
  {
    code: 'BLQ',
    city: 'Bologna',
    french: 'Bologne',
    name: 'Marconi Airport',
    country: 'IT',
    open: '07:30',
    close: '23:00',
  },
  {
    code: 'BCN',
    city: 'Barcelona',
    french: 'Barcelone',
    name: 'El Prat Airport',
    country: 'ES',
    open: '07:00',
    close: '23:59',
  },
  {
    code: 'LIS',
    city: 'Lisbon',
    french: 'Lisbonne',
    name: 'Humberto Delgado Airport',
    country: 'PT',
    open: '06:30',
    close: '23:59',
  },
  { code: 'MUC', city: 'Munich', name: 'Franz Josef Strauss Airport', country: 'DE', open: '06:00', close: '23:59' },
];

const HOME = PLACES[0] as Place;

/** The agency of a code, or the first one for a code that nobody knows. */
export const place = (code: string | null): Place => PLACES.find((one) => one.code === code) ?? HOME;

/** "Lyon LYS" */
export const shortName = (one: Place): string => `${one.city} ${one.code}`;

/** "Lyon, Saint-Exupéry Airport", in French "Lyon, aéroport Saint-Exupéry". */
export function longName(one: Place, language: string): string {
  if (!language.startsWith('fr')) return `${one.city}, ${one.name}`;
  const name = one.name.replace(/^(.*) Airport$/, 'aéroport $1');
  return `${one.french ?? one.city}, ${name}`;
}
