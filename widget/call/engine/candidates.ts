/**
 * What a candidate and a description tell about this side, and so: which may go to somebody who hasn't been accepted yet.
 * Pure text in, text out.
 */
import type { IceCandidate } from '../../../signaling/protocol/schemas.ts';

export type Candidate = NonNullable<IceCandidate['candidate']>;

/** A relay's address is the relay's; a name under `.local` (mDNS) means nothing outside of the own network. */
export function mayGoEarly({ candidate }: Candidate): boolean {
  return / typ relay\b/.test(candidate) || /^(\S+ ){4}\S+\.local \d+ typ host\b/.test(candidate);
}

/** As it travels: a relay's candidate also names the address that asked the relay, which is nobody's business. */
export function toWire({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: Candidate): Candidate {
  const masked = candidate.replace(/ raddr \S+ rport \d+/, ' raddr 0.0.0.0 rport 0');
  return { candidate: masked, sdpMid, sdpMLineIndex, usernameFragment };
}

/** A description without an address in it: candidates go by themselves, as far as they may. */
export function withoutAddresses(sdp: string): string {
  return sdp
    .replace(/^a=(?:candidate|end-of-candidates|rtcp:).*\r?\n/gm, '')
    .replace(/^(c=IN )IP[46] \S+/gm, '$1IP4 0.0.0.0');
}

/** Whether a candidate belongs to the restart that a description speaks of. One that doesn't say is taken. */
export function belongsTo(sdp: string, { usernameFragment }: Candidate): boolean {
  return !usernameFragment || sdp.split(/\r?\n/).includes(`a=ice-ufrag:${usernameFragment}`);
}
