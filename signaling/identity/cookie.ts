/** The agents' session cookie: never readable by scripts, never sent along from another site. */
import { SESSION_MS } from './agents.ts';

export const SESSION_COOKIE = 'ycyw_agent';

export const cookieOptions = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'Strict', secure, path: '/', maxAge: SESSION_MS / 1000 }) as const;
