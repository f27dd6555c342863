/**
 * Counts for Prometheus, in a registry of its own. Label values are all named here or in the protocol, so nobody outside can
 * make one; what clients tell lands in buckets. What a scrape asks for, lines and queue, is looked up when it comes.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from '../log.ts';
import type { ConversationEvent, EventBody } from '../protocol/events.ts';
import type { CallReport } from '../protocol/schemas.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from './metrics.ts';

export interface PrometheusDeps {
  store: Pick<Store, 'waiting'>;
  /** Lines that stand on this node, by namespace. */
  connections: () => Record<'customer' | 'agent', number>;
  /** Of the service's own, in milliseconds; null: it has none. */
  certificateEnds: (() => number) | null;
  now: () => number;
  log: Logger;
  version: string;
}

/** Of the process, whatever it runs: so there is one for all. Made with the first service. */
let ofProcess: Registry | undefined;

/** Gauges that carry a counter's suffix: each is the sum of another one, which stays. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Seconds until a commit is durable: a fsync takes one to some ten milliseconds, and a PostgreSQL that is gone is noticed within ten seconds. */
const COMMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Seconds from accepting to being connected: mostly prepared while it rang; a relay behind a slow network takes some. */
const SETUP_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 15, 30, 60];
const LOSS_RATIO = [0, 0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1];
const ROUND_TRIP_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1, 2, 5];
const JITTER_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1];
/** The borders are those of G.109's classes: 3.1 poor, 3.6 some, 4.03 most people are satisfied, 4.34 nearly all. */
const MOS = [1.5, 2, 2.6, 3.1, 3.6, 4.03, 4.34, 4.5];

/** Calls of which somebody said that they never came about, and that haven't ended here yet: others end on another node. */
const FAILED_MAX = 1000;

type Ended = Extract<EventBody, { type: 'call_ended' }>['payload']['why'];
const OUTCOMES = ['ended', 'gone', 'closed', 'failed', 'declined', 'missed', 'cancelled'] as const;
type Outcome = (typeof OUTCOMES)[number];
const OUTCOME_OF: Record<Ended, Outcome> = { hung_up: 'ended', gone: 'gone', conversation: 'closed' };

function processMetrics(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const name of MISNAMED) register.removeSingleMetric(name);
  return register;
}

export function prometheusMetrics(deps: PrometheusDeps): Metrics {
  const { store, connections, certificateEnds, now, log, version } = deps;
  const register = new Registry();
  const registers = [register];

  new Gauge({
    name: 'ycyw_build_info',
    help: 'The version that runs; always 1.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const lines = new Gauge({
    name: 'ycyw_connections',
    help: 'Lines that stand on this node.',
    labelNames: ['namespace'],
    registers,
  });
  if (certificateEnds) {
    new Gauge({
      name: 'ycyw_certificate_ends_seconds',
      help: 'When the certificate ends that the service itself shows, in Unix time.',
      registers,
      collect() {
        this.set(certificateEnds() / 1000);
      },
    });
  }
  const storeUp = new Gauge({
    name: 'ycyw_store_up',
    help: 'Whether the store answered this scrape: 1, else 0, and then nothing is said of the queue.',
    registers,
  });
  const queue = new Gauge({
    name: 'ycyw_queue_conversations',
    help: 'Conversations that wait for an agent. Every node says the same.',
    registers,
  });
  const oldest = new Gauge({
    name: 'ycyw_queue_oldest_age_seconds',
    help: 'For how long the one waits who has waited longest; 0: nobody waits. Every node says the same.',
    registers,
  });
  const appends = new Histogram({
    name: 'ycyw_append_seconds',
    help: 'From asking for an event to be stored until it is durable.',
    buckets: COMMIT_SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'ycyw_refusals_total',
    help: 'What was refused, by the reason told and by where: connect, socket, http.',
    labelNames: ['door', 'reason'],
    registers,
  });
  const calls = new Counter({
    name: 'ycyw_calls_total',
    help: 'Calls that are over, by how. failed: accepted, and whoever hung up said that no media had come.',
    labelNames: ['outcome'],
    registers,
  });
  const setups = new Histogram({
    name: 'ycyw_call_setup_seconds',
    help: 'From the acceptance until the media stand, as each side tells; direct or relayed.',
    labelNames: ['side', 'path'],
    buckets: SETUP_SECONDS,
    registers,
  });
  const reports = new Counter({
    name: 'ycyw_call_reports_total',
    help: 'Reports of running calls, one for each side in half a minute; direct or relayed.',
    labelNames: ['path'],
    registers,
  });
  const told = (name: string, help: string, buckets: number[]) => new Histogram({ name, help, buckets, registers });
  const loss = told(
    'ycyw_call_packet_loss_ratio',
    'Packets of media that were lost, as clients report it.',
    LOSS_RATIO,
  );
  const roundTrip = told(
    'ycyw_call_round_trip_seconds',
    'There and back between the two of a call, as clients report it.',
    ROUND_TRIP_SECONDS,
  );
  const jitter = told('ycyw_call_jitter_seconds', 'Jitter of the sound, as clients report it.', JITTER_SECONDS);
  const mos = told('ycyw_call_mos', 'Mean opinion score by the simplified E-model, as clients report it.', MOS);
  const recordings = new Counter({
    name: 'ycyw_recordings_total',
    help: 'Recordings of calls that began, and recordings that were shared into a conversation.',
    labelNames: ['step'],
    registers,
  });
  const recorded = new Counter({
    name: 'ycyw_recordings_shared_bytes_total',
    help: 'Bytes of the recordings that were shared.',
    registers,
  });

  // What has not happened yet is 0, and no gap: only so its first time is an increase.
  for (const outcome of OUTCOMES) calls.inc({ outcome }, 0);
  for (const step of ['started', 'shared']) recordings.inc({ step }, 0);
  for (const path of ['direct', 'relayed']) {
    reports.inc({ path }, 0);
    for (const side of ['customer', 'agent']) setups.zero({ side, path });
  }

  ofProcess ??= processMetrics();
  const everything = Registry.merge([register, ofProcess]);
  const failed = new Set<string>();
  const overAs = (call: string, why: Ended): Outcome => (failed.delete(call) ? 'failed' : OUTCOME_OF[why]);

  const readQueue = async () => {
    try {
      const { count, since } = await store.waiting();
      storeUp.set(1);
      queue.set(count);
      oldest.set(since === null ? 0 : Math.max(0, now() - since) / 1000);
    } catch (error) {
      log.warn({ error }, 'the store did not answer a scrape');
      storeUp.set(0);
      queue.remove();
      oldest.remove();
    }
  };

  return {
    timed: (submit) => async (command, origin) => {
      // By the machine's own clock: the service's counts whole milliseconds, and many a commit takes less.
      const done = appends.startTimer();
      const outcome = await submit(command, origin);
      if (outcome.ok && command.kind === 'append') done();
      return outcome;
    },
    refused: (door, reason) => refusals.inc({ door, reason }),
    stored(event: ConversationEvent) {
      switch (event.type) {
        case 'call_ended':
          return calls.inc({ outcome: overAs(event.payload.call, event.payload.why) });
        case 'call_declined':
          return calls.inc({ outcome: 'declined' });
        case 'call_missed':
          return calls.inc({ outcome: event.payload.why === 'no_answer' ? 'missed' : 'cancelled' });
        case 'recording_started':
          return recordings.inc({ step: 'started' });
        case 'recording_shared':
          recordings.inc({ step: 'shared' });
          return recorded.inc(event.payload.size);
        default:
      }
    },
    told(side, call, report: CallReport) {
      switch (report.kind) {
        case 'set_up':
          return setups.observe({ side, path: report.path }, report.ms / 1000);
        case 'failed':
          if (failed.size < FAILED_MAX) failed.add(call);
          return;
        case 'live':
          reports.inc({ path: report.path });
          loss.observe(report.lossPercent / 100);
          roundTrip.observe(report.rttMs / 1000);
          jitter.observe(report.jitterMs / 1000);
          mos.observe(report.mos);
      }
    },
    async read() {
      for (const [namespace, count] of Object.entries(connections())) lines.set({ namespace }, count);
      await readQueue();
      return { type: everything.contentType, text: await everything.metrics() };
    },
  };
}
