/** The one script of the rental pages: each page says in `data-page` what it is. */
import { setUpBooking } from './booking-page.ts';
import { setUpOffer } from './offer-page.ts';
import { setUpOffers } from './offers-page.ts';
import { bindSupportButtons, need, tellSupport } from './page.ts';
import { setUpSearch } from './search-form.ts';
import { tripFrom } from './trip.ts';

const now = new Date();
const pages: Record<string, () => void> = {
  search: () => {
    setUpSearch(need('#search', HTMLFormElement), tripFrom(new URLSearchParams(location.search), now), now);
    tellSupport({ looking: 'Search' });
  },
  offers: () => setUpOffers(now),
  offer: () => setUpOffer(now),
  booking: () => setUpBooking(now),
};

pages[document.body.dataset.page ?? '']?.();
bindSupportButtons();
