/** What a call's connection needs of the network besides the two ends: STUN, and TURN with credentials that soon expire. */
import { createHmac } from 'node:crypto';
import type { Time } from '../protocol/events.ts';
import type { IceServer } from '../protocol/realtime.ts';

export interface IceConfig {
  stunUrls: readonly string[];
  /** `secret`: coturn's `static-auth-secret`. */
  turn: { urls: readonly string[]; secret: string } | null;
}

/**
 * How long TURN credentials hold, in milliseconds. They are checked when a relay is set up: long enough for the slowest
 * ring and a late first try, and a call that lasts longer asks for new ones before each restart. Short enough that a
 * leaked pair is soon worth nothing.
 */
const CREDENTIAL_MS = 60 * 60_000;

/** For one member of a call. The form is coturn's `use-auth-secret`, the TURN REST API draft. */
export function iceServers({ stunUrls, turn }: IceConfig, person: string, now: Time): IceServer[] {
  const servers: IceServer[] = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
  if (!turn) return servers;
  const username = `${Math.floor((now + CREDENTIAL_MS) / 1000)}:${person}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [...servers, { urls: [...turn.urls], username, credential }];
}
