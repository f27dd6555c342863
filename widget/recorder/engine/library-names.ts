/** What the file of a recording is called outside of the library. */
import { FILE_NAME_MAX_CHARS } from '../../../signaling/protocol/limits.ts';
import type { RecordingEntry } from './recordings-index.ts';

/** As files whose end is unknown are taken by most players. */
export const formatOr = (format: RecordingEntry['format']) => format ?? 'mp4';

export const typeOf = ({ format }: Pick<RecordingEntry, 'format'>): string => `video/${formatOr(format)}`;

export function fileNameOf(name: string, format: RecordingEntry['format']): string {
  const end = `.${formatOr(format)}`;
  return name.slice(0, FILE_NAME_MAX_CHARS - end.length) + end;
}
