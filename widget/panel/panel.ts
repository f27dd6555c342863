/**
 * The lazily loaded part of the customer's chat: makes the session, draws the panel from it, and tells the public element
 * what happens. The first script imports this on the first click, or when a known visitor's page is idle.
 */
import type { About } from '../../signaling/protocol/schemas.ts';
import { loadSay } from '../locales/load.ts';
import { browserCustomerSession } from '../platform/browser-customer-session.ts';
import { readFile } from '../platform/read-file.ts';
import type { MountedPanel, SupportHost } from '../support-host.ts';
import { callForAttention } from './attention-call.ts';
import { tellHost } from './host-events.ts';
import './panel-view.ts';
import { PhoneScreen } from './phone-screen.ts';

/** @param host the public element; its properties are read anew with every `update` */
export async function mount(host: SupportHost & HTMLElement): Promise<MountedPanel> {
  const panel = document.createElement('ycyw-panel');
  const phone = new PhoneScreen(host);
  let spoken = host.speaks;
  panel.say = await loadSay(spoken);
  const session = browserCustomerSession({ server: host.server, about: () => aboutPage(host) });
  panel.session = session;
  panel.readFile = readFile;
  const attention = callForAttention(session, host, (count, title) => panel.say('title.unread', { count, title }));
  panel.setAttribute('exportparts', 'header, messages, message, composer');
  panel.addEventListener('hide', () => host.hide());

  const speak = async (locale: string) => {
    spoken = locale;
    const say = await loadSay(locale);
    if (spoken === locale) panel.say = say;
  };
  const update = () => {
    panel.active = host.open;
    panel.topic = host.topic;
    panel.attachments = host.sendsFiles;
    phone.setOpen(host.open);
    if (host.speaks !== spoken) void speak(host.speaks);
    attention.update();
    session.connect();
  };

  update();
  const silence = tellHost(session, host);
  return {
    element: panel,
    update,
    focus: () => void panel.updateComplete.then(() => panel.focusFirst()),
    send: (text) => session.current.send(text),
    logout: () => session.logout(),
    dispose() {
      silence();
      attention.dispose();
      phone.dispose();
      session.dispose();
      panel.remove();
    },
  };
}

/** What the page tells about itself and about its customer now. */
function aboutPage({ speaks, topic, userName, userEmail, context }: SupportHost): About {
  const page = { url: location.href, title: document.title };
  return { page, locale: speaks, topic, name: userName, email: userEmail, context };
}
