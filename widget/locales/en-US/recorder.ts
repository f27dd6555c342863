import type { Translation } from '../dictionary.ts';
import type { RecorderSentences } from '../en/recorder.ts';
import { recorder as english } from '../en/recorder.ts';

export const recorder: Translation<RecorderSentences> = {
  ...english,

  'bar.resumeName': 'Resume recording',
  'choosing.title': 'What would you like to record?',
  'stopped.withdrawn': '{name} withdrew consent. What was recorded until then is yours.',
};
