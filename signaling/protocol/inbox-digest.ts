/** Whether two lists of an agent's inbox are the same, without sending either. */

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/. It has to be quick and the same everywhere, not more. */
const OFFSET = 0x81_1c_9d_c5;
const PRIME = 0x01_00_01_93;

function hash(text: string): number {
  let value = OFFSET;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), PRIME);
  return value;
}

interface Digest {
  count: number;
  sum: number;
}

const digestOf = (texts: readonly string[]): Digest => ({
  count: texts.length,
  sum: texts.reduce((sum, text) => (sum + hash(text)) | 0, 0),
});

/** Of the conversations that wait, each with its latest `seq`. Computed once for all agents. */
export const digestOfWaiting = (waiting: readonly { id: string; head: number }[]): Digest =>
  digestOf(waiting.map(({ id, head }) => `${id} ${head}`));

/**
 * Of those, and of the conversations that the agent has; the order doesn't matter. Equal for equal lists; of different lists
 * two in four thousand million are equal.
 */
export function inboxDigest(waiting: Digest, mine: readonly { id: string }[]): string {
  const own = digestOf(mine.map(({ id }) => `mine ${id}`));
  return `${waiting.count + own.count} ${(waiting.sum + own.sum) | 0}`;
}
