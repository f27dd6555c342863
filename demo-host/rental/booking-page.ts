/** My booking, in English and French: what is booked, where to go, and changing or cancelling it. */
import type { Booking } from './booking-file.ts';
import { keepBooking, readBooking } from './booking-file.ts';
import { carOf, total } from './fleet.ts';
import { fill, need, picture, tellSupport } from './page.ts';
import { longName, place, shortName } from './places.ts';
import { fillPlaces, fillTimes } from './search-form.ts';
import { daysOf, euros, isPossible, when } from './trip.ts';

interface Words {
  /** For dates and money. */
  region: string;
  confirmed: string;
  cancelled: string;
  changed: string;
  days: (count: number) => string;
  similar: (model: string) => string;
  hours: (open: string, close: string) => string;
  order: string;
  picture: (model: string) => string;
}

const ENGLISH: Words = {
  region: 'en-GB',
  confirmed: 'Confirmed',
  cancelled: 'Cancelled',
  changed: 'Your return is changed. We have sent you the new confirmation.',
  days: (count) => (count === 1 ? '1 day' : `${count} days`),
  similar: (model) => `${model} or similar`,
  hours: (open, close) => `Open today ${open}–${close}`,
  order: 'The return must come after the pick-up.',
  picture: (model) => `Drawing of a ${model}`,
};

const FRENCH: Words = {
  region: 'fr-FR',
  confirmed: 'Confirmée',
  cancelled: 'Annulée',
  changed: 'Votre retour est modifié. La nouvelle confirmation vous a été envoyée.',
  days: (count) => (count === 1 ? '1 jour' : `${count} jours`),
  similar: (model) => `${model} ou similaire`,
  hours: (open, close) => `Ouvert aujourd’hui de ${open} à ${close}`,
  order: 'Le retour doit suivre le départ.',
  picture: (model) => `Dessin : ${model}`,
};

export function setUpBooking(now: Date): void {
  const words = document.documentElement.lang === 'fr' ? FRENCH : ENGLISH;
  const notice = need('#notice', HTMLElement);
  let booking = readBooking(now);
  const update = (next: Booking, said: string): void => {
    booking = next;
    keepBooking(next);
    draw(next, words);
    notice.textContent = said;
  };
  draw(booking, words);

  const change = need('#change', HTMLDialogElement);
  const form = need('#change-form', HTMLFormElement);
  const to = need('#change-to', HTMLSelectElement);
  const date = need('#change-date', HTMLInputElement);
  const time = need('#change-time', HTMLSelectElement);
  fillPlaces(to, booking.trip.to);
  fillTimes(time, booking.trip.endTime);
  const cancel = need('#cancel', HTMLDialogElement);
  need('#open-change', HTMLButtonElement).addEventListener('click', () => {
    to.value = booking.trip.to;
    time.value = booking.trip.endTime;
    date.min = booking.trip.startDate;
    date.value = booking.trip.endDate;
    change.showModal();
  });
  need('#open-cancel', HTMLButtonElement).addEventListener('click', () => cancel.showModal());
  for (const button of document.querySelectorAll('[data-close]')) {
    button.addEventListener('click', () => button.closest('dialog')?.close());
  }

  const wanted = () => ({ ...booking.trip, to: to.value, endDate: date.value, endTime: time.value });
  form.addEventListener('input', () => time.setCustomValidity(isPossible(wanted()) ? '' : words.order));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change.close();
    update({ ...booking, trip: wanted() }, words.changed);
  });
  need('#confirm-cancel', HTMLButtonElement).addEventListener('click', () => {
    cancel.close();
    update({ ...booking, status: 'cancelled' }, words.cancelled);
  });
  need('#undo', HTMLButtonElement).addEventListener('click', () => {
    update({ ...booking, status: 'confirmed' }, words.confirmed);
  });
}

function draw(booking: Booking, words: Words): void {
  const { trip } = booking;
  const car = carOf(booking.car);
  const [from, to] = [place(trip.from), place(trip.to)];
  const days = daysOf(trip);
  const pickUp = when(trip.startDate, trip.startTime, words.region);
  const giveBack = when(trip.endDate, trip.endTime, words.region);
  picture(need('#picture', HTMLImageElement), car.picture, words.picture(car.model));
  document.body.dataset.status = booking.status;
  need('#cancelled', HTMLElement).hidden = booking.status !== 'cancelled';
  need('#manage', HTMLElement).hidden = booking.status === 'cancelled';
  fill({
    number: booking.number,
    status: words[booking.status],
    model: words.similar(car.model),
    code: car.code,
    driver: booking.driver.name,
    email: booking.driver.email,
    flight: booking.driver.flight || '–',
    pickUpPlace: longName(from, words.region),
    pickUpTime: pickUp,
    returnPlace: longName(to, words.region),
    returnTime: giveBack,
    days: words.days(days),
    hours: words.hours(from.open, from.close),
    deposit: euros(car.deposit, words.region),
    total: euros(total(car, trip, days, booking.extras), words.region),
  });
  tellSupport({
    booking: booking.number,
    status: booking.status,
    vehicle: `${car.code} · ${car.model}`,
    pickUp: `${shortName(from)}, ${pickUp}`,
    return: `${shortName(to)}, ${giveBack}`,
  });
}
