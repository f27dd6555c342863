/**
 * A WebM is written in clusters, and a cluster learns its size when it is complete: of the one that was being written when
 * the writer died, readers see nothing. Here it gets the size of what is there. Knows this much of Matroska and no more.
 */

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
/** What a cluster is made of. Outside of one it belongs to the cluster before, whose size is still missing. */
const PARTS: ReadonlySet<number> = new Set([0xe7, 0xa3, 0xa0]);

/** Bytes of the longest name and size. */
const HEADER_BYTES = 12;

interface Element {
  id: number;
  sizeAt: number;
  dataAt: number;
  end: number;
}

/** By reference. The same blob where every cluster is complete. */
export async function withOpenCluster(blob: Blob): Promise<Blob> {
  const open = await openCluster(blob);
  if (!open) return blob;
  const { sizeAt, dataAt } = open.cluster;
  const size = sizeOf(open.end - dataAt, dataAt - sizeAt);
  return new Blob([blob.slice(0, sizeAt), size, blob.slice(dataAt, open.end)], { type: blob.type });
}

/** The last cluster, if its size is wrong, and where its last whole part ends. */
async function openCluster(blob: Blob): Promise<{ cluster: Element; end: number } | null> {
  let cluster: Element | null = null;
  let openEnd: number | null = null;
  let at = 0;
  for (let element = await elementAt(blob, at); element; element = await elementAt(blob, at)) {
    const { id, dataAt, end } = element;
    const isWhole = end <= blob.size;
    if (id === SEGMENT) {
      at = dataAt;
    } else if (id === CLUSTER) {
      cluster = element;
      openEnd = isWhole ? null : dataAt;
      at = isWhole ? end : dataAt;
    } else if (isWhole) {
      if (PARTS.has(id)) openEnd = end;
      at = end;
    } else {
      break;
    }
  }
  return cluster && openEnd !== null ? { cluster, end: openEnd } : null;
}

/** Null at the end, and where nothing can be made of what stands there. */
async function elementAt(blob: Blob, at: number): Promise<Element | null> {
  const bytes = new Uint8Array(await blob.slice(at, at + HEADER_BYTES).arrayBuffer());
  const idWidth = widthOf(bytes[0]);
  const sizeWidth = widthOf(bytes[idWidth]);
  if (idWidth === 0 || idWidth > 4 || sizeWidth === 0 || bytes.length < idWidth + sizeWidth) return null;
  const id = numberOf(bytes.subarray(0, idWidth));
  const sizeAt = at + idWidth;
  const dataAt = sizeAt + sizeWidth;
  // The first bit that is set tells the length, the rest is the number.
  const size = numberOf(bytes.subarray(idWidth, idWidth + sizeWidth)) - 2 ** (7 * sizeWidth);
  const isUnknown = size === 2 ** (7 * sizeWidth) - 1;
  return { id, sizeAt, dataAt, end: isUnknown ? Number.POSITIVE_INFINITY : dataAt + size };
}

/** Bytes of a number, by its first one: 1 to 8; 0 when it is none. */
const widthOf = (first = 0): number => (first === 0 ? 0 : Math.clz32(first) - 23);

const numberOf = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0);

function sizeOf(value: number, width: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(width);
  let rest = value + 2 ** (7 * width);
  for (let index = width - 1; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}
