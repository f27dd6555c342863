/** The only file that names `RTCPeerConnection`. */
import type { RtcAdapter } from '../engine/rtc.ts';

export const browserRtc: RtcAdapter = {
  // One path for everything: four sections with one each would take four times the candidates, and the time.
  connect: (iceServers) => new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' }),
  stream: () => new MediaStream(),
};
