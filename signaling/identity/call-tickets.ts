/** Tickets of calls: whoever holds one stands for its customer in one call, and in nothing else. Signed, not stored. */
import * as v from 'valibot';
import type { Time } from '../protocol/events.ts';
import { signer } from './secrets.ts';

/** A ticket is worth nothing once its call is over; this only bounds a call that never ends, in milliseconds. */
const TICKET_MS = 12 * 60 * 60_000;

const claims = v.strictObject({
  side: v.literal('customer'),
  conversation: v.string(),
  call: v.string(),
  expires: v.number(),
});
export type CallClaims = v.InferOutput<typeof claims>;

export interface CallTickets {
  make(call: Pick<CallClaims, 'conversation' | 'call'>): string;
  /** Null when it isn't one of ours, or too old. */
  read(ticket: string): CallClaims | null;
}

export function callTickets(key: string, now: () => Time): CallTickets {
  const signatures = signer(key);
  return {
    make({ conversation, call }) {
      const text: CallClaims = { side: 'customer', conversation, call, expires: now() + TICKET_MS };
      const said = Buffer.from(JSON.stringify(text)).toString('base64url');
      return `${said}.${signatures.sign(said)}`;
    },
    read(ticket) {
      const [said = '', signature = ''] = ticket.split('.');
      if (!signatures.check(said, signature)) return null;
      const read = v.safeParse(claims, JSON.parse(Buffer.from(said, 'base64url').toString()));
      return read.success && read.output.expires > now() ? read.output : null;
    },
  };
}
