/** The requests about one conversation that both sides of the protocol share. */
import type {
  AgentPushes,
  AgentRequests,
  Appended,
  CallTicket,
  CustomerPushes,
  CustomerRequests,
  HistoryPage,
  IceServers,
  Joined,
  Synced,
} from '../../signaling/protocol/realtime.ts';
import type {
  AppendRequest,
  CallJoin,
  CallOnly,
  CallSeat,
  CallStats,
  HistoryRequest,
  IceCandidate,
  MarkRequest,
  SessionDescription,
  SyncRequest,
  TypingRequest,
} from '../../signaling/protocol/schemas.ts';
import type { Connection } from './connection.ts';
import type { Reply } from './transport.ts';

/** What a conversation's calls ask of the service. */
export interface CallLink {
  join(request: CallJoin): Promise<Reply<Joined>>;
  leave(request: CallSeat): void;
  report(request: CallStats): void;
  /** @param within milliseconds for the answer, after which the line counts as gone; the line's own patience if absent */
  iceServers(request: CallOnly, within?: number): Promise<Reply<IceServers>>;
  ticket(request: CallOnly): Promise<Reply<CallTicket>>;
  describe(name: 'offer' | 'answer', request: SessionDescription): Promise<Reply>;
  candidate(request: IceCandidate): Promise<Reply>;
}

export interface ConversationLink {
  append(request: AppendRequest): Promise<Reply<Appended>>;
  sync(request: SyncRequest): Promise<Reply<Synced>>;
  history(request: HistoryRequest): Promise<Reply<HistoryPage>>;
  mark(request: MarkRequest): Promise<Reply>;
  typing(request: TypingRequest): void;
  attachmentUrl(attachment: string): Promise<Reply<{ url: string; expires: number }>>;
  readonly calls: CallLink;
}

/** The part of the protocol that is the same for both sides. */
interface SharedApi {
  requests: Pick<CustomerRequests, keyof CustomerRequests & keyof AgentRequests>;
  pushes: Pick<CustomerPushes, keyof CustomerPushes & keyof AgentPushes>;
  handshake: object;
}
export type SharedConnection = Pick<Connection<SharedApi>, 'request' | 'tell' | 'on' | 'isOnline' | 'subscribe'>;

/** `address`: the whole address of a path of the service, since the page that opens it may stand elsewhere. */
export function linkOver(connection: SharedConnection, address: (path: string) => string): ConversationLink {
  const whole = <T extends { url: string }>(reply: Reply<T>): Reply<T> =>
    reply.ok ? { ...reply, url: address(reply.url) } : reply;
  return {
    append: (request) => connection.request('append', request),
    sync: (request) => connection.request('sync', request),
    history: (request) => connection.request('history', request),
    mark: (request) => connection.request('mark', request),
    typing: (request) => connection.tell('typing', request),
    attachmentUrl: async (attachment) => whole(await connection.request('attachment-url', { attachment })),
    calls: {
      join: (request) => connection.request('call-join', request),
      leave: (request) => connection.tell('call-leave', request),
      report: (request) => connection.tell('call-stats', request),
      iceServers: (request, within) => connection.request('call-ice', request, within),
      ticket: async (request) => whole(await connection.request('call-ticket', request)),
      describe: (name, request) => connection.request(name, request),
      candidate: (request) => connection.request('ice-candidate', request),
    },
  };
}
