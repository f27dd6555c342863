/** What the call's window says before the call is there and when there is none; the call itself brings its own sentences. */

const en = {
  language: 'en',
  title: 'Call · Your Car Your Way',
  waiting: 'Fetching your call…',
  none: 'There is no call here. Go back to the page where you were talking to us, and open the call from there.',
  over: 'This call is over.',
  unreachable: 'The service can’t be reached. Are you online? The call comes back by itself.',
  close: 'Close this window',
  failed: 'The call could not be loaded. It goes on: try again.',
  retry: 'Try again',
};

export type Words = typeof en;

const fr: Words = {
  language: 'fr',
  title: 'Appel · Your Car Your Way',
  waiting: 'Nous récupérons votre appel…',
  none: 'Il n’y a pas d’appel ici. Revenez à la page où vous nous parliez et ouvrez l’appel depuis celle-ci.',
  over: 'Cet appel est terminé.',
  unreachable: 'Le service est injoignable. Êtes-vous en ligne ? L’appel reprendra de lui-même.',
  close: 'Fermer cette fenêtre',
  failed: 'L’appel n’a pas pu être chargé. Il est toujours en cours : réessayez.',
  retry: 'Réessayer',
};

const LANGUAGES: Record<string, Words> = { en, fr };

/** @param locale BCP 47; a language that isn't there is answered in English */
export const wordsFor = (locale: string): Words => LANGUAGES[locale.slice(0, 2).toLowerCase()] ?? en;
