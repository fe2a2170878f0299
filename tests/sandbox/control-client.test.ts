import { deepStrictEqual, rejects } from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { controlClient } from "../../sandbox/instance/control-client";
import { authorityFile, serverIdentity } from "../../sandbox/wire/tls/certificate-authority";

const STATUS = { pid: 1 };

describe("whoever controls a sandbox", () => {
  let directory: string;
  let heard: (string | undefined)[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "control-client-"));
    heard = [];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const answer: RequestListener = (request, response) => {
    heard.push(request.headers.authorization);
    response.end(JSON.stringify(STATUS));
  };
  const statusOf = async (server: Server) => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    const connection = { endpoint, controlToken: "token", authority: authorityFile(directory) };
    try {
      return await controlClient(connection).status();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const secureServer = (identityOf: string) => {
    const { certificate, key } = serverIdentity(identityOf);
    return createSecureServer({ cert: certificate, key }, answer);
  };

  it("tells the token to its own server", async () => {
    deepStrictEqual(await statusOf(secureServer(directory)), STATUS);
    deepStrictEqual(heard, ["Bearer token"]);
  });

  it("tells it to no other program that listens on the port, over TLS or without", async () => {
    serverIdentity(directory);
    const other = mkdtempSync(join(tmpdir(), "control-client-other-"));
    await rejects(statusOf(secureServer(other)), /its certificate is not this sandbox's/);
    rmSync(other, { recursive: true });
    await rejects(statusOf(createServer(answer)), /its certificate is not this sandbox's/);
    deepStrictEqual(heard, []);
  });

  it("calls nobody before the server's first start", async () => {
    await rejects(statusOf(createServer(answer)), { name: "ControlError", status: 0 });
    deepStrictEqual(heard, []);
  });
});
