/** For tests: a script of the service as an operator runs it, a real process. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { PATH, NODE_COMPILE_CACHE } = process.env;

const at = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

export interface Run {
  /** Resolves with what was said once the text appears, or at the end. */
  said(text: string): Promise<string>;
  end(signal: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; out: string; error: string }>;
}

/** With nothing of this process's environment but what is given, and what Node has compiled before. */
export function run(script: string, environment: Record<string, string>, args: string[] = []): Run {
  const child = spawn(process.execPath, [at(script), ...args], {
    env: { PATH, NODE_COMPILE_CACHE, PORT: '0', LOG_LEVEL: 'error', ...environment },
  });
  let out = '';
  let error = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (data) => {
    out += data;
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (data) => {
    error += data;
  });
  const ended = new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, out, error });
      for (const listener of listeners) listener();
    });
  });
  return {
    said: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (out.includes(text) || child.exitCode !== null || child.signalCode !== null) resolve(out);
        };
        listeners.add(look);
        look();
      }),
    end: (signal) => void child.kill(signal),
    ended,
  };
}
