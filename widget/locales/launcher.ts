/** The few sentences that are needed before the chat itself has come. The first script carries them in all languages. */

const en = {
  language: 'en',
  label: 'Help',
  open: 'Help: open the support chat',
  unread: 'Help: open the support chat, new messages: {count}',
  name: 'Support chat',
  loading: 'Opening the chat…',
  failed: 'The chat could not be loaded. Are you online?',
  retry: 'Try again',
  close: 'Close',
};

const fr: typeof en = {
  language: 'fr',
  label: 'Aide',
  open: 'Aide : ouvrir le chat d’assistance',
  unread: 'Aide : ouvrir le chat d’assistance, nouveaux messages : {count}',
  name: 'Chat d’assistance',
  loading: 'Ouverture du chat…',
  failed: 'Le chat n’a pas pu être chargé. Êtes-vous en ligne ?',
  retry: 'Réessayer',
  close: 'Fermer',
};

const LANGUAGES: Record<string, typeof en> = { en, fr };

/** @param locale BCP 47; a language that isn't there is answered in English */
export const launcherWords = (locale: string): typeof en => LANGUAGES[locale.slice(0, 2).toLowerCase()] ?? en;
