/** A screen of noise: there is no smaller way to tell of it, so a recording grows as fast as recordings do. */

/** Pictures a second. */
const RATE = 15;

/** Runs in each page before everything else (`beforePages`). */
export const NOISY_SCREEN = `navigator.mediaDevices.getDisplayMedia = async () => {
  const [width, height] = [1280, 720];
  const noise = new ImageData(2 * width, 2 * height);
  for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
  const source = new OffscreenCanvas(2 * width, 2 * height);
  source.getContext('2d').putImageData(noise, 0, 0);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const brush = canvas.getContext('2d');
  const paint = () => brush.drawImage(source, -Math.random() * width, -Math.random() * height);
  paint();
  const timer = setInterval(paint, ${Math.round(1000 / RATE)});
  const stream = canvas.captureStream(${RATE});
  const [track] = stream.getVideoTracks();
  const stop = track.stop.bind(track);
  track.stop = () => {
    clearInterval(timer);
    stop();
  };
  return stream;
};`;
