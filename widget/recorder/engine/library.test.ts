import { expect } from 'chai';
import { FILE_NAME_MAX_CHARS } from '../../../signaling/protocol/limits.ts';
import { wipeRecordings } from './library.ts';
import { libraryWorld } from './testing/library-world.ts';

describe('the library of recordings', () => {
  it('shows a recording while it runs and when it is done, in every tab, newest first', async () => {
    const world = libraryWorld();
    const here = world.tab();
    const there = world.tab();
    await world.begin(here.library, 'a');
    await world.clock.advance(10);
    expect(there.item('a')?.state.kind).to.equal('recording');
    await here.library.finished('a', { length: 5_000, size: 6, format: 'webm' });
    await world.clock.advance(1_000);
    await world.record(here, 'b');
    await world.clock.advance(10);
    for (const tab of [here, there]) {
      expect(tab.items().map(({ id }) => id)).to.deep.equal(['b', 'a']);
      expect(tab.item('a')).to.deep.include({ length: 5_000, size: 6, format: 'webm', state: { kind: 'ready' } });
      expect(tab.item('a')?.thumbnail?.type).to.equal('image/jpeg');
    }
  });

  it('keeps nothing of a recording in which nothing was recorded', async () => {
    const world = libraryWorld();
    const { library, items } = world.tab();
    await world.begin(library, 'a');
    await library.finished('a', { length: 0, size: 0 });
    expect(items()).to.deep.equal([]);
    expect([...world.files.blobs.keys()]).to.deep.equal([]);
  });

  it('is failed where the browser lets it read nothing', async () => {
    const world = libraryWorld();
    const tab = world.index.tab;
    world.index.tab = () => ({ ...tab(), all: () => Promise.reject(new Error('blocked')) });
    const { library } = world.tab();
    await world.clock.settle();
    expect(library.getState().phase.kind).to.equal('failed');
  });

  it('opens a recording as a film, and none that is gone', async () => {
    const world = libraryWorld();
    const { library } = await world.tabWith('a');
    const blob = await library.open('a');
    expect([blob?.type, await blob?.text()]).to.deep.equal(['video/webm', 'a film']);
    expect(await library.open('b')).to.equal(null);
  });

  it('saves a recording under its name', async () => {
    const world = libraryWorld();
    const { library } = await world.tabWith('a', 'b');
    library.rename('a', '  The fault in the gear box ');
    await world.clock.settle();
    await library.download('a');
    await library.download('b');
    expect(world.saved.map(({ name }) => name)).to.deep.equal(['The fault in the gear box.webm', 'Recording.webm']);
  });

  it('cuts a name that is too long, and takes an empty one for none', async () => {
    const world = libraryWorld();
    const { library, item } = await world.tabWith('a');
    library.rename('a', 'x'.repeat(500));
    await world.clock.settle();
    expect(item('a')?.name.length).to.equal(FILE_NAME_MAX_CHARS);
    library.rename('a', '   ');
    await world.clock.settle();
    expect(item('a')?.name).to.equal('');
  });

  it('loses no change when two tabs change one recording at once', async () => {
    const world = libraryWorld();
    const here = await world.tabWith('a');
    const there = world.tab();
    await world.clock.settle();
    here.library.rename('a', 'Renamed');
    there.library.share('a');
    await world.clock.advance(100);
    for (const { item } of [here, there]) {
      expect(item('a')?.name).to.equal('Renamed');
      expect(item('a')?.share.kind).to.not.equal('none');
    }
  });

  it('tells the room that is left, also while it shrinks', async () => {
    const world = libraryWorld();
    const { library } = world.tab();
    await world.clock.settle();
    expect(library.getState().room).to.equal(1_000_000);
    await world.begin(library, 'a');
    world.room = 400_000;
    await world.clock.advance(6_000);
    expect(library.getState().room).to.equal(400_000);
    await library.finished('a', { length: 5_000, size: 6 });
    expect(world.clock.waiting).to.equal(0);
  });

  it('forgets everything when its person logs out, in all tabs', async () => {
    const world = libraryWorld();
    const here = await world.tabWith('a', 'b');
    const there = world.tab();
    await world.clock.settle();
    await wipeRecordings({ index: world.index.tab(), files: world.files });
    await world.clock.advance(10);
    expect([here.items(), there.items()]).to.deep.equal([[], []]);
    expect(world.files.blobs.size).to.equal(0);
  });

  it('keeps nothing of a recording that ran when its person logged out', async () => {
    const world = libraryWorld();
    const { library, items } = world.tab();
    await world.begin(library, 'a');
    const { remove } = world.files;
    world.files.remove = () => Promise.reject(new Error('it is being written'));
    await wipeRecordings({ index: world.index.tab(), files: world.files });
    world.files.remove = remove;
    await library.finished('a', { length: 5_000, size: 6, format: 'webm' });
    await world.clock.advance(10);
    expect(items()).to.deep.equal([]);
    expect(world.files.blobs.size).to.equal(0);
  });
});

describe('a removed recording', () => {
  it('goes from the list at once, and from the disk after a while', async () => {
    const world = libraryWorld();
    const { library, items } = await world.tabWith('a');
    library.remove('a');
    expect(items()).to.deep.equal([]);
    await world.clock.advance(7_000);
    expect(world.files.blobs.has('a')).to.equal(true);
    await world.clock.advance(1_500);
    expect([world.files.blobs.size, world.index.entries.size]).to.deep.equal([0, 0]);
  });

  it('is back as it was when that is asked for', async () => {
    const world = libraryWorld();
    const { library, item } = await world.tabWith('a');
    const before = item('a');
    library.remove('a');
    library.restore('a');
    await world.clock.advance(20_000);
    expect(item('a')).to.deep.equal(before);
    expect(world.files.blobs.has('a')).to.equal(true);
  });

  it('is gone when the list is left', async () => {
    const world = libraryWorld();
    const { library } = await world.tabWith('a');
    library.remove('a');
    library.settle();
    await world.clock.settle();
    expect([world.files.blobs.size, world.index.entries.size]).to.deep.equal([0, 0]);
  });

  it('is whole when the tab died before it was gone', async () => {
    const world = libraryWorld();
    const tab = await world.tabWith('a');
    tab.library.remove('a');
    tab.die();
    await world.clock.advance(20_000);
    const next = world.tab();
    await world.clock.settle();
    expect(next.item('a')?.state.kind).to.equal('ready');
    expect(await (await next.library.open('a'))?.text()).to.equal('a film');
  });

  it('is not one that still runs', async () => {
    const world = libraryWorld();
    const { library, item } = world.tab();
    await world.begin(library, 'a');
    library.remove('a');
    await world.clock.advance(10_000);
    expect(item('a')?.state.kind).to.equal('recording');
  });
});

describe('a recording whose tab died', () => {
  it('is made whole by the next page, and is new until somebody looks at it', async () => {
    const world = libraryWorld();
    const dead = world.tab();
    await world.begin(dead.library, 'a');
    dead.die();
    const { promise: isRepaired, resolve } = Promise.withResolvers<void>();
    world.repair = async () => {
      await isRepaired;
      return { kind: 'whole', length: 4_000, size: 5, format: 'mp4' };
    };
    const { library, item } = world.tab();
    await world.clock.settle();
    expect(item('a')?.state.kind).to.equal('repairing');
    resolve();
    await world.clock.settle();
    expect(item('a')).to.deep.include({ length: 4_000, size: 5, format: 'mp4', state: { kind: 'recovered' } });
    expect(item('a')?.thumbnail).to.be.instanceOf(Blob);
    await library.open('a');
    expect(item('a')?.state.kind).to.equal('ready');
  });

  it('is made whole by a tab that is open already, and by one alone', async () => {
    const world = libraryWorld();
    let repairs = 0;
    world.repair = async () => {
      repairs += 1;
      return { kind: 'whole', length: 4_000, size: 5, format: 'mp4' };
    };
    const dead = world.tab();
    const others = [world.tab(), world.tab()];
    await world.begin(dead.library, 'a');
    await world.clock.advance(5_000);
    expect(repairs).to.equal(0);
    dead.die();
    await world.clock.advance(100);
    expect(repairs).to.equal(1);
    for (const { item } of others) expect(item('a')?.state.kind).to.equal('recovered');
  });

  it('is left alone while it lives', async () => {
    const world = libraryWorld();
    world.repair = () => Promise.reject(new Error('nobody asked'));
    const here = world.tab();
    await world.begin(here.library, 'a');
    const there = world.tab();
    await world.clock.advance(60_000);
    expect(there.item('a')?.state.kind).to.equal('recording');
    await here.library.finished('a', { length: 60_000, size: 6 });
    await world.clock.advance(100);
    expect(there.item('a')?.state.kind).to.equal('ready');
  });

  it('is broken when nothing in it can be played, and can only be removed', async () => {
    const world = libraryWorld();
    const dead = world.tab();
    await world.begin(dead.library, 'a');
    dead.die();
    world.repair = async () => ({ kind: 'nothing', size: 6 });
    const { library, item } = world.tab();
    await world.clock.settle();
    expect(item('a')).to.deep.include({ state: { kind: 'broken' }, size: 6 });
    library.share('a');
    await world.clock.settle();
    expect(item('a')?.share.kind).to.equal('none');
    library.remove('a');
    library.settle();
    await world.clock.settle();
    expect(world.files.blobs.size).to.equal(0);
  });

  it('leaves no trace when nothing had been written', async () => {
    const world = libraryWorld();
    const dead = world.tab();
    await world.begin(dead.library, 'a');
    dead.die();
    world.repair = async () => ({ kind: 'nothing', size: 0 });
    const { items } = world.tab();
    await world.clock.settle();
    expect(items()).to.deep.equal([]);
    expect([world.files.blobs.size, world.index.entries.size]).to.deep.equal([0, 0]);
  });

  it('is repaired by the next page when the one that repaired it died too', async () => {
    const world = libraryWorld();
    const dead = world.tab();
    await world.begin(dead.library, 'a');
    dead.die();
    const repaired = world.repair;
    world.repair = () => new Promise(() => {});
    const second = world.tab();
    await world.clock.settle();
    second.die();
    world.repair = repaired;
    const third = world.tab();
    await world.clock.advance(10);
    expect(third.item('a')?.state.kind).to.equal('recovered');
  });

  it('is tried again when it could not be read, and given up at last', async () => {
    const world = libraryWorld();
    const dead = world.tab();
    await world.begin(dead.library, 'a');
    dead.die();
    let repairs = 0;
    world.repair = () => {
      repairs += 1;
      return Promise.reject(new Error('locked'));
    };
    const { item } = world.tab();
    await world.clock.advance(60_000);
    expect(repairs).to.equal(3);
    expect(item('a')?.state.kind).to.equal('broken');
  });
});

describe('what belongs to nothing', () => {
  it('is tidied up: files without a recording, halves of repairs, recordings without a file', async () => {
    const world = libraryWorld();
    const first = await world.tabWith('a', 'b');
    first.die();
    world.files.blobs.set('stray', new Blob(['?']));
    world.files.blobs.set('a.part', new Blob(['?']));
    world.files.blobs.delete('b');
    const { items } = world.tab();
    await world.clock.advance(10);
    expect(items().map(({ id }) => id)).to.deep.equal(['a']);
    expect([...world.files.blobs.keys()]).to.deep.equal(['a']);
  });

  it('is not what another tab is about to record', async () => {
    const world = libraryWorld();
    const here = world.tab();
    const there = world.tab();
    await world.begin(here.library, 'a');
    await world.clock.advance(100);
    expect(world.files.blobs.has('a')).to.equal(true);
    expect(there.item('a')?.state.kind).to.equal('recording');
  });

  it('stays where it is when the files can not be listed', async () => {
    const world = libraryWorld();
    const first = await world.tabWith('a');
    first.die();
    world.files.list = () => Promise.reject(new Error('not now'));
    const { items } = world.tab();
    await world.clock.advance(10);
    expect(items().map(({ id }) => id)).to.deep.equal(['a']);
  });
});
