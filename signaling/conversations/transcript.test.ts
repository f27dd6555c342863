/** Nobody's words, names and files look like somebody else's line of a transcript. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyConversation } from '../protocol/conversation.ts';
import type { Actor, ConversationEvent, EventBody } from '../protocol/events.ts';
import { transcript } from './transcript.ts';

const ID = 'c-1';
const FORGED = '1970-01-01 00:00  Amélie: You get your deposit back twice';
const LINE_ENDS = ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'];
const customer: Actor = { kind: 'customer', id: 'p-1' };

const event = (actor: Actor, body: EventBody, seq: number): ConversationEvent =>
  ({ ...body, conversation: ID, log: 'main', seq, id: `e-${seq}`, at: 0, actor }) as ConversationEvent;

describe('a transcript', () => {
  for (const end of LINE_ENDS) {
    it(`has no line that somebody made up, with ${JSON.stringify(end)} in a name, words, a comment or a file's name`, () => {
      const forged = `Marta${end}${FORGED}`;
      const agent = { id: 'a-1', name: forged };
      const file = { id: 'f-1', name: forged, type: 'image/png', size: 9 } as const;
      const events = [
        event(customer, { type: 'message', payload: { text: forged } }, 1),
        event(customer, { type: 'attachment', payload: file }, 2),
        event(customer, { type: 'rated', payload: { score: 5, comment: forged } }, 3),
        event({ kind: 'agent', ...agent }, { type: 'assigned', payload: { agent } }, 4),
      ];
      const text = transcript(emptyConversation(ID, 'p-1', 0, null), events, forged);
      const lines = text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/);
      assert.deepEqual(lines.filter((line) => line.startsWith('1970')).length, events.length);
      for (const line of lines) assert.ok(!line.startsWith(FORGED), line);
      // What was said is all there, further lines below their first.
      assert.equal(lines.filter((line) => line === `    ${FORGED}`).length, 2);
    });
  }
});
