/** What the page around is told of recordings: one word for each place where one can stand. Knows no view. */
import type { Side } from '../../signaling/protocol/events.ts';
import type { RecordingNews } from '../support-host.ts';
import type { Recorder, RecorderView } from './types.ts';

/** Tells what is new until the returned function is called. */
export function followRecordings(recorder: Recorder, side: Side, tell: (news: RecordingNews) => void): () => void {
  const other: Side = side === 'customer' ? 'agent' : 'customer';
  let own: RecordingNews['state'] | null = null;
  let theirs: RecordingNews['state'] | null = null;
  const look = () => {
    const view = recorder.getState();
    const ownNow = ofOwn(view, own);
    if (ownNow !== own && ownNow !== null) tell({ state: ownNow, by: side });
    own = ownNow;
    const theirsNow = ofTheirs(view, theirs);
    if (theirsNow !== theirs && theirsNow !== null) tell({ state: theirsNow, by: other });
    theirs = theirsNow;
  };
  look();
  return recorder.subscribe(look);
}

function ofOwn({ phase }: RecorderView, before: RecordingNews['state'] | null): RecordingNews['state'] | null {
  switch (phase.kind) {
    case 'idle':
      // Taken back before there was an answer.
      return before === 'asking' ? 'refused' : null;
    case 'choosing':
    case 'starting':
    case 'stopping':
      return before;
    case 'asking':
      return 'asking';
    case 'recording':
    case 'paused':
      return 'recording';
    case 'stopped':
      return 'stopped';
    case 'refused':
      return 'refused';
    case 'failed':
      // Where nobody had been asked, nothing was told that has to be taken back.
      if (before === 'recording') return 'stopped';
      return before === 'asking' ? 'refused' : before;
  }
}

function ofTheirs({ theirs }: RecorderView, before: RecordingNews['state'] | null): RecordingNews['state'] | null {
  switch (theirs.kind) {
    case 'asks':
      return 'asking';
    case 'records':
      return 'recording';
    case 'none':
      if (before === 'recording') return 'stopped';
      return before === 'asking' ? 'refused' : null;
  }
}
