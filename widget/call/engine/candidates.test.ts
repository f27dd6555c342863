import { expect } from 'chai';
import { belongsTo, mayGoEarly, toWire, withoutAddresses } from './candidates.ts';

const made = (candidate: string, usernameFragment: string | null = 'abcd') => ({
  candidate,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment,
});
const HOST = made('candidate:1 1 udp 2122260223 192.168.1.7 51234 typ host generation 0 ufrag abcd');
const TCP_HOST = made('candidate:2 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active');
const IPV6_HOST = made('candidate:3 1 udp 2122262783 2001:db8::7 51234 typ host');
const MDNS = made(
  'candidate:4 1 udp 2113937151 3f1a9c1e-7b6f-4a0e-9d61-0c5d2d5cbb6e.local 51234 typ host generation 0',
);
const REFLEXIVE = made('candidate:5 1 udp 1686052607 203.0.113.9 51234 typ srflx raddr 192.168.1.7 rport 51234');
const RELAY = made(
  'candidate:6 1 udp 41885439 198.51.100.2 60001 typ relay raddr 203.0.113.9 rport 51234 generation 0',
);

describe('candidates', () => {
  it('go before acceptance only when they tell no address of this side', () => {
    expect([RELAY, MDNS].map(mayGoEarly)).to.deep.equal([true, true]);
    expect([HOST, TCP_HOST, IPV6_HOST, REFLEXIVE].map(mayGoEarly)).to.deep.equal([false, false, false, false]);
  });

  it('are not fooled by a name that only looks like one of the own network', () => {
    const named = made('candidate:7 1 udp 1 192.168.1.7 1 typ host x.local 1 typ host');
    expect(mayGoEarly(named)).to.equal(false);
  });

  it('of a relay do not name the address behind it', () => {
    expect(toWire(RELAY).candidate).to.include('198.51.100.2').and.not.include('203.0.113.9');
    expect(toWire(HOST)).to.deep.equal(HOST);
  });

  it('leave a description without an address', () => {
    const sdp = [
      'v=0',
      'o=- 1 2 IN IP4 127.0.0.1',
      'm=audio 51234 UDP/TLS/RTP/SAVPF 111',
      'c=IN IP6 2001:db8::7',
      'a=rtcp:9 IN IP4 192.168.1.7',
      `a=${HOST.candidate}`,
      'a=end-of-candidates',
      'a=rtcp-mux',
      'a=ice-ufrag:abcd',
      '',
    ].join('\r\n');
    expect(withoutAddresses(sdp)).to.equal(
      [
        'v=0',
        'o=- 1 2 IN IP4 127.0.0.1',
        'm=audio 51234 UDP/TLS/RTP/SAVPF 111',
        'c=IN IP4 0.0.0.0',
        'a=rtcp-mux',
        'a=ice-ufrag:abcd',
        '',
      ].join('\r\n'),
    );
  });

  it('belong to the description that names their fragment, whole', () => {
    const sdp = 'v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:x\r\n';
    expect(belongsTo(sdp, HOST)).to.equal(true);
    expect(belongsTo(sdp, made(HOST.candidate, 'abc'))).to.equal(false);
    expect(belongsTo(sdp, made(HOST.candidate, null))).to.equal(true);
  });
});
