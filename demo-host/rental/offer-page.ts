/** One offer: what is in the price, extras that change it, and the form that books it. */
import { keepBooking, newBooking } from './booking-file.ts';
import { carOf, EXTRAS, oneWayFee, perDay, total } from './fleet.ts';
import { fill, need, picture, tellSupport } from './page.ts';
import { longName, place, shortName } from './places.ts';
import { daysOf, euros, toQuery, tripFrom, when } from './trip.ts';

const money = (amount: number): string => euros(amount, 'en-GB');

export function setUpOffer(now: Date): void {
  const query = new URLSearchParams(location.search);
  const trip = tripFrom(query, now);
  const days = daysOf(trip);
  const car = carOf(query.get('car'));
  const [from, to] = [place(trip.from), place(trip.to)];
  const form = need('#book', HTMLFormElement);
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name=extra]')];
  const chosen = (): string[] => boxes.filter((box) => box.checked).map((box) => box.value);

  document.title = `${car.model} in ${from.city} · Your Car Your Way`;
  picture(need('#picture', HTMLImageElement), car.picture, `Drawing of a ${car.model}`);
  need('#back', HTMLAnchorElement).href = `/offers?${toQuery(trip)}`;
  const pickUpTime = when(trip.startDate, trip.startTime, 'en-GB');
  const returnTime = when(trip.endDate, trip.endTime, 'en-GB');
  fill({
    model: car.model,
    category: car.category,
    code: car.code,
    pitch: car.pitch,
    seats: `${car.seats} seats`,
    bags: car.bags === 1 ? '1 case' : `${car.bags} cases`,
    doors: `${car.doors} doors`,
    gearbox: car.gearbox,
    fuel: car.fuel,
    pickUpPlace: longName(from, 'en'),
    returnPlace: longName(to, 'en'),
    pickUpTime,
    returnTime,
    deskHours: `Desk open ${from.open}–${from.close}`,
    deposit: money(car.deposit),
    daysLine: `${days === 1 ? '1 day' : `${days} days`} at ${money(perDay(car, days))}`,
    daysPrice: money(perDay(car, days) * days),
    feePrice: money(oneWayFee(trip)),
  });
  for (const extra of EXTRAS) fill({ [`price-${extra.id}`]: `${money(extra.perDay)} a day` });
  need('#fee', HTMLElement).hidden = oneWayFee(trip) === 0;

  const drawPrice = (): void => {
    const sum = total(car, trip, days, chosen());
    const extras = sum - total(car, trip, days, []);
    fill({ total: money(sum), extrasPrice: money(extras) });
    need('#extras-line', HTMLElement).hidden = extras === 0;
    tellSupport({
      vehicle: `${car.code} · ${car.model}`,
      pickUp: `${shortName(from)}, ${pickUpTime}`,
      return: `${shortName(to)}, ${returnTime}`,
      price: money(sum),
    });
  };
  for (const box of boxes) box.addEventListener('change', drawPrice);
  drawPrice();

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const read = (name: string): string => String(data.get(name) ?? '').trim();
    const driver = { name: read('name'), email: read('email'), flight: read('flight') };
    keepBooking(newBooking({ car: car.code, trip, extras: chosen(), driver }));
    location.assign('/booking');
  });
}
