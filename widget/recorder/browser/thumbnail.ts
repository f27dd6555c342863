/** A small picture out of a recording, drawn by the browser's own player. */

/** Pixels of the larger side: a list shows it at half of that, screens with two pixels for one at all of it. */
const SIDE = 320;
/** Where it is taken: past the first moments in which screens are still being chosen, or in the middle of a short one. */
const AT_S = 2;
/** JPEG quality: some 10 KB. */
const QUALITY = 0.7;
/** A player that hasn't got there by then won't, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Null when the browser can't play it. */
export async function thumbnailOf(blob: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  const address = URL.createObjectURL(blob);
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  try {
    await told(video, 'loadeddata', () => {
      video.src = address;
    });
    const { duration } = video;
    await told(video, 'seeked', () => {
      video.currentTime = Number.isFinite(duration) ? Math.min(AT_S, duration / 2) : 0;
    });
    return await drawn(video);
  } catch {
    return null;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(address);
  }
}

function told(video: HTMLVideoElement, event: 'loadeddata' | 'seeked', act: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    signal.addEventListener('abort', reject, { once: true });
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', reject, { once: true });
    act();
  });
}

async function drawn(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer> | null> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, SIDE / Math.max(videoWidth, videoHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  return picture && new Uint8Array(await picture.arrayBuffer());
}
