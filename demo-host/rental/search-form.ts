/** The form for places and times: on the search page, and again above the offers. */
import { need } from './page.ts';
import type { Place } from './places.ts';
import { longName, PLACES } from './places.ts';
import type { Trip } from './trip.ts';
import { dayFrom, isPossible } from './trip.ts';

const COUNTRIES: readonly Place['country'][] = ['FR', 'GB', 'US', 'IT', 'ES', 'PT', 'DE'];

/** From seven to ten in the evening, every half hour. */
const TIMES = Array.from({ length: 31 }, (_, step) => {
  const minutes = 7 * 60 + step * 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${minutes % 60 ? '30' : '00'}`;
});

const option = (value: string, label: string): HTMLOptionElement => new Option(label, value);

export function fillPlaces(select: HTMLSelectElement, chosen: string): void {
  const language = document.documentElement.lang;
  const names = new Intl.DisplayNames(language, { type: 'region' });
  for (const code of COUNTRIES) {
    const group = document.createElement('optgroup');
    group.label = names.of(code) ?? code;
    const places = PLACES.filter((one) => one.country === code);
    group.append(...places.map((one) => option(one.code, longName(one, language))));
    select.append(group);
  }
  select.value = chosen;
}

export function fillTimes(select: HTMLSelectElement, chosen: string): void {
  select.append(...TIMES.map((time) => option(time, time)));
  select.value = chosen;
}

/** Fills the form, keeps the dates in order, and refuses a return before the pick-up. */
export function setUpSearch(form: HTMLFormElement, trip: Trip, now: Date): void {
  const select = (name: string): HTMLSelectElement => need(`[name=${name}]`, HTMLSelectElement, form);
  const input = (name: string): HTMLInputElement => need(`[name=${name}]`, HTMLInputElement, form);
  const [from, to, start, end] = [select('from'), select('to'), input('startDate'), input('endDate')];
  const endTime = select('endTime');
  fillPlaces(from, trip.from);
  fillPlaces(to, trip.to);
  fillTimes(select('startTime'), trip.startTime);
  fillTimes(endTime, trip.endTime);
  start.value = trip.startDate;
  end.value = trip.endDate;
  start.min = dayFrom(now, 0);

  let together = trip.from === trip.to;
  from.addEventListener('change', () => {
    if (together) to.value = from.value;
  });
  to.addEventListener('change', () => {
    together = to.value === from.value;
  });

  const check = (): void => {
    end.min = start.value;
    if (end.value < start.value) end.value = start.value;
    const chosen: Trip = {
      ...trip,
      startDate: start.value,
      startTime: select('startTime').value,
      endDate: end.value,
      endTime: endTime.value,
    };
    endTime.setCustomValidity(isPossible(chosen) ? '' : 'The return must come after the pick-up.');
  };
  check();
  form.addEventListener('change', check);
}
