import type { Translation } from '../dictionary.ts';
import type { ConsoleSentences } from '../en/console.ts';
import { console as english } from '../en/console.ts';

export const console: Translation<ConsoleSentences> = {
  ...english,

  'signIn.email': 'Email',
  'signIn.wrong': 'Email and password don’t match. Check both and try again.',
  'signIn.tooMany': 'Too many attempts. Wait a few minutes, then try again.',

  'signIn.unverified': 'Your email address is not confirmed there. Ask whoever runs that sign-in.',
  'signIn.unknown': 'No agent has your email address. Ask a supervisor.',

  'card.email': 'Email',
  'context.booking': 'Reservation',
  'context.pickUp': 'Pickup',
  'context.agency': 'Location',
};
