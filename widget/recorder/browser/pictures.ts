/**
 * Frames of tracks for the recorder. Chromium gives them as a stream, which goes to the worker as a whole. Elsewhere a
 * video plays the track, and the worker, whose timers also run while the tab is hidden, asks for what it shows. Decides
 * nothing, and never stops a track.
 */
import type { Picture } from '../engine/pipeline.ts';
import type { Post, ToRecorder } from '../worker/messages.ts';

/** Not in the type library. */
interface FrameProcessor {
  readable: ReadableStream<VideoFrame>;
}
interface WithProcessor {
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack }) => FrameProcessor;
}

export class Pictures {
  readonly #send: Post<ToRecorder>;
  readonly #tracks = new Map<Picture, { track: MediaStreamTrack; leave: () => void }>();
  readonly #videos = new Map<Picture, HTMLVideoElement>();
  /** Videos that show another frame than when they were last asked. */
  readonly #fresh = new Set<HTMLVideoElement>();

  constructor(send: Post<ToRecorder>) {
    this.#send = send;
  }

  set(which: Picture, track: MediaStreamTrack | null): void {
    const before = this.#tracks.get(which);
    if (before?.track === track) return;
    before?.leave();
    this.#tracks.delete(which);
    this.#endVideo(which);
    if (track?.readyState !== 'live') {
      if (before) this.#send({ kind: 'gone', which });
      return;
    }
    const ended = () => this.set(which, null);
    track.addEventListener('ended', ended);
    this.#tracks.set(which, { track, leave: () => track.removeEventListener('ended', ended) });
    this.#open(which, track);
  }

  /** What the videos show. */
  grab(): void {
    const frames: { which: Picture; frame: VideoFrame }[] = [];
    for (const [which, video] of [...this.#videos]) {
      // Of a track that its owner stops no event tells.
      if (this.#tracks.get(which)?.track.readyState !== 'live') this.set(which, null);
      // A hidden tab is told of one frame a second only.
      const frame = document.hidden || this.#fresh.delete(video) ? frameOf(video) : null;
      if (frame) frames.push({ which, frame });
    }
    this.#send(
      { kind: 'frames', frames },
      frames.map(({ frame }) => frame),
    );
  }

  dispose(): void {
    for (const { leave } of this.#tracks.values()) leave();
    this.#tracks.clear();
    for (const which of [...this.#videos.keys()]) this.#endVideo(which);
  }

  #open(which: Picture, track: MediaStreamTrack): void {
    const { MediaStreamTrackProcessor } = window as WithProcessor;
    if (MediaStreamTrackProcessor) {
      const { readable } = new MediaStreamTrackProcessor({ track });
      this.#send({ kind: 'stream', which, frames: readable }, [readable]);
      return;
    }
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = new MediaStream([track]);
    this.#videos.set(which, video);
    const told = () => {
      if (this.#videos.get(which) !== video) return;
      this.#fresh.add(video);
      video.requestVideoFrameCallback(told);
    };
    video.requestVideoFrameCallback(told);
    // Browsers let muted videos play without a click.
    video.play().catch(() => {});
    this.#send({ kind: 'pull', which });
  }

  #endVideo(which: Picture): void {
    const video = this.#videos.get(which);
    if (!video) return;
    this.#videos.delete(which);
    this.#fresh.delete(video);
    video.pause();
    video.srcObject = null;
  }
}

function frameOf(video: HTMLVideoElement): VideoFrame | null {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  try {
    return new VideoFrame(video);
  } catch {
    // It shows nothing at this moment.
    return null;
  }
}
