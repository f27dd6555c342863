import { expect } from 'chai';
import { memoryBrowser } from '../../session/testing/memory-browser.ts';
import { calling, endedByBrowser, pictureTrack, recording, soundTrack, talking } from './testing/recorder-world.ts';
import type { ScriptedPipeline } from './testing/scripted-pipeline.ts';

describe('a recording of the own screen, with nobody else there', () => {
  it('asks nobody, has the screen, its sound and the own voice, and ends in the list with everything let go of', async () => {
    const { marta, clock, said } = await talking();
    marta.desk.start('screen');
    expect(marta.phase.kind).to.equal('choosing');
    await clock.advance(100);
    expect(marta.phase).to.deep.equal({ kind: 'recording', what: 'screen' });
    const [screen, sound, voice] = marta.devices.opened;
    expect(marta.pipeline.pictures.get('screen')).to.equal(screen);
    expect([marta.pipeline.sounds.get('own_screen'), marta.pipeline.sounds.get('own')]).to.deep.equal([sound, voice]);
    marta.pipeline.grow(1_500, 700);
    expect(marta.desk.progress.getState()).to.deep.equal({ paused: false, length: 1_500, size: 700 });
    marta.desk.stop();
    expect(marta.phase.kind).to.equal('stopping');
    await clock.advance(100);
    expect(marta.phase).to.include({ kind: 'stopped', why: 'person' });
    expect(marta.kept).to.deep.equal(['ready']);
    expect([marta.devices.live, said()]).to.deep.equal([0, []]);
    marta.desk.dismiss();
    expect(marta.phase.kind).to.equal('idle');
  });

  it('lets go of screen and voice with the last frame, also when the file takes longer', async () => {
    const { marta, clock } = await talking();
    marta.desk.start('screen');
    await clock.advance(100);
    const { pipeline } = marta;
    const finish = pipeline.finish.bind(pipeline);
    const sealed = Promise.withResolvers<void>();
    pipeline.finish = async () => {
      const finished = await finish();
      await sealed.promise;
      return finished;
    };
    marta.desk.stop();
    await clock.advance(100);
    expect([marta.phase.kind, marta.devices.live]).to.deep.equal(['stopping', 0]);
    sealed.resolve();
    await clock.advance(100);
    expect(marta.phase.kind).to.equal('stopped');
  });

  it('neither begins nor goes on while a call runs in another conversation, where nobody was asked', async () => {
    const { amelie, clock, said } = await talking();
    amelie.talksElsewhere.set(true);
    amelie.desk.start('screen');
    expect([amelie.phase.kind, amelie.desk.getState().can.screen, amelie.devices.live]).to.deep.equal([
      'idle',
      false,
      0,
    ]);
    amelie.talksElsewhere.set(false);
    amelie.desk.start('screen');
    await clock.advance(100);
    amelie.pipeline.grow(1_500, 700);
    amelie.talksElsewhere.set(true);
    await clock.advance(100);
    expect(amelie.phase).to.include({ kind: 'stopped', why: 'other_call' });
    expect([amelie.kept, amelie.devices.live, said()]).to.deep.equal([['ready'], 0, []]);
  });

  it('is one recording, however often it is clicked', async () => {
    const { marta, clock } = await talking();
    marta.desk.start('screen');
    marta.desk.start('screen');
    await clock.advance(100);
    marta.desk.start('screen');
    marta.desk.stop();
    marta.desk.stop();
    await clock.advance(100);
    expect([marta.devices.captures, marta.pipelines.length, marta.pipeline.finishes]).to.deep.equal([1, 1, 1]);
  });

  it('says nothing when the browser’s question was closed, and why when there is no screen', async () => {
    const { marta, clock } = await talking();
    for (const reason of ['dismissed', 'denied_by_system'] as const) {
      marta.devices.choose = async () => ({ ok: false, reason });
      marta.desk.start('screen');
      await clock.advance(100);
      const failed = { kind: 'failed', why: { from: 'screen', reason }, kept: false };
      expect(marta.phase).to.deep.equal(reason === 'dismissed' ? { kind: 'idle' } : failed);
    }
  });

  it('stands still while it is paused, and goes on', async () => {
    const { marta, clock } = await talking();
    marta.desk.start('screen');
    await clock.advance(100);
    marta.desk.pause();
    expect(marta.phase).to.include({ kind: 'paused', by: 'person' });
    expect(marta.pipeline.isPaused).to.equal(true);
    marta.desk.resume();
    expect([marta.phase.kind, marta.pipeline.isPaused]).to.deep.equal(['recording', false]);
  });

  it('pauses when the screen is shared no more, and goes on with another one, the same recording', async () => {
    const { marta, clock } = await talking();
    marta.desk.start('screen');
    await clock.advance(100);
    const first = marta.pipeline.pictures.get('screen');
    endedByBrowser(first);
    expect(marta.phase).to.include({ kind: 'paused', by: 'screen_gone' });
    expect([marta.pipeline.pictures.get('screen'), marta.pipeline.isPaused]).to.deep.equal([null, true]);
    expect(marta.devices.live, 'the sound of the screen went with it').to.equal(1);
    marta.devices.choose = async () => ({ ok: false, reason: 'dismissed' });
    marta.desk.resume();
    await clock.advance(100);
    expect(marta.phase).to.include({ kind: 'paused', by: 'screen_gone' });
    marta.devices.choose = async () => marta.devices.screen();
    marta.desk.resume();
    marta.desk.resume();
    await clock.advance(100);
    expect([marta.phase.kind, marta.pipeline.isPaused]).to.deep.equal(['recording', false]);
    expect(marta.pipeline.pictures.get('screen')).to.not.be.oneOf([null, first]);
    expect([marta.devices.captures, marta.pipelines.length]).to.deep.equal([3, 1]);
  });

  it('waits for another screen when the first one went before it began', async () => {
    const { marta, clock } = await talking();
    const ready = Promise.withResolvers<void>();
    marta.make = (pipeline) => ready.promise.then(() => pipeline);
    marta.desk.start('screen');
    await clock.advance(100);
    endedByBrowser(marta.devices.opened[0]);
    ready.resolve();
    await clock.advance(100);
    expect(marta.phase).to.include({ kind: 'paused', by: 'screen_gone' });
    expect(marta.pipeline.isPaused).to.equal(true);
  });

  it('can be given up while another screen is chosen, which is let go of then', async () => {
    const { marta, clock } = await talking();
    marta.desk.start('screen');
    await clock.advance(100);
    endedByBrowser(marta.pipeline.pictures.get('screen'));
    const late = Promise.withResolvers<void>();
    marta.devices.choose = () => late.promise.then(() => marta.devices.screen());
    marta.desk.resume();
    marta.desk.cancel();
    expect(marta.phase).to.include({ kind: 'paused', by: 'screen_gone' });
    late.resolve();
    await clock.advance(100);
    expect([marta.phase.kind, marta.devices.live]).to.deep.equal(['paused', 1]);
  });

  it('ends in good order when the disk is full or the computer too slow, says so, and keeps what there is', async () => {
    const { marta, clock } = await talking();
    for (const reason of ['no_room', 'too_slow', 'failed'] as const) {
      marta.desk.start('screen');
      await clock.advance(100);
      marta.pipeline.fail(reason);
      await clock.advance(100);
      if (reason === 'no_room') expect(marta.phase).to.include({ kind: 'stopped', why: 'no_room' });
      else expect(marta.phase).to.deep.equal({ kind: 'failed', why: { from: 'recorder', reason }, kept: true });
      expect(marta.devices.live).to.equal(0);
    }
    expect(marta.kept).to.deep.equal(['ready', 'ready', 'ready']);
  });

  it('keeps nothing of which nothing was recorded, and does not say that it did', async () => {
    const { marta, clock } = await talking();
    for (const reason of ['no_room', 'too_slow'] as const) {
      marta.desk.start('screen');
      await clock.advance(100);
      marta.pipeline.result = { length: 0, size: 0 };
      marta.pipeline.fail(reason);
      await clock.advance(100);
      expect(marta.phase).to.deep.equal({ kind: 'failed', why: { from: 'recorder', reason }, kept: false });
    }
    expect(marta.kept).to.deep.equal([]);
  });

  it('says why it can not begin, and leaves nothing open', async () => {
    const { marta, clock } = await talking();
    marta.make = async () => {
      throw Object.assign(new Error('no encoder'), { reason: 'unsupported' });
    };
    marta.desk.start('screen');
    await clock.advance(100);
    const why = { from: 'recorder', reason: 'unsupported' };
    expect(marta.phase).to.deep.equal({ kind: 'failed', why, kept: false });
    expect([marta.devices.live, marta.kept]).to.deep.equal([0, []]);
  });

  it('can be taken back at each moment before it runs', async () => {
    const { marta, clock } = await talking();
    const late = Promise.withResolvers<void>();
    marta.devices.choose = () => late.promise.then(() => marta.devices.screen());
    marta.desk.start('screen');
    marta.desk.cancel();
    expect(marta.phase.kind).to.equal('idle');
    late.resolve();
    await clock.advance(100);
    const ready = Promise.withResolvers<void>();
    marta.make = (pipeline) => ready.promise.then(() => pipeline);
    marta.desk.start('screen');
    await clock.advance(100);
    expect(marta.phase.kind).to.equal('starting');
    marta.desk.cancel();
    expect([marta.phase.kind, marta.devices.live]).to.deep.equal(['idle', 0]);
    ready.resolve();
    await clock.advance(100);
    expect([marta.phase.kind, marta.pipeline.finishes, marta.kept.length]).to.deep.equal(['idle', 1, 0]);
  });
});

describe('a recording while others can be heard', () => {
  it('begins when the other person has agreed and the service has acknowledged the start, and not before', async () => {
    const { marta, amelie, mine, theirs, clock, service, said } = await calling();
    const [camera, voice] = [pictureTrack(), soundTrack()];
    theirs.give('peer', { camera, microphone: voice });
    mine.give('own', { camera, microphone: voice });
    amelie.desk.start('call');
    await clock.advance(200);
    const until = clock.now() + 29_000;
    expect(amelie.phase).to.include({ kind: 'asking', what: 'call' });
    expect(amelie.phase.kind === 'asking' && amelie.phase.until).to.be.greaterThan(until);
    expect(marta.theirs).to.include({ kind: 'asks', what: 'call' });
    service.fault = (_name, asked) => (JSON.stringify(asked).includes('recording_started') ? 'lose' : null);
    marta.desk.answer(true);
    await clock.advance(200);
    expect([amelie.phase.kind, amelie.pipelines.length, amelie.kept.length]).to.deep.equal(['starting', 0, 0]);
    service.fault = () => null;
    await clock.advance(30_000);
    expect(amelie.phase).to.deep.include({ kind: 'failed', why: { from: 'service', reason: 'unavailable' } });
    expect(said()).to.deep.equal(['asked', 'agreed', 'refused cancelled']);
    amelie.desk.start('call');
    await clock.advance(200);
    marta.desk.answer(true);
    marta.desk.answer(true);
    await clock.advance(200);
    expect(amelie.phase.kind).to.equal('recording');
    expect(amelie.pipeline.pictures.get('peer')).to.equal(camera);
    expect(amelie.pipeline.sounds.get('peer')).to.equal(voice);
    expect(marta.theirs).to.include({ kind: 'records', what: 'call' });
    expect(said().slice(3)).to.deep.equal(['asked', 'agreed', 'started']);
  });

  it('follows sources that come and go, in the same recording, and never stops a track of the call', async () => {
    const { amelie, theirs, clock } = await recording();
    const tracks = [pictureTrack(), pictureTrack(), soundTrack()] as const;
    theirs.give('peer', { camera: tracks[0], microphone: tracks[2] });
    for (let round = 0; round < 2; round += 1) {
      theirs.give('own', { screen: tracks[1] });
      expect(amelie.pipeline.pictures.get('screen')).to.equal(tracks[1]);
      theirs.give('own', { screen: null });
      expect(amelie.pipeline.pictures.get('screen')).to.equal(null);
    }
    theirs.give('peer', { camera: null });
    expect(amelie.pipeline.pictures.get('peer')).to.equal(null);
    amelie.desk.stop();
    await clock.advance(200);
    expect([amelie.pipelines.length, amelie.devices.opened.length]).to.deep.equal([1, 0]);
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['live', 'live', 'live']);
  });

  it('shows the other side how far it is, and takes that away at the end', async () => {
    const { marta, amelie, clock, said } = await recording();
    amelie.pipeline.grow(3_000, 5_000);
    await clock.advance(1_000);
    const progress = { paused: false, length: 3_000, size: 5_000 };
    expect(marta.theirs).to.deep.equal({ kind: 'records', what: 'call', progress });
    amelie.desk.stop();
    await clock.advance(200);
    expect(marta.theirs).to.deep.equal({ kind: 'none' });
    expect(said()).to.deep.equal(['asked', 'agreed', 'started', 'stopped stopped']);
  });

  it('is refused politely, or by nobody answering', async () => {
    const { marta, amelie, clock, service, said } = await calling();
    amelie.desk.start('screen');
    await clock.advance(200);
    marta.desk.answer(false);
    await clock.advance(200);
    expect(amelie.phase).to.deep.equal({ kind: 'refused', why: 'refused' });
    expect([amelie.devices.live, amelie.pipelines.length]).to.deep.equal([0, 0]);
    amelie.desk.start('call');
    await clock.advance(30_000);
    service.endAsking();
    await clock.advance(200);
    expect(amelie.phase).to.deep.equal({ kind: 'refused', why: 'no_answer' });
    expect(said()).to.deep.equal(['asked', 'refused refused', 'asked', 'refused no_answer']);
  });

  it('is taken back by whoever asked', async () => {
    const { marta, amelie, clock, said } = await calling();
    amelie.desk.start('call');
    await clock.advance(200);
    amelie.desk.cancel();
    expect(amelie.phase.kind).to.equal('idle');
    await clock.advance(200);
    expect([marta.theirs.kind, said()]).to.deep.equal(['none', ['asked', 'refused cancelled']]);
  });

  it('takes its question back when it was given up before the service had answered, or when the answer was lost', async () => {
    const { marta, amelie, clock, service, said } = await calling();
    amelie.desk.start('call');
    expect(amelie.phase.kind).to.equal('starting');
    amelie.desk.cancel();
    await clock.advance(500);
    expect(said()).to.deep.equal(['asked', 'refused cancelled']);
    service.fault = (name) => (name === 'append' ? 'lose-answer' : null);
    amelie.desk.start('call');
    await clock.advance(30_000);
    expect(amelie.phase).to.deep.include({ why: { from: 'service', reason: 'unavailable' } });
    service.fault = () => null;
    await clock.advance(30_000);
    expect(said().slice(2)).to.deep.equal(['asked', 'refused cancelled']);
    expect(marta.theirs.kind).to.equal('none');
  });

  it('can be asked for again at once when the question was lost', async () => {
    const { marta, amelie, clock, service, said } = await calling();
    for (const fault of ['lose', 'lose-answer'] as const) {
      const before = said().length;
      service.fault = (name) => (name === 'append' ? fault : null);
      amelie.desk.start('call');
      await clock.advance(9_000);
      expect(amelie.phase.kind).to.equal('failed');
      service.fault = () => null;
      // Nothing is free as long as the lost one stands in the log; it is taken back then.
      await clock.advance(5_000);
      amelie.desk.start('call');
      await clock.advance(3_000);
      expect([amelie.phase.kind, marta.theirs.kind]).to.deep.equal(['asking', 'asks']);
      amelie.desk.cancel();
      await clock.advance(500);
      const once = ['asked', 'refused cancelled'];
      expect(said().slice(before)).to.deep.equal(fault === 'lose' ? once : [...once, ...once]);
    }
  });

  it('stops when the agreement is taken back, also when that was without a line at first', async () => {
    for (const hasLine of [true, false]) {
      const { marta, amelie, clock, lines, said } = await recording();
      if (!hasLine) lines.customer.line.drop();
      marta.desk.withdraw();
      marta.desk.withdraw();
      await clock.advance(hasLine ? 200 : 20_000);
      expect(amelie.phase).to.include({ kind: 'stopped', why: 'withdrawn' });
      expect([amelie.kept, said().at(-1)]).to.deep.equal([['ready'], 'stopped withdrawn']);
    }
  });

  it('never begins when the agreement is taken back while it is being got ready', async () => {
    const { marta, amelie, clock } = await calling();
    const ready = Promise.withResolvers<void>();
    amelie.make = (pipeline) => ready.promise.then(() => pipeline);
    amelie.desk.start('call');
    await clock.advance(200);
    marta.desk.answer(true);
    await clock.advance(200);
    marta.desk.withdraw();
    await clock.advance(200);
    expect(amelie.phase).to.deep.equal({ kind: 'refused', why: 'refused' });
    ready.resolve();
    await clock.advance(200);
    expect([amelie.pipeline.finishes, amelie.pipeline.seen.size, amelie.kept.length]).to.deep.equal([1, 0, 0]);
  });

  it('ends with the call', async () => {
    const { amelie, id, endCall, said } = await recording();
    await endCall(id);
    expect(amelie.phase).to.include({ kind: 'stopped', why: 'call_over' });
    expect(said().at(-1)).to.equal('stopped call_over');
  });

  it('ends when another window has taken the call over', async () => {
    const { amelie, clock, said } = await recording();
    amelie.call.set(null);
    await clock.advance(200);
    expect(amelie.phase).to.include({ kind: 'stopped', why: 'call_over' });
    expect(said().at(-1)).to.equal('stopped stopped');
  });

  it('stops at once without a line, and the log hears of it when that is back', async () => {
    const { marta, amelie, clock, lines, said } = await recording();
    lines.agent.line.drop();
    amelie.desk.stop();
    await clock.advance(100);
    expect(amelie.phase).to.include({ kind: 'stopped', why: 'person' });
    await clock.advance(30_000);
    expect([said().at(-1), marta.theirs.kind]).to.deep.equal(['stopped stopped', 'none']);
  });

  it('can be answered again when the answer did not come through', async () => {
    const { marta, amelie, clock, service, said } = await calling();
    amelie.desk.start('call');
    await clock.advance(200);
    service.fault = (name) => (name === 'append' ? 'unavailable' : null);
    marta.desk.answer(true);
    await clock.advance(1_000);
    expect([marta.theirs.kind, amelie.phase.kind]).to.deep.equal(['asks', 'asking']);
    service.fault = () => null;
    marta.desk.answer(true);
    await clock.advance(200);
    expect([amelie.phase.kind, said()]).to.deep.equal(['recording', ['asked', 'agreed', 'started']]);
  });

  it('says in the log that it could not begin', async () => {
    const { marta, amelie, clock, said } = await calling();
    amelie.make = async () => {
      throw Object.assign(new Error('full'), { reason: 'no_room' });
    };
    amelie.desk.start('call');
    await clock.advance(200);
    marta.desk.answer(true);
    await clock.advance(500);
    expect(amelie.phase).to.deep.include({ kind: 'failed', why: { from: 'recorder', reason: 'no_room' } });
    expect(said().at(-1)).to.equal('stopped failed');
  });

  it('says in the log why it stopped by itself', async () => {
    const said: (string | undefined)[] = [];
    for (const reason of ['no_room', 'too_slow'] as const) {
      const all = await recording();
      all.amelie.pipeline.fail(reason);
      await all.clock.advance(200);
      said.push(all.said().at(-1));
    }
    expect(said).to.deep.equal(['stopped no_room', 'stopped failed']);
  });

  it('is refused while one runs already', async () => {
    const { marta, amelie, clock } = await calling();
    marta.desk.start('call');
    amelie.desk.start('call');
    await clock.advance(200);
    const busy = { kind: 'failed', why: { from: 'service', reason: 'busy' }, kept: false };
    expect([marta.phase.kind, amelie.phase]).to.deep.equal(['asking', busy]);
    expect(amelie.desk.getState().can).to.deep.equal({ screen: false, call: false });
  });
});

describe('a screen that is shared in the call', () => {
  async function sharing() {
    const all = await calling();
    const shared = pictureTrack();
    all.theirs.give('own', { screen: shared });
    all.amelie.desk.start('screen');
    await all.clock.advance(200);
    all.marta.desk.answer(true);
    await all.clock.advance(200);
    return { ...all, shared };
  }

  it('is recorded as it is, without a second question, and stays the call’s', async () => {
    const { amelie, clock, shared } = await sharing();
    expect([amelie.devices.captures, amelie.pipeline.pictures.get('screen')]).to.deep.equal([0, shared]);
    amelie.desk.stop();
    await clock.advance(200);
    expect(shared.readyState).to.equal('live');
  });

  it('pauses the recording when it ends, and is followed when it becomes another one', async () => {
    const { amelie, theirs } = await sharing();
    const other = pictureTrack();
    theirs.give('own', { screen: other });
    expect([amelie.phase.kind, amelie.pipeline.pictures.get('screen')]).to.deep.equal(['recording', other]);
    theirs.give('own', { screen: null });
    expect(amelie.phase).to.include({ kind: 'paused', by: 'screen_gone' });
  });
});

describe('a call that begins while a screen is recorded', () => {
  async function interrupted(before: (pipeline: ScriptedPipeline) => void = () => {}) {
    const all = await talking();
    all.amelie.desk.start('screen');
    await all.clock.advance(100);
    before(all.amelie.pipeline);
    const call = await all.beginCall();
    const voice = soundTrack();
    call.theirs.give('peer', { microphone: voice });
    await all.clock.advance(200);
    return { ...all, ...call, voice };
  }

  it('pauses it and asks; nothing of the other person goes in before they have agreed', async () => {
    const { amelie, marta, clock, voice } = await interrupted();
    expect(amelie.phase).to.include({ kind: 'paused', by: 'call' });
    expect(amelie.pipeline.isPaused).to.equal(true);
    expect(marta.theirs).to.include({ kind: 'asks', what: 'screen' });
    expect(amelie.pipeline.seen.has(voice)).to.equal(false);
    expect(amelie.devices.opened[2]?.readyState, 'the call has a microphone of its own').to.equal('ended');
    marta.desk.answer(true);
    await clock.advance(200);
    expect([amelie.phase.kind, amelie.pipeline.isPaused]).to.deep.equal(['recording', false]);
    expect([amelie.pipeline.sounds.get('peer'), amelie.pipelines.length]).to.deep.equal([voice, 1]);
    expect(amelie.kept).to.deep.equal(['recording']);
  });

  it('ends it when they refuse, and keeps what there was', async () => {
    const { amelie, marta, clock, voice, said } = await interrupted();
    marta.desk.answer(false);
    await clock.advance(200);
    expect([amelie.phase.kind, amelie.kept, amelie.devices.live]).to.deep.equal(['stopped', ['ready'], 0]);
    expect(amelie.phase).to.include({ kind: 'stopped', why: 'not_agreed' });
    expect([amelie.pipeline.seen.has(voice), said()]).to.deep.equal([false, ['asked', 'refused refused']]);
  });

  it('ends it when nobody can be asked, says why, and keeps what there was', async () => {
    const all = await talking();
    all.amelie.desk.start('screen');
    await all.clock.advance(100);
    all.service.fault = (_name, asked) => (JSON.stringify(asked).includes('recording_asked') ? 'unavailable' : null);
    await all.beginCall();
    await all.clock.advance(500);
    const why = { from: 'service', reason: 'unavailable' };
    expect(all.amelie.phase).to.deep.equal({ kind: 'failed', why, kept: true });
  });

  it('leaves it paused where the person had paused it, and wants a screen where there is none', async () => {
    const paused = await talking();
    paused.amelie.desk.start('screen');
    await paused.clock.advance(100);
    paused.amelie.desk.pause();
    await paused.beginCall();
    paused.marta.desk.answer(true);
    await paused.clock.advance(500);
    expect(paused.amelie.phase).to.include({ kind: 'paused', by: 'person' });
    const gone = await interrupted();
    endedByBrowser(gone.amelie.pipeline.pictures.get('screen'));
    gone.marta.desk.answer(true);
    await gone.clock.advance(500);
    expect(gone.amelie.phase).to.include({ kind: 'paused', by: 'screen_gone' });
  });

  it('has the other person asked first, also when another screen is chosen at that moment', async () => {
    const all = await talking();
    all.amelie.desk.start('screen');
    await all.clock.advance(100);
    endedByBrowser(all.amelie.pipeline.pictures.get('screen'));
    const late = Promise.withResolvers<void>();
    all.amelie.devices.choose = () => late.promise.then(() => all.amelie.devices.screen());
    all.amelie.desk.resume();
    await all.beginCall();
    late.resolve();
    await all.clock.advance(200);
    expect([all.amelie.phase.kind, all.amelie.pipeline.isPaused]).to.deep.equal(['paused', true]);
    all.marta.desk.answer(true);
    await all.clock.advance(200);
    expect(all.amelie.phase.kind).to.equal('recording');
  });

  it('is told nothing of it before it has agreed', async () => {
    const { theirs, clock } = await interrupted();
    await clock.advance(3_000);
    expect(theirs.told).to.deep.equal([]);
  });
});

describe('a page that dies while it records', () => {
  it('is missed by another page of the same browser, which says so, and offers what was saved', async () => {
    const { marta, amelie, clock, customerTab, said, beginCall } = await talking();
    const other = await customerTab();
    await beginCall();
    marta.desk.start('call');
    await clock.advance(200);
    amelie.desk.answer(true);
    await clock.advance(200);
    expect([marta.phase.kind, other.theirs.kind]).to.deep.equal(['recording', 'none']);
    expect(other.desk.getState().can).to.deep.equal({ screen: false, call: false });
    await clock.advance(5_000);
    expect(said().at(-1), 'it lives').to.equal('started');
    marta.die();
    await clock.advance(500);
    expect(said().at(-1)).to.equal('stopped gone');
    expect(other.desk.getState().recovered).to.include({ length: 3_000 });
    other.desk.dismiss();
    expect(other.desk.getState().recovered).to.equal(null);
  });

  it('has its question taken back when it dies while it asks', async () => {
    const { marta, clock, customerTab, said, beginCall } = await talking();
    await customerTab();
    await beginCall();
    marta.desk.start('call');
    await clock.advance(200);
    marta.die();
    await clock.advance(500);
    expect(said()).to.deep.equal(['asked', 'refused cancelled']);
  });

  it('is not taken for dead by the same person’s other browser, which can not know', async () => {
    const { marta, amelie, clock, browsers, said, beginCall, customerTab } = await talking();
    const laptop = memoryBrowser(clock);
    for (const key of browsers.customer.disk.keys('')) {
      laptop.disk.set(key, browsers.customer.disk.get(key) ?? '');
    }
    const other = await customerTab(laptop);
    await beginCall();
    marta.desk.start('call');
    await clock.advance(200);
    amelie.desk.answer(true);
    await clock.advance(5_000);
    expect(other.conversation.getState().state?.id).to.equal(marta.conversation.getState().state?.id);
    expect([marta.phase.kind, said().at(-1)]).to.deep.equal(['recording', 'started']);
  });
});

describe('a recorder that is closed', () => {
  it('leaves nothing open, whatever it was at', async () => {
    const moments = {
      choosing: async () => {
        const all = await talking();
        const late = Promise.withResolvers<void>();
        all.amelie.devices.choose = () => late.promise.then(() => all.amelie.devices.screen());
        all.amelie.desk.start('screen');
        return { ...all, goOn: () => late.resolve() };
      },
      asking: async () => {
        const all = await calling();
        all.amelie.desk.start('screen');
        await all.clock.advance(200);
        return { ...all, goOn: () => {} };
      },
      starting: async () => {
        const all = await talking();
        const ready = Promise.withResolvers<void>();
        all.amelie.make = (pipeline) => ready.promise.then(() => pipeline);
        all.amelie.desk.start('screen');
        await all.clock.advance(100);
        return { ...all, goOn: () => ready.resolve() };
      },
      recording: async () => ({ ...(await recording('screen')), goOn: () => {} }),
      stopping: async () => {
        const all = await recording('screen');
        const written = Promise.withResolvers<void>();
        all.amelie.pipeline.written = written.promise;
        all.amelie.desk.stop();
        return { ...all, goOn: () => written.resolve() };
      },
    };
    for (const [phase, begin] of Object.entries(moments)) {
      const { amelie, clock, goOn, said } = await begin();
      expect(amelie.phase.kind).to.equal(phase);
      amelie.desk.dispose();
      goOn();
      await clock.advance(500);
      expect(amelie.devices.live, phase).to.equal(0);
      expect(
        amelie.pipelines.every(({ finishes }) => finishes === 1),
        phase,
      ).to.equal(true);
      expect(said().at(-1) ?? 'nothing', phase).to.match(/^(nothing|refused cancelled|stopped stopped)$/);
      expect(amelie.desk.progress.getState().length, phase).to.equal(0);
    }
  });

  it('keeps its recording for itself until the last byte is written', async () => {
    const { amelie, clock, browsers } = await recording('screen');
    const written = Promise.withResolvers<void>();
    amelie.pipeline.written = written.promise;
    amelie.desk.dispose();
    let heir = 'waits';
    const { options } = amelie.pipeline;
    void browsers.agent.tab().locks.exclusive(`recording/${options.id}`, async () => {
      heir = 'has it';
    });
    await clock.advance(500);
    expect(heir).to.equal('waits');
    written.resolve();
    await clock.advance(500);
    expect(heir).to.equal('has it');
  });
});
