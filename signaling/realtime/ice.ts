/** What a call's connection needs of the network besides the two ends: STUN, and TURN with credentials that soon expire. */
import { createHmac } from 'node:crypto';
import type { Side, Time } from '../protocol/events.ts';
import type { IceServers } from '../protocol/realtime.ts';

export interface IceConfig {
  stunUrls: readonly string[];
  /**
   * `secret`: coturn's `static-auth-secret`. `credentialMs`: how long credentials hold. They are checked when a relay is set up: long
   * enough for the slowest ring and a late first try, and whoever is in a call that lasts longer asks for new ones in time. Short
   * enough that a leaked pair is soon worth nothing.
   */
  turn: { urls: readonly string[]; secret: string; credentialMs: number } | null;
}

/**
 * For one member of one call: its name says until when, in which call and for which side, and nothing of who that is. The form is
 * coturn's `use-auth-secret`, the TURN REST API draft.
 */
export function iceServers({ stunUrls, turn }: IceConfig, call: string, side: Side, now: Time): IceServers {
  const servers = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
  if (!turn) return { iceServers: servers, expiresIn: null };
  const until = Math.floor((now + turn.credentialMs) / 1000);
  const username = `${until}:${call}.${side}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return {
    iceServers: [...servers, { urls: [...turn.urls], username, credential }],
    expiresIn: until * 1000 - now,
  };
}
