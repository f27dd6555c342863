/** Tells the page's attention (title hint, sound) what there is to notice in a customer's session. */
import { countsAsUnread } from '../../signaling/protocol/conversation.ts';
import { browserAttention } from '../platform/browser-attention.ts';
import type { ConversationView, CustomerSession } from '../session/types.ts';
import type { SupportHost } from '../support-host.ts';

export interface CallForAttention {
  /** Looks again, for example when the panel has been opened or closed. */
  update(): void;
  dispose(): void;
}

/**
 * @param titleWith puts the hint before the page's title
 */
export function callForAttention(
  session: CustomerSession,
  host: Pick<SupportHost, 'server' | 'open'>,
  titleWith: (count: number, title: string) => string,
  owner?: string,
): CallForAttention {
  const attention = browserAttention({ side: 'customer', server: host.server, owner, titleWith });
  const update = () => {
    const { unread, muted } = session.getState();
    const attending = host.open && document.visibilityState === 'visible';
    attention.update({ count: unread, newest: newestUnread(session.current.getState()), muted, attending });
  };
  const leave = [session.subscribe(update), session.current.subscribe(update)];
  document.addEventListener('visibilitychange', update);
  return {
    update,
    dispose() {
      for (const end of leave) end();
      document.removeEventListener('visibilitychange', update);
      attention.dispose();
    },
  };
}

function newestUnread({ events, side, state }: ConversationView): string | null {
  const read = state?.marks[side].read ?? 0;
  return events.findLast((event) => countsAsUnread(event, side, read))?.id ?? null;
}
