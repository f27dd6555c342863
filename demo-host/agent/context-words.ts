/** Turns the page's `context` into lines to read. Its keys are the integrator's: known ones get a sentence, others are spelled out. */
import type { ConsoleSay } from './console-say.ts';

const KNOWN = ['booking', 'status', 'vehicle', 'pickUp', 'return', 'price', 'looking', 'agency'] as const;
const isKnown = (key: string): key is (typeof KNOWN)[number] => KNOWN.some((known) => known === key);

/** "pickUpDesk" and "pick_up_desk" are "Pick up desk". */
function spell(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function tell(value: unknown): string {
  if (Array.isArray(value)) return value.map(tell).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, inner]) => `${spell(key)}: ${tell(inner)}`)
      .join(' · ');
  }
  return String(value);
}

/** Empty values are left out. */
export function contextLines(
  say: ConsoleSay,
  context: Record<string, unknown>,
): { key: string; label: string; text: string }[] {
  return Object.entries(context)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => ({ key, label: isKnown(key) ? say(`context.${key}`) : spell(key), text: tell(value) }));
}
