import { expect } from 'chai';
import type { SideTracks } from '../../call/types.ts';
import { feed, NO_SOURCES, NOTHING_OPENED, sourcesOf } from './sources.ts';
import { pictureTrack, soundTrack } from './testing/recorder-world.ts';
import { ScriptedPipeline } from './testing/scripted-pipeline.ts';

const NO_TRACKS: SideTracks = { microphone: null, camera: null, screen: null, screen_sound: null };

const allTracks = (): SideTracks => ({
  microphone: soundTrack(),
  camera: pictureTrack(),
  screen: pictureTrack(),
  screen_sound: soundTrack(),
});

describe('what goes into a recording', () => {
  it('of the call: both faces, all voices and sounds, and the screen that is shared, theirs first', () => {
    const [own, peer] = [allTracks(), allTracks()];
    expect(sourcesOf('call', { own, peer }, NOTHING_OPENED)).to.deep.equal({
      pictures: { screen: peer.screen, peer: peer.camera, own: own.camera },
      sounds: {
        own: own.microphone,
        peer: peer.microphone,
        own_screen: own.screen_sound,
        peer_screen: peer.screen_sound,
      },
    });
    const alone = sourcesOf('call', { own, peer: NO_TRACKS }, NOTHING_OPENED);
    expect(alone.pictures).to.deep.equal({ screen: own.screen, peer: null, own: own.camera });
  });

  it('of the own screen during a call: both voices, and nobody’s face', () => {
    const [own, peer] = [allTracks(), allTracks()];
    const opened = { screen: pictureTrack(), screenSound: soundTrack(), microphone: null };
    expect(sourcesOf('screen', { own, peer }, opened)).to.deep.equal({
      pictures: { screen: opened.screen, peer: null, own: null },
      sounds: { own: own.microphone, peer: peer.microphone, own_screen: opened.screenSound, peer_screen: null },
    });
  });

  it('of the own screen with nobody there: what was opened for it, and nothing else', () => {
    const opened = { screen: pictureTrack(), screenSound: null, microphone: soundTrack() };
    expect(sourcesOf('screen', null, opened)).to.deep.equal({
      pictures: { ...NO_SOURCES.pictures, screen: opened.screen },
      sounds: { ...NO_SOURCES.sounds, own: opened.microphone },
    });
  });

  it('is told to the pipeline where it is another one than before, and nowhere else', () => {
    const pipeline = new ScriptedPipeline({ id: 'one', folder: 'here' });
    const [own, peer] = [allTracks(), allTracks()];
    const before = sourcesOf('call', { own, peer }, NOTHING_OPENED);
    const now = sourcesOf(
      'call',
      { own: { ...own, microphone: null }, peer: { ...peer, camera: null } },
      NOTHING_OPENED,
    );
    feed(pipeline, before, now);
    expect([...pipeline.pictures]).to.deep.equal([['peer', null]]);
    expect([...pipeline.sounds]).to.deep.equal([['own', null]]);
  });
});
