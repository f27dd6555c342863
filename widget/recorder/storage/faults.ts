/** What disks of browsers say when they fail, and what that means for a recording. */
import { SinkError } from './sink.ts';

export function sinkErrorOf(error: unknown, otherwise: SinkError['reason']): SinkError {
  if (error instanceof SinkError) return error;
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  return new SinkError(isFull ? 'no_room' : otherwise, error);
}
