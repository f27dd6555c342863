/** The worker that repairs one recording: only workers write to the private file system. Nothing but message plumbing. */
import type { Repaired } from '../engine/library-deps.ts';
import { repairRecording } from './repair.ts';

export interface RepairRequest {
  folder: string;
  id: string;
}

export type RepairAnswer = { ok: true; repaired: Repaired } | { ok: false; message: string };

/** What a dedicated worker has and TypeScript's library for pages doesn't know. */
declare const self: {
  onmessage: ((event: MessageEvent<RepairRequest>) => void) | null;
  postMessage(answer: RepairAnswer): void;
};

self.onmessage = ({ data: { folder, id } }) => {
  const answer = (reply: RepairAnswer) => self.postMessage(reply);
  void repairRecording(folder, id).then(
    (repaired) => answer({ ok: true, repaired }),
    (error: unknown) => answer({ ok: false, message: String(error) }),
  );
};
