/**
 * For pictures of states that are hard to come by: puts a pretended recorder into the views that stand in a page, around which
 * everything is real. Bundled and put into the page by whoever takes the pictures.
 */
import type { LibraryView, Recorder, RecorderView, RecordingItem } from '../types.ts';
import type {} from '../views/recorder-bar.ts';
import type {} from '../views/recordings.ts';
import { FakeRecorder, RECORDER_NOW } from './fake-recorder.ts';
import { BARS, LISTS } from './states.ts';

declare global {
  interface Window {
    /** @param view any of that kind: all that are drawn from now on pretend too, as they may be drawn anew. */
    pretend(view: HTMLElementTagNameMap[Tag], state: string): Promise<void>;
  }
}

type Tag = 'ycyw-recorder-bar' | 'ycyw-recordings';

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

window.pretend = async (element, name) => {
  const isList = element.localName === 'ycyw-recordings';
  const thumbnail = await drawScreen(THUMBNAIL).convertToBlob();
  const seen = (item: RecordingItem): RecordingItem =>
    item.state.kind === 'ready' || item.state.kind === 'recovered' ? { ...item, thumbnail } : item;
  const some: Partial<LibraryView> = LISTS['with some']?.library ?? {};
  const list = isList ? LISTS[name] : { library: some };
  const view: Partial<RecorderView> | undefined = isList ? (list?.view ?? {}) : BARS[name];
  if (!list || !view) throw new Error(`no state is called ${name}`);
  const { items = [], ...shelf } = today(list.library);
  const recorder = new FakeRecorder(today(view), { ...shelf, items: items.map(seen) });
  recorder.preview.set(drawScreen(PREVIEW).transferToImageBitmap());
  const pretended = { get: (): Recorder => recorder, set: () => {}, configurable: true };
  Object.defineProperty(Object.getPrototypeOf(element), 'recorder', pretended);
  element.requestUpdate();
};
