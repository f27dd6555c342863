/** Where each picture stands in what is recorded. Knows numbers only. */
import type { Picture } from '../engine/pipeline.ts';

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

export interface Place {
  which: Picture;
  /** What is taken of the picture. */
  from: Box;
  to: Box;
}

export type Sizes = Partial<Record<Picture, Size>>;

/** Share of the height between the pictures, and between them and the edge. */
const GAP = 1 / 45;
/** Share of the width that faces get beside a screen. */
const STRIP = 1 / 5;
/** A face is shown whole up to this shape (width to height), else its edges are cut. */
const FACE_SHAPE = 4 / 3;

/** One picture fills all. A screen is large, with the faces in a strip beside it; without a screen they share the width. */
export function arrange(sizes: Sizes, out: Size): Place[] {
  const faces = (['peer', 'own'] as const).flatMap((which) => (sizes[which] ? [{ which, size: sizes[which] }] : []));
  const { screen } = sizes;
  const [first, second] = faces;
  const all: Box = { x: 0, y: 0, ...out };
  if (screen && !first) return [whole('screen', screen, all)];
  if (first && !second && !screen) return [whole(first.which, first.size, all)];
  const gap = Math.round(out.height * GAP);
  if (!screen) {
    const width = Math.floor((out.width - 3 * gap) / 2);
    const height = out.height - 2 * gap;
    return faces.map(({ which, size }, index) =>
      part(which, size, { x: gap + index * (width + gap), y: gap, width, height }),
    );
  }
  const width = Math.round(out.width * STRIP);
  const height = Math.round(width / FACE_SHAPE);
  const top = Math.round((out.height - faces.length * height - (faces.length - 1) * gap) / 2);
  const x = out.width - gap - width;
  return [
    whole('screen', screen, { x: gap, y: gap, width: x - 2 * gap, height: out.height - 2 * gap }),
    ...faces.map(({ which, size }, index) => part(which, size, { x, y: top + index * (height + gap), width, height })),
  ];
}

/** All of it is seen, with bars where the shapes differ. */
function whole(which: Picture, { width, height }: Size, box: Box): Place {
  const scale = Math.min(box.width / width, box.height / height);
  const fitted = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return {
    which,
    from: { x: 0, y: 0, width, height },
    to: {
      x: box.x + Math.round((box.width - fitted.width) / 2),
      y: box.y + Math.round((box.height - fitted.height) / 2),
      ...fitted,
    },
  };
}

/** The box is full, and what doesn't fit into it is cut at both edges alike. */
function part(which: Picture, { width, height }: Size, box: Box): Place {
  const scale = Math.min(width / box.width, height / box.height);
  const cut = { width: Math.round(box.width * scale), height: Math.round(box.height * scale) };
  return {
    which,
    from: { x: Math.round((width - cut.width) / 2), y: Math.round((height - cut.height) / 2), ...cut },
    to: box,
  };
}
