/** A window of a log: in order, without holes. Pure. */
import type { ConversationEvent } from '../../signaling/protocol/events.ts';

export type Timeline = readonly ConversationEvent[];

/** The latest `seq` of the window; 0 when there is nothing. */
export const cursorOf = (timeline: Timeline): number => timeline.at(-1)?.seq ?? 0;

/**
 * The window with later events behind it. What it holds already is passed over. `gap` when an event doesn't follow
 * directly: from there on nothing is kept, and what is missing must be asked for by cursor.
 */
export function extended(timeline: Timeline, events: Timeline): { timeline: Timeline; gap: boolean } {
  let cursor = cursorOf(timeline);
  const fresh: ConversationEvent[] = [];
  for (const event of events) {
    if (event.seq <= cursor) continue;
    if (event.seq !== cursor + 1) return { timeline: joined(timeline, fresh), gap: true };
    fresh.push(event);
    cursor = event.seq;
  }
  return { timeline: joined(timeline, fresh), gap: false };
}

/** The window with an earlier page in front; what the page and the window share is kept once. */
export function prepended(timeline: Timeline, page: Timeline): Timeline {
  const first = timeline[0]?.seq;
  const earlier = first === undefined ? page : page.filter((event) => event.seq < first);
  if (earlier.length === 0) return timeline;
  // A page that doesn't reach the window would leave a hole.
  if (first !== undefined && earlier.at(-1)?.seq !== first - 1) return timeline;
  return [...earlier, ...timeline];
}

const joined = (timeline: Timeline, fresh: Timeline): Timeline =>
  fresh.length === 0 ? timeline : [...timeline, ...fresh];
