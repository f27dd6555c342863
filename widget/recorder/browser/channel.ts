/** The way to the recorder: a worker, or where there can be none, the same code in this page. */
import type { FromRecorder, Post, ToRecorder } from '../worker/messages.ts';
import { startWorker } from './start-worker.ts';

export interface Channel {
  readonly send: Post<ToRecorder>;
  close(): void;
}

export interface Listener {
  heard(message: FromRecorder): void;
  /** It is no more, and nothing is heard of it again. */
  died(): void;
}

export async function openChannel(listener: Listener): Promise<Channel> {
  return (await openWorker(listener)) ?? (await openHere(listener));
}

async function openWorker(listener: Listener): Promise<Channel | null> {
  const worker = await startWorker(new URL('../worker/recorder-worker.ts', import.meta.url));
  if (!worker) return null;
  worker.onmessage = ({ data }: MessageEvent<FromRecorder>) => listener.heard(data);
  worker.onerror = () => listener.died();
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    close() {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
    },
  };
}

/** Its own chunk: nearly every page allows the worker. */
export async function openHere(listener: Listener): Promise<Channel> {
  const { Desk } = await import('../worker/desk.ts');
  let isOpen = true;
  const desk = new Desk((message) => {
    if (isOpen) listener.heard(message);
  });
  return {
    send: (message) => desk.handle(message),
    close() {
      isOpen = false;
    },
  };
}
