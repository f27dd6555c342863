/** The demo company's cars, extras and prices. Money is in whole euros. No DOM here. */

import { place } from './places.ts';
import type { Trip } from './trip.ts';

export interface Car {
  /** Four letters of the ACRISS code: size, body, gearbox, fuel and air conditioning. */
  code: string;
  model: string;
  category: string;
  /** File name of the drawing, without its ending. */
  picture: string;
  seats: number;
  bags: number;
  doors: number;
  gearbox: 'Manual' | 'Automatic';
  fuel: 'Petrol' | 'Diesel' | 'Hybrid' | 'Electric';
  perDay: number;
  deposit: number;
  /** One sentence that helps to choose. */
  pitch: string;
}

const car = (
  [code, model, category, picture]: [string, string, string, string],
  [seats, bags, doors]: [number, number, number],
  [gearbox, fuel]: [Car['gearbox'], Car['fuel']],
  [perDay, deposit]: [number, number],
  pitch: string,
): Car => ({ code, model, category, picture, seats, bags, doors, gearbox, fuel, perDay, deposit, pitch });

export const CARS: readonly Car[] = [
  car(
    ['MBMR', 'Fiat 500', 'Mini', 'mini'],
    [4, 1, 3],
    ['Manual', 'Petrol'],
    [29, 600],
    'Parks where others give up. Best for two and a city.',
  ),
  car(
    ['ECMR', 'Renault Clio', 'Economy', 'economy'],
    [5, 2, 5],
    ['Manual', 'Petrol'],
    [34, 700],
    'Our most booked car: easy to drive, light on fuel.',
  ),
  car(
    ['CDMR', 'Peugeot 308', 'Compact', 'compact'],
    [5, 3, 5],
    ['Manual', 'Diesel'],
    [42, 900],
    'Quiet on long motorways, with room for three cases.',
  ),
  car(
    ['IWAR', 'Škoda Octavia Estate', 'Intermediate', 'estate'],
    [5, 5, 5],
    ['Automatic', 'Diesel'],
    [57, 1000],
    'A boot for the whole family’s holiday.',
  ),
  car(
    ['IDAE', 'Hyundai Ioniq 6', 'Electric', 'electric'],
    [5, 3, 4],
    ['Automatic', 'Electric'],
    [64, 1200],
    'Up to 540 km on a charge; the charging card is included.',
  ),
  car(
    ['SFAH', 'Peugeot 3008', 'SUV', 'suv'],
    [5, 4, 5],
    ['Automatic', 'Hybrid'],
    [69, 1200],
    'Sits high, uses little, takes the mountain road well.',
  ),
  car(
    ['STAR', 'Mazda MX-5', 'Convertible', 'cabrio'],
    [2, 1, 2],
    ['Automatic', 'Petrol'],
    [88, 1500],
    'Roof down in thirteen seconds. Pack light.',
  ),
  car(
    ['FVMD', 'Renault Trafic', '9-seater', 'van'],
    [9, 6, 5],
    ['Manual', 'Diesel'],
    [96, 1500],
    'Nine seats, nine seat belts, and space behind them.',
  ),
];

const DEFAULT_CAR = CARS[2] as Car;

export const carOf = (code: string | null): Car => CARS.find((one) => one.code === code) ?? DEFAULT_CAR;

export interface Extra {
  id: string;
  name: string;
  perDay: number;
}

export const EXTRAS: readonly Extra[] = [
  { id: 'cover', name: 'Full cover, no excess', perDay: 14 },
  { id: 'driver', name: 'A second driver', perDay: 8 },
  { id: 'child-seat', name: 'Child seat, 9–18 kg', perDay: 6 },
  { id: 'winter', name: 'Winter tyres and chains', perDay: 9 },
];

/** From a week on, a day costs this part of its price. */
const WEEK_FACTOR = 0.88;
const WEEK_DAYS = 7;
const ONE_WAY_FEE = 89;
const ABROAD_FEE = 240;

export function oneWayFee(trip: Trip): number {
  if (trip.from === trip.to) return 0;
  return place(trip.from).country === place(trip.to).country ? ONE_WAY_FEE : ABROAD_FEE;
}

export const perDay = (one: Car, days: number): number =>
  Math.round(one.perDay * (days >= WEEK_DAYS ? WEEK_FACTOR : 1));

/** The whole price: days, way and extras. */
export function total(one: Car, trip: Trip, days: number, extras: readonly string[]): number {
  const more = EXTRAS.filter((extra) => extras.includes(extra.id)).reduce((sum, extra) => sum + extra.perDay, 0);
  return (perDay(one, days) + more) * days + oneWayFee(trip);
}
