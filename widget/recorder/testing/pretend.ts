/**
 * For pictures of states that are hard to come by: puts a pretended recorder into a view that stands in a page, around which
 * everything is real. Bundled and put into the page by whoever takes the pictures.
 */
import type { LibraryView, Recorder, RecorderView, RecordingItem } from '../types.ts';
import { FakeRecorder, RECORDER_NOW } from './fake-recorder.ts';
import { BARS, LISTS } from './states.ts';

declare global {
  interface Window {
    pretend(view: Element, kind: 'bar' | 'list', state: string): Promise<void>;
  }
}

const PREVIEW = { width: 320, height: 180 };
const THUMBNAIL = { width: 160, height: 90 };

/** A page with a picture and some lines, from afar. */
function drawScreen({ width, height }: { width: number; height: number }): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser paints no canvas');
  const box = (colour: string, x: number, y: number, wide: number, high: number) => {
    context.fillStyle = colour;
    context.fillRect(x * width, y * height, wide * width, high * height);
  };
  box('#eef2f8', 0, 0, 1, 1);
  box('#16325f', 0, 0, 1, 0.12);
  box('#8fb0dc', 0.06, 0.22, 0.4, 0.5);
  for (let line = 0; line < 6; line += 1) box('#7c889b', 0.52, 0.24 + line * 0.1, 0.4 - (line % 3) * 0.06, 0.04);
  box('#ff6a3d', 0.52, 0.84, 0.18, 0.09);
  return canvas;
}

/** The states' times, as far from now as they are from the tests' own hour. */
function today<T>(value: T): T {
  const moved = Date.now() - RECORDER_NOW;
  const move = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(move);
    if (typeof one !== 'object' || one === null || one instanceof Blob) return one;
    const entries = Object.entries(one).map(([name, of]) =>
      (name === 'at' || name === 'until') && typeof of === 'number' ? [name, of + moved] : [name, move(of)],
    );
    return Object.fromEntries(entries);
  };
  return move(value) as T;
}

window.pretend = async (element, kind, name) => {
  const thumbnail = await drawScreen(THUMBNAIL).convertToBlob();
  const seen = (item: RecordingItem): RecordingItem =>
    item.state.kind === 'ready' || item.state.kind === 'recovered' ? { ...item, thumbnail } : item;
  const some: Partial<LibraryView> = LISTS['with some']?.library ?? {};
  const list = kind === 'list' ? LISTS[name] : { library: some };
  const view: Partial<RecorderView> | undefined = kind === 'bar' ? BARS[name] : (list?.view ?? {});
  if (!list || !view) throw new Error(`no state is called ${name}`);
  const { items = [], ...shelf } = today(list.library);
  const recorder = new FakeRecorder(today(view), { ...shelf, items: items.map(seen) });
  recorder.preview.set(drawScreen(PREVIEW).transferToImageBitmap());
  Object.assign(element, { recorder: recorder satisfies Recorder });
};
