/**
 * What the two sides tell each other directly: what is on, where one points, that one lives and how well the other comes
 * through. A message may say several of these; what isn't understood is passed over, so that versions can differ.
 */
import type { MediaOn, Point, RecordingNews } from '../types.ts';

/** How one side hears and sees the other. */
export interface Measure {
  lossPercent: number;
  jitterMs: number;
}

export interface Alive {
  /** Milliseconds since the message before: a hidden tab may speak only once a second, and that is no silence. */
  every: number;
  /** The `seq` of this epoch up to which this side has the other's signals. */
  got: number;
}

export interface Message {
  on?: MediaOn;
  point?: Point | null;
  alive?: Alive;
  report?: Measure;
  /** A whole picture is needed: what came after a gap can't be drawn. */
  refresh?: true;
  /** Null: nothing is recorded any more. */
  recording?: RecordingNews | null;
}

/** Characters; the longest message has some 150, and one with a small picture of a recording some thousands. */
const MESSAGE_MAX_CHARS = 20_000;

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;
const isAmount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1e15;
const isShare = (value: unknown): value is number => isAmount(value) && value <= 1;

export const encode = (message: Message): string => JSON.stringify(message);

/** Only what is whole. */
export function decode(data: unknown): Message {
  const said = parse(data);
  const message: Message = {};
  if (!said) return message;
  const { on, point, alive, report, refresh, recording } = said;
  if (isPlain(on)) {
    message.on = { microphone: on.microphone === true, camera: on.camera === true, screen: on.screen === true };
  }
  if (point === null) message.point = null;
  if (isPlain(point) && isShare(point.x) && isShare(point.y)) message.point = { x: point.x, y: point.y };
  if (isPlain(alive) && isAmount(alive.every) && isAmount(alive.got)) {
    message.alive = { every: alive.every, got: alive.got };
  }
  if (isPlain(report) && isAmount(report.lossPercent) && isAmount(report.jitterMs)) {
    message.report = { lossPercent: Math.min(100, report.lossPercent), jitterMs: report.jitterMs };
  }
  if (refresh === true) message.refresh = true;
  if (recording === null) message.recording = null;
  if (isPlain(recording) && isAmount(recording.length) && isAmount(recording.size)) {
    const { length, size, picture } = recording;
    message.recording = { paused: recording.paused === true, length, size };
    if (typeof picture === 'string') message.recording.picture = picture;
  }
  return message;
}

function parse(data: unknown): Plain | null {
  if (typeof data !== 'string' || data.length > MESSAGE_MAX_CHARS) return null;
  try {
    const value: unknown = JSON.parse(data);
    return isPlain(value) ? value : null;
  } catch {
    return null;
  }
}
