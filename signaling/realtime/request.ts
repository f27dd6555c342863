/** The boundary of every request: shape, then limit, then the work; whatever fails is a reason. */
import * as v from 'valibot';
import type { Logger } from '../log.ts';
import type { Reason, Refusal, Result } from '../protocol/reasons.ts';
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

export interface RequestDeps {
  limits: Limits;
  log: Logger;
}

/** A handler that is safe to give any payload to. */
export function request<S extends v.GenericSchema, T extends object>(
  { limits, log }: RequestDeps,
  schema: S,
  limit: { name: LimitName; key: () => string },
  work: (input: v.InferOutput<S>) => Promise<Result<T>>,
): ((payload: unknown) => Promise<Result<T>>) & { schema: S } {
  const answer = async (payload: unknown): Promise<Result<T>> => {
    try {
      const input = parse(schema, payload);
      if (!input.ok) return input;
      if (!(await limits.take(limit.name, limit.key()))) return refusal('too_many');
      return await work(input.value);
    } catch (error) {
      log.error({ error, limit: limit.name }, 'a request failed');
      return refusal('unavailable');
    }
  };
  return Object.assign(answer, { schema });
}
