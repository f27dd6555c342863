/** Tells what happened in a conversation as a person would, for the side that reads it. */

import Handover from 'lucide/dist/esm/icons/arrow-right-left.mjs';
import BadgeCheck from 'lucide/dist/esm/icons/circle-check-big.mjs';
import Disc from 'lucide/dist/esm/icons/circle-dot.mjs';
import Phone from 'lucide/dist/esm/icons/phone.mjs';
import PhoneMissed from 'lucide/dist/esm/icons/phone-missed.mjs';
import PhoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import Star from 'lucide/dist/esm/icons/star.mjs';
import Return from 'lucide/dist/esm/icons/undo-2.mjs';
import UserCheck from 'lucide/dist/esm/icons/user-check.mjs';
import Video from 'lucide/dist/esm/icons/video.mjs';
import type { AgentRef, ConversationEvent } from '../../signaling/protocol/events.ts';
import type { CustomerSay } from '../locales/load.ts';
import type { IconNode } from '../ui/icons.ts';

export interface Told {
  icon: IconNode;
  words: string;
}

export interface Reader {
  say: CustomerSay;
  side: 'customer' | 'agent';
  /** The reading agent's id; null for a customer. */
  me: string | null;
  /** How the other side is called where an event doesn't say it. */
  peer: string;
}

/** Waiting longer than this isn't told with the taking: it would read as a reproach. */
const TELL_WAIT_MS = 60 * 60_000;

/**
 * @param waited milliseconds from the customer's first word to the first taking; null when this isn't the first
 * @returns null for what is not told in a chip
 */
export function tell(event: ConversationEvent, reader: Reader, waited: number | null): Told | null {
  switch (event.type) {
    case 'assigned':
      return { icon: UserCheck, words: assigned(event.payload.agent, reader, waited) };
    case 'transferred':
      return { icon: Handover, words: transferred(event.payload.from, event.payload.agent, reader) };
    case 'returned':
      return { icon: Return, words: returned(event.payload.from, event.payload.why, reader) };
    case 'closed':
      return { icon: BadgeCheck, words: closed(event, reader) };
    case 'rated':
      return { icon: Star, words: rated(event.payload.score, event.payload.comment, reader) };
    case 'call_asked':
    case 'call_started':
    case 'call_declined':
    case 'call_missed':
    case 'call_ended':
      return tellOfCall(event, reader);
    case 'recording_asked':
    case 'recording_agreed':
    case 'recording_refused':
    case 'recording_started':
    case 'recording_stopped':
      return { icon: Disc, words: tellOfRecording(event, reader) };
    case 'message':
    case 'attachment':
    case 'recording_shared':
    case 'note':
      return null;
  }
}

type CallEvent = Extract<ConversationEvent, { type: `call_${string}` }>;

function tellOfCall(event: CallEvent, { say, side, peer }: Reader): Told {
  const own = event.actor.kind === side;
  const name = event.actor.kind === 'agent' ? event.actor.name : peer;
  switch (event.type) {
    case 'call_asked': {
      const words = own ? ASKED.own[event.payload.media] : ASKED.other[event.payload.media];
      return { icon: event.payload.media === 'audio' ? Phone : Video, words: say(words, { name }) };
    }
    case 'call_started':
      return { icon: Phone, words: say('event.callStarted') };
    case 'call_declined':
      return { icon: PhoneOff, words: own ? say('event.youDeclined') : say('event.declined', { name }) };
    case 'call_missed':
      if (event.payload.by !== side) return { icon: PhoneMissed, words: say('event.missed', { name: peer }) };
      return {
        icon: PhoneMissed,
        words: event.payload.why === 'cancelled' ? say('event.youCancelled') : say('event.noAnswer', { name: peer }),
      };
    case 'call_ended': {
      const time = say.format.duration(event.payload.length);
      const lost = event.payload.why === 'gone';
      return { icon: PhoneOff, words: lost ? say('event.callLost', { time }) : say('event.callEnded', { time }) };
    }
  }
}

type RecordingEvent = Exclude<
  Extract<ConversationEvent, { type: `recording_${string}` }>,
  { type: 'recording_shared' }
>;

function tellOfRecording(event: RecordingEvent, { say, side, peer }: Reader): string {
  const own = event.actor.kind === side;
  const name = event.actor.kind === 'agent' ? event.actor.name : peer;
  switch (event.type) {
    case 'recording_asked':
      return own ? say('event.youAskedRecording') : say('event.askedRecording', { name });
    case 'recording_agreed':
      return own ? say('event.youAgreed') : say('event.agreed', { name });
    case 'recording_started':
      return own ? say('event.youRecord') : say('event.records', { name });
    case 'recording_refused':
      if (event.payload.why === 'no_answer') return say('event.noConsent');
      if (event.payload.why === 'cancelled') return say('event.recordingCancelled');
      return own ? say('event.youRefusedRecording') : say('event.refusedRecording', { name });
    case 'recording_stopped': {
      const time = say.format.duration(event.payload.length);
      switch (event.payload.why) {
        case 'stopped':
          return own ? say('event.youStoppedRecording', { time }) : say('event.stoppedRecording', { name, time });
        case 'withdrawn':
          return own ? say('event.youWithdrew', { time }) : say('event.withdrew', { name, time });
        case 'no_room':
          return say('event.recordingFull', { time });
        case 'call_over':
        case 'failed':
        case 'gone':
          return say('event.recordingEnded', { time });
      }
    }
  }
}

const ASKED = {
  own: { audio: 'event.youAskedCall', video: 'event.youAskedVideo', screen: 'event.youAskedScreen' },
  other: { audio: 'event.askedCall', video: 'event.askedVideo', screen: 'event.askedScreen' },
} as const;

function assigned({ id, name }: AgentRef, { say, side, me }: Reader, waited: number | null): string {
  const time = waited !== null && waited >= 0 && waited < TELL_WAIT_MS ? say.format.duration(waited) : null;
  if (side === 'customer')
    return time === null ? say('event.joined', { name }) : say('event.joinedAfter', { name, time });
  if (id === me) return time === null ? say('agent.youTook') : say('agent.youTookAfter', { time });
  return time === null ? say('agent.took', { name }) : say('agent.tookAfter', { name, time });
}

function transferred(from: AgentRef, to: AgentRef, { say, side, me }: Reader): string {
  if (side === 'customer') return say('event.transferred', { from: from.name, name: to.name });
  if (from.id === me) return say('agent.youGave', { name: to.name });
  if (to.id === me) return say('agent.gaveYou', { from: from.name });
  return say('agent.gave', { from: from.name, name: to.name });
}

function returned({ id, name }: AgentRef, why: 'agent' | 'agent_gone', { say, side, me }: Reader): string {
  if (side === 'customer') return why === 'agent' ? say('event.returned', { name }) : say('event.agentGone', { name });
  if (why === 'agent_gone') return say('agent.gone', { name });
  return id === me ? say('agent.youReturned') : say('agent.returned', { name });
}

function closed({ actor }: ConversationEvent, { say, side, me }: Reader): string {
  switch (actor.kind) {
    case 'system':
      return say('event.closedBySystem');
    case 'customer':
      return side === 'customer' ? say('event.youClosed') : say('agent.customerClosed');
    case 'agent':
      return actor.id === me ? say('event.youClosed') : say('event.closed', { name: actor.name });
  }
}

function rated(score: number, comment: string, { say, side }: Reader): string {
  if (side === 'customer') return say('event.youRated', { score });
  return comment === '' ? say('agent.rated', { score }) : say('agent.ratedWith', { score, comment });
}
