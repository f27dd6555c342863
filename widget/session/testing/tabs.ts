/** Sessions in the tabs of a memory browser, connected to the small service, on virtual time. */
import type { About } from '../../../signaling/protocol/schemas.ts';
import { createAgentSession } from '../agent-session.ts';
import { createCustomerSession } from '../customer-session.ts';
import type { SessionSide } from '../identity.ts';
import { type SignedIn, TokenIdentity } from '../token-identity.ts';
import type { AgentApi, Api, CustomerApi } from '../transport.ts';
import type { AgentSession, CustomerSession } from '../types.ts';
import type { Uploader } from '../uploads.ts';
import { type MemoryBrowser, type MemoryTab, memoryBrowser } from './memory-browser.ts';
import type { ScriptedTransport } from './scripted-transport.ts';
import { SmallService } from './small-service.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface World {
  clock: VirtualClock;
  service: SmallService;
  browser: MemoryBrowser;
}

export interface Tab<S, A extends Api> extends MemoryTab {
  session: S;
  transport: ScriptedTransport<A>;
}

export function world(): World {
  const clock = virtualClock();
  return { clock, service: new SmallService(clock), browser: memoryBrowser(clock) };
}

/** Every file arrives at once. */
const quickUploader: Uploader = {
  upload: async ({ id, name, size }) => ({
    ok: true,
    attachment: { id: `of-${id}`, name, type: 'application/pdf', size },
  }),
  release: () => {},
};

let count = 0;
const ids = () => {
  count += 1;
  return `id-of-a-test-${String(count).padStart(6, '0')}`;
};

/** A tab with a customer's session; connected, and caught up with. */
export async function customerTab(
  { clock, service, browser }: World,
  options: {
    uploader?: Uploader;
    about?: () => About;
    connect?: 'now' | 'later';
    handed?: { ticket: string; conversation: string };
    presence?: () => Promise<'online' | 'none' | null>;
    signedIn?: SignedIn;
    /** Whose area of the browser it is; without it, the visitor's. */
    own?: MemoryBrowser;
  } = {},
): Promise<Tab<CustomerSession, CustomerApi>> {
  const { signedIn } = options;
  const tab = (options.own ?? browser).tab();
  const transport = service.customerTransport();
  const session = createCustomerSession({
    ...tab,
    transport,
    random: () => 0.5,
    ids,
    uploader: options.uploader ?? quickUploader,
    about: options.about ?? (() => ({})),
    presence: options.presence ?? (async () => null),
    ...(options.handed ? { handed: options.handed } : {}),
    ...(signedIn ? { identity: (side: SessionSide) => new TokenIdentity({ ...signedIn, ...side }) } : {}),
    version: 'test',
    address: (path) => path,
  });
  if (options.connect !== 'later') {
    session.connect();
    await clock.advance(100);
  }
  return closing({ ...tab, session, transport });
}

/** A tab with an agent's session; connected, and with its inbox. */
export async function agentTab({ clock, service, browser }: World): Promise<Tab<AgentSession, AgentApi>> {
  const tab = browser.tab();
  const transport = service.agentTransport();
  const session = createAgentSession({
    ...tab,
    transport,
    random: () => 0.5,
    ids,
    uploader: quickUploader,
    version: 'test',
    address: (path) => path,
  });
  session.connect();
  await clock.advance(100);
  return closing({ ...tab, session, transport });
}

/** A dying tab takes its line with it. */
function closing<S, A extends Api>(tab: Tab<S, A>): Tab<S, A> {
  return {
    ...tab,
    die() {
      tab.die();
      for (const line of tab.transport.lines) line.drop();
    },
  };
}
