import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Of IPv4: what is nobody's on the internet: this machine, private networks, metadata services, documentation. */
const closed = new BlockList();
const closedSubnets: readonly (readonly [network: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
for (const [network, bits] of closedSubnets) closed.addSubnet(network, bits, "ipv4");
// Ways of IPv6 that lead to addresses of IPv4, and documentation.
closed.addSubnet("2001::", 32, "ipv6");
closed.addSubnet("2001:db8::", 32, "ipv6");
closed.addSubnet("2002::", 16, "ipv6");

/** Of IPv6 only what is given out to the public. */
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");

/** Is this an address of the public internet? What is no address is not. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return given.check(address, "ipv6") && !closed.check(address, "ipv6");
}
