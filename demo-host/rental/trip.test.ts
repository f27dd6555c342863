import { expect } from 'chai';
import { CARS, carOf, total } from './fleet.ts';
import { longName, place } from './places.ts';
import { dayFrom, daysOf, toQuery, tripFrom } from './trip.ts';

const NOW = new Date(2026, 10, 22, 14, 5);
const trip = (query: string) => tripFrom(new URLSearchParams(query), NOW);

describe('a trip', () => {
  it('is three days from tomorrow when nothing else is said', () => {
    expect(trip('')).to.include({ from: 'LYS', to: 'LYS', startDate: '2026-11-23', endDate: '2026-11-26' });
  });

  it('comes back from the address as it went into it', () => {
    const there = trip('from=LHR&to=EDI&startDate=2026-12-01&startTime=09:30&endDate=2026-12-08&endTime=18:00');
    expect(trip(toQuery(there, { car: 'CDMR' }))).to.deep.equal(there);
  });

  it('never ends before it begins', () => {
    const there = trip('startDate=2026-12-08&endDate=2026-12-01');
    expect([there.startDate, there.endDate]).to.deep.equal(['2026-11-23', '2026-11-26']);
  });

  it('counts every begun 24 hours as a day', () => {
    const days = (endTime: string) => daysOf(trip(`startDate=2026-12-01&endDate=2026-12-03&endTime=${endTime}`));
    expect([days('10:00'), days('10:30')]).to.deep.equal([2, 3]);
  });

  it('begins on another day of another month where that is so', () => {
    expect(dayFrom(NOW, 10)).to.equal('2026-12-02');
  });
});

describe('a price', () => {
  const car = carOf('CDMR');

  it('is days and extras', () => {
    expect(total(car, trip('from=LYS'), 3, [])).to.equal(3 * 42);
    expect(total(car, trip('from=LYS'), 3, ['driver', 'cover'])).to.equal(3 * (42 + 8 + 14));
  });

  it('has a fee for another place, a higher one for another country', () => {
    const [same, other, abroad] = ['LYS', 'NCE', 'BCN'].map((to) => total(car, trip(`from=LYS&to=${to}`), 1, []));
    expect([other, abroad].map((sum) => (sum ?? 0) - (same ?? 0))).to.deep.equal([89, 240]);
  });

  it('is lower by the day from a week on', () => {
    expect(total(car, trip(''), 7, [])).to.be.lessThan(7 * 42);
  });
});

describe('the fleet', () => {
  it('has a code of four letters for each car, each once', () => {
    const codes = CARS.map((one) => one.code);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const code of codes) expect(code).to.match(/^[A-Z]{4}$/);
  });
});

describe('a place', () => {
  it('is called as people of the language call it', () => {
    expect(longName(place('LHR'), 'en')).to.equal('London, Heathrow Airport');
    expect(longName(place('LHR'), 'fr-FR')).to.equal('Londres, aéroport Heathrow');
  });
});
