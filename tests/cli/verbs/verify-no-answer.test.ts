import { match, rejects } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sandboxPods } from "../../../cli/verbs/verify/sandbox-pods";
import { serverIdentity } from "../../../sandbox/wire/tls/certificate-authority";
import { landingZoneOf, reader } from "../../sdk/grant/support";

const [WEB] = landingZoneOf({ readers: reader("[own]") }).readers;

describe("verify, where the sandbox gives no answer, names the cause", () => {
  let sandbox: string;
  let identity: ReturnType<typeof serverIdentity>;
  let server: Server | ReturnType<typeof createPlainServer> | undefined;

  beforeEach(() => {
    sandbox = mkdtempSync(join(tmpdir(), "verify-"));
    writeFileSync(join(sandbox, "control-token"), "token\n");
    mkdirSync(join(sandbox, "state"));
    identity = serverIdentity(join(sandbox, "state"));
  });
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    rmSync(sandbox, { recursive: true });
  });

  /** Checks what is said about a question that is sent there. */
  async function said(endpoint: string, says: RegExp, milliseconds = 50_000): Promise<void> {
    const environment = { AWS_ENDPOINT_URL: endpoint, EKS_POD_SECRETS_SANDBOX: sandbox };
    const ask = sandboxPods(environment, milliseconds);
    await rejects(
      async () => WEB && ask?.(WEB, "/mnt/secrets/own"),
      (error: Error) => {
        match(error.message, says);
        return error.name === "UserError";
      },
    );
  }

  const listening = async (made: NonNullable<typeof server>): Promise<string> => {
    server = made;
    await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  };

  it("a refused connection", () =>
    said(
      "http://127.0.0.1:9",
      /^cannot ask the sandbox on AWS_ENDPOINT_URL, http:\/\/127\.0\.0\.1:9: the connection was refused, .* sandbox start$/,
    ));

  it("a name that is not found", () =>
    said("http://nowhere.invalid:9", /the name of the host is not found/));

  it("no answer in time", async () => {
    const { certificate, key } = identity;
    const silent = createServer({ cert: certificate, key }, () => {});
    const says = /no answer within 2 s: npx eks-pod-secrets sandbox stop/;
    await said(await listening(silent), says, 2000);
  });

  it("another server's certificate, and a server that has none", async () => {
    const other = mkdtempSync(join(tmpdir(), "verify-other-"));
    try {
      const { certificate, key } = serverIdentity(other);
      const endpoint = await listening(createServer({ cert: certificate, key }, () => {}));
      await said(
        endpoint,
        /TLS failed \([A-Z_]+\), so that another server than this sandbox answers/,
      );
    } finally {
      rmSync(other, { recursive: true });
    }
    server?.close();
    await said(await listening(createPlainServer()), /TLS failed \([A-Z_]+\)/);
  });

  it("an answer that is no JSON", async () => {
    const { certificate, key } = identity;
    const page = createServer({ cert: certificate, key }, (_, response) => response.end("<html>"));
    await said(await listening(page), /its answer is no JSON/);
  });

  it("a sandbox that was never started", async () => {
    rmSync(join(sandbox, "state"), { recursive: true });
    await said("http://127.0.0.1:9", /it has no certificate yet .* sandbox start$/);
  });
});
