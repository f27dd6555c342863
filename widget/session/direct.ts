/**
 * Events that a person waits for (closing, rating, taking): they don't go through the outbox, since nobody wants a
 * conversation to be closed by a click of yesterday.
 */
import type { Appended } from '../../signaling/protocol/realtime.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { AppendBody } from '../../signaling/protocol/schemas.ts';
import type { ConversationLink } from './link.ts';

export class DirectEvents {
  readonly #link: Pick<ConversationLink, 'append'>;
  readonly #ids: () => string;
  /** Ids of events of unknown fate: the same click again is the same event. */
  readonly #unsettled = new Map<string, string>();

  constructor(link: Pick<ConversationLink, 'append'>, ids: () => string) {
    this.#link = link;
    this.#ids = ids;
  }

  /**
   * Refused as `unavailable` when no answer came. `conversation` null: the customer's open one, or a new one. `head` is
   * the latest `seq` that the person could know of when clicking.
   */
  async append(conversation: string | null, body: AppendBody, head: number): Promise<Result<Appended>> {
    const click = JSON.stringify([conversation, body]);
    const before = this.#unsettled.get(click);
    const id = before ?? this.#ids();
    this.#unsettled.set(click, id);
    const reply = await this.#link.append({ conversation, id, body });
    if (!reply.ok && reply.reason === 'lost') return { ok: false, reason: 'unavailable' };
    this.#unsettled.delete(click);
    // The click before had come through, and the person saw what came after it: this one means the same once more.
    if (before !== undefined && reply.ok && reply.seq < head) return this.append(conversation, body, head);
    return reply;
  }
}
