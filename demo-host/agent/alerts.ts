/** Calls an agent: a sound and a hint in the title for whatever is new, a browser notification for a new customer. */
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { Attention } from '../../widget/platform/attention.ts';
import type { BrowserNotice } from '../../widget/platform/notifications.ts';
import type { AgentSession, AgentState } from '../../widget/session/types.ts';
import type { ConsoleSay } from './console-say.ts';
import { nameOf, preview } from './people.ts';

export interface AlertDeps {
  attention: Attention;
  /** Shows a notification if that is allowed; returns what takes it away. */
  notify(notice: BrowserNotice): () => void;
  /** Whether the agent has the console before their eyes. */
  isLooking(): boolean;
  /** Calls when `isLooking` may have changed; returns what ends that. */
  onLook(listener: () => void): () => void;
  say(): ConsoleSay;
}

/** What there is to notice: everybody who waits, and the last word of each own conversation that has unread ones. */
function noticeable({ queue, mine }: AgentState): { id: string; line: InboxLine }[] {
  return [
    ...queue.map((line) => ({ id: `waits/${line.state.id}`, line })),
    ...mine.filter((line) => line.unread > 0).map((line) => ({ id: line.last?.id ?? line.state.id, line })),
  ];
}

/** Follows a session until the returned function is called. */
export function followAlerts(session: AgentSession, deps: AlertDeps): () => void {
  const { attention } = deps;
  /** Null until the inbox is there: what was there before is nothing new. */
  let known: Set<string> | null = null;
  let newest: string | null = null;
  let announced: InboxLine | null = null;
  const shown = new Map<string, () => void>();

  const look = () => {
    const state = session.getState();
    if (state.inbox.kind !== 'ready') return;
    const things = noticeable(state);
    const fresh = known === null ? undefined : things.findLast(({ id }) => known?.has(id) === false);
    // A customer who waits calls even while the agent looks; a word in the open conversation is being read.
    const isReading = (line: InboxLine) => deps.isLooking() && line.state.id === state.selected;
    known = new Set(things.map(({ id }) => id));
    if (fresh) newest = fresh.id;
    const open = things.filter(({ line }) => !isReading(line) || line.state.status.kind === 'queued');
    if (open.length === 0) newest = null;
    attention.update({
      count: open.length,
      newest,
      muted: state.muted,
      attending: open.length === 0 && deps.isLooking(),
    });
    notifyOf(state);
  };

  const notifyOf = ({ arrival, queue, inbox }: AgentState) => {
    for (const [id, close] of shown) {
      if (queue.some((line) => line.state.id === id)) continue;
      close();
      shown.delete(id);
    }
    if (arrival === null || arrival === announced) return;
    announced = arrival;
    if (deps.isLooking()) return;
    const { id } = arrival.state;
    const say = deps.say();
    const body = `${nameOf(say, arrival.customer)}: ${preview(say, arrival.last, inbox.kind === 'ready' ? inbox.me.id : null)}`;
    const onClick = () => session.select(id);
    shown.set(id, deps.notify({ title: say('inbox.arrivedTitle'), body, tag: id, onClick }));
  };

  const stops = [session.subscribe(look), deps.onLook(look)];
  look();
  return () => {
    for (const stop of stops) stop();
    for (const close of shown.values()) close();
    attention.dispose();
  };
}
