/** Signed addresses of files, asked for once while they are fresh. */
import type { Clock } from './clock.ts';
import type { ConversationLink } from './link.ts';

/** An address is not handed out in its last moments: the picture has still to be fetched. */
const MARGIN_MS = 30_000;
/** The browser's clock may be wrong, so that the service's end of an address says little; no address is kept longer. */
const KEPT_MS = 4 * 60_000;
/** Tries while the line is gone, and the pause between them: longer than a service needs to start again. */
const TRIES = 8;
const PAUSE_MS = 1_000;

export class AttachmentUrls {
  readonly #clock: Clock;
  readonly #ask: ConversationLink['attachmentUrl'];
  readonly #asked = new Map<string, { url: Promise<string | null>; until: number }>();

  constructor(clock: Clock, ask: ConversationLink['attachmentUrl']) {
    this.#clock = clock;
    this.#ask = ask;
  }

  get(attachment: string): Promise<string | null> {
    const known = this.#asked.get(attachment);
    if (known && this.#clock.now() < known.until) return known.url;
    const entry = { url: this.#fetch(attachment), until: this.#clock.now() + KEPT_MS };
    this.#asked.set(attachment, entry);
    return entry.url;
  }

  async #fetch(attachment: string): Promise<string | null> {
    let reply = await this.#ask(attachment);
    // A line that breaks right now comes back; a picture should not stay blank for that.
    for (let tries = 1; !reply.ok && reply.reason === 'lost' && tries < TRIES; tries += 1) {
      await new Promise<void>((resolve) => void this.#clock.after(PAUSE_MS, resolve));
      reply = await this.#ask(attachment);
    }
    const entry = this.#asked.get(attachment);
    if (reply.ok) {
      if (entry) entry.until = Math.min(entry.until, reply.expires - MARGIN_MS);
      return reply.url;
    }
    // No address is no answer to keep.
    this.#asked.delete(attachment);
    return null;
  }
}
