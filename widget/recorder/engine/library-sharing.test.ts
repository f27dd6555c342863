import { expect } from 'chai';
import { libraryWorld, type RunningUpload } from './testing/library-world.ts';

const last = (uploads: readonly RunningUpload[]): RunningUpload => {
  const upload = uploads.at(-1);
  if (!upload) throw new Error('nothing is being sent');
  return upload;
};

describe('sharing a recording', () => {
  it('sends it, shows how far it is, and tells the conversation when it is there', async () => {
    const world = libraryWorld();
    const { library, item } = await world.tabWith('a');
    library.rename('a', 'Gear box');
    library.share('a');
    await world.clock.settle();
    const { asked, started, progress, end } = last(world.uploads);
    expect(asked).to.include({ name: 'Gear box.webm', type: 'video/webm', length: 5_000, url: null });
    expect(asked.conversation).to.equal('conversation-1');
    started('/upload/1');
    progress(4);
    expect(item('a')?.share).to.deep.equal({ kind: 'sending', sent: 4 });
    expect(world.announced).to.deep.equal([]);
    end({ ok: true, file: 'file-1' });
    await world.clock.settle();
    expect(world.announced).to.deep.equal([{ event: 'event-1', conversation: 'conversation-1', file: 'file-1' }]);
    expect(item('a')?.share.kind).to.equal('shared');
  });

  it('goes on after a reload where it was', async () => {
    const world = libraryWorld();
    const before = await world.tabWith('a');
    before.library.share('a');
    await world.clock.settle();
    last(world.uploads).started('/upload/1');
    await world.clock.advance(2_000);
    last(world.uploads).progress(3);
    await world.clock.settle();
    before.die();
    world.isOnline = false;
    const { library, item } = world.tab();
    await world.clock.settle();
    expect(item('a')?.share).to.deep.equal({ kind: 'waiting', sent: 3 });
    world.isOnline = true;
    library.pump();
    await world.clock.settle();
    expect(world.uploads.length).to.equal(2);
    expect(last(world.uploads).asked.url).to.equal('/upload/1');
    last(world.uploads).end({ ok: true, file: 'file-1' });
    await world.clock.settle();
    expect(item('a')?.share.kind).to.equal('shared');
  });

  it('only tells the conversation when everything had arrived before the reload', async () => {
    const world = libraryWorld();
    const before = await world.tabWith('a');
    world.announce = () => new Promise(() => {});
    before.library.share('a');
    await world.clock.settle();
    last(world.uploads).end({ ok: true, file: 'file-1' });
    await world.clock.settle();
    before.die();
    world.announce = async () => ({ ok: true });
    const { item } = world.tab();
    await world.clock.settle();
    expect(world.uploads.length).to.equal(1);
    expect(world.announced.map(({ event }) => event)).to.deep.equal(['event-1', 'event-1']);
    expect(item('a')?.share.kind).to.equal('shared');
  });

  it('goes on by itself after the line was lost', async () => {
    const world = libraryWorld();
    const { library, item } = await world.tabWith('a');
    library.share('a');
    await world.clock.settle();
    last(world.uploads).started('/upload/1');
    last(world.uploads).progress(2);
    last(world.uploads).end({ ok: false, reason: 'lost' });
    await world.clock.settle();
    expect(item('a')?.share.kind).to.equal('waiting');
    await world.clock.advance(6_000);
    expect(world.uploads.length).to.equal(2);
    expect(last(world.uploads).asked.url).to.equal('/upload/1');
  });

  it('is one recording at a time, by one tab at a time', async () => {
    const world = libraryWorld();
    const here = await world.tabWith('a', 'b');
    const there = world.tab();
    await world.clock.settle();
    here.library.share('a');
    there.library.share('b');
    await world.clock.advance(100);
    expect(world.uploads.map(({ asked }) => asked.id)).to.deep.equal(['a']);
    expect(there.item('b')?.share.kind).to.equal('waiting');
    last(world.uploads).end({ ok: true, file: 'file-1' });
    await world.clock.advance(100);
    expect(world.uploads.map(({ asked }) => asked.id)).to.deep.equal(['a', 'b']);
  });

  it('is taken over by another tab when the one that sends is closed', async () => {
    const world = libraryWorld();
    const here = await world.tabWith('a');
    const there = world.tab();
    here.library.share('a');
    await world.clock.advance(100);
    last(world.uploads).started('/upload/1');
    await world.clock.settle();
    here.die();
    await world.clock.advance(100);
    expect(last(world.uploads).asked.url).to.equal('/upload/1');
    expect(there.item('a')?.share.kind).to.equal('sending');
  });

  it('is over when it is taken back, also from another tab', async () => {
    const world = libraryWorld();
    const here = await world.tabWith('a');
    const there = world.tab();
    here.library.share('a');
    await world.clock.advance(100);
    there.library.cancelShare('a');
    await world.clock.advance(100);
    expect(last(world.uploads).signal.aborted).to.equal(true);
    expect([here.item('a')?.share.kind, there.item('a')?.share.kind]).to.deep.equal(['none', 'none']);
    here.library.share('a');
    await world.clock.advance(100);
    expect(last(world.uploads).asked.url).to.equal(null);
  });

  it('stops with the reason of a refusal, and goes on when that is asked for', async () => {
    const world = libraryWorld();
    const { library, item } = await world.tabWith('a');
    library.share('a');
    await world.clock.settle();
    last(world.uploads).end({ ok: false, reason: 'file_size' });
    await world.clock.settle();
    expect(item('a')?.share).to.deep.equal({ kind: 'failed', reason: 'file_size' });
    library.retry();
    await world.clock.settle();
    expect(world.uploads.length).to.equal(2);
    expect(item('a')?.share.kind).to.equal('sending');
  });

  it('sends it once more when the service threw it away before it was announced', async () => {
    const world = libraryWorld();
    const { library, item } = await world.tabWith('a');
    world.announce = async () => ({ ok: false, reason: 'not_found' });
    library.share('a');
    await world.clock.settle();
    last(world.uploads).end({ ok: true, file: 'file-1' });
    await world.clock.settle();
    expect(world.uploads.length).to.equal(2);
    last(world.uploads).end({ ok: true, file: 'file-2' });
    await world.clock.settle();
    expect(world.uploads.length).to.equal(2);
    expect(item('a')?.share).to.deep.equal({ kind: 'failed', reason: 'not_found' });
  });

  it('waits for whoever shared it', async () => {
    const world = libraryWorld();
    world.owner = 'agent-1';
    const before = await world.tabWith('a');
    world.isOnline = false;
    before.library.share('a');
    await world.clock.settle();
    before.die();
    world.isOnline = true;
    world.owner = 'agent-2';
    const { library } = world.tab();
    await world.clock.settle();
    expect(world.uploads.length).to.equal(0);
    world.owner = 'agent-1';
    library.pump();
    await world.clock.settle();
    expect(world.uploads.length).to.equal(1);
  });

  it('pauses while it is removed, and goes on where it was when that is undone', async () => {
    const world = libraryWorld();
    const { library } = await world.tabWith('a');
    library.share('a');
    await world.clock.settle();
    last(world.uploads).started('/upload/1');
    await world.clock.settle();
    library.remove('a');
    expect(last(world.uploads).signal.aborted).to.equal(true);
    await world.clock.settle();
    library.restore('a');
    await world.clock.settle();
    expect(world.uploads.length).to.equal(2);
    expect(last(world.uploads).asked.url).to.equal('/upload/1');
  });

  it('can be done again for another conversation, and not for the same', async () => {
    const world = libraryWorld();
    const { library } = await world.tabWith('a');
    library.share('a');
    await world.clock.settle();
    last(world.uploads).end({ ok: true, file: 'file-1' });
    await world.clock.settle();
    library.share('a');
    await world.clock.settle();
    expect(world.uploads.length).to.equal(1);
    world.conversation = 'conversation-2';
    library.share('a');
    await world.clock.settle();
    expect(last(world.uploads).asked.conversation).to.equal('conversation-2');
  });
});
