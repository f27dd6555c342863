/** A transport whose other end is the test: it sees what is asked, answers when it likes, or lets the line go dead. */
import type { Reason } from '../../../signaling/protocol/reasons.ts';
import {
  type Answer,
  type Api,
  type Asked,
  type LineListener,
  LOST,
  type Lost,
  type Payload,
  type Told,
  type Transport,
} from '../transport.ts';

export interface ScriptedRequest<A extends Api, K extends Asked<A['requests']> = Asked<A['requests']>> {
  name: K;
  payload: Payload<A['requests'], K>;
  answer(result: Answer<A['requests'], K>): void;
}

/** The far end of one line. */
export interface ScriptedLine<A extends Api> {
  readonly handshake: A['handshake'];
  /** What was asked on this line, also what was answered. */
  readonly requests: readonly ScriptedRequest<A>[];
  /** What was told on this line. */
  readonly told: readonly { name: string; payload: unknown }[];
  readonly phase: 'opening' | 'open' | 'closed';
  accept(): void;
  refuse(reason: Reason, message?: string): void;
  /** The network breaks, and both ends notice. */
  drop(): void;
  push<K extends Told<A['pushes']>>(name: K, payload: Payload<A['pushes'], K>): void;
  /** Requests of one name, typed. */
  asked<K extends Asked<A['requests']>>(name: K): ScriptedRequest<A, K>[];
}

export interface ScriptedTransport<A extends Api> extends Transport<A> {
  readonly lines: readonly ScriptedLine<A>[];
  /** The newest line. */
  readonly line: ScriptedLine<A>;
}

export interface Script<A extends Api> {
  opening?(line: ScriptedLine<A>): void;
  asked?(request: ScriptedRequest<A>, line: ScriptedLine<A>): void;
  told?(name: string, payload: unknown, line: ScriptedLine<A>): void;
  closed?(line: ScriptedLine<A>): void;
}

/** `script` is called for what comes in; without one, the test looks into `line.requests`. */
export function scriptedTransport<A extends Api>(script: Script<A> = {}): ScriptedTransport<A> {
  const lines: ScriptedLine<A>[] = [];
  return {
    lines,
    get line() {
      const line = lines.at(-1);
      if (!line) throw new Error('No line was opened');
      return line;
    },
    open(handshake, listener) {
      const ends = lineEnds(handshake, listener, script);
      lines.push(ends.far);
      script.opening?.(ends.far);
      return ends.near;
    },
  };
}

function lineEnds<A extends Api>(handshake: A['handshake'], listener: LineListener<A>, script: Script<A>) {
  const requests: ScriptedRequest<A>[] = [];
  const told: { name: string; payload: unknown }[] = [];
  const unanswered = new Set<(lost: Lost) => void>();
  let phase: ScriptedLine<A>['phase'] = 'opening';
  const end = () => {
    phase = 'closed';
    for (const lose of unanswered) lose(LOST);
    unanswered.clear();
  };
  const far: ScriptedLine<A> = {
    handshake,
    requests,
    told,
    get phase() {
      return phase;
    },
    accept() {
      if (phase !== 'opening') return;
      phase = 'open';
      listener.opened();
    },
    refuse(reason, message) {
      if (phase === 'closed') return;
      end();
      listener.closed(reason, message);
    },
    drop() {
      if (phase === 'closed') return;
      end();
      script.closed?.(far);
      listener.closed(null);
    },
    push(name, payload) {
      // A copy, as a network makes one.
      if (phase === 'open') listener.pushed(name, structuredClone(payload));
    },
    asked: <K extends Asked<A['requests']>>(name: K) =>
      requests.filter((request): request is ScriptedRequest<A, K> & ScriptedRequest<A> => request.name === name),
  };
  return {
    far,
    near: {
      request: <K extends Asked<A['requests']>>(name: K, payload: Payload<A['requests'], K>) =>
        new Promise<Answer<A['requests'], K> | Lost>((resolve) => {
          if (phase !== 'open') return resolve(LOST);
          unanswered.add(resolve);
          const request: ScriptedRequest<A, K> = {
            name,
            payload: structuredClone(payload),
            answer(result) {
              if (unanswered.delete(resolve)) resolve(structuredClone(result));
            },
          };
          requests.push(request as ScriptedRequest<A>);
          script.asked?.(request as ScriptedRequest<A>, far);
        }),
      tell(name: string, payload: unknown) {
        if (phase !== 'open') return;
        told.push({ name, payload });
        script.told?.(name, payload, far);
      },
      close() {
        if (phase === 'closed') return;
        end();
        script.closed?.(far);
      },
    },
  };
}
