/** How large a JPEG says to be, before anything of it is decoded. Knows this much of JPEG and no more. */

const START = 0xffd8;
/** What tells the size is any of these, but for three that tell something else. */
const FIRST_FRAME = 0xffc0;
const LAST_FRAME = 0xffcf;
const NO_FRAMES: ReadonlySet<number> = new Set([0xffc4, 0xffc8, 0xffcc]);
/** Tables and remarks: what stands before the size. Each has a length, so that nobody can read another size than we do. */
const BEFORE: ReadonlySet<number> = new Set([0xffc4, 0xffcc, 0xffdb, 0xffdd, 0xfffe]);
const FIRST_REMARK = 0xffe0;
const LAST_REMARK = 0xffef;

/** Null for whatever is no JPEG, or not plainly one. */
export function jpegSize(bytes: Uint8Array<ArrayBuffer>): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (end: number) => end <= view.byteLength;
  if (!has(2) || view.getUint16(0) !== START) return null;
  // The name, the length, which counts itself, and what a frame begins with: a byte, the height, the width.
  for (let at = 2; has(at + 9); at += 2 + view.getUint16(at + 2)) {
    const name = view.getUint16(at);
    if (name >= FIRST_FRAME && name <= LAST_FRAME && !NO_FRAMES.has(name)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    if (!BEFORE.has(name) && (name < FIRST_REMARK || name > LAST_REMARK)) return null;
  }
  return null;
}
