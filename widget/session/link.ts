/** The requests about one conversation that both sides of the protocol share. */
import type { Appended, HistoryPage, Synced } from '../../signaling/protocol/realtime.ts';
import type {
  AppendRequest,
  HistoryRequest,
  MarkRequest,
  SyncRequest,
  TypingRequest,
} from '../../signaling/protocol/schemas.ts';
import type { Reply } from './transport.ts';

export interface ConversationLink {
  append(request: AppendRequest): Promise<Reply<Appended>>;
  sync(request: SyncRequest): Promise<Reply<Synced>>;
  history(request: HistoryRequest): Promise<Reply<HistoryPage>>;
  mark(request: MarkRequest): Promise<Reply>;
  typing(request: TypingRequest): void;
  attachmentUrl(attachment: string): Promise<Reply<{ url: string; expires: number }>>;
}
