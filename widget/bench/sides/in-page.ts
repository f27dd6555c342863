/**
 * What the benchmark of calls runs inside its page, sent there as text: each function stands for itself and may use
 * nothing from around it. Camera and microphone are in hand before any clock starts, and everything is closed after.
 */

/** What the page keeps between rounds. */
export interface Hand {
  stream: MediaStream;
}

/** The part of PeerJS that is used here; its script has put it into the page. */
interface PeerJs {
  new (id: undefined, options: { host: string; port: number; path: string; config: RTCConfiguration }): PeerJsPeer;
}
interface PeerJsPeer {
  id: string;
  on(event: 'open', listener: () => void): void;
  on(event: 'call', listener: (call: PeerJsCall) => void): void;
  call(id: string, stream: MediaStream): PeerJsCall;
  destroy(): void;
}
interface PeerJsCall {
  on(event: 'stream', listener: (stream: MediaStream) => void): void;
  answer(stream: MediaStream): void;
}

/** Takes camera and microphone, and waits until they give. */
export async function takeDevices(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  const frame = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  await video.play();
  await frame;
  video.srcObject = null;
  Object.assign(window, { hand: { stream } satisfies Hand });
}

/**
 * Two bare connections, as little as can be written. From the offer to the moment at which both see the other, in
 * milliseconds.
 * @param signalMs What each signal takes to the other side.
 */
export async function callBare(signalMs: number): Promise<number> {
  const { stream } = (window as unknown as { hand: Hand }).hand;
  const seen = (connection: RTCPeerConnection): Promise<void> =>
    new Promise((resolve) => {
      connection.ontrack = ({ track, streams }) => {
        if (track.kind !== 'video') return;
        const video = document.body.appendChild(document.createElement('video'));
        video.muted = true;
        video.srcObject = streams[0] ?? null;
        video.requestVideoFrameCallback(() => resolve());
        void video.play();
      };
    });
  const way = (): Promise<void> => new Promise((resolve) => (signalMs > 0 ? setTimeout(resolve, signalMs) : resolve()));
  const from = performance.now();
  const caller = new RTCPeerConnection();
  const callee = new RTCPeerConnection();
  for (const [one, other] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    for (const track of stream.getTracks()) one.addTrack(track, stream);
    one.onicecandidate = async ({ candidate }) => {
      await way();
      if (candidate && other.signalingState !== 'closed') await other.addIceCandidate(candidate);
    };
  }
  const both = Promise.all([seen(caller), seen(callee)]);
  await caller.setLocalDescription();
  const offer = caller.localDescription as RTCSessionDescription;
  await way();
  await callee.setRemoteDescription(offer);
  await callee.setLocalDescription();
  const answer = callee.localDescription as RTCSessionDescription;
  await way();
  await caller.setRemoteDescription(answer);
  await both;
  const took = performance.now() - from;
  caller.close();
  callee.close();
  for (const video of document.querySelectorAll('video')) video.remove();
  return took;
}

/** Two peers of PeerJS that know their server already. From the call to the moment at which both see the other. */
export async function callByPeerJs(port: number): Promise<number> {
  const { stream } = (window as unknown as { hand: Hand }).hand;
  const { Peer } = (window as unknown as { peerjs: { Peer: PeerJs } }).peerjs;
  const open = (): Promise<PeerJsPeer> =>
    new Promise((resolve) => {
      // Its own servers out there would only slow it down.
      const peer = new Peer(undefined, { host: '127.0.0.1', port, path: '/', config: { iceServers: [] } });
      peer.on('open', () => resolve(peer));
    });
  const seen = (call: PeerJsCall): Promise<void> =>
    new Promise((resolve) => {
      call.on('stream', (remote) => {
        const video = document.body.appendChild(document.createElement('video'));
        video.muted = true;
        video.srcObject = remote;
        video.requestVideoFrameCallback(() => resolve());
        void video.play();
      });
    });
  const [caller, callee] = await Promise.all([open(), open()]);
  const answered = new Promise<void>((resolve) => {
    callee.on('call', (call) => {
      resolve(seen(call));
      call.answer(stream);
    });
  });
  const from = performance.now();
  await Promise.all([seen(caller.call(callee.id, stream)), answered]);
  const took = performance.now() - from;
  caller.destroy();
  callee.destroy();
  for (const video of document.querySelectorAll('video')) video.remove();
  return took;
}

/** There and back on a data channel between two connections in this page, the median of some, in milliseconds. */
export async function echo(times: number): Promise<number> {
  const near = new RTCPeerConnection();
  const far = new RTCPeerConnection();
  near.onicecandidate = ({ candidate }) => void (candidate && far.addIceCandidate(candidate));
  far.onicecandidate = ({ candidate }) => void (candidate && near.addIceCandidate(candidate));
  const channel = near.createDataChannel('echo', { negotiated: true, id: 0 });
  const mirror = far.createDataChannel('echo', { negotiated: true, id: 0 });
  mirror.onmessage = ({ data }) => mirror.send(data);
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription as RTCSessionDescription);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription as RTCSessionDescription);
  if (channel.readyState !== 'open')
    await new Promise<void>((resolve) => {
      channel.onopen = () => resolve();
    });
  const took: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const from = performance.now();
    const back = new Promise((resolve) => {
      channel.onmessage = resolve;
    });
    channel.send('?');
    await back;
    took.push(performance.now() - from);
  }
  near.close();
  far.close();
  return took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}
