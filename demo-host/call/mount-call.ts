/** Puts the call into its window, as large as that is. Knows nothing of how it was handed over. */
import { nothing, render } from 'lit';
import { openCalls } from '../../widget/call/call.ts';
import { agentOf } from '../../widget/conversation/agent-of.ts';
import { loadSay } from '../../widget/locales/load.ts';
import type { SwitchedOn } from '../../widget/platform/call-window-messages.ts';
import type { CustomerSession } from '../../widget/session/types.ts';

export interface CallWindowParts {
  root: HTMLElement;
  /** Connects by itself; its `current` is the call's conversation, and is loaded. */
  session: CustomerSession;
  /** BCP 47. */
  locale: string;
  /** The service's address without a path. */
  server: string;
  /** Null when the window was loaded anew: what was on is remembered elsewhere. */
  begins: { microphone: boolean; camera: boolean } | null;
  /** The person wants the call back in the page. */
  back(): void;
  /** Nothing is to be shown any more: the call is over, or was taken into the page. */
  done(): void;
  /** A part of the call could not be fetched. */
  failed(): void;
}

export interface MountedCall {
  /** Undefined while no call is shown. */
  switchedOn(): SwitchedOn | undefined;
  /** Shows it no more. */
  unmount(): void;
}

/** Shows the call until `unmount`. */
export async function mountCall({
  root,
  session,
  locale,
  server,
  begins,
  back,
  done,
  failed,
}: CallWindowParts): Promise<MountedCall> {
  const conversation = session.current;
  const say = await loadSay(locale);
  const { desk, full, bar, dispose } = await openCalls({
    side: 'customer',
    server,
    conversation,
    peerName: () => agentOf(conversation.getState())?.name ?? '',
    say: () => say,
    isMuted: () => true,
    failed,
    own: { was: begins, back },
  });
  let shown: 'not_yet' | 'yes' = 'not_yet';
  const draw = () => {
    const view = desk.getState();
    if (view.kind === 'call') {
      shown = 'yes';
      render(full(view.call, { chat: 'none', unread: 0, records: 'unwanted' }), root);
    } else if (shown === 'yes') done();
    // Loaded anew, and nothing is known of what was on: one click brings the call.
    else render(bar(), root);
  };
  root.replaceChildren();
  const leave = desk.subscribe(draw);
  draw();
  return {
    switchedOn() {
      const view = desk.getState();
      if (view.kind !== 'call') return undefined;
      const { microphone, camera } = view.call.getState();
      return { microphone: microphone.kind !== 'off', camera: camera.kind !== 'off' };
    },
    unmount() {
      leave();
      dispose();
      render(nothing, root);
    },
  };
}
