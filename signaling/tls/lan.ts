/** The addresses under which other devices of the same network reach this machine. */
import type { NetworkInterfaceInfo } from 'node:os';

/** Bridges to containers and virtual machines, and private networks through the internet: no phone in the room is there. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|VirtualBox|VMware|tun|tap|utun|wg|tailscale|zt)/;
/** What a machine gives itself when nobody gives it an address. */
const LINK_LOCAL = /^169\.254\./;

/** IPv4 only: the others change by the day, and nobody types them. */
export function lanAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
  return Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, addresses = []]) => addresses)
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !LINK_LOCAL.test(address))
    .map(({ address }) => address);
}
