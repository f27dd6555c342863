/** Does each TURN server relay UDP for whoever has credentials of ours, nothing else, and for nobody else? */
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import { type IceConfig, iceServers } from '../realtime/ice.ts';
import { broken, type Finding, inMs, ok, PATIENCE_MS, timed, warning, wordsOf } from './finding.ts';
import { type Allocation, allocate, type Credentials, type TurnServer } from './turn-client.ts';

/** RFC 7065: the ports that count when none is said. */
const PORT = 3478;
const TLS_PORT = 5349;

/** Addresses that nobody outside can reach. */
const inside = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const) {
  inside.addSubnet(net, bits);
}
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');
inside.addAddress('::1', 'ipv6');
const isInside = (address: string) => inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Null for TURN over DTLS, which few browsers use and nothing here speaks. */
function serverOf(url: string): TurnServer | null {
  const [, scheme, host = '', port, transport] =
    /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url) ?? [];
  const secure = scheme === 'turns';
  if (secure && transport === 'udp') return null;
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (secure ? TLS_PORT : PORT)),
    transport: secure ? 'tls' : (transport ?? 'udp') === 'udp' ? 'udp' : 'tcp',
  };
}

export async function checkTurn(ice: IceConfig, now: () => number, ca?: string): Promise<Finding[]> {
  if (!ice.turn) {
    const todo = 'set up a coturn, and TURN_URLS and TURN_SECRET: see "TURN" in signaling/ops/GUIDE.md.';
    return [warning('TURN', 'there is none: a call that finds no direct way between two networks fails', todo)];
  }
  const [server] = iceServers({ ...ice, stunUrls: [] }, 'doctor', 'customer', now()).iceServers;
  const credentials = { username: server?.username ?? '', password: server?.credential ?? '' };
  return Promise.all(
    ice.turn.urls.map(async (url): Promise<Finding> => {
      const at = serverOf(url);
      if (!at) return warning('TURN', `${url} was not tried: this command speaks no DTLS`, 'try a call through it.');
      try {
        const [{ ms, value }, isProxy] = await Promise.all([
          timed(() => allocate({ ...at, ca }, credentials, AbortSignal.timeout(PATIENCE_MS))),
          relaysTcp({ ...at, ca }, credentials),
        ]);
        return isProxy
          ? broken('TURN', `${url} relays TCP, for every visitor to every server`, 'set "no-tcp-relay" in coturn.')
          : await told(url, at, value, ms);
      } catch (error) {
        const why = error instanceof DOMException ? 'no answer' : wordsOf(error);
        const todo = `is coturn running there, and do firewalls let ${at.transport.toUpperCase()} port ${at.port} through?`;
        return broken(
          'TURN',
          `${url} can't be used: ${why}`,
          at.transport === 'tls' ? `${todo} Is its certificate valid?` : todo,
        );
      }
    }),
  );
}

/** No answer: it doesn't. */
async function relaysTcp(server: TurnServer, credentials: Credentials): Promise<boolean> {
  // Asked over UDP every server refuses; the same one mostly listens for TCP too.
  const over: TurnServer = server.transport === 'udp' ? { ...server, transport: 'tcp' } : server;
  const asked = allocate(over, credentials, AbortSignal.timeout(PATIENCE_MS), 'tcp');
  return asked.then(
    ({ kind }) => kind === 'allocated',
    () => false,
  );
}

async function told(url: string, server: TurnServer, allocation: Allocation, ms: number): Promise<Finding> {
  switch (allocation.kind) {
    case 'allocated': {
      const relayed = allocation.address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
      const { address } = await lookup(server.host);
      if (isInside(relayed) && !isInside(address)) {
        const todo = `set coturn's "external-ip" to its public address.`;
        return warning('TURN', `${url} relays at ${relayed}, which nobody outside can reach`, todo);
      }
      return ok('TURN', `${url} gave a relayed address, ${allocation.address}, in ${inMs(ms)}`);
    }
    case 'open':
      return broken('TURN', `${url} relays for everybody`, 'set "use-auth-secret" and "static-auth-secret" in coturn.');
    case 'refused': {
      const what = `${url} refuses: ${allocation.code} ${allocation.reason}`;
      if (allocation.code === 401) {
        return broken(
          'TURN',
          what,
          `is TURN_SECRET the same as coturn's "static-auth-secret", and are both clocks right?`,
        );
      }
      const full = allocation.code === 486 || allocation.code === 508;
      return broken('TURN', what, full ? 'give coturn more ports, or a higher quota.' : "see coturn's log.");
    }
  }
}
