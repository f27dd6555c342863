/** A connection as the engine knows it: the browser's own, behind an interface, so that nothing here names the global. */
import type { IceServer } from '../../../signaling/protocol/realtime.ts';

export type Connection = Pick<
  // biome-ignore lint/style/noRestrictedGlobals: its type only
  RTCPeerConnection,
  | 'addEventListener'
  | 'addIceCandidate'
  | 'addTransceiver'
  | 'close'
  | 'connectionState'
  | 'createDataChannel'
  | 'getStats'
  | 'getTransceivers'
  | 'iceConnectionState'
  | 'localDescription'
  | 'remoteDescription'
  | 'restartIce'
  | 'setConfiguration'
  | 'setLocalDescription'
  | 'setRemoteDescription'
  | 'signalingState'
>;

export interface RtcAdapter {
  connect(iceServers: IceServer[]): Connection;
  /** An empty stream: only its name goes to the other side, where it says which sound belongs to which picture. */
  stream(): MediaStream;
}
