/** For tests: lines of real sessions under Node, where a cookie has to be handed over by hand. */
import { io } from 'socket.io-client';
import { type Api, LOST, type Lost, type Transport } from '../../widget/session/transport.ts';
import type { Reason } from '../protocol/reasons.ts';

/** `headers`: of the connection, such as the agent's cookie and whom a proxy forwards. */
export function nodeTransport<A extends Api>(
  server: string,
  namespace: string,
  headers: Record<string, string>,
): Transport<A> {
  return {
    open(handshake, listener) {
      const socket = io(server + namespace, {
        auth: handshake,
        forceNew: true,
        reconnection: false,
        transports: ['websocket'],
        extraHeaders: headers,
      });
      const waiting = new Set<(lost: Lost) => void>();
      const end = () => {
        socket.off();
        socket.offAny();
        socket.disconnect();
        for (const resolve of waiting) resolve(LOST);
        waiting.clear();
      };
      const closed = (reason: Reason | null) => {
        end();
        listener.closed(reason);
      };
      socket.on('connect', () => listener.opened());
      socket.on('disconnect', () => closed(null));
      socket.on('connect_error', (error: Error & { data?: { reason?: Reason } }) => closed(error.data?.reason ?? null));
      socket.onAny((name, payload) => listener.pushed(name, payload));
      return {
        request: (name: string, payload: unknown) =>
          new Promise((resolve) => {
            if (!socket.connected) return resolve(LOST as never);
            waiting.add(resolve as never);
            socket.emit(name, payload, (answer: never) => {
              waiting.delete(resolve as never);
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
