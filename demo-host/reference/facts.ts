/** What the page is generated from. Whoever builds it collects these; the sections only say them. */
import type { Declaration } from '../../.ci/package/manifest.ts';

export interface Explained {
  name: string;
  meaning: string;
}

export interface Facts {
  element: Declaration;
  /** Why something is refused, from the protocol's own comments. */
  reasons: readonly Explained[];
  /** BCP 47 tags of the languages that there are. */
  languages: readonly string[];
  version: string;
  /** The protocol's number. */
  protocol: number;
  /** What stands in `samples/`. */
  sample(name: string): string;
}
