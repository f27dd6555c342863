/**
 * Which tracks go where in a recording, from what is recorded and what there is. Pure; the pipeline composes, the call and the
 * browser own the tracks.
 */
import type { RecordingOf } from '../../../signaling/protocol/events.ts';
import type { CallView } from '../../call/types.ts';
import { PICTURES, type Picture, type Pipeline, SOUNDS, type Sound } from './pipeline.ts';

/** What was opened for the recording itself. */
export interface Opened {
  screen: MediaStreamTrack | null;
  screenSound: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
}

export const NOTHING_OPENED: Opened = { screen: null, screenSound: null, microphone: null };

export interface Sources {
  pictures: Record<Picture, MediaStreamTrack | null>;
  sounds: Record<Sound, MediaStreamTrack | null>;
}

export const NO_SOURCES: Sources = {
  pictures: { screen: null, peer: null, own: null },
  sounds: { own: null, peer: null, own_screen: null, peer_screen: null },
};

/** @param call null while none runs in this window: then nobody else is heard or seen */
export function sourcesOf(what: RecordingOf, call: CallView['tracks'] | null, opened: Opened): Sources {
  const own = call?.own;
  const peer = call?.peer;
  const sounds = {
    own: own?.microphone ?? opened.microphone,
    peer: peer?.microphone ?? null,
    own_screen: opened.screenSound ?? own?.screen_sound ?? null,
    peer_screen: what === 'call' ? (peer?.screen_sound ?? null) : null,
  };
  if (what === 'screen') return { pictures: { screen: opened.screen, peer: null, own: null }, sounds };
  const screen = peer?.screen ?? own?.screen ?? null;
  return { pictures: { screen, peer: peer?.camera ?? null, own: own?.camera ?? null }, sounds };
}

/** Tells the pipeline what is another one than before. */
export function feed(pipeline: Pick<Pipeline, 'setPicture' | 'setSound'>, before: Sources, now: Sources): void {
  for (const which of PICTURES) {
    if (now.pictures[which] !== before.pictures[which]) pipeline.setPicture(which, now.pictures[which]);
  }
  for (const which of SOUNDS) {
    if (now.sounds[which] !== before.sounds[which]) pipeline.setSound(which, now.sounds[which]);
  }
}
