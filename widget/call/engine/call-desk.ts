/**
 * The call of one conversation in this window: what rings, what can be begun, what goes on elsewhere. Makes a call when
 * one is wanted, lets go of it when it is over, finds back into one after a reload. Knows no view.
 */
import type { CallState } from '../../../signaling/protocol/conversation.ts';
import type { CallMedia } from '../../../signaling/protocol/events.ts';
import type { Result } from '../../../signaling/protocol/reasons.ts';
import { Value } from '../../session/value.ts';
import type { CallDesk, CallDeskView } from '../types.ts';
import { type CallDeps, type Leaving, LiveCall, type Remembered } from './live-call.ts';
import { isIncoming, type MachineState, takingPart } from './machine.ts';

/** Before the service is told once more what it couldn't take over a line that stands, in milliseconds. */
const TELL_AGAIN_MS = 2_000;

export interface CallDeskDeps extends Omit<CallDeps, 'leave' | 'closed'> {
  /** What this tab was in before the page was loaded anew. */
  remembered: () => Remembered | null;
  /** What the person had on the last time. */
  wish: () => { microphone: boolean; camera: boolean };
  /** Whether the browser gives these without a question. */
  mayOpen: (devices: { microphone: boolean; camera: boolean }) => Promise<boolean>;
  /** Among the tabs of this browser one rings; calls back when it is this one. Returns what gives that up. */
  lead: (call: string, isLead: () => void) => () => void;
  /** Hands the call to a window of its own; inside the click. */
  openWindow: (call: string, was: Pick<Remembered, 'microphone' | 'camera'>) => 'open' | 'blocked';
}

export class LiveCallDesk extends Value<CallDeskView> implements CallDesk {
  readonly #deps: CallDeskDeps;
  readonly #leaveConversation: () => void;
  readonly #leaveLine: () => void;
  #call: LiveCall | null = null;
  #leaveCall = () => {};
  /** Calls that this side has left, until the service knows. */
  readonly #leaving = new Map<string, Leaving>();
  #cancelTelling = () => {};
  /** The ring that this tab leads, or wants to. */
  #ring: { id: string; isLead: boolean; leave: () => void } | null = null;
  /** A page comes back into its call once, when it first sees the conversation. */
  #returning: 'not_yet' | 'done' = 'not_yet';
  #life: 'open' | 'over' = 'open';

  constructor(deps: CallDeskDeps) {
    super({ kind: 'none' });
    this.#deps = deps;
    const { conversation } = deps;
    this.#leaveConversation = conversation.subscribe(() => this.#look());
    this.#leaveLine = conversation.calls.subscribe((event) => {
      if (event.kind === 'online') this.#tellAll();
    });
    this.#look();
  }

  prepare(media: CallMedia): void {
    const wish = this.#deps.wish();
    this.#begin(media)?.want({ microphone: wish.microphone, camera: media === 'video' && wish.camera });
  }

  async ask(media: CallMedia): Promise<void> {
    const state = this.#call?.state;
    const call = state?.kind === 'lobby' && state.answers === null ? this.#call : this.#begin(media);
    if (!call) return;
    if (media === 'screen') {
      // The mirror says why there is no screen.
      if ((await call.showScreen()) !== 'on') return;
      call.onlyScreen();
    } else {
      call.setMicrophone(true);
      call.setCamera(media === 'video');
    }
    await call.go();
  }

  answer(how: 'video' | 'audio' | 'mirror'): void {
    const state = this.#current;
    if (!state || !this.#isIncoming(state)) return;
    const call = this.#call ?? this.#make({ kind: 'incoming', id: state.id }, state.media);
    if (how === 'mirror') call.look(state.media === 'video');
    else void call.answer(how);
    this.#look();
  }

  async decline(): Promise<Result> {
    const state = this.#current;
    if (!state || !this.#isIncoming(state)) return { ok: false, reason: 'call_over' };
    return this.#tellLeaving(state.id, 'decline');
  }

  continueHere(was = { microphone: this.#deps.wish().microphone, camera: false }): void {
    const state = this.#current;
    if (!state || this.getState().kind !== 'elsewhere') return;
    this.#comeBack(state, { ...was, call: state.id }, true);
    this.#look();
  }

  moveToWindow(): void {
    const call = this.#call;
    if (call?.id && this.#deps.openWindow(call.id, call.wished) === 'blocked') call.windowBlocked();
  }

  dispose(): void {
    this.#life = 'over';
    this.#leaveConversation();
    this.#leaveLine();
    this.#cancelTelling();
    this.#stopRing();
    this.#leaveCall();
    this.#call?.dispose();
    this.#call = null;
  }

  get #current(): CallState | null {
    const call = this.#deps.conversation.getState().state?.call ?? null;
    return call === null || this.#leaving.has(call.id) ? null : call;
  }

  #isIncoming(state: CallState): boolean {
    return isIncoming(state, this.#deps.side);
  }

  /** Into the mirror; null while there is a call already. */
  #begin(media: CallMedia): LiveCall | null {
    const { phase } = this.#call?.getState() ?? {};
    if (phase?.kind === 'ended' || phase?.kind === 'failed') this.#drop();
    if (this.#call !== null || this.#current !== null) return null;
    return this.#make({ kind: 'lobby', answers: null }, media);
  }

  #make(begin: MachineState, media: CallMedia): LiveCall {
    const call: LiveCall = new LiveCall(
      {
        ...this.#deps,
        leave: (id, how) => void this.#tellLeaving(id, how),
        closed: () => {
          if (this.#call === call) this.#drop();
          this.#look();
        },
      },
      begin,
      media,
    );
    this.#call = call;
    this.#leaveCall = call.subscribe(() => this.#look());
    this.#look();
    return call;
  }

  #drop(): void {
    this.#leaveCall();
    this.#leaveCall = () => {};
    this.#call?.dispose();
    this.#call = null;
  }

  /** Again and again, and with each new line, until the service has taken it or knows the call no more. */
  async #tellLeaving(id: string, how: Leaving): Promise<Result> {
    this.#leaving.set(id, how);
    this.#look();
    const result = await this.#deps.conversation.calls[how](id);
    // It was accepted in the same moment: what is taken back is a running call then.
    if (!result.ok && result.reason === 'call_over' && how === 'cancel' && this.#runs(id)) {
      return this.#tellLeaving(id, 'end');
    }
    if (result.ok || (result.reason !== 'unavailable' && result.reason !== 'too_many')) this.#leaving.delete(id);
    else if (this.#life === 'open') {
      this.#cancelTelling();
      this.#cancelTelling = this.#deps.clock.after(TELL_AGAIN_MS, () => this.#tellAll());
    }
    this.#look();
    return result.ok ? { ok: true } : result;
  }

  #tellAll(): void {
    if (!this.#deps.conversation.calls.isOnline) return;
    for (const [id, how] of this.#leaving) void this.#tellLeaving(id, how);
  }

  #runs(id: string): boolean {
    const call = this.#deps.conversation.getState().state?.call;
    return call?.id === id && call.kind === 'live';
  }

  #look(): void {
    // The service's answer to a call that was left may come later.
    if (this.#life === 'over') return;
    const state = this.#current;
    this.#tendRing(state);
    // Another tab has it now: from here on this one only says so.
    if (this.#call?.state.kind === 'elsewhere') this.#drop();
    this.#return();
    this.set(this.#viewOf(state));
  }

  #viewOf(state: CallState | null): CallDeskView {
    const before = this.getState();
    const call = this.#call;
    if (call !== null && call.state.kind !== 'incoming') {
      return before.kind === 'call' && before.call === call ? before : { kind: 'call', call };
    }
    if (state === null) return before.kind === 'none' ? before : { kind: 'none' };
    const peer = this.#deps.peerName();
    const next: CallDeskView = this.#isIncoming(state)
      ? { kind: 'incoming', id: state.id, media: state.media, peer, since: state.askedAt, isLead: this.#isLead }
      : { kind: 'elsewhere', id: state.id, startedAt: state.kind === 'live' ? state.startedAt : null, peer };
    return JSON.stringify(before) === JSON.stringify(next) ? before : next;
  }

  get #isLead(): boolean {
    return this.#ring?.isLead === true;
  }

  /** One tab rings, and makes the connection ready. */
  #tendRing(state: CallState | null): void {
    const id = state && this.#isIncoming(state) ? state.id : null;
    if (this.#ring?.id === id || (this.#ring === null && id === null)) return;
    this.#stopRing();
    if (this.#call?.state.kind === 'incoming') this.#drop();
    if (id === null || state === null) return;
    // Who calls now matters more than how the last call ended.
    if (this.#call?.state.kind === 'ended' || this.#call?.state.kind === 'failed') this.#drop();
    const ring = { id, isLead: false, leave: () => {} };
    this.#ring = ring;
    this.#call?.rings(id);
    ring.leave = this.#deps.lead(id, () => {
      if (this.#ring !== ring) return;
      ring.isLead = true;
      if (this.#call === null) this.#make({ kind: 'incoming', id }, state.media);
      this.#look();
    });
  }

  #stopRing(): void {
    this.#ring?.leave();
    this.#ring = null;
  }

  #return(): void {
    if (this.#returning === 'done' || this.#deps.conversation.getState().phase.kind !== 'ready') return;
    this.#returning = 'done';
    const was = this.#deps.remembered();
    if (was === null) return;
    const isOurs = () => this.#current?.id === was.call && !this.#isIncoming(this.#current);
    if (!isOurs() || this.#call !== null) return this.#deps.remember(null);
    void this.#deps.mayOpen(was).then((mayOpen) => {
      if (this.#life === 'open' && this.#call === null && this.#current && isOurs()) {
        this.#comeBack(this.#current, was, mayOpen);
      }
    });
  }

  #comeBack(state: CallState, was: Remembered, mayOpen: boolean): void {
    this.#make(takingPart(state), state.media).comeBack(was, mayOpen);
  }
}
