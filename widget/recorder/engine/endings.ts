/**
 * Who says in the log that a recording is over: whoever made it, until the service has heard it, or a page of the same
 * browser when the one that made it has died. Knows the log and the locks, neither pictures nor files.
 */
import type { Side, Time } from '../../../signaling/protocol/events.ts';
import { CONSENT_MS } from '../../../signaling/protocol/limits.ts';
import type { Clock } from '../../session/clock.ts';
import { lead } from '../../session/lead.ts';
import type { Locks } from '../../session/locks.ts';
import type { OwnStop, RecordingLine } from '../../session/recording-line.ts';
import { isPassing } from '../../session/retry.ts';
import type { ConversationStore } from '../../session/types.ts';
import { consentOf, runningCall } from './consent.ts';

/** Before the service is told once more what it couldn't take, in milliseconds. */
const TELL_AGAIN_MS = 2_000;
/** How long a question whose answer was lost may still turn up, in milliseconds: later ones are somebody else's. */
const LOST_MS = 2 * CONSENT_MS;

export interface EndingsDeps {
  side: Side;
  conversation: Pick<ConversationStore, 'getState' | 'recordings'>;
  clock: Clock;
  locks: Locks;
  /**
   * The last recording that this browser asked for, on disk. Somebody may be signed in with two browsers at once, and
   * locks don't tell one whether the other's page still lives.
   */
  asked: { read(): string | null; write(recording: string): void };
}

export class Endings {
  readonly #deps: EndingsDeps;
  /** As long as one is held, no other page takes this one for dead. */
  readonly #held = new Map<string, () => void>();
  readonly #telling = new Set<string>();
  readonly #pauses = new Set<() => void>();
  /** The recording of another page for whose death this one waits. */
  #watched: string | null = null;
  /** The call in which a question was asked of which nobody knows whether it came through. */
  #lost: { call: string; until: Time } | null = null;
  #life: 'open' | 'over' = 'open';

  constructor(deps: EndingsDeps) {
    this.#deps = deps;
  }

  /** This page has asked for it, and will say when it is over. */
  hold(recording: string): void {
    this.#lost = null;
    // Written down under the lock: who reads it queues behind this page.
    const leave = lead(this.#deps.locks, lockOf(recording), () => this.#deps.asked.write(recording));
    this.#held.set(recording, leave);
  }

  /** The answer to a question was lost: should it have come through, it is taken back. */
  lost(call: string): void {
    this.#lost = { call, until: this.#deps.clock.now() + LOST_MS };
    this.look(null);
  }

  /** Says that it is over, or that it won't be: again and again until the service has heard it or says so itself. */
  tell(recording: string, why: OwnStop): void {
    void this.#tell(recording, why);
  }

  /** @param own the recording that this page makes: nobody else has to look after that */
  look(own: string | null): void {
    const call = runningCall(this.#deps.conversation.getState());
    const recording = call?.recording;
    if (this.#isOver || recording?.by !== this.#deps.side || recording.id === own) return;
    const { id, kind } = recording;
    if (this.#telling.has(id) || id === this.#watched) return;
    if (id === this.#deps.asked.read()) {
      this.#watched = id;
      void this.#deps.locks.exclusive(lockOf(id), async () => (this.#isOver ? undefined : this.#tell(id, 'gone')));
    } else if (kind !== 'running' && this.#isLost(call?.id)) this.tell(id, 'gone');
  }

  /** What is being told at this moment is told to its end, but not once more. */
  dispose(): void {
    this.#life = 'over';
    for (const cancel of this.#pauses) cancel();
    for (const id of [...this.#held.keys()]) if (!this.#telling.has(id)) this.#release(id);
  }

  async #tell(id: string, why: OwnStop): Promise<void> {
    if (this.#telling.has(id)) return;
    this.#telling.add(id);
    while (this.#isOpen(id)) {
      if (await this.#isTold(id, why)) break;
      if (this.#isOver || !(await this.#pause())) break;
    }
    this.#telling.delete(id);
    this.#release(id);
  }

  /** @returns whether the service has decided */
  async #isTold(id: string, why: OwnStop): Promise<boolean> {
    const line: RecordingLine = this.#deps.conversation.recordings;
    const isRunning = consentOf(this.#deps.conversation.getState(), id).kind === 'running';
    const refused = isRunning ? null : await line.refuse(id);
    if (refused?.ok) return true;
    // It may have started without this page's having heard so.
    const stopped = refused === null || refused.reason === 'recording_over' ? await line.stop(id, why) : refused;
    return stopped.ok || !isPassing(stopped.reason);
  }

  #isOpen(id: string): boolean {
    const view = this.#deps.conversation.getState();
    const { kind } = consentOf(view, id);
    return kind !== 'refused' && kind !== 'stopped' && runningCall(view) !== null;
  }

  #isLost(call: string | undefined): boolean {
    return this.#lost !== null && this.#lost.call === call && this.#deps.clock.now() < this.#lost.until;
  }

  get #isOver(): boolean {
    return this.#life === 'over';
  }

  /** @returns whether there is still somebody to go on */
  #pause(): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (goesOn: boolean) => {
        this.#pauses.delete(cancel);
        resolve(goesOn);
      };
      const stop = this.#deps.clock.after(TELL_AGAIN_MS, () => end(true));
      const cancel = () => {
        stop();
        end(false);
      };
      this.#pauses.add(cancel);
    });
  }

  #release(id: string): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
  }
}

const lockOf = (recording: string) => `consent/${recording}`;
