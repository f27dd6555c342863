/**
 * The browser as this side's media see it. Real ones stand in `widget/call/browser`; tests wrap those to pull out a
 * device or to refuse a question. Knows nothing of calls.
 */
import type { ScreenState } from '../types.ts';

export type SourceKind = 'microphone' | 'camera';
export type Facing = 'user' | 'environment';

export interface FoundDevice {
  kind: SourceKind | 'speaker';
  id: string;
  label: string;
  /** Where a phone's camera looks; null where nothing tells. */
  facing: Facing | null;
}

export interface DeviceAdapter {
  /** False on pages without HTTPS: browsers give no devices there. */
  readonly isSecure: boolean;
  readonly isTouch: boolean;
  /** Whether the page's `Permissions-Policy` lets it ask at all. True where the browser doesn't tell. */
  allows(what: SourceKind | 'screen'): boolean;
  /** Null where the browser doesn't tell. */
  permission(kind: SourceKind): Promise<PermissionState | null>;
  /** `getUserMedia`, with its errors. */
  open(constraints: MediaStreamConstraints): Promise<MediaStream>;
  /** Only what can be chosen: before the first permission browsers hide the ids. */
  list(): Promise<FoundDevice[]>;
  /** Called when a device comes or goes, or a permission changes. Returns what ends it. */
  watch(listener: () => void): () => void;
  stream(tracks: readonly MediaStreamTrack[]): MediaStream;
}

export interface ScreenAdapter {
  readonly canShare: boolean;
  /** `getDisplayMedia`, with its errors. Asks before it returns, so that the click counts. */
  capture(): Promise<MediaStream>;
  describe(track: MediaStreamTrack): Pick<Extract<ScreenState, { kind: 'on' }>, 'surface' | 'isThisTab'>;
  /** Called when the person chose something else in the browser's own bar. Returns what ends it. */
  watch(track: MediaStreamTrack, listener: () => void): () => void;
  dispose(): void;
}

export interface Meter {
  /** Effective loudness of the last moment, 0 to 1; exactly 0 when there is no signal; null while nothing is measured. */
  read(): number | null;
  dispose(): void;
}

export interface SoundAdapter {
  meter(track: MediaStreamTrack): Meter;
  /** Plays these and nothing else. `blocked`: the browser wants a click first. */
  play(tracks: readonly MediaStreamTrack[], blocked: () => void): void;
  /** Where sound is played; null: the browser's default. */
  useSpeaker(id: string | null): void;
  /** A short tone through that loudspeaker. */
  tone(): void;
  /** Inside a click: what was blocked goes on. */
  resume(): void;
  dispose(): void;
}

export interface MediaAdapters {
  devices: DeviceAdapter;
  screen: ScreenAdapter;
  sound: SoundAdapter;
}
