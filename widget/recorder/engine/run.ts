/**
 * One recording from the click to its last byte, as the recorder keeps it in mind, and what is said of its end. Decides nothing.
 */
import type { RecordingOf } from '../../../signaling/protocol/events.ts';
import type { OwnStop } from '../../session/recording-line.ts';
import type { RecorderPhase, RecorderReason, StoppedBy } from '../types.ts';
import type { Pipeline } from './pipeline.ts';
import { NO_SOURCES, NOTHING_OPENED, type Opened, type Sources } from './sources.ts';

export const IDLE: RecorderPhase = { kind: 'idle' };

/** What the other side knows of it. Of a recording that asks nobody: nothing. */
type Consent =
  | { kind: 'none' }
  /** The service is being asked to ask. */
  | { kind: 'asking' }
  /** `id`: the recording's in the log. */
  | { kind: 'asked'; id: string }
  /** Agreed; the service hasn't acknowledged the start yet. */
  | { kind: 'agreed'; id: string }
  /** Only now what is heard and seen of the other side may go in. */
  | { kind: 'started'; id: string };

/** One recording from the click to its last byte. */
export interface Run {
  what: RecordingOf;
  stage: 'open' | 'ending';
  opened: Opened;
  /** The screen that was opened for it; one that the call shares is the call's. */
  captured: MediaStreamTrack | null;
  /** The browser's question that runs. */
  choice: object | null;
  consent: Consent;
  pipeline: Pipeline | null;
  /** Its id in the library. */
  id: string | null;
  fed: Sources;
  /** The person had paused before a call began. */
  wasPaused: boolean;
  leave: (() => void)[];
}

export const newRun = (what: RecordingOf): Run => ({
  what,
  stage: 'open',
  opened: NOTHING_OPENED,
  captured: null,
  choice: null,
  consent: { kind: 'none' },
  pipeline: null,
  id: null,
  fed: NO_SOURCES,
  wasPaused: false,
  leave: [],
});

export const failedBy = (why: RecorderReason, kept = false): RecorderPhase => ({ kind: 'failed', why, kept });

/** What is told in the log, if it doesn't say so itself. */
export function ownStop(why: StoppedBy | RecorderReason): OwnStop {
  if (typeof why !== 'string') return 'failed';
  return why === 'no_room' ? 'no_room' : 'stopped';
}

export const phaseWith = (why: StoppedBy | RecorderReason, id: string): RecorderPhase =>
  typeof why === 'string' ? { kind: 'stopped', id, why } : failedBy(why, true);

/** The end of one of which nothing is kept. */
export function phaseWithout(why: StoppedBy | RecorderReason): RecorderPhase {
  if (typeof why !== 'string') return failedBy(why);
  switch (why) {
    case 'person':
    case 'call_over':
    case 'other_call':
      return IDLE;
    case 'withdrawn':
    case 'not_agreed':
      return { kind: 'refused', why: 'refused' };
    case 'no_room':
      return failedBy({ from: 'recorder', reason: 'no_room' });
  }
}

export const isAlive = (track: MediaStreamTrack | null): boolean => track !== null && track.readyState === 'live';

export function stopAll(...tracks: (MediaStreamTrack | null)[]): void {
  for (const track of tracks) track?.stop();
}

/** Of everything that was opened for it, and of everything that told it news. Once more is harmless. */
export function letGo(run: Run): void {
  for (const leave of run.leave.splice(0)) leave();
}

const REASONS = ['no_room', 'no_storage', 'unsupported', 'too_slow'] as const;

export function reasonOf(error: unknown): Extract<RecorderReason, { from: 'recorder' }>['reason'] {
  const said = typeof error === 'object' && error !== null && 'reason' in error ? error.reason : null;
  return REASONS.find((reason) => reason === said) ?? 'failed';
}
