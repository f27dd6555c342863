/** The boundary of every request: shape, then limit, then the work; whatever fails is a reason. */
import * as v from 'valibot';
import type { Logger } from '../log.ts';
import type { Reason, Refusal, Result } from '../protocol/reasons.ts';
import type { Handler } from './hub.ts';
import type { LimitName, Limits } from './limits.ts';

export const refusal = (reason: Reason): Refusal => ({ ok: false, reason });

/** Over a limit is told apart from malformed: the first has a sentence that helps. */
function reasonOf(issues: readonly v.BaseIssue<unknown>[]): Reason {
  const size = issues.some((issue) => issue.type === 'max_length' || issue.message === 'too_large');
  return size ? 'too_large' : 'invalid';
}

export function parse<S extends v.GenericSchema>(
  schema: S,
  payload: unknown,
): { ok: true; value: v.InferOutput<S> } | Refusal {
  const parsed = v.safeParse(schema, payload, { abortEarly: true });
  return parsed.success ? { ok: true, value: parsed.output } : refusal(reasonOf(parsed.issues));
}

/** What the boundary needs of the seat that asks. */
interface Asking {
  readonly desk: { limits: Limits; log: Logger };
}

/**
 * For requests of one kind of seat that are counted together: `key` says whose they are. What it makes is a handler that is
 * safe to give any payload to. Handlers are made once and are told who asks: thousands of lines that say nothing have none.
 */
export function requests<Seat extends Asking>(limit: LimitName, key: (seat: Seat) => string) {
  return <S extends v.GenericSchema, T extends object>(
    schema: S,
    work: (input: v.InferOutput<S>, seat: Seat) => Promise<Result<T>>,
  ): Handler<Seat, Result<T>> => {
    const answer = async (seat: Seat, payload: unknown): Promise<Result<T>> => {
      const { limits, log } = seat.desk;
      try {
        const input = parse(schema, payload);
        if (!input.ok) return input;
        if (!(await limits.take(limit, key(seat)))) return refusal('too_many');
        return await work(input.value, seat);
      } catch (error) {
        log.error({ error, limit }, 'a request failed');
        return refusal('unavailable');
      }
    };
    return Object.assign(answer, { schema });
  };
}
