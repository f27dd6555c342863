/** Whether two lists of an agent's inbox are the same, without sending either. */

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/. It has to be quick and the same everywhere, not more. */
const OFFSET = 0x81_1c_9d_c5;
const PRIME = 0x01_00_01_93;

function hash(text: string): number {
  let value = OFFSET;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), PRIME);
  return value;
}

/**
 * Of the conversations that wait, each with its latest `seq`, and of those that the agent has; the order doesn't matter. Equal
 * for equal lists; of different lists two in four thousand million are equal.
 */
export function inboxDigest(waiting: readonly { id: string; head: number }[], mine: readonly string[]): string {
  const parts = [...waiting.map(({ id, head }) => hash(`${id} ${head}`)), ...mine.map((id) => hash(`mine ${id}`))];
  return `${parts.length} ${parts.reduce((sum, part) => (sum + part) | 0, 0)}`;
}
