/** The whole service put together, without listening and without an environment: tests and the start share it. */
import type { Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Hono } from 'hono';
import { Server } from 'socket.io';
import { callTimers } from './conversations/call-timers.ts';
import { erasure as erasures } from './conversations/erasure.ts';
import { groupCommit } from './conversations/group-commit.ts';
import { inboxDesk } from './conversations/inbox.ts';
import { publish } from './conversations/publish.ts';
import { inSteps, SWEEP_MS, sweepSteps } from './conversations/sweeps.ts';
import { folderMark } from './folder-mark.ts';
import { freeBytesOf } from './free-bytes.ts';
import { hostOf, httpApp } from './http/app.ts';
import { dataFolders, diskFiles } from './http/files.ts';
import type { Asked } from './http/guard.ts';
import { recordingUploads, removeUploadsOf } from './http/recordings-uploads.ts';
import { openReleases } from './http/releases.ts';
import { type AgentAccounts, agentAccounts } from './identity/agents.ts';
import { callTickets } from './identity/call-tickets.ts';
import { customerTokens } from './identity/customer-tokens.ts';
import { type OidcConfig, oidcClient } from './identity/oidc.ts';
import { providerAccounts } from './identity/provider-accounts.ts';
import { newSecret, signer } from './identity/secrets.ts';
import { verifiedCustomers } from './identity/verified-customers.ts';
import { visitors as visitorAccounts } from './identity/visitors.ts';
import { type Logger, telling, unrelated } from './log.ts';
import { type Metrics, NO_METRICS } from './metrics/metrics.ts';
import { prometheusMetrics } from './metrics/prometheus.ts';
import { ALIVE_MS } from './nodes/gathering.ts';
import { alone } from './nodes/link.ts';
import type { RedisLink } from './nodes/redis-link.ts';
import { PROTOCOL } from './protocol/limits.ts';
import { AGENT_NAMESPACE, CUSTOMER_NAMESPACE } from './protocol/realtime.ts';
import { CallSeats } from './realtime/call-seats.ts';
import type { Desk } from './realtime/desk.ts';
import type { Hub } from './realtime/hub.ts';
import { type IceConfig, iceServers } from './realtime/ice.ts';
import { createLimits } from './realtime/limits.ts';
import { Presence } from './realtime/presence.ts';
import { socketHub } from './realtime/socket-hub.ts';
import { bindSockets } from './realtime/sockets.ts';
import type { Store } from './store/store.ts';
import type { Tls } from './tls/pair.ts';
import { reachedBy, webServer } from './tls/server.ts';

/** Bytes of one frame; above it the line is cut. Far above every limit, so that what is only too large is refused in words. */
const FRAME_MAX_BYTES = 1024 * 1024;
/** A dead line is noticed after their sum, in milliseconds, if nothing was asked over it before. */
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 10_000;
/** At the end of a node: how many lines are cut at once, how often, and in how much time all of them, in milliseconds. */
const AWAY_AT_ONCE = 50;
const AWAY_EVERY_MS = 50;
const AWAY_MS = 2500;
/** How long requests that are under way may take then, in milliseconds. */
const ANSWERS_MS = 2000;
/** How long the address of a file holds. */
const FILE_URL_MS = 15 * 60_000;
/** The address of a recording holds for as many times its length more: players ask for it piece by piece until the end. */
const FILE_URL_LENGTHS = 3;
/** A recording of which not all has arrived by then, in milliseconds, is given up. */
const OPEN_UPLOAD_MS = 24 * 60 * 60_000;

export interface ServiceDeps {
  store: Store;
  /** Folder of attachments, recordings, and builds that pages may still ask for. */
  dataDir: string;
  /** Folder of the built pages. */
  assets: string;
  allowedOrigins: readonly string[];
  /** The origin that people see, when it isn't the one that the service listens on. */
  publicUrl: string | null;
  /** Its own certificate; none: HTTP. */
  tls?: Tls | null;
  demo: boolean;
  trustProxy: boolean;
  version: string;
  /** The newest protocol that it speaks; for tests of an upgrade that is still to come. */
  protocol?: number;
  log: Logger;
  now: () => number;
  newId: () => string;
  soon: (run: () => void) => void;
  /** Calls once, after `ms` milliseconds; returns what takes it back. */
  after: (ms: number, run: () => void) => () => void;
  /** Each verifies customers' tokens; none: customers are anonymous. */
  identitySecrets: readonly string[];
  /** The company's own sign-in, for agents. */
  oidc?: OidcConfig | null;
  /** What calls need of the network. */
  ice: IceConfig;
  /** Conversations that were closed so long ago are erased, in milliseconds; 0: they are kept. */
  retentionMs?: number;
  /** Entries of the audit log that are older go, in milliseconds; 0: they are kept. */
  auditMs?: number;
  /** Who brings it may read the metrics; null or none: programs of this machine. */
  metricsToken?: string | null;
  /** Bytes that are free on the disk of this folder. */
  freeBytes?: (folder: string) => Promise<number>;
  /** Multiplies rate limits; for load tests. */
  limitFactor?: number;
  /** Between the nodes; none: there is one. It stays open: whoever opened it closes it. */
  link?: RedisLink | null;
}

export interface Service {
  app: Hono<Asked>;
  /** Sockets are attached to it; it doesn't listen yet. */
  server: HttpServer;
  agents: AgentAccounts;
  desk: Desk;
  /** Runs what is due now: gone agents, loose uploads, what is to be erased. Also runs by itself. */
  sweep: () => Promise<void>;
  /** Takes no new work, finishes what was begun, lets everybody go. The store stays open: whoever opened it closes it. */
  close: () => Promise<void>;
}

/** The part without sockets: who asks, what is stored, who is told. `hub` says how people are reached. */
export async function createDesk(
  deps: Pick<
    ServiceDeps,
    | 'store'
    | 'version'
    | 'protocol'
    | 'log'
    | 'now'
    | 'newId'
    | 'soon'
    | 'after'
    | 'ice'
    | 'identitySecrets'
    | 'limitFactor'
    | 'link'
  > & { metrics?: Metrics },
  hub: Hub,
): Promise<{ desk: Desk; drained: () => Promise<void>; fileUrlHolds: FileUrlHolds }> {
  const { store, log, now, newId, ice, link = null, metrics = NO_METRICS } = deps;
  const soon: ServiceDeps['soon'] = (run) => deps.soon(() => unrelated(run));
  const after: ServiceDeps['after'] = (ms, run) => deps.after(ms, () => unrelated(run));
  const presence = new Presence({
    link: link ?? alone,
    now,
    agentsChanged: () => inbox.colleaguesChanged(),
    customersMoved: (customers) => void tellMoved(customers),
  });
  const inbox = inboxDesk({ store, hub, presence, soon, log });
  link?.changed((state) => {
    if (state !== 'linked') return;
    // Places in the queue are pushed and not asked for: after a silence they are told once more.
    inbox.queueChanged();
    // Whoever has lines on several nodes may have said on another what they are.
    const told = store.agents().then((agents) => {
      for (const { id, status } of agents) presence.agentStatus(id, status);
    });
    told.catch((error) => log.error({ error }, 'what agents are could not be read'));
  });
  const tellMoved = async (customers: readonly string[]) => {
    for (const customer of customers) {
      await inbox
        .customerChanged(customer)
        .catch((error) => log.error({ error }, 'a customer’s coming or going could not be told'));
    }
  };
  const { submit: commit, drained } = groupCommit({
    store,
    now,
    soon,
    log,
    committed(batch) {
      for (const { outcome } of batch) {
        if (!outcome.ok || outcome.fresh.length === 0) continue;
        timers.follow(outcome.state, outcome.fresh);
        for (const event of outcome.fresh) metrics.stored(event);
      }
      publish({ hub, lineChanged: inbox.lineChanged, queueChanged: inbox.queueChanged }, batch);
    },
  });
  const submit = metrics.timed(commit);
  const seats = new CallSeats(store, now);
  const timers = callTimers({ store, submit, seats, hub, now, after, newId, log });
  await timers.lookAround();
  const signatures = signer(await store.setting('file-url-key', newSecret()));
  const visitors = visitorAccounts({ store, now, newId });
  const desk: Desk = {
    store,
    submit,
    inbox,
    visitors,
    verified: verifiedCustomers({
      store,
      tokens: customerTokens(deps.identitySecrets, now),
      visitors,
      submit,
      inbox,
      hub,
      now,
      newId,
    }),
    agents: agentAccounts({ store, now, newId }),
    hub,
    presence,
    callSeats: seats,
    callTimers: timers,
    tickets: callTickets(await store.setting('call-ticket-key', newSecret()), now),
    iceServers: (call, side) => iceServers(ice, call, side, now()),
    limits: createLimits(deps.limitFactor, link),
    log,
    metrics,
    now,
    newId,
    after,
    fileUrl({ id, length = 0 }) {
      const expires = now() + FILE_URL_MS + FILE_URL_LENGTHS * length;
      const signature = signatures.sign(`${id} ${expires}`);
      return { url: `/api/attachments/${id}?expires=${expires}&signature=${signature}`, expires };
    },
    version: deps.version,
    protocol: deps.protocol ?? PROTOCOL,
  };
  const fileUrlHolds: FileUrlHolds = (id, expires, signature) =>
    expires > now() && signatures.check(`${id} ${expires}`, signature);
  return { desk, drained, fileUrlHolds };
}

type FileUrlHolds = (id: string, expires: number, signature: string) => boolean;

export async function createService(deps: ServiceDeps): Promise<Service> {
  const { store, now, newId, after } = deps;
  const log = telling(deps.log);
  await store.migrate();
  const { publicUrl, tls = null, retentionMs = 0, auditMs = 0 } = deps;
  const originOwn = (origin: string, host: string) =>
    // A page that somebody slipped in under this host, without TLS, isn't the service's.
    (tls === null || origin.startsWith('https:')) && (hostOf(origin) === host || origin === publicUrl);
  const originAllowed = (origin: string, host: string) =>
    originOwn(origin, host) || deps.allowedOrigins.includes(origin);

  const io = new Server({
    maxHttpBufferSize: FRAME_MAX_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    serveClient: false,
    cors: { origin: (origin, done) => done(null, origin ?? false), credentials: true },
  });
  deps.link?.attach(io);
  const hub = socketHub(io.of(CUSTOMER_NAMESPACE), io.of(AGENT_NAMESPACE));
  const metrics = prometheusMetrics({
    store,
    connections: () => ({
      customer: io.of(CUSTOMER_NAMESPACE).sockets.size,
      agent: io.of(AGENT_NAMESPACE).sockets.size,
    }),
    certificateEnds: tls?.ends ?? null,
    now,
    log,
    version: deps.version,
  });
  const { desk, drained, fileUrlHolds } = await createDesk({ ...deps, log, metrics }, hub);

  const { submit, presence } = desk;
  const closeBySystem = (conversation: string) => {
    const body = { type: 'closed', payload: { by: 'system' } } as const;
    return submit({ kind: 'append', actor: { kind: 'system', id: 'system' }, conversation, id: newId(), body }, null);
  };

  const folders = dataFolders(deps.dataDir);
  const files = diskFiles(folders.attachments);
  const { freeBytes = freeBytesOf } = deps;
  const folder = folders.recordings;
  const recordings = await recordingUploads({ folder, store, now, after, newId, freeBytes: () => freeBytes(folder) });
  const mark = folderMark(deps.dataDir, store);
  // What it says comes again with each sweep.
  await mark.require().catch((error) => log.error({ error }, 'the files are not there'));
  const removeFiles = async (ids: readonly string[]) => {
    await mark.require();
    await files.remove(ids);
    await recordings.remove(ids);
  };
  const { assets, demo, trustProxy, version } = deps;
  const releases = (name: string, from: string, entry: string) =>
    openReleases({
      source: join(assets, from),
      entry,
      folder: join(deps.dataDir, 'releases', name),
      version,
      now,
      log,
    });
  const allBuilds = await Promise.all([
    releases('widget', '', 'ycyw-support.js'),
    releases('console', 'agent', 'console.js'),
    releases('call-window', 'call', 'call-window.js'),
  ]);
  const [widget, console, callWindow] = allBuilds;
  const builds = { widget, console, callWindow };
  const metricsToken = deps.metricsToken ?? null;
  let phase: 'serving' | 'leaving' = 'serving';
  const checks = { originAllowed, originOwn, fileUrlHolds, trustProxy, metricsToken, ...reachedBy(publicUrl, tls) };
  const erasure = erasures({
    store,
    requireFolder: mark.require,
    removeFiles,
    removeUploads: (customer) => removeUploadsOf(customer, folder),
    async begun(customer) {
      const latest = await store.latestConversation(customer);
      if (latest && latest.status.kind !== 'closed') await closeBySystem(latest.id);
      hub.endCustomer(customer);
    },
    byAge: (conversations) => log.info({ conversations }, 'erased by age'),
    gone: (conversation) => hub.toEveryAgent('gone', { conversation }),
    now,
  });
  const oidc = deps.oidc ? await companySignIn(deps.oidc, desk) : null;
  const state = { link: deps.link ?? alone, phase: () => phase };
  const app = httpApp({ desk, files, recordings, erasure, assets, builds, publicUrl, demo, oidc, ...state, ...checks });
  const { server, renew, closeIdle } = webServer(app.fetch, tls, log, now);
  io.attach(server);
  const { limitFactor = 1 } = deps;
  const stopHeart = bindSockets(io, {
    desk,
    trustProxy,
    originAllowed,
    originOwn,
    limitFactor,
    phase: state.phase,
    link: state.link,
  });

  const startedAt = now();
  const runSweep = inSteps(log, {
    ...sweepSteps({ store, hub, presence, submit, startedAt, removeFiles, auditMs, now, newId, log }),
    calls: () => desk.callTimers.lookAround(),
    certificate: renew,
    'half files': () => files.sweep(now() - OPEN_UPLOAD_MS),
    'half recordings': () => recordings.sweep(now() - OPEN_UPLOAD_MS),
    erasure: () => erasure.sweep(retentionMs > 0 ? now() - retentionMs : null),
    builds: async () => {
      for (const build of allBuilds) await build.sweep();
    },
  });
  const sweeper = setInterval(runSweep, SWEEP_MS);
  const beats = setInterval(() => presence.beat(), ALIVE_MS);

  return {
    app,
    server,
    agents: desk.agents,
    desk,
    sweep: runSweep,
    async close() {
      phase = 'leaving';
      clearInterval(sweeper);
      clearInterval(beats);
      // Whoever knocks now is let in by another node.
      const unheard = new Promise((resolve) => server.close(resolve));
      desk.callTimers.stop();
      stopHeart();
      // Frames that are being worked on are stored and acknowledged before the lines are cut.
      await drained();
      await sendAway(io);
      // The rest of an upload goes on after the next start, or on another node: what has arrived is answered.
      void recordings.end();
      closeIdle();
      const answered = Promise.all([unheard, ...allBuilds.map(({ kept }) => kept)]);
      await Promise.race([answered, setTimeout(ANSWERS_MS, null, { ref: false })]);
      server.closeAllConnections();
      await recordings.end();
      await drained();
      presence.leave();
      await io.close();
    },
  };
}

async function companySignIn(config: OidcConfig, { store, agents, now, newId }: Desk) {
  const { name, create, domains } = config;
  // One key for all nodes: whoever leaves by one may come back by another.
  const signatures = signer(await store.setting('oidc-key', newSecret()));
  const accounts = providerAccounts({ store, agents, now, newId, create, domains });
  return { name, client: oidcClient(config), accounts, signatures };
}

/** Cuts all lines, some at a time: where they go to they all have to be let in. */
async function sendAway(io: Server): Promise<void> {
  const lines = [CUSTOMER_NAMESPACE, AGENT_NAMESPACE].flatMap((name) => [...io.of(name).sockets.values()]);
  const atOnce = Math.max(AWAY_AT_ONCE, Math.ceil((lines.length * AWAY_EVERY_MS) / AWAY_MS));
  for (let from = 0; from < lines.length; from += atOnce) {
    if (from > 0) await setTimeout(AWAY_EVERY_MS);
    for (const line of lines.slice(from, from + atOnce)) line.disconnect(true);
  }
}

/** Time as it passes. */
export function after(ms: number, run: () => void): () => void {
  const timer = globalThis.setTimeout(run, ms);
  return () => clearTimeout(timer);
}
