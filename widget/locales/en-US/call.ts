import type { Translation } from '../dictionary.ts';
import type { CallSentences } from '../en/call.ts';
import { call as english } from '../en/call.ts';

export const call: Translation<CallSentences> = {
  ...english,

  'lobby.level': 'Your microphone’s volume',

  'device.speaker': 'Speaker',
  'device.standard': 'This device’s speaker',

  'away.text': '{name} left the page or is reloading it. The call is kept open for',
  'ended.cancelled': 'Call canceled',

  'control.microphoneOn': 'Turn on the microphone (M)',
  'control.microphoneOff': 'Turn off the microphone (M)',
  'control.cameraOn': 'Turn on the camera (V)',
  'control.cameraOff': 'Turn off the camera (V)',

  'hint.unmute': 'Turn on',
  'hint.understood': 'Got it',

  'quality.percent': '{count}%',
};
