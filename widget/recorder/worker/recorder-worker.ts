/** The recorder in a thread of its own: nothing but the way of its messages. */
import { Desk } from './desk.ts';
import type { FromRecorder, ToRecorder } from './messages.ts';

/** What a dedicated worker has and TypeScript's library for pages doesn't know. */
declare const self: {
  onmessage: ((event: MessageEvent<ToRecorder>) => void) | null;
  postMessage(message: FromRecorder, transfer: Transferable[]): void;
};

const desk = new Desk((message, transfer = []) => self.postMessage(message, transfer));
self.onmessage = ({ data }) => desk.handle(data);
