/** Pictures for tests: a painted canvas as a stream, of any size. Whoever paints must end it. */

const open = new Set<() => void>();

export interface Paint {
  width: number;
  height: number;
  paint?: (context: CanvasRenderingContext2D, width: number, height: number) => void;
}

const plain: NonNullable<Paint['paint']> = (context, width, height) => {
  context.fillStyle = '#5a7ab0';
  context.fillRect(0, 0, width, height);
};

/** It is painted again with every frame of the browser: a video shows nothing before something has changed. */
export function paintedStream({ width, height, paint = plain }: Paint): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser paints no canvas');
  const stream = canvas.captureStream();
  let frame = 0;
  const next = () => {
    paint(context, width, height);
    frame = requestAnimationFrame(next);
  };
  next();
  open.add(() => {
    cancelAnimationFrame(frame);
    for (const track of stream.getTracks()) track.stop();
  });
  return stream;
}

/** For `afterEach`. */
export function endStreams(): void {
  for (const end of open) end();
  open.clear();
}
