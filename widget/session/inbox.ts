/** The lines of the agents' inbox: what belongs in the queue, what is mine, in which order. Pure. */
import { isSaid } from '../../signaling/protocol/events.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { ConversationView } from './types.ts';

export type Lines = ReadonlyMap<string, InboxLine>;

/** Lines by conversation; a line that knows less than the one that is there is passed over. */
export function withLine(lines: Lines, line: InboxLine): Lines {
  const known = lines.get(line.state.id);
  if (known && known.state.head > line.state.head) return lines;
  return new Map(lines).set(line.state.id, line);
}

/**
 * A whole inbox: what isn't in it belongs nowhere any more, unless it was pushed after the inbox was asked for, since
 * that may be later than the answer.
 */
export function fromInbox(lines: readonly InboxLine[], before: Lines, pushed: readonly InboxLine[]): Lines {
  const known = lines.flatMap(({ state }) => before.get(state.id) ?? []);
  return [...known, ...lines, ...pushed].reduce(withLine, new Map() as Lines);
}

/** Who waits longest comes first. */
export function queueOf(lines: Lines): InboxLine[] {
  const since = ({ state }: InboxLine) => (state.status.kind === 'queued' ? state.status.since : 0);
  return [...lines.values()]
    .filter(({ state }) => state.status.kind === 'queued')
    .sort((a, b) => since(a) - since(b) || a.state.createdAt - b.state.createdAt);
}

/** Where something happened last comes first. */
export function mineOf(lines: Lines, me: string): InboxLine[] {
  return [...lines.values()].filter((line) => isMine(line, me)).sort((a, b) => b.state.lastAt - a.state.lastAt);
}

export const isMine = ({ state }: Pick<InboxLine, 'state'>, me: string): boolean =>
  state.status.kind === 'assigned' && state.status.agent.id === me;

/** The line as the open conversation knows it, which hears of everything first. */
export function withView(line: InboxLine, view: ConversationView): InboxLine {
  const { state, events, unread } = view;
  if (!state || state.head < line.state.head) return line;
  const last = events.findLast((event) => isSaid(event.type)) ?? line.last;
  // The window may begin after what is unread; the service counts all of it.
  const whole = (events[0]?.seq ?? 1) <= state.marks.agent.read + 1;
  return { ...line, state, last, unread: whole ? unread : Math.max(unread, line.unread) };
}
