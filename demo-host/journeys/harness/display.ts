/**
 * A screen for Firefox: without one it finds nothing to share. On Linux an Xvfb of our own, in memory; elsewhere a browser
 * with a window has the person's.
 */
import { programPath } from '../../../.ci/programs.ts';
import { Child } from './child.ts';

/** Size and depth; large enough for a window with the panel open. */
const SCREEN = '1280x860x24';

export interface Display {
  /** For the variable DISPLAY. */
  name: string;
  stop(): Promise<void>;
}

/** Where the program tells which display it took, the first that nobody has: a stream of its own. */
const TELLS_ON = 3;

export async function startDisplay(): Promise<Display> {
  if (process.platform !== 'linux') return { name: process.env.DISPLAY ?? '', stop: async () => {} };
  const args = ['-displayfd', String(TELLS_ON), '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'];
  const child = await Child.start(programPath('Xvfb'), args, /^\d+$/m);
  const number = /^\d+$/m.exec(child.said)?.[0];
  return { name: `:${number}`, stop: () => child.stop() };
}
