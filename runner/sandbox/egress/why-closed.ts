import { isIP } from "node:net";

/** The only ports that are connected to. */
const ports = [443, 80];

/**
 * Why a program may not connect there; undefined when `restrictions.network.allow` names it. `*.example.com` is every
 * name below it, not itself; `example.com:443` is that port alone.
 */
export function whyClosed(
  host: string,
  port: number,
  allowed: readonly string[],
): string | undefined {
  // Names only: a NUL or a space could mean another name to whoever looks it up.
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) || isIP(host) !== 0) return "it is no host name";
  if (!ports.includes(port)) return `only the ports ${ports.join(" and ")} are open`;
  const isNamed = allowed.some((entry) => {
    const [name = "", only] = entry.toLowerCase().split(":");
    if (only !== undefined && Number(only) !== port) return false;
    return name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
  });
  return isNamed ? undefined : "restrictions.network.allow does not name it";
}
