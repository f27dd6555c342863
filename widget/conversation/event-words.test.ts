import { expect } from 'chai';
import type { Actor, EventBody } from '../../signaling/protocol/events.ts';
import { tell } from './event-words.ts';
import { AMELIE, agent, CUSTOMER, Log } from './testing/events.ts';
import { clearPage, testSay } from './testing/page.ts';

const RECORDING = 'recording-000001';
const says = agent(AMELIE);

/** What customer and agent read of the same event. */
async function told(actor: Actor, body: EventBody): Promise<[customer: string, agent: string]> {
  const say = await testSay();
  const event = new Log().add(actor, body);
  const words = (side: 'customer' | 'agent', me: string | null, peer: string) =>
    (tell(event, { say, side, me, peer }, null)?.words ?? '').replace(/\s/g, ' ');
  return [words('customer', null, 'Amélie'), words('agent', AMELIE.id, 'Marta')];
}

afterEach(clearPage);

describe('what the timeline says of a recording', () => {
  const stopped = (why: 'stopped' | 'withdrawn' | 'call_over' | 'no_room' | 'gone'): EventBody => ({
    type: 'recording_stopped',
    payload: { recording: RECORDING, by: 'customer', why, length: 60_000 },
  });
  const refused = (why: 'refused' | 'no_answer' | 'cancelled'): EventBody => ({
    type: 'recording_refused',
    payload: { recording: RECORDING, by: 'customer', why },
  });
  const cases: [string, Actor, EventBody, [string, string]][] = [
    [
      'who asked',
      CUSTOMER,
      { type: 'recording_asked', payload: { call: 'c', what: 'call' } },
      ['You asked to make a recording', 'Marta asked to make a recording'],
    ],
    [
      'who agreed',
      says,
      { type: 'recording_agreed', payload: { recording: RECORDING } },
      ['Amélie agreed to the recording', 'You agreed to the recording'],
    ],
    ['who refused', says, refused('refused'), ['Amélie didn’t allow the recording', 'You didn’t allow the recording']],
    [
      'that nobody answered',
      { kind: 'system', id: 'system' },
      refused('no_answer'),
      ['The question about a recording wasn’t answered', 'The question about a recording wasn’t answered'],
    ],
    [
      'that it was called off',
      CUSTOMER,
      refused('cancelled'),
      ['The recording was called off', 'The recording was called off'],
    ],
    [
      'who started it',
      CUSTOMER,
      { type: 'recording_started', payload: { recording: RECORDING, by: 'customer' } },
      ['You started recording', 'Marta started recording'],
    ],
    [
      'who stopped it, and when',
      CUSTOMER,
      stopped('stopped'),
      ['You stopped the recording after 1 min', 'Marta stopped the recording after 1 min'],
    ],
    [
      'who took the agreement back',
      says,
      stopped('withdrawn'),
      [
        'Amélie took back the agreement: the recording stopped after 1 min',
        'You took back your agreement: the recording stopped after 1 min',
      ],
    ],
    [
      'that the disk was full',
      CUSTOMER,
      stopped('no_room'),
      ['The recording stopped after 1 min: no room was left', 'The recording stopped after 1 min: no room was left'],
    ],
    [
      'that it ended with the call',
      { kind: 'system', id: 'system' },
      stopped('call_over'),
      ['The recording ended after 1 min', 'The recording ended after 1 min'],
    ],
  ];
  for (const [what, actor, body, words] of cases) {
    it(`is ${what}`, async () => {
      expect(await told(actor, body)).to.deep.equal(words);
    });
  }
});
