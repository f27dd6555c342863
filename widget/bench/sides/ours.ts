/**
 * The product's own call inside the benchmark's page: a customer and an agent with the real session, service and engine,
 * both in this page, so that one clock sees both. Bundled by the benchmark and put into the page.
 */
import { type OpenCalls, openCalls } from '../../call/call.ts';
import type { CallView } from '../../call/types.ts';
import { loadSay } from '../../locales/load.ts';
import { browserAgentSession } from '../../platform/browser-agent-session.ts';
import { browserCustomerSession } from '../../platform/browser-customer-session.ts';
import type { Store } from '../../session/types.ts';

/** Both sides of one conversation, between calls. */
interface Sides {
  customer: OpenCalls;
  agent: OpenCalls;
}

declare global {
  interface Window {
    ours: { connect(account: { email: string; password: string }): Promise<void>; call(): Promise<number> };
  }
}

/** Resolves when the store says so. */
function until<S>(store: Store<S>, holds: (state: S) => boolean): Promise<S> {
  return new Promise((resolve) => {
    let leave = () => {};
    const look = () => {
      const state = store.getState();
      if (!holds(state)) return;
      leave();
      resolve(state);
    };
    leave = store.subscribe(look);
    look();
  });
}

let sides: Sides | null = null;

async function connect({ email, password }: { email: string; password: string }): Promise<void> {
  const server = location.origin;
  await fetch('/api/agent/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const agentSession = browserAgentSession({ server });
  const customerSession = browserCustomerSession({ server, about: () => ({}) });
  agentSession.connect();
  customerSession.connect();
  customerSession.current.send('May I call you?');
  const { queue } = await until(agentSession, (state) => state.queue.length > 0);
  const id = queue[0]?.state.id ?? '';
  await agentSession.take(id);
  await until(customerSession.current, ({ state }) => state?.status.kind === 'assigned');
  const say = await loadSay('en');
  const shared = { server, say: () => say, isMuted: () => true, peerName: () => '', failed: () => {} };
  sides = {
    customer: await openCalls({ ...shared, side: 'customer', conversation: customerSession.current }),
    agent: await openCalls({ ...shared, side: 'agent', conversation: agentSession.conversation(id) }),
  };
}

/** The first moment at which this side sees the other move. */
async function seen({ desk }: OpenCalls): Promise<number> {
  const view = await until(desk, ({ kind }) => kind === 'call');
  if (view.kind !== 'call') return Number.NaN;
  const { peerCamera } = await until<CallView>(view.call, (state) => state.peerCamera !== null);
  const video = document.body.appendChild(document.createElement('video'));
  video.muted = true;
  video.srcObject = peerCamera;
  void video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  const at = performance.now();
  video.remove();
  return at;
}

/** One call, both with the camera in hand. From "accept" to the moment at which both see the other, in milliseconds. */
async function call(): Promise<number> {
  if (!sides) throw new Error('Nobody is connected');
  const { customer, agent } = sides;
  await customer.desk.ask('video');
  await until(agent.desk, ({ kind }) => kind === 'incoming');
  agent.desk.answer('mirror');
  const answered = agent.desk.getState();
  if (answered.kind !== 'call') throw new Error('It doesn’t ring');
  await until<CallView>(answered.call, ({ camera }) => camera.kind === 'on');
  // People need a moment to accept, and so it is with the connection that is made meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const both = Promise.all([seen(customer), seen(agent)]);
  const from = performance.now();
  void answered.call.go();
  const took = Math.max(...(await both)) - from;
  await answered.call.end();
  const asked = customer.desk.getState();
  if (asked.kind === 'call') {
    await until<CallView>(asked.call, ({ phase }) => phase.kind === 'ended');
    asked.call.dismiss();
  }
  await until(agent.desk, ({ kind }) => kind === 'none');
  return took;
}

window.ours = { connect, call };
