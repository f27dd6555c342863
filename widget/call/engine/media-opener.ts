/**
 * Asks the browser for camera and microphone: for both in one question when both are wanted at once, and one by one when
 * that fails, so that a camera that can't be had never costs the voice. Keeps no track.
 */
import type { DeviceReason } from '../types.ts';
import type { DeviceAdapter, SourceKind } from './media-adapters.ts';
import { reasonOf } from './media-reasons.ts';

export type Opened = { track: MediaStreamTrack } | { reason: DeviceReason };
export type OpenSource = (kind: SourceKind, constraints: MediaTrackConstraints) => Promise<Opened>;

interface Request {
  kind: SourceKind;
  constraints: MediaTrackConstraints;
  settle: (opened: Opened) => void;
}

const NAMES = { microphone: 'audio', camera: 'video' } as const;

export function createOpener(devices: DeviceAdapter): OpenSource {
  let waiting: Request[] = [];

  const ask = async (requests: readonly Request[]) => {
    const stream = await devices.open(
      Object.fromEntries(requests.map(({ kind, constraints }) => [NAMES[kind], constraints])),
    );
    for (const { kind, settle } of requests) {
      const track = stream.getTracks().find((one) => one.kind === NAMES[kind]);
      settle(track ? { track } : { reason: 'missing' });
    }
  };
  const askAlone = async (request: Request) => {
    try {
      await ask([request]);
    } catch (error) {
      request.settle({ reason: reasonOf(error, await devices.permission(request.kind)) });
    }
  };
  const askForBoth = async (both: readonly [Request, Request]) => {
    try {
      return await ask(both);
    } catch (error) {
      const refused = error instanceof Error && error.name === 'NotAllowedError';
      const states = await Promise.all(both.map(({ kind }) => devices.permission(kind)));
      for (const [index, request] of both.entries()) {
        // Whoever has just closed the question isn't asked the same again. But when the other device is blocked for
        // good, there was no question.
        const wasAsked = states[index] === 'prompt' && states[1 - index] !== 'denied';
        const isSettled = refused && (wasAsked || states[index] === 'denied');
        if (isSettled) request.settle({ reason: reasonOf(error, states[index] ?? null) });
        else await askAlone(request);
      }
    }
  };
  const flush = () => {
    const requests = waiting.filter(({ kind, settle }) => {
      if (!devices.isSecure) settle({ reason: 'insecure' });
      else if (!devices.allows(kind)) settle({ reason: 'policy' });
      else return true;
      return false;
    });
    waiting = [];
    const [first, second] = requests;
    if (first && second) void askForBoth([first, second]);
    else if (first) void askAlone(first);
  };

  return (kind, constraints) =>
    new Promise((settle) => {
      waiting.push({ kind, constraints, settle });
      // What else is wished for in this same turn goes along.
      if (waiting.length === 1) void Promise.resolve().then(flush);
    });
}
