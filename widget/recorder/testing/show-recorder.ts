/** Draws the views of the recorder in the test's page, around a fake recorder whose state the test sets. */
import type { SharedRecording } from '../../../signaling/protocol/events.ts';
import { drawn, show, testSay } from '../../conversation/testing/page.ts';
import { loadRecorderSay, type RecorderSay } from '../../locales/load-recorder.ts';
import { type VirtualClock, virtualClock } from '../../session/testing/virtual-clock.ts';
import type { LibraryView, RecorderView } from '../types.ts';
import '../views/badge.ts';
import { RECORDER_REQUESTS } from '../views/events.ts';
import '../views/recorder-bar.ts';
import '../views/recordings.ts';
import '../views/shared-recording.ts';
import { FakeRecorder, RECORDER_NOW } from './fake-recorder.ts';

interface Options {
  scheme?: string;
  width?: number;
  height?: number;
  locale?: string;
}

interface Shown<E> {
  recorder: FakeRecorder;
  element: E;
  clock: VirtualClock;
  /** What the shell around it was asked for, in order. */
  requests: string[];
}

export const recorderSay = async (locale = 'en-GB'): Promise<RecorderSay> =>
  loadRecorderSay(await testSay(locale, RECORDER_NOW));

type Tag = 'ycyw-recorder-bar' | 'ycyw-recordings' | 'ycyw-recording-badge' | 'ycyw-recording-player';

async function showView<T extends Tag>(
  tag: T,
  recorder: FakeRecorder,
  { locale, ...size }: Options,
  more: object = {},
) {
  const element = document.createElement(tag);
  const clock = virtualClock(RECORDER_NOW);
  Object.assign(element, { recorder, clock, say: await recorderSay(locale), ...more });
  const requests: string[] = [];
  for (const request of RECORDER_REQUESTS) element.addEventListener(request, () => requests.push(request));
  show(element, size);
  await drawn();
  return { recorder, element, clock, requests };
}

export const showRecorderBar = (
  view: Partial<RecorderView>,
  { width = 320, ...options }: Options = {},
): Promise<Shown<HTMLElementTagNameMap['ycyw-recorder-bar']>> =>
  showView('ycyw-recorder-bar', new FakeRecorder(view), { width, ...options });

export const showBadge = (
  view: Partial<RecorderView>,
  options: Options = {},
): Promise<Shown<HTMLElementTagNameMap['ycyw-recording-badge']>> =>
  showView('ycyw-recording-badge', new FakeRecorder(view), options);

export const showRecordings = (
  library: Partial<LibraryView>,
  view: Partial<RecorderView> = {},
  options: Options = {},
): Promise<Shown<HTMLElementTagNameMap['ycyw-recordings']>> =>
  showView('ycyw-recordings', new FakeRecorder(view, library), options);

/** @param file what opening it gives */
export function showPlayer(
  library: Partial<LibraryView>,
  file: Blob | null,
  options: Options = {},
): Promise<Shown<HTMLElementTagNameMap['ycyw-recording-player']>> {
  const recorder = new FakeRecorder({}, library);
  recorder.library.file = file;
  return showView('ycyw-recording-player', recorder, options, { recording: 'r1' });
}

const SHARED: SharedRecording = {
  id: 'f1',
  name: 'Deposit and fuel policy.mp4',
  type: 'video/mp4',
  size: 38 * 1024 * 1024,
  length: 252_000,
};

export async function showShared(
  url: () => Promise<string | null>,
  { locale, ...size }: Options = {},
): Promise<HTMLElementTagNameMap['ycyw-shared-recording']> {
  const element = document.createElement('ycyw-shared-recording');
  Object.assign(element, { recording: SHARED, url, say: await recorderSay(locale) });
  show(element, size);
  await drawn();
  return element;
}
