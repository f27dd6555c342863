/** The browser's screen and microphone as the recorder asks for them: once, inside the click, with a reason when there is none. */
import { createDevices } from '../../call/browser/devices.ts';
import { createScreenAdapter } from '../../call/browser/screen.ts';
import { reasonOf } from '../../call/engine/media-reasons.ts';
import type { RecorderDevices } from '../engine/recorder-desk.ts';

/** @param handle by which a tab that captures itself is known */
export function createRecorderDevices(handle: string): RecorderDevices & { dispose(): void } {
  const devices = createDevices();
  const screen = createScreenAdapter(handle);
  return {
    canCapture: screen.canShare,
    async captureScreen() {
      if (!devices.isSecure) return { ok: false, reason: 'insecure' };
      if (!screen.canShare) return { ok: false, reason: 'unsupported' };
      if (!devices.allows('screen')) return { ok: false, reason: 'policy' };
      try {
        const stream = await screen.capture();
        const [picture] = stream.getVideoTracks();
        if (!picture) return { ok: false, reason: 'failed' };
        picture.contentHint = 'detail';
        return { ok: true, screen: picture, sound: stream.getAudioTracks()[0] ?? null };
      } catch (error) {
        // Browsers ask each time, so a refusal is of this one question.
        return { ok: false, reason: reasonOf(error, 'prompt') };
      }
    },
    async openMicrophone() {
      if (!devices.isSecure || !devices.allows('microphone')) return null;
      try {
        return (await devices.open({ audio: true })).getAudioTracks()[0] ?? null;
      } catch {
        return null;
      }
    },
    dispose: () => screen.dispose(),
  };
}
