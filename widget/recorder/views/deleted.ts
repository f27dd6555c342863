/** Which recordings were deleted a moment ago, so that the list can offer to bring them back. Time is passed in. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Clock } from '../../session/clock.ts';
import type { RecordingItem } from '../types.ts';

/** How long undo is offered, in milliseconds: a little less than the library keeps what was removed. */
const UNDO_SHOWN_MS = 7_500;

export class Deleted implements ReactiveController {
  readonly #host: ReactiveControllerHost & { clock: Clock };
  readonly #items = new Map<string, { item: RecordingItem; stop: () => void }>();

  constructor(host: ReactiveControllerHost & { clock: Clock }) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    for (const { stop } of this.#items.values()) stop();
    this.#items.clear();
  }

  add(item: RecordingItem): void {
    const stop = this.#host.clock.after(UNDO_SHOWN_MS, () => this.drop(item.id));
    this.#items.set(item.id, { item, stop });
    this.#host.requestUpdate();
  }

  drop(id: string): void {
    this.#items.get(id)?.stop();
    this.#items.delete(id);
    this.#host.requestUpdate();
  }

  has(id: string): boolean {
    return this.#items.has(id);
  }

  /** The list with the deleted ones still at their places, newest first. */
  among(items: readonly RecordingItem[]): RecordingItem[] {
    if (this.#items.size === 0) return [...items];
    const here = items.filter(({ id }) => !this.#items.has(id));
    return [...here, ...[...this.#items.values()].map(({ item }) => item)].sort((a, b) => b.at - a.at);
  }
}
