/**
 * The log's shape, so that nothing but the start knows the library. `info`: one line for each change in the life of the
 * service, `warn`: it goes on but somebody should look, `error`: something was refused that should not have been,
 * `debug`: everything else. No words of customers, no names, no secrets.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Record<string, unknown>;
type Write = (fields: Fields, message: string) => void;

export interface Logger {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}

/** What the lines are about that are written at this moment: a request, and the event that it carries. */
const about = new AsyncLocalStorage<Fields>();

/** Every line that is written while this runs, and by whatever it awaits, carries these fields. */
export const logged = <T>(fields: Fields, run: () => T): T => about.run(fields, run);

/** What runs here is nobody's request: work for many at once, or for later. */
export const unrelated: <T>(run: () => T) => T = AsyncLocalStorage.snapshot();

/** The same log, whose lines say what they are about. */
export function telling(log: Logger): Logger {
  const write =
    (level: keyof Logger): Write =>
    (fields, message) =>
      log[level]({ ...about.getStore(), ...fields }, message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
