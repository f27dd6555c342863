/** Why a browser gave no track, in the words that people are told. Knows the errors of Media Capture, no state. */
import type { DeviceReason } from '../types.ts';

export function reasonOf(error: unknown, permission: PermissionState | null): DeviceReason {
  if (!(error instanceof Error)) return 'failed';
  switch (error.name) {
    case 'NotAllowedError':
      // Browsers have one name for four things. Chromium's message tells two of them, the permission's state the rest.
      if (/system/i.test(error.message)) return 'denied_by_system';
      if (/policy/i.test(error.message)) return 'policy';
      return permission === 'prompt' ? 'dismissed' : 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'in_use';
    default:
      return 'failed';
  }
}
