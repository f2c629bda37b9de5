import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeniedHost } from "#runner/ports.ts";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { createEgress } from "#runner/sandbox/egress/create-egress.ts";
import { isPublic } from "#runner/sandbox/egress/is-public.ts";
import { whyClosed } from "#runner/sandbox/egress/why-closed.ts";
import { inPath, machine } from "../machine.ts";

test.each([
  ["93.184.216.34", true],
  ["2606:2800:220:1:248:1893:25c8:1946", true],
  ["127.0.0.1", false],
  ["10.1.2.3", false],
  ["172.31.255.255", false],
  ["192.168.0.1", false],
  ["169.254.169.254", false],
  ["100.100.100.200", false],
  ["0.0.0.0", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::ffff:10.0.0.1", false],
  ["fd00:ec2::254", false],
  ["fe80::1%eth0", false],
  ["64:ff9b::a9fe:a9fe", false],
  ["2002:a9fe:a9fe::1", false],
  ["no address", false],
])("%s is public: %s", (address, is) => {
  expect(isPublic(address)).toBe(is);
});

test.each([
  ["hub.getdbt.com", 443, undefined],
  ["files.pythonhosted.org", 80, undefined],
  ["pythonhosted.org", 443, "does not name it"],
  ["evilhub.getdbt.com", 443, "does not name it"],
  ["hub.getdbt.com.evil.org", 443, "does not name it"],
  ["only.example.com", 80, "does not name it"],
  ["hub.getdbt.com", 22, "only the ports"],
  ["evil.org\0.pythonhosted.org", 443, "no host name"],
  ["169.254.169.254", 80, "no host name"],
  ["[::1]", 443, "no host name"],
  ["localhost", 443, "no host name"],
])("%j on %i is open, or says why not", (host, port, why) => {
  const allow = ["hub.getdbt.com", "*.pythonhosted.org", "only.example.com:443", "1.1.1.1"];

  const closed = whyClosed(host, port, allow);

  if (why === undefined) expect(closed).toBeUndefined();
  else expect(closed).toContain(why);
});

describe("the proxy", () => {
  let directory: string;
  let close: () => Promise<void>;
  let denied: DeniedHost[];
  let socketPath: string;
  const site = createServer((_request, response) => response.end("the site"));
  const made = inPath("openssl") === undefined ? undefined : makeCertificate();
  const secure = createTlsServer(made ?? {}, (_request, response) =>
    response.end("the secure site"),
  );
  const addresses: Record<string, string[]> = {
    "site.example.com": ["93.184.216.34"],
    "inside.example.com": ["10.0.0.7"],
    "half.example.com": ["93.184.216.34", "127.0.0.1"],
  };

  beforeAll(async () => {
    for (const server of [site, secure]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
  });
  afterAll(() => {
    site.close();
    secure.close();
  });
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "buster-test-egress-"));
    socketPath = join(directory, "proxy");
    denied = [];
    const door = anEgress();
    ({ close } = await door.open(socketPath));
  });
  afterEach(async () => {
    await close();
    rmSync(directory, { recursive: true });
  });

  const portOf = (server: { address(): string | AddressInfo | null }) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  const anEgress = () =>
    createEgress({
      allow: ["*.example.com"],
      tell: (one) => void denied.push(one),
      internet: {
        lookup: async (host) => addresses[host] ?? [],
        connect: (_address, port) => connect(portOf(port === 443 ? secure : site), "127.0.0.1"),
      },
    });
  /** A tunnel to a target, and everything that came through it until it was closed. */
  const tunnel = (target: string, then = "") =>
    new Promise<string>((resolve) => {
      let said = "";
      const socket = connect(socketPath, () => {
        socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n${then}`);
      });
      socket.on("data", (data) => {
        said += data;
      });
      socket.on("error", () => undefined).on("close", () => resolve(said));
    });
  const ask = (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

  test("an allowed host is reached", async () => {
    const said = await tunnel("site.example.com:80", ask("site.example.com"));

    expect(said).toContain("200 Connection established");
    expect(said).toContain("the site");
    expect(denied).toEqual([]);
  });

  test.skipIf(made === undefined)(
    "a secure one too, when the program asks it for the same host (needs openssl)",
    async () => {
      const said = await new Promise<string>((resolve, reject) => {
        const socket = connect(socketPath, () =>
          socket.write("CONNECT site.example.com:443 HTTP/1.1\r\n\r\n"),
        );
        socket.once("data", () => {
          const safe = connectTls(
            { socket, servername: "site.example.com", ca: made?.cert },
            () => {
              safe.write(ask("site.example.com"));
            },
          );
          let text = "";
          safe.on("data", (data) => {
            text += data;
          });
          safe.on("error", reject).on("close", () => resolve(text));
        });
      });

      expect(said).toContain("the secure site");
    },
  );

  test.each([
    ["a host that nobody allowed", "evil.org:443", "", "does not name it"],
    ["a port for something else", "site.example.com:5432", "", "only the ports"],
    ["an address", "169.254.169.254:80", "", "no host name"],
    ["a name that leads into a private network", "inside.example.com:80", "", "private network"],
    ["a name with one private address", "half.example.com:80", "", "private network"],
    ["a name without an address", "none.example.com:80", "", "no address"],
    ["another host behind the same address", "site.example.com:80", ask("evil.org"), "evil.org"],
    ["no TLS where TLS is expected", "site.example.com:443", "SSH-2.0-x\r\n", "no host at all"],
    [
      "two hosts in one request",
      "site.example.com:80",
      ask("site.example.com\r\nHost: evil.org"),
      "no host",
    ],
  ])("%s is refused and told", async (_what, target, then, why) => {
    const said = await tunnel(target, then);

    expect(said).not.toContain("the site");
    expect(denied).toEqual([expect.objectContaining({ reason: expect.stringContaining(why) })]);
  });

  test.skipIf(!machine.bubblewrap)(
    "a program in a sandbox finds it in its variables (needs bubblewrap)",
    async () => {
      const workspace = mkdtempSync(join(tmpdir(), "buster-test-egress-"));
      const { signal } = new AbortController();
      const hands = await createBubblewrapSandbox().open({
        directory: workspace,
        runId: "r",
        signal,
      });
      const script = `
      const { hostname, port } = new URL(process.env.HTTPS_PROXY);
      const target = process.argv[1];
      require("http").request({ hostname, port, method: "CONNECT", path: target + ":80" })
        .on("connect", (answer, socket) => {
          if (answer.statusCode !== 200) { console.log(answer.statusCode); process.exit() }
          socket.on("data", (data) => process.stdout.write(data)).on("close", () => process.exit());
          socket.write("GET / HTTP/1.1\\r\\nHost: " + target + "\\r\\nConnection: close\\r\\n\\r\\n");
        }).end()`;
      const run = async (target: string) => {
        const command = ["/buster/node", "-e", script, target];
        return JSON.stringify(await hands.exec(command, { timeoutMs: 10_000, env: {} }));
      };

      await hands.admit(anEgress());
      const [reached, refused] = [await run("site.example.com"), await run("evil.org")];
      await hands.close();
      rmSync(workspace, { recursive: true });

      expect(reached).toContain("the site");
      expect(refused).toContain("403");
      expect(denied).toMatchObject([{ host: "evil.org", port: 80 }]);
    },
  );
});

/** A key and a certificate of one day for site.example.com. */
function makeCertificate(): { key: string; cert: string } {
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const text = execFileSync(
    "openssl",
    [
      ...request,
      ...["-nodes", "-days", "1", "-subj", "/CN=site.example.com"],
      ...["-addext", "subjectAltName=DNS:site.example.com", "-keyout", "-", "-out", "-"],
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const part = (name: string) =>
    new RegExp(`-----BEGIN ${name}-----[^]*?-----END ${name}-----\n`).exec(text)?.[0] ?? "";
  return { key: part("PRIVATE KEY"), cert: part("CERTIFICATE") };
}
