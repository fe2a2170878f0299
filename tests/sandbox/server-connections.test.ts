import { notStrictEqual, strictEqual } from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as secure } from "node:tls";

import { A, withSandbox } from "./support";

const HEAD = "POST / HTTP/1.1\r\nHost: sandbox\r\n";

describe("the connections of a sandbox", () => {
  const { sandbox } = withSandbox();

  for (const [what, begin] of [
    ["nothing", ""],
    ["half a header", "POST / HT"],
    ["half a body", `${HEAD}Content-Length: 10\r\n\r\nhalf`],
    ["one request", "GET / HTTP/1.1\r\nHost: sandbox\r\n\r\n"],
    ["half of a handshake", "\x16\x03\x01\x02\x00\x01\x00"],
  ] as const) {
    it(`are few for clients that send ${what}, and answers others`, async () => {
      const { hostname, port } = new URL(sandbox.endpoint);
      const clients: Socket[] = [];
      for (let index = 0; index < 600; index += 1) {
        const client = connect(Number(port), hostname);
        clients.push(client);
        client.on("error", () => {}).resume();
        await once(client, "connect");
        if (begin !== "") client.write(begin, "latin1");
      }
      await sandbox.clients(A).sts.getCallerIdentity();
      await sleep(200);
      const cut = clients.filter(({ destroyed }) => destroyed).length;
      strictEqual(cut > 80 && cut < 100, true, `${cut} are cut`);
      strictEqual(clients.at(-1)?.destroyed, false);
      for (const client of clients) client.destroy();
    });
  }

  it("negotiate once over TLS", async () => {
    const { hostname, port } = new URL(sandbox.endpoint);
    const client = secure({
      ...{ host: hostname, port: Number(port), maxVersion: "TLSv1.2" },
      rejectUnauthorized: false,
    });
    await once(client, "secureConnect");
    const again = new Promise((resolve) => {
      client.on("error", resolve).on("close", () => resolve("closed"));
      client.renegotiate({ rejectUnauthorized: false }, (error) => resolve(error ?? "done"));
    });
    notStrictEqual(await Promise.race([again, sleep(2000, "refused")]), "done");
    client.destroy();
  });
});
