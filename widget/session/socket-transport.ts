/**
 * Lines made of Socket.IO. Every line has a socket of its own, so that nothing that was buffered for a dead one is sent
 * on the next. Retrying is not done here.
 */
import { io, WebSocket } from 'socket.io-client';
import type { Reason } from '../../signaling/protocol/reasons.ts';
import { isRecord } from './disk.ts';
import { type Api, type Asked, LOST, type Lost, type Payload, type Told, type Transport } from './transport.ts';

export interface SocketTransportOptions {
  /** The service's address without a path. */
  server: string;
  namespace: string;
  /** Whether cookies go along: the agent's session is one, a customer has none. */
  credentials: boolean;
}

/** One more than the first script of a chat needs: fetched where a WebSocket can't be had. */
const loadPolling = async () => (await import('./polling.ts')).Polling;
type Transports = (typeof WebSocket | Awaited<ReturnType<typeof loadPolling>>)[];

export function socketTransport<A extends Api>(options: SocketTransportOptions): Transport<A> {
  // Some proxies refuse a WebSocket, some let it hang. A line that never opened is followed by one that begins with the
  // other transport, as soon as that is there.
  let transports: Transports = [WebSocket];
  const turn = async () => {
    const Polling = await loadPolling();
    transports = transports[0] === Polling ? [WebSocket, Polling] : [Polling, WebSocket];
  };
  return {
    open(handshake, listener) {
      const socket = io(options.server.replace(/\/+$/, '') + options.namespace, {
        forceNew: true,
        reconnection: false,
        transports: [...transports],
        tryAllTransports: true,
        withCredentials: options.credentials,
        auth: handshake,
      });
      const waiting = new Set<(lost: Lost) => void>();
      let opened = false;
      const end = () => {
        // Without it, the next line is a WebSocket once more.
        if (!opened) turn().catch(() => {});
        socket.off();
        socket.offAny();
        socket.disconnect();
        for (const resolve of waiting) resolve(LOST);
        waiting.clear();
      };
      socket.on('connect', () => {
        opened = true;
        listener.opened();
      });
      socket.on('disconnect', () => {
        end();
        listener.closed(null);
      });
      socket.on('connect_error', (error: Error) => {
        end();
        const { reason, message } = refusalOf(error);
        listener.closed(reason, message);
      });
      socket.onAny((name: Told<A['pushes']>, payload: Payload<A['pushes'], Told<A['pushes']>>) =>
        listener.pushed(name, payload),
      );
      return {
        request: <K extends Asked<A['requests']>>(name: K, payload: unknown) =>
          new Promise((resolve) => {
            if (!socket.connected) return resolve(LOST);
            waiting.add(resolve);
            socket.emit(name, payload, (answer: Parameters<typeof resolve>[0]) => {
              waiting.delete(resolve);
              resolve(answer);
            });
          }),
        tell(name, payload) {
          if (socket.connected) socket.emit(name, payload);
        },
        close: end,
      };
    },
  };
}

/** The service puts its reason into the error's data. */
function refusalOf(error: Error): { reason: Reason | null; message?: string } {
  if (!('data' in error) || !isRecord(error.data) || typeof error.data.reason !== 'string') return { reason: null };
  const { reason, message } = error.data;
  return { reason: reason as Reason, ...(typeof message === 'string' ? { message } : {}) };
}
