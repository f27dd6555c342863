/** What a connection's statistics say, in the few numbers that the engine judges by. Browsers differ; this is where it ends. */

import type { Path } from './deps.ts';

export interface Reading {
  /** Packets of media that came, and that should have, since the connection began. */
  packets: number;
  lost: number;
  /** The other side's voice: packets, and energy (which stays when all of it is silence). */
  voicePackets: number;
  voiceEnergy: number;
  frames: number;
  jitterMs: number;
  rttMs: number | null;
  /** Whether a TURN server passes the media on; null while no path is chosen. */
  path: Path | null;
  /** Bits a second that the browser thinks it can send; not every browser says. */
  availableBps: number | null;
}

export function readStats(report: Iterable<[string, unknown]>, voiceTrack: string | undefined): Reading {
  const reading: Reading = {
    packets: 0,
    lost: 0,
    voicePackets: 0,
    voiceEnergy: 0,
    frames: 0,
    jitterMs: 0,
    rttMs: null,
    path: null,
    availableBps: null,
  };
  const all = new Map<string, Stat>();
  for (const [id, stat] of report) all.set(id, stat as Stat);
  let selected: string | undefined;
  let pathRtt: number | undefined;
  for (const stat of all.values()) {
    if (stat.type === 'inbound-rtp') addInbound(reading, stat, voiceTrack);
    else if (stat.type === 'transport') selected = stat.selectedCandidatePairId ?? selected;
    else if (stat.type === 'remote-inbound-rtp') pathRtt = stat.roundTripTime ?? pathRtt;
    // Firefox has no transport that names the pair.
    else if (stat.type === 'candidate-pair' && stat.selected) selected ??= stat.id;
  }
  const pair = selected === undefined ? undefined : all.get(selected);
  const ends = [pair?.localCandidateId, pair?.remoteCandidateId].flatMap((id) => (id && all.get(id)) || []);
  if (ends.length > 0) reading.path = ends.some((end) => end.candidateType === 'relay') ? 'relayed' : 'direct';
  const rtt = pair?.currentRoundTripTime ?? pathRtt;
  if (rtt !== undefined) reading.rttMs = rtt * 1000;
  reading.availableBps = pair?.availableOutgoingBitrate ?? null;
  return reading;
}

/** The members of the specification's dictionaries that are read here. */
interface Stat {
  type: string;
  id: string;
  kind?: string;
  trackIdentifier?: string;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  totalAudioEnergy?: number;
  framesDecoded?: number;
  selectedCandidatePairId?: string;
  selected?: boolean;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
}

function addInbound(reading: Reading, stat: Stat, voiceTrack: string | undefined): void {
  const packets = stat.packetsReceived ?? 0;
  reading.packets += packets;
  reading.lost += stat.packetsLost ?? 0;
  reading.frames += stat.framesDecoded ?? 0;
  // A picture's packets come in bursts, so only the jitter of sound tells something.
  if (stat.kind !== 'audio') return;
  if (packets > 0) reading.jitterMs = Math.max(reading.jitterMs, (stat.jitter ?? 0) * 1000);
  if (stat.trackIdentifier !== voiceTrack) return;
  reading.voicePackets += packets;
  reading.voiceEnergy += stat.totalAudioEnergy ?? 0;
}
