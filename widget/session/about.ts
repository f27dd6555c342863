/** What the page says of itself, cut to what the wire takes, and told again when it has changed. Pure. */
import { noDeeperThan } from '../../signaling/protocol/depth.ts';
import * as limits from '../../signaling/protocol/limits.ts';
import type { About } from '../../signaling/protocol/schemas.ts';
import { isRecord } from './disk.ts';

/** A page with too long a title, or too deep a context, must not keep its customer from talking. */
function fitAbout(about: About): About {
  const fitted: About = {};
  if (about.page) {
    fitted.page = {
      url: about.page.url.slice(0, limits.URL_MAX_CHARS),
      title: about.page.title.slice(0, limits.TITLE_MAX_CHARS),
    };
  }
  if (about.locale) fitted.locale = about.locale.slice(0, limits.LOCALE_MAX_CHARS);
  // Also that there is none any more.
  if (about.topic !== undefined) fitted.topic = about.topic.slice(0, limits.TOPIC_MAX_CHARS);
  if (about.name) fitted.name = about.name.slice(0, limits.NAME_MAX_CHARS);
  if (about.email && about.email.length <= limits.EMAIL_MAX_CHARS) fitted.email = about.email;
  const context = about.context && fitContext(about.context);
  if (context?.fits) fitted.context = context.value;
  return fitted;
}

/**
 * Whether the wire takes the page's own JSON.
 * @returns `value` as it will be read, or `why` it is left out: the end of a sentence for a developer
 */
export function fitContext(
  context: Record<string, unknown> | string,
): { fits: true; value: Record<string, unknown> } | { fits: false; why: string } {
  // A framework may have set the property to what was meant for the attribute.
  const written = typeof context === 'string' ? context : asJson(context);
  if (written === null) return { fits: false, why: "can't be written as JSON" };
  const most = limits.CONTEXT_MAX_CHARS;
  if (written.length > most) return { fits: false, why: `is over ${most} characters as JSON` };
  // What was written: in there nothing holds itself, so that looking comes to an end.
  const value = fromJson(written);
  if (!isRecord(value)) return { fits: false, why: 'is no JSON object' };
  if (!noDeeperThan(limits.CONTEXT_MAX_LEVELS, value)) {
    return { fits: false, why: `is deeper than ${limits.CONTEXT_MAX_LEVELS} levels` };
  }
  return { fits: true, value };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null for what holds itself, is endlessly deep, or has no form in JSON at all. */
function asJson(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

/** Remembers what the service was told last. */
export class AboutTold {
  readonly #read: () => About;
  #told = '';

  constructor(read: () => About) {
    this.#read = read;
  }

  /** For the handshake. */
  tell(): About {
    const about = fitAbout(this.#read());
    this.#told = JSON.stringify(about);
    return about;
  }

  /** What has to be told now, or null when it is known. */
  news(): About | null {
    const before = this.#told;
    const about = this.tell();
    return this.#told === before ? null : about;
  }
}
