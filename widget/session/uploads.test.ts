import { expect } from 'chai';
import type { Attachment } from '../../signaling/protocol/events.ts';
import { ATTACHMENT_MAX_BYTES } from '../../signaling/protocol/limits.ts';
import type { AppendRequest } from '../../signaling/protocol/schemas.ts';
import type { MemoryTab } from './testing/memory-browser.ts';
import type { SmallService } from './testing/small-service.ts';
import { customerTab, world } from './testing/tabs.ts';
import { LOST, type Reply } from './transport.ts';
import type { FileLike } from './types.ts';
import type { Uploader, UploadItem } from './uploads.ts';

const picture = (name = 'scratch.png'): FileLike => ({
  name,
  type: 'image/png',
  size: 1_000,
  blob: new Blob(['x'.repeat(1_000)], { type: 'image/png' }),
  width: 40,
  height: 30,
  preview: `blob:${name}`,
});

/** An uploader that waits for the test. */
function slowUploader() {
  const running: {
    file: UploadItem & { blob: Blob };
    progress: (sent: number) => void;
    end: (reply: Reply<{ attachment: Attachment }>) => void;
  }[] = [];
  const released: string[] = [];
  let aborted = 0;
  const uploader: Uploader = {
    upload: (file, { progress, signal }) =>
      new Promise((resolve) => {
        running.push({ file, progress, end: resolve });
        signal.addEventListener('abort', () => {
          aborted += 1;
          resolve(LOST);
        });
      }),
    release: (preview) => void released.push(preview),
  };
  const arrived = (index: number) => {
    const { file, end } = running[index]!;
    end({ ok: true, attachment: { id: `stored-${file.id}`, name: file.name, type: 'image/png', size: file.size } });
  };
  return { uploader, running, arrived, released, aborted: () => aborted };
}

/** A browser that is full, as one of its tabs sees it. */
function withoutRoom(tab: MemoryTab): MemoryTab {
  const put = () => Promise.reject(new Error('The quota is exceeded'));
  return { ...tab, files: { ...tab.files, put } };
}

/** The service finds no file of any attachment while `missing` says so. */
const missingAttachments =
  (missing: () => boolean): SmallService['fault'] =>
  (name, payload) =>
    name === 'append' && (payload as AppendRequest).body.type === 'attachment' && missing() ? 'not_found' : null;

describe('uploads', () => {
  it('show how far a file is, and end as an attachment in the conversation', async () => {
    const all = world();
    const { uploader, running, arrived, released } = slowUploader();
    const { session } = await customerTab(all, { uploader });
    session.current.attach(picture());
    await all.clock.advance(100);
    expect(session.current.getState().uploads[0]).to.deep.include({
      name: 'scratch.png',
      preview: 'blob:scratch.png',
      phase: { kind: 'uploading', sent: 0 },
    });
    running[0]!.progress(600);
    expect(session.current.getState().uploads[0]?.phase).to.deep.equal({ kind: 'uploading', sent: 600 });
    arrived(0);
    await all.clock.advance(1_000);
    expect(session.current.getState().uploads).to.deep.equal([]);
    expect(session.current.getState().events.map(({ type }) => type)).to.deep.equal(['attachment']);
    expect(released).to.deep.equal(['blob:scratch.png']);
    expect(all.browser.disk.keys('upload/')).to.deep.equal([]);
  });

  it('do not hold up what is written meanwhile', async () => {
    const all = world();
    const { uploader, arrived } = slowUploader();
    const { session } = await customerTab(all, { uploader });
    session.current.attach(picture());
    session.current.send('Here is the scratch');
    await all.clock.advance(1_000);
    expect(all.service.texts()).to.deep.equal(['Here is the scratch']);
    arrived(0);
    await all.clock.advance(1_000);
    expect(all.service.latest.main.map(({ type }) => type)).to.deep.equal(['message', 'attachment']);
  });

  it('are refused at once when the type is forbidden or the size is', async () => {
    const all = world();
    const { uploader, running } = slowUploader();
    const { session } = await customerTab(all, { uploader });
    const attach = (change: Partial<FileLike>) => session.current.attach({ ...picture(), ...change });
    expect(attach({ type: 'application/x-msdownload' })).to.deep.equal({ ok: false, reason: 'file_type' });
    expect(attach({ size: ATTACHMENT_MAX_BYTES + 1 })).to.deep.equal({ ok: false, reason: 'file_size' });
    expect(attach({ size: 0 })).to.deep.equal({ ok: false, reason: 'file_size' });
    await all.clock.advance(1_000);
    expect(running).to.have.length(0);
    expect(attach({ size: ATTACHMENT_MAX_BYTES })).to.include({ ok: true });
  });

  it('stop when they are cancelled, and the next one begins', async () => {
    const all = world();
    const { uploader, running, arrived, aborted } = slowUploader();
    const { session } = await customerTab(all, { uploader });
    const first = session.current.attach(picture('first.png'));
    session.current.attach(picture('second.png'));
    await all.clock.advance(100);
    if (first.ok) session.current.cancelUpload(first.id);
    await all.clock.advance(100);
    expect(aborted()).to.equal(1);
    expect(running.map(({ file }) => file.name)).to.deep.equal(['first.png', 'second.png']);
    arrived(1);
    await all.clock.advance(1_000);
    expect(all.service.latest.main).to.have.length(1);
    expect(all.browser.disk.keys('upload/')).to.deep.equal([]);
  });

  it('begin again after a reload', async () => {
    const all = world();
    const before = slowUploader();
    const first = await customerTab(all, { uploader: before.uploader });
    first.session.current.attach(picture());
    await all.clock.advance(100);
    first.die();
    const after = slowUploader();
    const second = await customerTab(all, { uploader: after.uploader });
    await all.clock.advance(100);
    expect(second.session.current.getState().uploads.map(({ name }) => name)).to.deep.equal(['scratch.png']);
    expect(after.running[0]?.file).to.include({ name: 'scratch.png', width: 40, height: 30 });
    expect(after.running[0]?.file.blob.size).to.equal(1_000);
    after.arrived(0);
    await all.clock.advance(1_000);
    expect(all.service.latest.main.map(({ type }) => type)).to.deep.equal(['attachment']);
  });

  it('are seen in every tab, sent by one, and cancelled by any', async () => {
    const all = world();
    const left = slowUploader();
    const right = slowUploader();
    const first = await customerTab(all, { uploader: left.uploader });
    const second = await customerTab(all, { uploader: right.uploader });
    const attached = first.session.current.attach(picture());
    await all.clock.advance(100);
    expect(second.session.current.getState().uploads[0]?.phase).to.deep.equal({ kind: 'waiting' });
    expect(right.running).to.have.length(0);
    if (attached.ok) second.session.current.cancelUpload(attached.id);
    await all.clock.advance(100);
    expect(left.aborted()).to.equal(1);
    expect(first.session.current.getState().uploads).to.deep.equal([]);
  });

  it('are tried again when the network fails, and kept as failed when the service refuses', async () => {
    const all = world();
    const { uploader, running } = slowUploader();
    const { session } = await customerTab(all, { uploader });
    const attached = session.current.attach(picture());
    await all.clock.advance(100);
    running[0]!.end(LOST);
    await all.clock.advance(10_000);
    expect(running).to.have.length(2);
    running[1]!.end({ ok: false, reason: 'file_type' });
    await all.clock.advance(100);
    expect(session.current.getState().uploads[0]?.phase).to.deep.equal({ kind: 'failed', reason: 'file_type' });
    if (attached.ok) session.current.retry(attached.id);
    await all.clock.advance(100);
    expect(running).to.have.length(3);
  });

  it('wait for the network', async () => {
    const all = world();
    all.service.down();
    const { uploader, running } = slowUploader();
    const { session } = await customerTab(all, { uploader });
    session.current.attach(picture());
    await all.clock.advance(30_000);
    expect(running).to.have.length(0);
    all.service.up();
    await all.clock.advance(15_000);
    expect(running).to.have.length(1);
  });

  it('are sent by the tab that has them when the browser has no room for them', async () => {
    const all = world();
    const { uploader, running, arrived } = slowUploader();
    const full = { ...all.browser, tab: () => withoutRoom(all.browser.tab()) };
    const { session } = await customerTab({ ...all, browser: full }, { uploader });
    const other = await customerTab(all);
    session.current.attach(picture());
    await all.clock.advance(100);
    expect(other.session.current.getState().uploads).to.deep.equal([]);
    expect(running[0]?.file.blob.size).to.equal(1_000);
    arrived(0);
    await all.clock.advance(1_000);
    expect(all.service.latest.main.map(({ type }) => type)).to.deep.equal(['attachment']);
  });

  it('fail visibly when the browser has thrown the file away', async () => {
    const all = world();
    all.service.down();
    const first = await customerTab(all);
    const attached = first.session.current.attach(picture());
    await all.clock.advance(100);
    first.die();
    if (attached.ok) await all.browser.files.remove(attached.id);
    all.service.up();
    const { session } = await customerTab(all);
    await all.clock.advance(1_000);
    expect(session.current.getState().uploads.map(({ phase }) => phase)).to.deep.equal([
      { kind: 'failed', reason: 'not_found' },
    ]);
    if (attached.ok) session.current.cancelUpload(attached.id);
    expect(session.current.getState().uploads).to.deep.equal([]);
    expect(all.browser.disk.keys('upload/')).to.deep.equal([]);
  });

  it('keep the file until its event is acknowledged, and are uploaded anew when the service threw it away', async () => {
    const all = world();
    const before = slowUploader();
    const first = await customerTab(all, { uploader: before.uploader });
    const attached = first.session.current.attach(picture());
    if (!attached.ok) throw new Error(attached.reason);
    await all.clock.advance(100);
    all.service.down();
    before.arrived(0);
    await all.clock.advance(100);
    expect(first.session.current.getState().uploads).to.deep.equal([]);
    expect(first.session.current.getState().pending).to.have.length(1);
    first.die();

    const after = slowUploader();
    all.service.up();
    all.service.fault = missingAttachments(() => after.running.length === 0);
    const second = await customerTab(all, { uploader: after.uploader });
    await all.clock.advance(1_000);
    const { pending, uploads } = second.session.current.getState();
    expect(pending).to.deep.equal([]);
    expect(uploads.map(({ name, phase }) => [name, phase.kind])).to.deep.equal([['scratch.png', 'uploading']]);
    second.session.current.send('Meanwhile');
    await all.clock.advance(1_000);
    expect(all.service.texts()).to.deep.equal(['Meanwhile']);
    after.arrived(0);
    await all.clock.advance(1_000);
    expect(all.service.latest.main.map(({ type }) => type)).to.deep.equal(['message', 'attachment']);
    expect(second.session.current.getState().pending).to.deep.equal([]);
    expect(all.browser.disk.keys('upload/')).to.deep.equal([]);
    expect(all.browser.disk.keys('outbox/')).to.deep.equal([]);
    expect(await all.browser.files.get(attached.id)).to.equal(null);
  });

  it('are not uploaded for ever when something else than the file is missing', async () => {
    const all = world();
    const { uploader, running, arrived } = slowUploader();
    all.service.fault = missingAttachments(() => true);
    const { session } = await customerTab(all, { uploader });
    const attached = session.current.attach(picture());
    await all.clock.advance(100);
    arrived(0);
    await all.clock.advance(1_000);
    arrived(1);
    await all.clock.advance(30_000);
    expect(running).to.have.length(2);
    const [failed] = session.current.getState().pending;
    expect(failed).to.include({ delivery: 'failed', reason: 'not_found' });
    if (attached.ok) session.current.discard(attached.id);
    expect(session.current.getState().pending).to.deep.equal([]);
    expect(all.browser.disk.keys('upload/')).to.deep.equal([]);
  });
});
