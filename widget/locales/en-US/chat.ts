import type { Translation } from '../dictionary.ts';
import type { ChatSentences } from '../en/chat.ts';
import { chat as english } from '../en/chat.ts';

export const chat: Translation<ChatSentences> = {
  ...english,

  'event.youCancelled': 'You canceled the call',
  'event.recordingCancelled': 'The recording was canceled',
  'event.youWithdrew': 'You withdrew your consent: the recording stopped after {time}',
  'event.withdrew': '{name} withdrew consent: the recording stopped after {time}',

  'panel.unmute': 'Turn on the sound',
  'recorder.loading': 'Opening the recorder…',

  'suggest.default.1': 'I have a question about my reservation',
  'suggest.booking.2': 'I’ll be late for my pickup',

  'contact.email': 'Email (optional)',
  'contact.emailInvalid': 'This doesn’t look like an email address.',
};
