/** Which bytes of a file are asked for. One range at a time: what players and resumed downloads ask. */

/** From the first to the last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * `whole` also for what isn't understood, as HTTP wants it: several ranges, other units. `none`: the file has no such
 * bytes.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'whole' | 'none' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length > 0 ? { start: size - length, end: size - 1 } : 'none';
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) return 'none';
  return end >= start ? { start, end } : 'whole';
}
