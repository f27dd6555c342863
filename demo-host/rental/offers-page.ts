/** The list of offers: cards from the fleet, filters and order. Filters live in the address, so that back works. */
import type { Car } from './fleet.ts';
import { CARS, oneWayFee, perDay, total } from './fleet.ts';
import { fill, need, picture, tellSupport } from './page.ts';
import { place, shortName } from './places.ts';
import { setUpSearch } from './search-form.ts';
import type { Trip } from './trip.ts';
import { daysOf, euros, toQuery, tripFrom, when } from './trip.ts';

/** Filters by the name of their checkboxes; one that has nothing ticked lets everything through. */
const FILTERS: Record<string, (car: Car, value: string) => boolean> = {
  category: (car, value) => car.category === value,
  gearbox: (car, value) => car.gearbox === value,
  fuel: (car, value) => car.fuel === value,
  seats: (car, value) => car.seats >= Number(value),
};

const ORDERS: Record<string, (a: Car, b: Car) => number> = {
  price: (a, b) => a.perDay - b.perDay,
  luggage: (a, b) => b.bags - a.bags,
  seats: (a, b) => b.seats - a.seats,
};

export function setUpOffers(now: Date): void {
  const query = new URLSearchParams(location.search);
  const trip = tripFrom(query, now);
  const days = daysOf(trip);
  const filters = need('#filters', HTMLFormElement);
  const order = need('#order', HTMLSelectElement);
  const list = need('#offers', HTMLElement);
  const template = need('#offer-card', HTMLTemplateElement);
  setUpSearch(need('#search', HTMLFormElement), trip, now);
  summarise(trip, days);
  // Beside the list they stand open; above it they would hide it.
  need('#filter-box', HTMLDetailsElement).open = matchMedia('(width >= 960px)').matches;

  const cards = new Map(CARS.map((car) => [car, card(template, car, trip, days)]));
  const boxes = [...filters.querySelectorAll<HTMLInputElement>('input')];
  for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
  order.value = query.get('order') ?? 'price';

  const draw = (): void => {
    const shown = CARS.filter((car) => passes(car, boxes)).sort(ORDERS[order.value] ?? ORDERS.price);
    list.replaceChildren(...shown.flatMap((car) => cards.get(car) ?? []));
    const count = shown.length === 1 ? '1 car' : `${shown.length} cars`;
    fill({ count: shown.length === 0 ? 'No car fits all of that' : `${count} in ${place(trip.from).city}` });
    need('#none', HTMLElement).hidden = shown.length > 0;
    need('#reset', HTMLButtonElement).hidden = !boxes.some((box) => box.checked);
  };
  const remember = (): void => {
    const chosen = new URLSearchParams(toQuery(trip));
    for (const box of boxes) if (box.checked) chosen.append(box.name, box.value);
    if (order.value !== 'price') chosen.set('order', order.value);
    history.replaceState(null, '', `?${chosen}`);
    draw();
  };
  filters.addEventListener('change', remember);
  order.addEventListener('change', remember);
  for (const button of document.querySelectorAll('[data-reset]')) {
    button.addEventListener('click', () => {
      for (const box of boxes) box.checked = false;
      remember();
      boxes[0]?.focus();
    });
  }
  draw();
}

function passes(car: Car, boxes: readonly HTMLInputElement[]): boolean {
  return Object.entries(FILTERS).every(([name, fits]) => {
    const ticked = boxes.filter((box) => box.name === name && box.checked);
    return ticked.length === 0 || ticked.some((box) => fits(car, box.value));
  });
}

function summarise(trip: Trip, days: number): void {
  const fee = oneWayFee(trip);
  const pickUp = `${shortName(place(trip.from))}, ${when(trip.startDate, trip.startTime, 'en-GB')}`;
  const giveBack = `${shortName(place(trip.to))}, ${when(trip.endDate, trip.endTime, 'en-GB')}`;
  fill({
    pickUp,
    giveBack,
    days: days === 1 ? '1 day' : `${days} days`,
    fee: fee ? `Prices include ${euros(fee, 'en-GB')} for the return in another place.` : '',
  });
  tellSupport({ looking: 'Offers', pickUp, return: giveBack });
}

function card(template: HTMLTemplateElement, car: Car, trip: Trip, days: number): HTMLElement {
  const item = need('li', HTMLLIElement, document.importNode(template.content, true));
  picture(need('img', HTMLImageElement, item), car.picture, '');
  const link = need('a', HTMLAnchorElement, item);
  link.href = `/offer?${toQuery(trip, { car: car.code })}`;
  fill(
    {
      model: car.model,
      category: car.category,
      code: car.code,
      pitch: car.pitch,
      seats: `${car.seats} seats`,
      bags: car.bags === 1 ? '1 case' : `${car.bags} cases`,
      gearbox: car.gearbox,
      fuel: car.fuel,
      perDay: euros(perDay(car, days), 'en-GB'),
      total: `${euros(total(car, trip, days, []), 'en-GB')} in total`,
    },
    item,
  );
  return item;
}
