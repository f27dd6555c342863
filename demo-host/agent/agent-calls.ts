/**
 * The calls of all conversations that an agent has: what rings, what runs, in which conversation. Each is fetched when it
 * is near. Draws nothing.
 */
import type { CallMedia } from '../../signaling/protocol/events.ts';
import type { InboxLine } from '../../signaling/protocol/realtime.ts';
import type { Call, CallDesk, CallPhase, CallView } from '../../widget/call/types.ts';
import { LazyCalls, type LazyCallsDeps } from '../../widget/call-loader.ts';
import { hasLeftovers } from '../../widget/recorder/leftovers.ts';
import { LazyRecorder } from '../../widget/recorder-loader.ts';
import type { AgentSession, Store } from '../../widget/session/types.ts';
import { Value } from '../../widget/session/value.ts';
import type { ConsoleSay } from './console-say.ts';
import { nameOf } from './people.ts';

export interface AgentCallsDeps {
  server: string;
  session: AgentSession;
  say: () => ConsoleSay;
  /** Somebody rings: told outside of the page, if the agent doesn't look. Returns what takes it back. */
  notifyRing: (name: string, conversation: string) => () => void;
  /** Tests bring their own. */
  load?: LazyCallsDeps['load'];
}

interface Held {
  calls: LazyCalls;
  recorder: LazyRecorder;
  leave: () => void;
  /** What the call was when it was looked at last. */
  was: 'none' | 'incoming' | 'elsewhere' | 'call';
  closeNotice: () => void;
  call: Call | null;
  leaveCall: () => void;
  /** The customer of this call hears or sees the agent. */
  isHeard: boolean;
}

/** The two don't talk, nor are about to. */
const QUIET: ReadonlySet<CallPhase['kind']> = new Set(['lobby', 'paused', 'elsewhere', 'ended', 'failed']);

/** What is said or shown now reaches the customer, or would if the line were better. */
const isHeardIn = ({ phase, startedAt, microphone, camera }: CallView): boolean =>
  startedAt !== null && !QUIET.has(phase.kind) && (microphone.kind === 'on' || camera.kind === 'on');

/** By conversation. A new object whenever something has changed. */
export type CallsByConversation = ReadonlyMap<string, LazyCalls>;

export class AgentCalls extends Value<CallsByConversation> {
  readonly #deps: AgentCallsDeps;
  readonly #held = new Map<string, Held>();
  readonly #leave: () => void;
  #leftovers: 'unknown' | 'looked_after' | 'over' = 'unknown';

  constructor(deps: AgentCallsDeps) {
    super(new Map());
    this.#deps = deps;
    this.#leave = deps.session.subscribe(() => this.#look());
    this.#look();
  }

  /** Opens the mirror in a conversation. */
  prepare(conversation: string, media: CallMedia): void {
    void this.#hold(conversation).calls.prepare(media);
  }

  /** The agent reaches for the button. */
  near(conversation: string): void {
    this.#hold(conversation).calls.near();
  }

  /** The recorder of a conversation, where there is one already. */
  recorder(conversation: string): LazyRecorder | null {
    return this.#held.get(conversation)?.recorder ?? null;
  }

  openRecorder(conversation: string): LazyRecorder {
    return this.#hold(conversation).recorder;
  }

  /** Answers as the ring's first button does; false when nothing rings. */
  answer(conversation: string | null): boolean {
    const desk = this.#ringing(conversation);
    const view = desk?.getState();
    if (view?.kind === 'incoming') desk?.answer(view.media === 'video' ? 'video' : 'audio');
    return desk !== null;
  }

  decline(conversation: string | null): void {
    void this.#ringing(conversation)?.decline();
  }

  /** Before the agent goes: nobody is left talking to an empty chair. What only rings may be heard by another tab. */
  hangUp(): void {
    for (const { calls, was } of this.#held.values()) if (was === 'call' || was === 'elsewhere') calls.end();
  }

  /** What rings in this conversation, else in any. */
  #ringing(conversation: string | null): CallDesk | null {
    const ringing = [...this.#held].filter(([, { was }]) => was === 'incoming');
    const [, held] = ringing.find(([id]) => id === conversation) ?? ringing[0] ?? [];
    return held?.calls.desk ?? null;
  }

  speak(): void {
    for (const { calls, recorder } of this.#held.values()) {
      calls.speak();
      recorder.speak();
    }
  }

  dispose(): void {
    this.#leftovers = 'over';
    this.#leave();
    for (const id of [...this.#held.keys()]) this.#drop(id);
  }

  #look(): void {
    const { mine, selected } = this.#deps.session.getState();
    for (const line of mine) if (line.state.call !== null) this.#hold(line.state.id);
    this.#lookAfterLeftovers(mine, selected);
    for (const [id, { calls, recorder }] of this.#held) {
      const isMine = mine.some((line) => line.state.id === id);
      const kind = calls.desk?.getState().kind ?? 'none';
      // What is shown of a call's end stays until it was read.
      if (!isMine && kind !== 'call' && recorder.here?.getState().hasBar !== true) this.#drop(id);
    }
  }

  /** What an earlier page had recorded is offered in the conversation that is open, or in any. */
  #lookAfterLeftovers(mine: readonly InboxLine[], selected: string | null): void {
    const line = mine.find(({ state }) => state.id === selected) ?? mine[0];
    if (this.#leftovers !== 'unknown' || line === undefined) return;
    this.#leftovers = 'looked_after';
    void this.#holdForLeftovers(line.state.id);
  }

  async #holdForLeftovers(id: string): Promise<void> {
    const has = await hasLeftovers('agent', this.#deps.server);
    if (has && this.#leftovers !== 'over') this.#hold(id);
  }

  #hold(id: string): Held {
    const known = this.#held.get(id);
    if (known) return known;
    const { session, say, server, load } = this.#deps;
    const conversation = session.conversation(id);
    const calls = new LazyCalls({
      conversation,
      ...(load && { load }),
      options: () => ({
        side: 'agent',
        server,
        conversation,
        peerName: () => this.#nameOf(id),
        say,
        // Whoever talks to somebody is not to be startled.
        isMuted: () => session.getState().muted || this.#isTalking(id),
      }),
    });
    const recorder = new LazyRecorder({
      conversation,
      hasLeftovers: () => hasLeftovers('agent', server),
      options: () => ({
        side: 'agent',
        server,
        conversation,
        calls,
        talksElsewhere: this.#callsBeside(id),
        peerName: () => this.#nameOf(id),
        say,
      }),
    });
    const held: Held = {
      calls,
      recorder,
      leave: () => {},
      was: 'none',
      closeNotice: () => {},
      call: null,
      leaveCall: () => {},
      isHeard: false,
    };
    this.#held.set(id, held);
    let leaveDesk = () => {};
    const leaveCalls = calls.subscribe(() => {
      leaveDesk();
      leaveDesk = calls.desk?.subscribe(() => this.#changed(id, held)) ?? (() => {});
      this.#changed(id, held);
    });
    let leaveShell = () => {};
    const leaveRecorder = recorder.subscribe(() => {
      leaveShell();
      leaveShell = recorder.here?.subscribe(() => this.set(this.#all())) ?? (() => {});
      this.set(this.#all());
    });
    held.leave = () => {
      leaveRecorder();
      leaveShell();
      leaveCalls();
      leaveDesk();
      held.leaveCall();
    };
    this.set(this.#all());
    return held;
  }

  #changed(id: string, held: Held): void {
    const view = held.calls.desk?.getState();
    const kind = view?.kind ?? 'none';
    const { was } = held;
    held.was = kind;
    this.#follow(held, view?.kind === 'call' ? view.call : null);
    if (kind !== was) {
      held.closeNotice();
      held.closeNotice = kind === 'incoming' ? this.#deps.notifyRing(this.#nameOf(id), id) : () => {};
      // Whoever answers, or comes back into a call, wants to see it.
      if (kind === 'call') this.#deps.session.select(id);
    }
    this.set(this.#all());
    this.#look();
  }

  #follow(held: Held, call: Call | null): void {
    if (call !== held.call) {
      held.leaveCall();
      held.call = call;
      held.leaveCall = call?.subscribe(() => this.#listen(held)) ?? (() => {});
    }
    this.#listen(held);
  }

  /** One customer at a time hears and sees the agent: whoever speaks in one call is silent in all others. */
  #listen(held: Held): void {
    const wasHeard = held.isHeard;
    held.isHeard = held.call !== null && isHeardIn(held.call.getState());
    if (!held.isHeard || wasHeard) return;
    for (const other of this.#held.values()) if (other !== held && other.isHeard) other.call?.onlyScreen();
  }

  #drop(id: string): void {
    const held = this.#held.get(id);
    if (!held) return;
    this.#held.delete(id);
    held.leave();
    held.closeNotice();
    held.recorder.dispose();
    held.calls.dispose();
    this.set(this.#all());
  }

  /** Whether a call runs in another conversation, as the log has it. */
  #callsBeside(id: string): Store<boolean> {
    const { session } = this.#deps;
    return {
      getState: () => session.getState().mine.some(({ state }) => state.id !== id && state.call?.kind === 'live'),
      subscribe: (listener) => session.subscribe(listener),
    };
  }

  #isTalking(except: string): boolean {
    return [...this.#held].some(([id, { call }]) => id !== except && call && !QUIET.has(call.getState().phase.kind));
  }

  #nameOf(id: string): string {
    const { mine, queue } = this.#deps.session.getState();
    const line = [...mine, ...queue].find((one: InboxLine) => one.state.id === id);
    return line ? nameOf(this.#deps.say(), line.customer) : this.#deps.say()('log.customer');
  }

  #all(): CallsByConversation {
    return new Map([...this.#held].map(([id, { calls }]) => [id, calls]));
  }
}
