/** The yardstick: a bare Socket.IO relay that passes a message on and acknowledges it, and stores nothing. */
import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';

export function createRelay(): HttpServer {
  const server = createServer();
  const io = new Server(server, { serveClient: false });
  for (const name of ['/customer', '/agent']) {
    io.of(name).on('connection', (socket) => {
      socket.on('join', (room: string, ack: () => void) => {
        void socket.join(room);
        ack();
      });
      socket.on('append', (request: { conversation: string }, ack: (answer: object) => void) => {
        ack({ ok: true });
        io.of('/agent').to(request.conversation).emit('events', request);
      });
    });
  }
  return server;
}
