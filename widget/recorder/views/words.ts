/** What is recorded and what has been, told in words: for what is drawn, and for what is announced. Pure. */
import type { RecorderSay } from '../../locales/load-recorder.ts';
import type {
  LibraryView,
  RecorderPhase,
  RecorderReason,
  RecorderView,
  RecordingItem,
  RecordingProgress,
  TheirRecording,
} from '../types.ts';

interface Told {
  title: string;
  text: string;
}

const SECOND = 1000;
/** Between facts: a line may end with it and never begins with it. */
const DOT = '\u00a0· ';

/** "04:12", "1:04:12": as on a telephone. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`;
}

/** Some languages' sizes would break before their unit. */
export const sizeOf = (size: number, say: RecorderSay): string => say.format.bytes(size).replace(' ', '\u00a0');

/** "01:37 · 3.2 MB" */
export const tellProgress = ({ length, size }: RecordingProgress, say: RecorderSay): string =>
  clockTime(length) + DOT + sizeOf(size, say);

export const peerOf = ({ peer }: RecorderView, say: RecorderSay): string => peer || say('peer.unknown');

/** "3 on this device · 2.1 GB free", for the head above the list. Empty until the list is there. */
export function summaryOf({ phase, items, room }: LibraryView, say: RecorderSay): string {
  if (phase.kind !== 'ready') return '';
  const free = room === null ? [] : [say('summary.room', { size: sizeOf(room, say) })];
  return [say('summary.count', { count: items.length }), ...free].join(DOT);
}

/** "Today 14:21" */
export const tellWhen = (at: number, say: RecorderSay): string =>
  say('when', { day: say.format.day(at), time: say.format.time(at) });

export function titleOf({ name, what, state }: RecordingItem, say: RecorderSay): string {
  if (name !== '') return name;
  return say(state.kind === 'recovered' ? 'name.recovered' : `name.${what}`);
}

/** What a file of it is called outside: names that day and minute in a way that every disk takes. */
export function fileTitle(item: Pick<RecordingItem, 'name' | 'what' | 'at'>, say: RecorderSay): string {
  if (item.name !== '') return item.name;
  const at = new Date(item.at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${say(`name.${item.what}`)} ${day} ${two(at.getHours())}.${two(at.getMinutes())}`;
}

/** Tells recordings without a name of their own apart where the date doesn't stand beside them. */
export function fullNameOf(item: RecordingItem, say: RecorderSay): string {
  const name = titleOf(item, say);
  return item.name === '' ? say('name.when', { name, when: tellWhen(item.at, say) }) : name;
}

/** "Today 14:21 · 38 MB · MP4" */
export const aboutOf = ({ at, size, format }: RecordingItem, say: RecorderSay): string =>
  [tellWhen(at, say), sizeOf(size, say), format === 'mp4' ? 'MP4' : 'WebM'].join(DOT);

/** Intl puts the sign where the language has it. */
export const tellShare = (part: number, whole: number, say: RecorderSay): string =>
  new Intl.NumberFormat(say.locale, { style: 'percent' }).format(whole === 0 ? 0 : Math.min(1, part / whole));

function tellReason(why: RecorderReason, say: RecorderSay): string {
  switch (why.from) {
    case 'screen':
      return say(`why.screen.${why.reason}`);
    case 'service':
      return say.reason(why.reason);
    case 'recorder':
      return say(`why.recorder.${why.reason}`);
  }
}

/** Where the own recording stands. Empty while there is none. */
export function tellPhase(phase: RecorderPhase, name: string, say: RecorderSay): Told {
  switch (phase.kind) {
    case 'idle':
      return { title: '', text: '' };
    case 'choosing':
      return { title: say('choosing.title'), text: say('choosing.text') };
    case 'asking':
      return { title: say(`asking.${phase.what}`, { name }), text: '' };
    case 'starting':
      return { title: say('starting.title'), text: '' };
    case 'recording':
      return { title: say('recording.told'), text: '' };
    case 'paused':
      return { title: say('paused.title'), text: say(`paused.${phase.by}`, { name }) };
    case 'stopping':
      return { title: say('stopping.title'), text: '' };
    case 'stopped':
      return { title: say('stopped.title'), text: say(`stopped.${phase.why}`, { name }) };
    case 'refused':
      return { title: say(`refused.${phase.why}`, { name }), text: say('refused.text') };
    case 'failed':
      return { title: say('failed.title'), text: tellFailure(phase, say) };
  }
}

const tellFailure = ({ why, kept }: Extract<RecorderPhase, { kind: 'failed' }>, say: RecorderSay): string =>
  kept ? `${tellReason(why, say)} ${say('failed.kept')}` : tellReason(why, say);

/** What the other side asks of this one. */
export const tellQuestion = (
  { what }: Extract<TheirRecording, { kind: 'asks' }>,
  name: string,
  say: RecorderSay,
): Told => ({ title: say(`question.${what}`, { name }), text: say(`question.${what}Text`) });

/** What a person who doesn't see it is told of the other side's recording. */
export function tellTheirs(theirs: TheirRecording, name: string, say: RecorderSay): string {
  if (theirs.kind !== 'records') return '';
  return say(theirs.progress?.paused === true ? 'theirs.pausedTold' : 'theirs.recordsTold', { name });
}
