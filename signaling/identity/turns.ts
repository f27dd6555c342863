/** One piece of work at a time. Whoever waits is taken in turn, so that a crowd of one's doesn't keep the others waiting. */
type Turns = <T>(whose: string, work: () => Promise<T>) => Promise<T>;

export function turns(): Turns {
  /** Whose turn is next comes first. */
  const waiting = new Map<string, (() => Promise<void>)[]>();
  let state: 'idle' | 'working' = 'idle';

  const workOff = async () => {
    if (state === 'working') return;
    state = 'working';
    for (;;) {
      const [next] = waiting;
      if (!next) break;
      const [whose, [work, ...others]] = next;
      waiting.delete(whose);
      if (others.length > 0) waiting.set(whose, others);
      await work?.();
    }
    state = 'idle';
  };

  return (whose, work) =>
    new Promise((resolve, reject) => {
      const mine = () => work().then(resolve, reject);
      waiting.set(whose, [...(waiting.get(whose) ?? []), mine]);
      void workOff();
    });
}
