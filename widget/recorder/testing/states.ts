/** Every state that the recorder's views draw, by name: for tests of words, of accessibility, and of room. */
import type { LibraryView, RecorderView, RecordingItem } from '../types.ts';
import { RECORDER_NOW, recordingItem } from './fake-recorder.ts';

const MIB = 1024 * 1024;
const HOUR = 3_600_000;
const until = RECORDER_NOW + 24_000;
const progress = { paused: false, length: 97_000, size: 3.2 * MIB };
export const LONG_NAME =
  'Scratch on the rear door, left side, below the handle, with all of the pictures that the desk at the airport took';

export const BARS: Record<string, Partial<RecorderView>> = {
  choosing: { phase: { kind: 'choosing' } },
  asking: { phase: { kind: 'asking', what: 'call', until } },
  starting: { phase: { kind: 'starting', what: 'call' } },
  recording: { phase: { kind: 'recording', what: 'screen' } },
  'paused by the person': { phase: { kind: 'paused', what: 'call', by: 'person' } },
  'paused by a call': { phase: { kind: 'paused', what: 'screen', by: 'call' } },
  'without its screen': { phase: { kind: 'paused', what: 'screen', by: 'screen_gone' } },
  stopping: { phase: { kind: 'stopping', what: 'call' } },
  stopped: { phase: { kind: 'stopped', id: 'r1', why: 'person' } },
  'stopped by the other side': { phase: { kind: 'stopped', id: 'r1', why: 'withdrawn' } },
  'stopped without room': { phase: { kind: 'stopped', id: 'r1', why: 'no_room' } },
  refused: { phase: { kind: 'refused', why: 'refused' } },
  'no answer': { phase: { kind: 'refused', why: 'no_answer' } },
  'failed with a part': { phase: { kind: 'failed', why: { from: 'recorder', reason: 'too_slow' }, kept: true } },
  'failed without a screen': {
    phase: { kind: 'failed', why: { from: 'screen', reason: 'denied_by_system' }, kept: false },
  },
  'asked for the call': { theirs: { kind: 'asks', what: 'call', until } },
  'asked for a screen': {
    theirs: { kind: 'asks', what: 'screen', until },
    peer: 'Maximilian Featherstonehaugh-Wolfeschlegelstein',
  },
  'recorded by the other side': { theirs: { kind: 'records', what: 'call', progress } },
  'recorded, nothing heard yet': { theirs: { kind: 'records', what: 'call', progress: null } },
  'recorded, paused': { theirs: { kind: 'records', what: 'call', progress: { ...progress, paused: true } } },
  'recording while asked': {
    phase: { kind: 'recording', what: 'screen' },
    theirs: { kind: 'asks', what: 'call', until },
  },
};

const share = (state: RecordingItem['share'], id: string, name: string) =>
  recordingItem({ id, name, share: state, at: RECORDER_NOW - 2 * HOUR });

export const LISTS: Record<string, { library: Partial<LibraryView>; view?: Partial<RecorderView> }> = {
  'with some': {
    library: {
      items: [
        recordingItem(),
        recordingItem({
          id: 'r2',
          name: 'Scratch on the rear door',
          at: RECORDER_NOW - 20 * HOUR,
          length: 707_000,
          size: 112 * MIB,
        }),
        recordingItem({
          id: 'r3',
          name: '',
          what: 'screen',
          at: RECORDER_NOW - 340 * HOUR,
          length: 65_000,
          size: 9 * MIB,
          format: 'webm',
        }),
        recordingItem({
          id: 'r4',
          name: '',
          length: 751_000,
          state: { kind: 'recovered' },
          at: RECORDER_NOW - 21 * HOUR,
        }),
      ],
    },
  },
  'in every state': {
    library: {
      items: [
        recordingItem({ id: 'r5', name: '', state: { kind: 'recording' }, length: 0 }),
        recordingItem({ id: 'r6', name: '', state: { kind: 'repairing' }, what: 'screen' }),
        recordingItem({ id: 'r7', name: '', state: { kind: 'broken' } }),
        recordingItem({ id: 'r8', name: LONG_NAME }),
      ],
      room: 120 * MIB,
    },
    view: { can: { screen: true, call: false } },
  },
  'on their way': {
    library: {
      items: [
        share({ kind: 'waiting', sent: 0 }, 's1', 'Deposit'),
        share({ kind: 'waiting', sent: 12 * MIB }, 's2', 'Fuel policy'),
        share({ kind: 'sending', sent: 23 * MIB }, 's3', 'Booking error'),
        share({ kind: 'failed', reason: 'closed' }, 's4', 'Rear door'),
        share({ kind: 'shared', at: RECORDER_NOW - HOUR }, 's5', 'Night desk'),
      ],
    },
    view: { can: { screen: false, call: true } },
  },
  'with none': { library: {}, view: { can: { screen: true, call: false } } },
  'with none, on a telephone': { library: { room: null }, view: { can: { screen: false, call: false } } },
  'that is loading': { library: { phase: { kind: 'loading' } } },
  'that failed': { library: { phase: { kind: 'failed' }, room: null }, view: { can: { screen: false, call: false } } },
};
