/** Cameras, microphones and loudspeakers of the browser, behind the engine's interface. Decides nothing. */
import type { DeviceAdapter, Facing, FoundDevice } from '../engine/media-adapters.ts';

/** Chromium's name for what the `Permissions-Policy` allows; the other browsers don't tell. */
interface WithPolicy {
  featurePolicy?: { features(): string[]; allowsFeature(name: string): boolean };
}
/** Where Chromium and Safari tell what a camera can do. */
interface WithCapabilities {
  getCapabilities?: () => { facingMode?: string[] };
}

const KINDS = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;
const POLICY = { microphone: 'microphone', camera: 'camera', screen: 'display-capture' } as const;
const PERMISSIONS = ['microphone', 'camera'] as const;

export function createDevices(): DeviceAdapter {
  const media: MediaDevices | undefined = navigator.mediaDevices;
  const permission = async (name: 'microphone' | 'camera') => {
    try {
      return await navigator.permissions.query({ name });
    } catch {
      return null;
    }
  };
  return {
    isSecure: media !== undefined,
    isTouch: matchMedia('(pointer: coarse)').matches,
    allows(what) {
      const { featurePolicy } = document as WithPolicy;
      const name = POLICY[what];
      return !featurePolicy?.features().includes(name) || featurePolicy.allowsFeature(name);
    },
    permission: async (kind) => (await permission(kind))?.state ?? null,
    open: (constraints) => media.getUserMedia(constraints),
    async list() {
      try {
        return (await media.enumerateDevices()).flatMap(found);
      } catch {
        return [];
      }
    },
    watch(listener) {
      const ended = new AbortController();
      const { signal } = ended;
      media?.addEventListener('devicechange', listener, { signal });
      for (const name of PERMISSIONS) {
        void permission(name).then((status) => status?.addEventListener('change', listener, { signal }));
      }
      return () => ended.abort();
    },
    stream: (tracks) => new MediaStream([...tracks]),
  };
}

function found(device: MediaDeviceInfo): FoundDevice[] {
  const { deviceId: id, label } = device;
  const kind = KINDS[device.kind];
  // Windows' second default is of no use in a list; a loudspeaker that can't be chosen isn't either.
  if (id === 'communications' || (kind === 'speaker' && !('setSinkId' in HTMLMediaElement.prototype))) return [];
  return [{ kind, id, label, facing: kind === 'camera' ? facingOf(device) : null }];
}

function facingOf(device: MediaDeviceInfo & WithCapabilities): Facing | null {
  const told = device.getCapabilities?.().facingMode?.[0];
  if (told === 'user' || told === 'environment') return told;
  if (/back|rear|environment/i.test(device.label)) return 'environment';
  return /front|user/i.test(device.label) ? 'user' : null;
}
