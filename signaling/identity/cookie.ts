/** The agents' session cookie: never readable by scripts, never sent along from another site. */
import { SESSION_MS } from './agents.ts';

export const SESSION_COOKIE = 'ycyw_agent';

/** `lasts`: how long the session is still good, in milliseconds. */
export const cookieOptions = (secure: boolean, lasts = SESSION_MS) =>
  ({ httpOnly: true, sameSite: 'Strict', secure, path: '/', maxAge: Math.floor(lasts / 1000) }) as const;
