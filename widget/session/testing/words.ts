/** What a test reads in a conversation, and what it lets the agent do. */
import type { ConversationEvent } from '../../../signaling/protocol/events.ts';
import type { ConversationStore } from '../types.ts';
import { AGENT } from './small-events.ts';
import type { SmallService } from './small-service.ts';

/** Texts of the stored messages. */
export const texts = (store: ConversationStore): string[] =>
  store.getState().events.flatMap((event) => (event.type === 'message' ? [event.payload.text] : []));

/** Texts of the messages that wait. */
export const waiting = (store: ConversationStore): string[] =>
  store.getState().pending.flatMap(({ body }) => (body.type === 'message' ? [body.payload.text] : []));

/** Texts as a person reads them. */
export const everything = (store: ConversationStore): string[] => [...texts(store), ...waiting(store)];

export const agentTakes = (service: SmallService): ConversationEvent =>
  service.agentDoes(service.latest, { type: 'assigned', payload: { agent: { id: AGENT.id, name: AGENT.name } } });

/** `silent`: the push is lost on its way. */
export const agentSays = (service: SmallService, text: string, tell: 'tell' | 'silent' = 'tell'): ConversationEvent =>
  service.agentDoes(service.latest, { type: 'message', payload: { text } }, tell);
