/** What is fuzzed: a real service with people in the middle of a call, and what exists there to be named in inputs. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { people, upload } from '../testing/people.ts';
import type { Client, TestService } from '../testing/service.ts';
import type { HttpInput } from './http-inputs.ts';
import { filled } from './shapes.ts';

/** Who sits at a line. */
export type Who = 'nobody' | 'stranger' | 'customer' | 'other' | 'window' | 'agent' | 'colleague' | 'supervisor';

/** How long an answer may take before it counts as none, in milliseconds: machines are busy. */
const ANSWER_MS = 20_000;
/** By then seats of calls are given up, and conversations of agents who left are back in the queue. */
const GONE_MS = 10 * 60_000;

export type LineAnswer = { kind: 'answer'; answer: unknown } | { kind: 'cut' } | { kind: 'late' };

export interface Target {
  ask(who: Who, name: string, payload: unknown): Promise<LineAnswer>;
  /** The status and the body's text. */
  http(input: HttpInput): Promise<{ status: number; text: string }>;
  /** Text as it comes over the wire, on a line of its own, which may be cut for it. */
  frame(text: string): Promise<void>;
  /** Undefined when it was let in. */
  handshake(path: string, auth: unknown): Promise<string | undefined>;
  /** Everybody leaves, and what they left open is closed. */
  end(): Promise<void>;
}

async function answered({ socket }: Client, name: string, payload: unknown): Promise<LineAnswer> {
  if (!socket.connected) return { kind: 'cut' };
  let timer: NodeJS.Timeout | undefined;
  let cut = () => {};
  const result = await new Promise<LineAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), ANSWER_MS);
    cut = () => resolve({ kind: 'cut' });
    socket.once('disconnect', cut);
    socket.emit(name, payload, (answer: unknown) => resolve({ kind: 'answer', answer }));
  });
  clearTimeout(timer);
  socket.off('disconnect', cut);
  return result;
}

export async function target(test: TestService): Promise<Target> {
  const everybody = await people(test);
  const { customers, agents, conversation, others, call, seats, file, token } = everybody;
  const [nobody, stranger, other, customer] = customers.map(({ line }) => line) as [Client, Client, Client, Client];
  const [colleague, supervisor, agent] = agents.map(({ line }) => line) as [Client, Client, Client];
  // These sign out again and again, so they have no line.
  const noor = await test.agent('Noor');
  const boss = await test.agent('Ada', 'supervisor');
  for (const { socket } of [noor, boss]) socket.disconnect();
  const spare = await test.visitor();
  spare.socket.disconnect();
  const { ticket } = await customer.ask<{ ticket: string }>('call-ticket', { conversation, call });
  const window = await test.callWindow(ticket);
  const secret = customers[1]?.headers.Authorization?.slice('Bearer '.length) ?? '';
  const lines: Record<Who, Client> = { nobody, stranger, customer, other, window, agent, colleague, supervisor };
  const own = await upload(test, { Authorization: `Bearer ${secret}` });
  const signed = test.desk.fileUrl({ id: file.id }).url.split('?')[1] ?? '';
  const events: string[] = [];
  const uploads: string[] = [];
  let turn = 0;
  const next = () => {
    turn += 1;
    return turn;
  };
  const either = (...of: string[]) => of[next() % of.length] ?? randomUUID();

  /** Something of this name that exists, mostly what fits together. */
  const real = (who: Who) => (name: string) => {
    const side = who === 'agent' || who === 'colleague' || who === 'supervisor' ? 'agent' : 'customer';
    switch (name) {
      case 'conversation':
        return either(conversation, conversation, conversation, others);
      case 'call':
        return call;
      case 'seat':
      case 'from':
        return seats[side];
      case 'to':
        return seats[side === 'agent' ? 'customer' : 'agent'];
      case 'attachment':
        return either(file.id, own.id);
      case 'recording':
        return events.at(-1 - (next() % 8)) ?? randomUUID();
      case 'token':
        return token;
      case 'secret':
        return secret;
      case 'agent':
        return noor.cookie.split('=')[1] ?? '';
      case 'supervisor':
        return boss.cookie.split('=')[1] ?? '';
      case 'account':
        return noor.id;
      case 'file':
        return file.id;
      case 'signed':
        return signed;
      case 'upload':
        return uploads.at(-1 - (next() % 4)) ?? randomUUID();
      case 'id':
        return either(randomUUID(), randomUUID(), randomUUID(), noor.id, own.id, events.at(-1) ?? randomUUID());
      default:
        return randomUUID();
    }
  };
  /** Every `$name` in it. */
  const written = (text: string) =>
    text.replace(/\$(conversation|token|secret|agent|supervisor|account|file|signed|upload|id)/g, (_, name: string) =>
      real('stranger')(name),
    );

  const keepAlive = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    async ask(who, name, payload) {
      const result = await answered(lines[who], name, filled(payload, real(who)));
      const answer = (result.kind === 'answer' ? result.answer : null) as { event?: { id: string } } | null;
      if (answer?.event) events.push(answer.event.id);
      if (events.length > 20) events.shift();
      return result;
    },
    http: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const url = new URL(test.url);
        const options = {
          host: url.hostname,
          port: url.port,
          method,
          path: written(path),
          agent: keepAlive,
          headers: {
            ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, written(value)])),
            // Node leaves it out where a body is unusual, which makes of the body another request.
            ...(body === null ? {} : { 'content-length': String(body.length) }),
          },
        };
        const line = request(options, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const location = response.headers.location?.split('/').at(-1);
            if (location && response.statusCode === 201) uploads.push(location);
            if (uploads.length > 10) uploads.shift();
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') });
          });
        });
        line.on('error', reject);
        line.end(body ?? undefined);
      }),
    async frame(text) {
      const line = await test.customer();
      line.socket.io.engine.write(text);
      await answered(line, 'conversations', {});
      line.socket.disconnect();
    },
    async handshake(path, auth) {
      // Whoever brings both a secret and a token becomes one with the other, and loses the lines of before.
      const here = real('stranger');
      const who = filled(auth, (name) => (name === 'secret' ? spare.secret : here(name)));
      const refused = test.refused(path, who as object);
      return refused.catch(() => undefined);
    },
    async end() {
      keepAlive.destroy();
      for (const { socket } of Object.values(lines)) socket.disconnect();
      test.pass(GONE_MS);
      await test.service.sweep();
      for (const { state } of await test.store.queue()) {
        const body = { type: 'closed', payload: { by: 'system' } } as const;
        const actor = { kind: 'system', id: 'system' } as const;
        await test.desk.submit({ kind: 'append', actor, conversation: state.id, id: randomUUID(), body }, null);
      }
    },
  };
}
