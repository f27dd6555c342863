/** HTTP long-polling, where a WebSocket can't be had. A chunk of its own: most people never need it. */
import { XHR } from 'socket.io-client';

export const Polling = XHR;
