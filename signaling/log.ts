/**
 * The log's shape, so that nothing but the start knows the library. `info`: one line for each change in the life of the
 * service, `warn`: it goes on but somebody should look, `error`: something was refused that should not have been,
 * `debug`: everything else. No words of customers, no names, no secrets.
 */
type Write = (fields: Record<string, unknown>, message: string) => void;

export interface Logger {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}
