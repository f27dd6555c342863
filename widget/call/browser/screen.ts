/** The browser's screen capture behind the engine's interface. Decides nothing. */
import type { ScreenAdapter } from '../engine/media-adapters.ts';

/** What Chromium can do beyond TypeScript's library. Others ignore the options that they don't know. */
interface CaptureOptions extends DisplayMediaStreamOptions {
  surfaceSwitching: 'include';
  systemAudio: 'include';
  selfBrowserSurface: 'include';
  controller?: CaptureController;
}
interface CaptureController {
  setFocusBehavior(behavior: 'no-focus-change'): void;
}
interface WithController {
  CaptureController?: new () => CaptureController;
}
interface WithHandle {
  setCaptureHandleConfig?: (config?: { handle: string; permittedOrigins: string[] }) => void;
}
interface HandleTrack {
  getCaptureHandle?: () => { handle: string } | null;
}

/** Sharp text at a frame rate that scrolls well enough; no line needs more for a page. */
const PICTURE = { frameRate: { max: 15 }, width: { max: 1920 }, height: { max: 1080 } };
const SURFACES = ['monitor', 'window', 'browser'] as const;
const CHANGES = ['configurationchange', 'capturehandlechange'] as const;

/** By `handle`, which no other tab has, a captured tab is known to be the one that this runs in. */
export function createScreenAdapter(handle: string): ScreenAdapter {
  const media: (MediaDevices & WithHandle) | undefined = navigator.mediaDevices;
  let isMarked = false;
  const mark = () => {
    // Browsers take a mark from whole pages only.
    if (isMarked || window.top !== window || !media.setCaptureHandleConfig) return;
    isMarked = true;
    media.setCaptureHandleConfig({ handle, permittedOrigins: [location.origin] });
  };
  return {
    canShare: media !== undefined && 'getDisplayMedia' in media,
    capture() {
      mark();
      const options: CaptureOptions = {
        video: PICTURE,
        audio: soundConstraints(),
        surfaceSwitching: 'include',
        systemAudio: 'include',
        selfBrowserSurface: 'include',
      };
      const { CaptureController } = window as WithController;
      if (CaptureController) {
        options.controller = new CaptureController();
        // Whoever shares goes on talking here.
        options.controller.setFocusBehavior('no-focus-change');
      }
      return media.getDisplayMedia(options);
    },
    describe(track: MediaStreamTrack & HandleTrack) {
      const { displaySurface } = track.getSettings();
      return {
        surface: SURFACES.find((one) => one === displaySurface) ?? null,
        isThisTab: isMarked && track.getCaptureHandle?.()?.handle === handle,
      };
    },
    watch(track, listener) {
      for (const change of CHANGES) track.addEventListener(change, listener);
      return () => {
        for (const change of CHANGES) track.removeEventListener(change, listener);
      };
    },
    dispose() {
      if (isMarked) media.setCaptureHandleConfig?.();
      isMarked = false;
    },
  };
}

/** The other side's voice, which this page plays, is kept out of what is shared, lest they hear themselves. */
function soundConstraints(): MediaTrackConstraints {
  const known: MediaTrackSupportedConstraints & { restrictOwnAudio?: boolean } =
    navigator.mediaDevices.getSupportedConstraints();
  const plain = { noiseSuppression: false, autoGainControl: false, suppressLocalAudioPlayback: false };
  const own = known.restrictOwnAudio ? { restrictOwnAudio: true, echoCancellation: false } : { echoCancellation: true };
  return { ...plain, ...own };
}
