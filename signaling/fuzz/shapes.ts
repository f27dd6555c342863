/**
 * Inputs out of the schemas of the wire: what fits, what fits but for one place, and what has nothing to do with them. Ids are
 * left open, as `$name`, and filled in with things that exist when the input is sent.
 */
import fc from 'fast-check';
import type { GenericSchema } from 'valibot';

/** As much of a schema's inside as is looked at. */
interface Inside {
  type: string;
  entries?: Record<string, Inside>;
  options?: readonly unknown[];
  literal?: unknown;
  wrapped?: Inside;
  pipe?: readonly { type: string; requirement?: unknown }[];
}

/** Longer texts that fit are made by repeating: what counts is their length. */
const SPELLED_CHARS = 30;
/** Entries that nobody hits by chance. */
const SECRETS: ReadonlySet<string> = new Set(['token', 'secret']);
/** A text over every limit of the wire but the frame's. */
const HUGE_CHARS = 60_000;

/** Values that programs stumble over. */
const STUMBLES: readonly unknown[] = [
  null,
  '',
  ' ',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '\u202e',
  '$id',
  -1,
  0,
  -0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  true,
  [],
  {},
  [[[[]]]],
  { length: -1 },
  { toString: null },
  JSON.parse('{"__proto__":{"ok":true}}'),
  { $ne: null },
  'x'.repeat(HUGE_CHARS),
  '<img src=x onerror=alert(1)>',
];

export const garbage: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...STUMBLES) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
);

const requirement = (inside: Inside, type: string): unknown =>
  inside.pipe?.find((one) => one.type === type)?.requirement;

function text(inside: Inside, name: string): fc.Arbitrary<unknown> {
  const pattern = requirement(inside, 'regex');
  const max = requirement(inside, 'max_length');
  if ((pattern instanceof RegExp && max === undefined) || SECRETS.has(name)) {
    return fc.oneof({ weight: 5, arbitrary: fc.constant(`$${name}`) }, { weight: 1, arbitrary: fc.uuid() });
  }
  const most = typeof max === 'number' ? max : SPELLED_CHARS;
  const spelled = fc.string({ unit: 'binary', maxLength: Math.min(most, SPELLED_CHARS) });
  return fc.oneof(
    { weight: 6, arbitrary: pattern instanceof RegExp ? spelled.map((some) => `a${some}`.slice(0, most)) : spelled },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(most), `${'x'.repeat(most)}x`) },
  );
}

function number(inside: Inside): fc.Arbitrary<unknown> {
  const least = requirement(inside, 'min_value');
  return fc.nat({ max: 40 }).map((some) => some + (typeof least === 'number' ? least : 0));
}

function record(entries: Record<string, Inside>): fc.Arbitrary<unknown> {
  const optional = (inside: Inside) => inside.type === 'optional' || inside.type === 'exact_optional';
  const requiredKeys = Object.keys(entries).filter((key) => !optional(entries[key] as Inside));
  const model = Object.fromEntries(Object.entries(entries).map(([key, inside]) => [key, from(inside, key)]));
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

/** What most is built on comes more often. */
const weightOf = (option: Inside): number => (option.entries?.type?.literal === 'message' ? 10 : 1);

/** `name`: of the entry that it stands in. */
function from(inside: Inside, name: string): fc.Arbitrary<unknown> {
  switch (inside.type) {
    case 'string':
      return text(inside, name);
    case 'number':
      return number(inside);
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constant(inside.literal);
    case 'picklist':
      return fc.constantFrom(...(inside.options ?? []));
    case 'nullable':
      return fc.option(from(inside.wrapped as Inside, name), { freq: 3 });
    case 'optional':
    case 'exact_optional':
      return from(inside.wrapped as Inside, name);
    case 'variant':
      return fc.oneof(
        ...(inside.options as Inside[]).map((option) => ({ weight: weightOf(option), arbitrary: from(option, name) })),
      );
    case 'object':
    case 'strict_object':
      return record(inside.entries ?? {});
    case 'custom':
      return fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), {
        maxKeys: 4,
        noNullPrototype: true,
      });
    default:
      // A schema of a new kind must be told here how it looks.
      throw new Error(`nobody knows how to make a ${inside.type}`);
  }
}

const fitting = (schema: GenericSchema): fc.Arbitrary<unknown> => from(schema as unknown as Inside, 'it');

type Place = { holder: Record<string, unknown>; key: string };

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

/** The same with one place lost, filled with something else, or added. */
function spoilt(value: unknown, at: number, how: 'lost' | 'other' | 'more', junk: unknown): unknown {
  const copy = structuredClone(value);
  const places = placesOf(copy);
  const place = places[at % places.length];
  if (!place) return junk;
  if (how === 'lost') delete place.holder[place.key];
  else if (how === 'other') place.holder[place.key] = junk;
  else place.holder[`${place.key}x`] = junk;
  return copy;
}

export const almost = (schema: GenericSchema): fc.Arbitrary<unknown> =>
  fc
    .tuple(fitting(schema), fc.nat(), fc.constantFrom('lost', 'other', 'other', 'more'), garbage)
    .map(([value, at, how, junk]) => spoilt(value, at, how, junk));

export const inputsOf = (schema: GenericSchema): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fitting(schema) },
    { weight: 4, arbitrary: almost(schema) },
    { weight: 1, arbitrary: garbage },
  );

/** With what exists in place of `$name`. */
export function filled(value: unknown, real: (name: string) => string): unknown {
  if (typeof value === 'string') return value.startsWith('$') ? real(value.slice(1)) : value;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map((one) => filled(one, real));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, real)]));
}
