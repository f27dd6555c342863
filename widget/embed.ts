/**
 * The first script's entry, for the tag and for `import 'ycyw-support'`. Exports nothing: then the bundler keeps this code
 * in the file that the tag names, and `import.meta.url` is that file's address. Harmless where there is no DOM.
 */
import { start } from './tag.ts';

if (typeof document !== 'undefined' && typeof customElements !== 'undefined') start(document, import.meta.url);
