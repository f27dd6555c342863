/**
 * As much of a TURN client as asks a server for one relayed address and gives it back: RFC 8656 (TURN) on RFC 8489 (STUN), over UDP,
 * TCP and TLS. The npm packages that do this belong to WebRTC stacks, wait for ever and leave their socket open when the
 * server refuses. Knows nothing of the configuration.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';

export interface TurnServer {
  host: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls';
  /** An authority that is trusted besides those that Node knows, in PEM. */
  ca?: string | undefined;
}

export interface Credentials {
  username: string;
  password: string;
}

export type Allocation =
  /** `address`: the relayed one. */
  | { kind: 'allocated'; address: string }
  /** Without being asked for credentials. */
  | { kind: 'open' }
  /** An error code of RFC 8489, 14.8, and RFC 8656, 19. */
  | { kind: 'refused'; code: number; reason: string };

/** RFC 8489, 5: the type of a message is its method and its class. */
const ALLOCATE = 0x0003;
const REFRESH = 0x0004;
const SUCCESS = 0x0100;
const ERROR = 0x0110;
const MAGIC = 0x2112a442;
const HEADER_BYTES = 20;

/** RFC 8489, 18.3, and RFC 8656, 18. */
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const ERROR_CODE = 0x0009;
const STALE_NONCE = 438;
const LIFETIME = 0x000d;
const REALM = 0x0014;
const NONCE = 0x0015;
const XOR_RELAYED_ADDRESS = 0x0016;
const REQUESTED_TRANSPORT = 0x0019;
const INTEGRITY_BYTES = 24;

/** What is relayed, whatever leads to the server: calls want UDP (RFC 8656, 18.7); TCP is RFC 6062, and asked for over TCP only. */
const RELAYED = { udp: Buffer.from([17, 0, 0, 0]), tcp: Buffer.from([6, 0, 0, 0]) };

/** RFC 8489, 6.2.1: over UDP a request is sent again after so many milliseconds, then after twice as many. */
const RETRANSMIT_MS = 500;

type Attribute = readonly [type: number, value: Buffer];

interface Message {
  type: number;
  transaction: Buffer;
  attributes: ReadonlyMap<number, Buffer>;
}

/** RFC 8489, 14: each is padded to four bytes, its length is that without. */
function attribute([type, value]: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

function encode(type: number, transaction: Buffer, attributes: readonly Attribute[], key: Buffer | null): Buffer {
  const body = Buffer.concat(attributes.map(attribute));
  const head = Buffer.alloc(8);
  head.writeUInt16BE(type, 0);
  // RFC 8489, 14.5: what is signed already counts the signature's length.
  head.writeUInt16BE(body.length + (key ? INTEGRITY_BYTES : 0), 2);
  head.writeUInt32BE(MAGIC, 4);
  const message = Buffer.concat([head, transaction, body]);
  if (!key) return message;
  return Buffer.concat([message, attribute([MESSAGE_INTEGRITY, createHmac('sha1', key).update(message).digest()])]);
}

/** Null while not all of it has come. */
function decode(bytes: Buffer): { message: Message; length: number } | null {
  if (bytes.length < HEADER_BYTES) return null;
  const length = HEADER_BYTES + bytes.readUInt16BE(2);
  if (bytes.length < length) return null;
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= length; ) {
    const [type, size] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    attributes.set(type, bytes.subarray(at + 4, at + 4 + size));
    at += 4 + size + (-size & 3);
  }
  return { message: { type: bytes.readUInt16BE(0), transaction: bytes.subarray(8, HEADER_BYTES), attributes }, length };
}

/** RFC 8489, 14.2: mixed with the magic number, and for IPv6 with the transaction too. */
function addressOf(value: Buffer, transaction: Buffer): string {
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(MAGIC);
  const pad = Buffer.concat([mask, transaction]);
  const port = value.readUInt16BE(2) ^ (MAGIC >>> 16);
  const bytes = value.subarray(4).map((byte, index) => byte ^ (pad[index] ?? 0));
  if (value[1] === 1) return `${bytes.join('.')}:${port}`;
  const words = Array.from({ length: 8 }, (_, index) =>
    Buffer.from(bytes)
      .readUInt16BE(2 * index)
      .toString(16),
  );
  return `[${words.join(':')}]:${port}`;
}

interface Line {
  send(message: Buffer): void;
  /** True: over this line messages get lost. */
  lossy: boolean;
  end(): void;
}

/** Rejects when the server can't be reached. */
async function open(
  server: TurnServer,
  heard: (message: Message) => void,
  failed: (error: Error) => void,
): Promise<Line> {
  const { host, port, transport, ca } = server;
  if (transport === 'udp') {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    socket.on('error', failed);
    socket.on('message', (bytes) => {
      const whole = decode(bytes);
      if (whole) heard(whole.message);
    });
    socket.connect(port, host);
    await once(socket, 'connect').catch((error: unknown) => {
      socket.close();
      throw error;
    });
    return { send: (message) => socket.send(message), lossy: true, end: () => socket.close() };
  }
  const name = isIP(host) ? {} : { servername: host };
  const socket: Socket =
    transport === 'tls'
      ? connectTls({ host, port, ...name, ...(ca ? { ca: [...rootCertificates, ca] } : {}) })
      : connect({ host, port });
  socket.on('error', failed);
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let whole = decode(rest); whole; whole = decode(rest)) {
      rest = rest.subarray(whole.length);
      heard(whole.message);
    }
  });
  socket.on('close', () => failed(new Error('the server closed the line')));
  await once(socket, transport === 'tls' ? 'secureConnect' : 'connect');
  return { send: (message) => void socket.write(message), lossy: false, end: () => void socket.destroy() };
}

const text = (value: Buffer | undefined): string => value?.toString('utf8') ?? '';

function errorOf({ attributes }: Message): { code: number; reason: string } {
  const value = attributes.get(ERROR_CODE) ?? Buffer.alloc(4);
  return { code: 100 * ((value[2] ?? 0) & 7) + (value[3] ?? 0), reason: text(value.subarray(4)) };
}

/** Rejects when there is no answer until the signal says so, or no way there. */
export async function allocate(
  server: TurnServer,
  credentials: Credentials,
  signal: AbortSignal,
  relayed: keyof typeof RELAYED = 'udp',
): Promise<Allocation> {
  const waiting = new Map<string, (message: Message) => void>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  const heard = (message: Message) => waiting.get(message.transaction.toString('hex'))?.(message);
  const line = await Promise.race([open(server, heard, reject), failed]);
  const ask = async (method: number, attributes: readonly Attribute[], key: Buffer | null): Promise<Message> => {
    const transaction = randomBytes(12);
    const message = encode(method, transaction, attributes, key);
    const { promise, resolve } = Promise.withResolvers<Message>();
    waiting.set(transaction.toString('hex'), resolve);
    let timer: NodeJS.Timeout | undefined;
    const send = (again: number) => {
      line.send(message);
      if (line.lossy) timer = setTimeout(send, again, 2 * again);
    };
    send(RETRANSMIT_MS);
    return Promise.race([promise, failed]).finally(() => clearTimeout(timer));
  };
  try {
    // RFC 8489, 9.2.4: the first request has no credentials; the answer says for which realm they are wanted.
    const wanted: Attribute = [REQUESTED_TRANSPORT, RELAYED[relayed]];
    const first = await ask(ALLOCATE, [wanted], null);
    if (first.type === (ALLOCATE | SUCCESS)) return { kind: 'open' };
    const realm = first.attributes.get(REALM);
    let nonce = first.attributes.get(NONCE);
    if (first.type !== (ALLOCATE | ERROR) || !realm || !nonce) return { kind: 'refused', ...errorOf(first) };
    // RFC 8489, 9.2.2.
    const { username, password } = credentials;
    const key = createHash('md5')
      .update(`${username}:${text(realm)}:${password}`)
      .digest();
    const who = (fresh: Buffer): Attribute[] => [
      [USERNAME, Buffer.from(username)],
      [REALM, realm],
      [NONCE, fresh],
    ];
    let second = await ask(ALLOCATE, [wanted, ...who(nonce)], key);
    const newer = second.attributes.get(NONCE);
    // RFC 8489, 9.2.5: a nonce that is no longer good comes with one that is.
    if (errorOf(second).code === STALE_NONCE && newer) {
      nonce = newer;
      second = await ask(ALLOCATE, [wanted, ...who(nonce)], key);
    }
    const address = second.attributes.get(XOR_RELAYED_ADDRESS);
    if (second.type !== (ALLOCATE | SUCCESS) || !address) return { kind: 'refused', ...errorOf(second) };
    // RFC 8656, 8: a lifetime of nothing gives it back.
    await ask(REFRESH, [[LIFETIME, Buffer.alloc(4)], ...who(nonce)], key);
    return { kind: 'allocated', address: addressOf(address, second.transaction) };
  } finally {
    line.end();
  }
}
