/** What the page says of itself, cut to what the wire takes, and told again when it has changed. Pure. */
import { noDeeperThan } from '../../signaling/protocol/depth.ts';
import * as limits from '../../signaling/protocol/limits.ts';
import type { About } from '../../signaling/protocol/schemas.ts';

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
  if (about.topic) fitted.topic = about.topic.slice(0, limits.TOPIC_MAX_CHARS);
  if (about.name) fitted.name = about.name.slice(0, limits.NAME_MAX_CHARS);
  if (about.email && about.email.length <= limits.EMAIL_MAX_CHARS) fitted.email = about.email;
  const { context } = about;
  // The depth first: what holds itself can't be written as JSON.
  const fits = noDeeperThan(limits.CONTEXT_MAX_LEVELS, context);
  if (context && fits && JSON.stringify(context).length <= limits.CONTEXT_MAX_CHARS) fitted.context = context;
  return fitted;
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
