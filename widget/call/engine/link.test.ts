import { expect } from 'chai';
import type { Slot } from './deps.ts';
import { isConnected, movingPicture, type TestSeat, type TwoLinks, twoLinks, until } from './testing/two-links.ts';

const ALL_OFF = { microphone: false, camera: false, screen: false };

describe('the way to the other side', () => {
  let wire: TwoLinks;
  let ends: (() => void)[] = [];

  beforeEach(() => {
    wire = twoLinks();
  });

  afterEach(() => {
    wire.dispose();
    for (const end of ends) end();
    ends = [];
  });

  const picture = () => {
    const made = movingPicture();
    ends.push(made.stop);
    return made.track;
  };

  const microphone = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const [track] = stream.getAudioTracks();
    ends.push(() => track!.stop());
    return track!;
  };

  const bothSeats = () => {
    const customer = wire.seat('customer');
    const agent = wire.seat('agent');
    customer.join();
    agent.join();
    return { customer, agent };
  };

  const bothConnected = async () => {
    const seats = bothSeats();
    seats.customer.link.open();
    seats.agent.link.open();
    await Promise.all([until(seats.customer.link, isConnected), until(seats.agent.link, isConnected)]);
    return seats;
  };

  const offers = () => wire.passed.filter(({ signal }) => signal.name === 'offer').length;
  const latest = ({ connections }: TestSeat) => connections.at(-1)!;
  const stable = (...seats: TestSeat[]) =>
    eventually(() => seats.every((seat) => latest(seat).signalingState === 'stable'));

  /** What one slot really receives, in frames. */
  const frames = async (seat: TestSeat, slot: Slot) => {
    const track = seat.link.getState().tracks[slot]!;
    let decoded = 0;
    for (const stat of (await latest(seat).getStats(track)).values()) decoded += stat.framesDecoded ?? 0;
    return decoded;
  };
  const framesGrow = async (seat: TestSeat, slot: Slot) => {
    const before = await frames(seat, slot);
    await eventually(async () => (await frames(seat, slot)) > before + 3);
  };

  it('waits until the other side has a seat', () => {
    const customer = wire.seat('customer');
    customer.join();
    expect(customer.link.getState().state.kind).to.equal('waiting');
    expect(customer.link.got).to.equal(null);
  });

  it('brings picture and sound both ways', async () => {
    const { customer, agent } = bothSeats();
    for (const { link } of [customer, agent]) {
      await link.setTrack('camera', picture());
      await link.setTrack('microphone', await microphone());
      link.open();
    }
    for (const seat of [customer, agent]) {
      await until(seat.link, (view) => isConnected(view) && view.hasFrames);
      await framesGrow(seat, 'camera');
      expect(seat.link.getState().tracks.microphone?.kind).to.equal('audio');
      expect(seat.link.getState().tracks.screen?.kind).to.equal('video');
    }
    expect(offers()).to.equal(1);
  });

  it('is prepared while it rings: the description goes, an own address and a packet of media do not', async () => {
    const { customer, agent } = bothSeats();
    await customer.link.setTrack('camera', picture());
    customer.link.tell({ ...ALL_OFF, camera: true });
    await eventually(() => wire.passed.some(({ signal }) => signal.name === 'answer'));
    await stable(customer, agent);
    for (const seat of [customer, agent]) await eventually(() => latest(seat).iceGatheringState === 'complete');
    for (const { signal } of wire.passed) {
      if (signal.name === 'ice-candidate') expect(signal.candidate?.candidate).to.match(/ typ relay|\.local /);
      else expect(signal.sdp).not.to.match(/^a=candidate|^c=IN IP4 (?!0\.0\.0\.0)/m);
    }
    expect(
      latest(customer)
        .getSenders()
        .map(({ track }) => track),
    ).to.deep.equal([null, null, null, null]);
    expect(agent.link.getState().on).to.equal(null);

    customer.link.open();
    agent.link.open();
    const { on } = await until(agent.link, (view) => view.hasFrames && view.on !== null);
    expect(on).to.deep.equal({ ...ALL_OFF, camera: true });
    expect(offers()).to.equal(1);
  });

  it('tells what is on and where one points, and again to whoever comes anew', async () => {
    const { customer, agent } = await bothConnected();
    customer.link.tell({ ...ALL_OFF, microphone: true });
    await until(agent.link, ({ on }) => on?.microphone === true);
    agent.link.point({ x: 0.25, y: 0.5 });
    await until(customer.link, ({ pointer }) => pointer?.x === 0.25);
    agent.link.point(null);
    await until(customer.link, ({ pointer }) => pointer === null);

    const reloaded = wire.seat('agent');
    reloaded.link.open();
    reloaded.join();
    const { on } = await until(reloaded.link, (view) => view.on !== null);
    expect(on?.microphone).to.equal(true);
  });

  it('starts, stops and starts a screen, and changes a camera, without another offer', async () => {
    const { customer, agent } = await bothConnected();
    let needed = 0;
    for (const seat of [customer, agent]) latest(seat).addEventListener('negotiationneeded', () => (needed += 1));
    for (const slot of ['screen', 'camera'] as const) {
      for (const { link } of [customer, agent]) await link.setTrack(slot, picture());
      await framesGrow(agent, slot);
      await framesGrow(customer, slot);
      await customer.link.setTrack(slot, null);
      await customer.link.setTrack(slot, picture());
      await framesGrow(agent, slot);
    }
    expect(offers()).to.equal(1);
    expect(needed).to.equal(0);
  });

  it('comes out of thirty offers of both sides at once', async function () {
    this.timeout(30_000);
    const { customer, agent } = await bothConnected();
    await customer.link.setTrack('camera', picture());
    for (let round = 0; round < 30; round += 1) {
      for (const seat of [customer, agent]) latest(seat).restartIce();
      await turn();
    }
    await stable(customer, agent);
    await framesGrow(agent, 'camera');
    await until(customer.link, isConnected);
  });

  it('still shows the picture after both sides restarted at once, and only one of them offered', async () => {
    const { customer, agent } = await bothConnected();
    for (const { link } of [customer, agent]) await link.setTrack('camera', picture());
    const showing = [customer, agent].map((seat) => {
      const video = document.createElement('video');
      video.muted = true;
      video.srcObject = new MediaStream([seat.link.getState().tracks.camera!]);
      document.body.append(video);
      ends.push(() => {
        video.srcObject = null;
        video.remove();
      });
      return video;
    });
    const shows = (video: HTMLVideoElement) =>
      new Promise((resolve, reject) => {
        video.requestVideoFrameCallback(resolve);
        video.play().catch(reject);
      });
    await Promise.all(showing.map(shows));
    customer.link.networkChanged();
    agent.link.networkChanged();
    await eventually(() => offers() > 1);
    await stable(customer, agent);
    for (let frame = 0; frame < 5; frame += 1) await Promise.all(showing.map(shows));
    const from = wire.passed.filter(({ signal }) => signal.name === 'offer').map(({ address }) => address.from);
    expect(new Set(from)).to.deep.equal(new Set([agent.seat]));
  });

  it('makes one restart of the many times that a browser tells of another network', async () => {
    const { customer, agent } = await bothConnected();
    for (let event = 0; event < 5; event += 1) customer.link.networkChanged();
    await eventually(() => offers() === 2);
    await stable(customer, agent);
    // The last of them is heeded once more, in case that the network only then was there.
    await eventually(() => offers() === 3);
    await stable(customer, agent);
    expect(isConnected(agent.link.getState())).to.equal(true);
  });

  it('makes a new connection when another page takes the other seat', async () => {
    const { customer, agent } = await bothConnected();
    await customer.link.setTrack('camera', picture());
    const reloaded = wire.seat('agent');
    reloaded.link.open();
    reloaded.join();
    await until(reloaded.link, ({ hasFrames }) => hasFrames);
    expect(customer.connections.map(({ connectionState }) => connectionState)).to.deep.equal(['closed', 'connected']);
    expect(customer.link.got?.seat).to.equal(reloaded.seat);

    // What the old page may still have on its way changes nothing.
    const old = wire.passed.find(({ address }) => address.from === agent.seat)!;
    customer.link.receive(old.address, old.signal);
    expect(customer.link.got?.seat).to.equal(reloaded.seat);
    expect(customer.connections).to.have.length(2);
  });

  it('takes a signal that is quicker than the news of its sender', async () => {
    const customer = wire.seat('customer');
    const agent = wire.seat('agent');
    customer.join();
    agent.join();
    const quick = wire.seat('customer', 'quick');
    quick.link.receive({ from: agent.seat, to: 'quick', epoch: 1, seq: 2 }, { name: 'ice-candidate', candidate: null });
    expect(quick.link.got).to.deep.equal({ seat: agent.seat, epoch: 1, seq: 0 });
  });

  it('says again what a line has lost in the middle of the negotiation', async () => {
    const { customer, agent } = bothSeats();
    customer.line = 'dead';
    customer.link.open();
    agent.link.open();
    await eventually(() => latest(agent).signalingState === 'have-local-offer');
    await turn();
    customer.join();
    await Promise.all([until(customer.link, isConnected), until(agent.link, isConnected)]);
    expect(agent.connections).to.have.length(1);
    expect(offers()).to.equal(1);
  });

  it('leaves the media alone while both lines are gone, and needs no new connection when they are back', async () => {
    const { customer, agent } = await bothConnected();
    await customer.link.setTrack('camera', picture());
    customer.leaveLine();
    agent.leaveLine();
    await framesGrow(agent, 'camera');
    customer.join();
    agent.join();
    await framesGrow(agent, 'camera');
    expect(customer.connections).to.have.length(1);
    expect(offers()).to.equal(1);
  });

  it('makes a new connection when restarts do not help', async () => {
    wire.dispose();
    wire = twoLinks(8);
    const { customer, agent } = await bothConnected();
    await agent.link.setTrack('camera', picture());
    // It goes without a word, and its page doesn't notice.
    latest(agent).close();
    await until(customer.link, (view) => view.state.kind === 'stalled');
    await until(customer.link, (view) => isConnected(view) && view.hasFrames);
    expect(customer.connections.length).to.be.greaterThan(1);
    expect(latest(agent).connectionState).to.equal('connected');
  });

  it('does not wait for a connection that never comes about, but makes another', async () => {
    wire.dispose();
    wire = twoLinks(8);
    wire.loses = ({ name }) => name === 'ice-candidate';
    const { customer, agent } = bothSeats();
    await customer.link.setTrack('camera', picture());
    customer.link.open();
    agent.link.open();
    await eventually(() => customer.connections.length === 2);
    wire.loses = () => false;
    await until(agent.link, ({ hasFrames }) => hasFrames);
  });

  it('says when nothing comes any more, and that it does again from another page', async () => {
    const { customer, agent } = await bothConnected();
    latest(agent).close();
    const { state } = await until(customer.link, (view) => view.state.kind === 'stalled');
    expect(state).to.include({ why: 'network' });
    const reloaded = wire.seat('agent');
    reloaded.link.open();
    reloaded.join();
    await until(customer.link, isConnected);
  });

  it('follows the other side into a new connection', async () => {
    const { customer, agent } = await bothConnected();
    await agent.link.setTrack('camera', picture());
    agent.link.receive(
      { from: customer.seat, to: agent.seat, epoch: 2, seq: 0 },
      { name: 'ice-candidate', candidate: null },
    );
    await eventually(() => customer.connections.length === 2);
    await until(customer.link, ({ hasFrames }) => hasFrames);
    expect(agent.connections.map(({ connectionState }) => connectionState)).to.deep.equal(['closed', 'connected']);
    expect(customer.link.got?.epoch).to.equal(2);
  });

  it('gets new credentials for the relay before those that it has run out, and uses them from the next restart on', async () => {
    wire = twoLinks(20);
    const server = (username: string) => ({ urls: ['turn:127.0.0.1:3478'], username, credential: 'x' });
    wire.servers = { iceServers: [server('first')], expiresIn: 20_000 };
    // The first time nobody answers.
    wire.fresh = () => {
      wire.fresh = () => ({ iceServers: [server('next')], expiresIn: 3_600_000 });
      return null;
    };
    const customer = wire.seat('customer');
    wire.seat('agent').join();
    customer.join();
    const inUse = () => latest(customer).getConfiguration().iceServers?.[0]?.username;
    expect(inUse()).to.equal('first');
    await eventually(() => inUse() === 'next');
    expect(customer.connections).to.have.length(1);
    customer.link.dispose();
  });

  it('leaves nothing open and says nothing any more after its end', async () => {
    const { customer, agent } = await bothConnected();
    const track = picture();
    await customer.link.setTrack('camera', track);
    let told = 0;
    customer.link.dispose();
    customer.link.subscribe(() => (told += 1));
    const sent = wire.passed.length;
    expect(latest(customer).connectionState).to.equal('closed');
    expect(customer.link.getState().tracks.camera).to.equal(null);
    // The track is the media's, not the way's.
    expect(track.readyState).to.equal('live');
    customer.join();
    customer.link.networkChanged();
    customer.link.point({ x: 0, y: 0 });
    await customer.link.setTrack('camera', null);
    await until(agent.link, (view) => view.state.kind === 'stalled');
    expect(customer.connections).to.have.length(1);
    expect(wire.passed.slice(sent).filter(({ address }) => address.from === customer.seat)).to.deep.equal([]);
    expect(told).to.equal(0);
  });
});

/** One turn of the event loop. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Real connections tell their progress in no single event, so it is looked at; a test's own time limit ends it. */
async function eventually(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 20));
}
