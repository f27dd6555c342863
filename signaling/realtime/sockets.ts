/** Socket.IO's side of the seats: lets connections in, binds requests to handlers, beats the heart. */
import { parse as parseCookies } from 'hono/utils/cookie';
import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io';
import type * as v from 'valibot';
import { granted } from '../identity/access.ts';
import { SESSION_COOKIE } from '../identity/cookie.ts';
import { logged } from '../log.ts';
import type { NodeLink } from '../nodes/link.ts';
import { isServed } from '../protocol/limits.ts';
import {
  AGENT_NAMESPACE,
  type AgentPushes,
  CUSTOMER_NAMESPACE,
  type CustomerPushes,
  HEARTBEAT_MS,
} from '../protocol/realtime.ts';
import type { Reason, Refusal, Result } from '../protocol/reasons.ts';
import * as schemas from '../protocol/schemas.ts';
import { addressOf } from './address.ts';
import { seatAgent } from './agent-seat.ts';
import { seatCallWindow } from './call-window.ts';
import { seatCustomer } from './customer-seat.ts';
import type { Desk } from './desk.ts';
import { type Beating, beat } from './heartbeat.ts';
import type { Line, PushOf, Seat } from './hub.ts';
import { parse, refusal } from './request.ts';

/** Frames of one connection in a window; nobody's hands and no retrying outbox come near. */
const FLOOD_FRAMES = 1000;
const FLOOD_WINDOW_MS = 10_000;
/** How many lines a heartbeat goes to before others are heard. */
const BEAT_AT_ONCE = 50;
/** The least time between two heartbeats out of turn. */
const CATCH_UP_MS = 5000;

type SeatedSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { seat: Seat }>;
type SeatedNamespace = Namespace<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { seat: Seat }>;

export interface SocketDeps {
  desk: Desk;
  /** Whose `X-Forwarded-For` counts. */
  trustProxy: boolean;
  originAllowed: (origin: string, host: string) => boolean;
  /** Agents connect from the console only: a cookie also goes along from other pages of the same site. */
  originOwn: (origin: string, host: string) => boolean;
  link: Pick<NodeLink, 'changed'>;
  /** `leaving`: nobody new is let in. */
  phase: () => 'serving' | 'leaving';
  /** Multiplies the flood limit in load tests. */
  limitFactor: number;
}

/** Returns what stops the heartbeat. */
export function bindSockets(io: Server, deps: SocketDeps): () => void {
  const { desk } = deps;
  const customers = io.of(CUSTOMER_NAMESPACE) as SeatedNamespace;
  const agents = io.of(AGENT_NAMESPACE) as SeatedNamespace;

  letIn(
    customers,
    deps,
    deps.originAllowed,
    schemas.customerHandshake,
    (line: Line<CustomerPushes>, handshake, socket) =>
      handshake.ticket === undefined
        ? seatCustomer(desk, line, handshake, String(socket.handshake.headers['user-agent'] ?? '').slice(0, 300))
        : seatCallWindow(desk, line, handshake),
  );
  letIn(agents, deps, deps.originOwn, schemas.agentHandshake, (line: Line<AgentPushes>, _handshake, socket) => {
    const cookies = parseCookies(socket.handshake.headers.cookie ?? '', SESSION_COOKIE);
    return seatAgent(desk, line, cookies[SESSION_COOKIE] ?? null);
  });

  let phase: 'resting' | 'beating' = 'resting';
  const beatAll = async () => {
    await desk.callSeats.keep();
    const sockets = [...customers.sockets.values(), ...agents.sockets.values()];
    for (let from = 0; from < sockets.length; from += BEAT_AT_ONCE) {
      await beat(desk.store, sockets.slice(from, from + BEAT_AT_ONCE).map(beatingOf), desk.now());
      // Whoever speaks meanwhile isn't kept waiting by thousands who don't.
      await new Promise(setImmediate);
    }
  };
  const beatOnce = () => {
    if (phase === 'beating') return;
    phase = 'beating';
    beatAll()
      .catch((error) => desk.log.error({ error }, 'a heartbeat failed'))
      .finally(() => {
        phase = 'resting';
      });
  };
  const heart = setInterval(beatOnce, HEARTBEAT_MS);
  // What the others told while nothing was heard of them: everybody catches up, but not again and again with a Redis that
  // comes and goes.
  let caughtUpAt = Number.NEGATIVE_INFINITY;
  let owed: NodeJS.Timeout | null = null;
  const catchUp = () => {
    owed = null;
    caughtUpAt = performance.now();
    beatOnce();
  };
  deps.link.changed((state) => {
    if (state !== 'linked') return;
    owed ??= setTimeout(catchUp, Math.max(0, caughtUpAt + CATCH_UP_MS - performance.now()));
  });
  return () => {
    clearInterval(heart);
    if (owed) clearTimeout(owed);
  };
}

const beatingOf = (socket: SeatedSocket): Beating => ({
  seat: socket.data.seat,
  push: (heartbeat) => void socket.emit('heartbeat', heartbeat),
  signedOut() {
    socket.emit('signed-out', {});
    socket.disconnect();
  },
});

function letIn<S extends v.GenericSchema, Pushes>(
  namespace: SeatedNamespace,
  deps: SocketDeps,
  originFits: (origin: string, host: string) => boolean,
  schema: S,
  seatOf: (line: Line<Pushes>, handshake: v.InferOutput<S>, socket: Socket) => Promise<Result<{ seat: Seat }>>,
): void {
  const { desk } = deps;
  let warned: 'no' | 'yes' = 'no';
  const admit = async (socket: SeatedSocket, next: (error?: Error) => void): Promise<void> => {
    const refuse = (reason: Reason, message?: string) => {
      desk.metrics.refused('connect', reason);
      next(Object.assign(new Error(reason), { data: { reason, ...(message ? { message } : {}) } }));
    };
    try {
      // On a connection that stayed open from before: the next try finds another node.
      if (deps.phase() === 'leaving') return refuse('unavailable');
      // Here and not at the transport, so that the page's developer hears the reason.
      const { origin, host = '' } = socket.handshake.headers;
      if (origin && !originFits(origin, host)) return refuse('origin');
      const { address, headers } = socket.handshake;
      if (headers['x-forwarded-for'] && !deps.trustProxy && warned === 'no') {
        warned = 'yes';
        desk.log.warn({}, 'a proxy tells whom it forwards, but TRUST_PROXY is off: all its people share their limits');
      }
      const line = new SocketLine<Pushes>(
        socket,
        addressOf(address, header(headers['x-forwarded-for']), deps.trustProxy),
      );
      if (!(await desk.limits.take('connect', line.address))) return refuse('too_many');
      const spoken = parse(schemas.spoken, socket.handshake.auth);
      if (spoken.ok && !isServed(spoken.value.protocol, desk.protocol)) return refuse('version');
      const handshake = parse(schema, socket.handshake.auth);
      if (!handshake.ok) return refuse(handshake.reason);
      const seated = await seatOf(line, handshake.value, socket);
      if (!seated.ok) return refuse(seated.reason, seated.message);
      socket.data.seat = seated.seat;
      next();
    } catch (error) {
      desk.log.error({ error }, 'a connection could not be seated');
      refuse('unavailable');
    }
  };
  namespace.use((socket, next) => void admit(socket, next));
  namespace.on('connection', (socket) => seat(socket, deps));
}

function seat(socket: SeatedSocket, { desk, limitFactor }: SocketDeps): void {
  const { seat } = socket.data;
  const flooded = floodGate(FLOOD_FRAMES * limitFactor, desk.now);
  const answer = async (name: string, args: readonly unknown[]): Promise<void> => {
    if (flooded()) {
      desk.log.warn({ line: socket.id }, 'a connection floods and is cut');
      socket.disconnect(true);
      return;
    }
    const ack = args.at(-1);
    const begun = desk.now();
    const result = await answered(seat, name, args[0]);
    const reason = isRefusal(result) ? result.reason : undefined;
    if (reason) desk.metrics.refused('socket', reason);
    desk.log.debug({ reason, ms: desk.now() - begun }, 'a request was answered');
    if (typeof ack === 'function') ack(result);
  };
  socket.onAny((name: string, ...args: unknown[]) => {
    void logged(aboutRequest(seat, name, args[0]), () =>
      answer(name, args).catch((error) => desk.log.error({ error }, 'a frame could not be answered')),
    );
  });
  socket.on('disconnect', () => {
    seat.left().catch((error) => desk.log.error({ error }, 'a leaving connection could not be noted'));
  });
  seat.begin().catch((error) => {
    desk.log.error({ error }, 'a connection could not begin');
    socket.disconnect(true);
  });
}

const isRefusal = (answer: object): answer is Refusal => 'ok' in answer && answer.ok === false;

/** What the log may know of a request: its name, and the ids of the event that it carries and of the call that it is about. */
function aboutRequest({ requests }: Seat, name: string, payload: unknown): Record<string, string> {
  const carried = parse(schemas.carried, payload);
  const { id, call } = carried.ok ? carried.value : {};
  return {
    // Whatever else comes was made up outside.
    request: Object.hasOwn(requests, name) ? name : 'unknown',
    ...(id === undefined ? {} : { event: id }),
    ...(call === undefined ? {} : { call }),
  };
}

async function answered(seat: Seat, name: string, payload: unknown): Promise<object> {
  // Own properties only: a name from outside must not reach what every object has.
  const access = Object.hasOwn(seat.requests, name) ? seat.requests[name] : undefined;
  if (!access) return refusal('invalid');
  const person = seat.person();
  if (granted(access, person)) return seat.ask(name, payload);
  return refusal(person === 'nobody' ? 'not_signed_in' : 'invalid');
}

const header = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : value);

class SocketLine<Pushes> implements Line<Pushes> {
  readonly #socket: Socket;
  readonly address: string;

  constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.address = address;
  }

  get id(): string {
    return this.#socket.id;
  }

  join(room: string): void {
    void this.#socket.join(room);
  }

  leave(room: string): void {
    void this.#socket.leave(room);
  }

  push<N extends keyof Pushes & string>(name: N, push: PushOf<Pushes, N>): void {
    this.#socket.emit(name, push);
  }

  cut(): void {
    this.#socket.disconnect(true);
  }
}

/** True from the moment at which too many frames came in one window. */
function floodGate(frames: number, now: () => number): () => boolean {
  let windowFrom = now();
  let count = 0;
  return () => {
    if (now() - windowFrom > FLOOD_WINDOW_MS) {
      windowFrom = now();
      count = 0;
    }
    count += 1;
    return count > frames;
  };
}
