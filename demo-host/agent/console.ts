/** The agents' page: puts the console and the browser together. The only file here that touches the browser's own services. */
import { SIGN_IN_PROBLEM, SIGN_IN_PROBLEMS, type SignInProblem } from '../../signaling/protocol/http.ts';
import { browserAgentSession } from '../../widget/platform/browser-agent-session.ts';
import { browserAttention } from '../../widget/platform/browser-attention.ts';
import {
  askForNotifications,
  type NotificationPermissionState,
  notificationPermission,
  notify,
} from '../../widget/platform/notifications.ts';
import { Value } from '../../widget/session/value.ts';
import { createAgentApi } from './agent-api.ts';
import { AgentCalls } from './agent-calls.ts';
import { AgentConsole } from './agent-console.ts';
import { followAlerts } from './alerts.ts';
import { PreferenceStore } from './preferences.ts';
import { createTicker } from './ticker.ts';

const server = location.origin;

class NotifySwitch extends Value<NotificationPermissionState> {
  async ask(): Promise<void> {
    this.set(await askForNotifications());
  }
}

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

const isLooking = () => document.visibilityState === 'visible' && document.hasFocus();

const LOOKS = ['focus', 'blur'] as const;

function onLook(listener: () => void): () => void {
  for (const look of LOOKS) window.addEventListener(look, listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    for (const look of LOOKS) window.removeEventListener(look, listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** Out of the address, so that it isn't said once more at a reload. */
function takeProblem(): SignInProblem | null {
  const address = new URL(location.href);
  const said = address.searchParams.get(SIGN_IN_PROBLEM);
  if (said === null) return null;
  address.searchParams.delete(SIGN_IN_PROBLEM);
  history.replaceState(history.state, '', address);
  return SIGN_IN_PROBLEMS.find((one) => one === said) ?? null;
}

const page = new AgentConsole();
page.parts = {
  api: createAgentApi(server, (...request) => fetch(...request)),
  openSession: () => browserAgentSession({ server }),
  alert: (session, say) =>
    followAlerts(session, {
      attention: browserAttention({
        side: 'agent',
        server,
        titleWith: (count) => say()('console.titleWaiting', { count }),
      }),
      notify,
      isLooking,
      onLook,
      say,
    }),
  openCalls: (session, say) =>
    new AgentCalls({
      server,
      session,
      say,
      notifyRing(name, conversation) {
        if (isLooking()) return () => {};
        const onClick = () => session.select(conversation);
        return notify({
          title: say()('desk.callsTitle'),
          body: say()('desk.calls', { name }),
          tag: conversation,
          onClick,
        });
      },
    }),
  preferences: new PreferenceStore(storage()),
  notify: new NotifySwitch(notificationPermission()),
  ticker: createTicker(),
  problem: takeProblem(),
  languages: navigator.languages,
};
document.body.append(page);
