/** Asks the service who is there, for whoever has no line to it yet. */
import { PRESENCE_PATH } from '../../signaling/protocol/http.ts';
import type { Presence } from '../../signaling/protocol/realtime.ts';

/** What is silent for longer than a person waits is asked by a line, which says that it doesn't come. */
const LIMIT_MS = 3_000;

/**
 * @param server the service's address without a path
 * @returns null when the service doesn't say
 */
export async function askPresence(server: string): Promise<Presence['agents'] | null> {
  try {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const answer = await fetch(server + PRESENCE_PATH, { credentials: 'omit', signal });
    const { agents }: Partial<Presence> = await answer.json();
    return agents ?? null;
  } catch {
    return null;
  }
}
