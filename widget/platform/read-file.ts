/** A chosen file as a session wants it: with the type that the browser forgot, a picture's size, and a preview. */
import type { FileLike } from '../session/types.ts';

/** Types that some systems don't know by themselves, by the end of the name. */
const TYPES: Readonly<Record<string, string>> = {
  heic: 'image/heic',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
};

/** Names of one thing that differ between systems. */
const SAME_TYPE: Readonly<Record<string, string>> = {
  'image/heif': 'image/heic',
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
};

export async function readFile(file: File): Promise<FileLike> {
  const type = typeOf(file);
  const base = { name: file.name, type, size: file.size, blob: file };
  if (!type.startsWith('image/')) return { ...base, preview: null };
  const size = await pictureSize(file);
  // A picture that this browser can't read (HEIC in most) is sent all the same, without a preview.
  return size ? { ...base, ...size, preview: URL.createObjectURL(file) } : { ...base, preview: null };
}

function typeOf({ name, type }: File): string {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? '';
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return SAME_TYPE[plain] ?? (plain || (TYPES[ending] ?? ''));
}

async function pictureSize(file: Blob): Promise<{ width: number; height: number } | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return null;
  }
}
