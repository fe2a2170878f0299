import { deepStrictEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bearerToken, CLUSTER, clusterAddress, clusterRequest, withCluster } from "../eks-support";
import { A, startSandbox } from "../support";

const FILE = "certificate-authority.pem";

describe("a cluster's API over TLS", () => {
  const { sandbox, eks } = withCluster();

  const address = () => clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER);
  const authority = async () => {
    const { cluster } = await eks.describeCluster({ name: CLUSTER });
    return Buffer.from(cluster?.certificateAuthority?.data ?? "", "base64").toString();
  };

  it("is known by the certificate that DescribeCluster answers, under both names of this machine", async () => {
    const token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
    const certificateAuthority = await authority();
    for (const name of ["127.0.0.1", "localhost"]) {
      const server = address().server.replace("127.0.0.1", name);
      const answer = await clusterRequest({ certificateAuthority, server }, "/api", { token });
      equal(answer.status, 200);
    }
  });

  it("is not known by the certificate of another sandbox", async () => {
    const other = await startSandbox();
    const stranger = clusterAddress(other.endpoint, other.directory, A, CLUSTER);
    await other.stop();
    await rejects(clusterRequest({ ...stranger, server: address().server }, "/api"), {
      code: /UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE/,
    });
  });

  it("answers over TLS alone, as servers written in Go say it", async () => {
    const answer = await fetch(`${address().server.replace("https:", "http:")}/api`);
    equal(answer.status, 400);
    equal(await answer.text(), "Client sent an HTTP request to an HTTPS server.\n");
  });

  it("tells who has no token, a wrong one or an old one the same, and lets all ask for its health", async () => {
    const old = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
    sandbox.advance(16 * 60 * 1000);
    for (const token of [undefined, "x", old]) {
      const { status, text } = await clusterRequest(address(), "/api/v1/pods", { token });
      equal(status, 401);
      deepStrictEqual(JSON.parse(text), {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message: "Unauthorized",
        reason: "Unauthorized",
        details: {},
        code: 401,
      });
    }
    sandbox.advance(-16 * 60 * 1000);
    for (const path of ["/healthz", "/livez", "/readyz"]) {
      equal((await clusterRequest(address(), path)).text, "ok");
    }
  });

  it("has an authority whose key stays in the data directory, for its owner alone", async () => {
    const file = join(sandbox.directory, FILE);
    equal(statSync(file).mode & 0o777, 0o600);
    const text = readFileSync(file, "utf8");
    const certificate = await authority();
    ok(text.startsWith(certificate));
    ok(!certificate.includes("PRIVATE"));
    const { ca, subject, validTo } = new X509Certificate(certificate);
    deepStrictEqual([ca, subject], [true, "CN=kubernetes"]);
    ok(Date.parse(validTo) > Date.now() + 9 * 365 * 24 * 60 * 60 * 1000);
  });

  it("keeps its authority over a restart, and makes a new one where it was removed", async () => {
    const before = await authority();
    await sandbox.restart();
    equal(await authority(), before);
    await sandbox.restart(() => rmSync(join(sandbox.directory, FILE)));
    const after = await authority();
    notEqual(after, before);
    match(after, /^-----BEGIN CERTIFICATE-----/);
  });

  it("ends at once, whatever connections wait", async () => {
    const other = await startSandbox();
    const { hostname, port } = new URL(other.endpoint);
    const { server } = clusterAddress(other.endpoint, other.directory, A, CLUSTER);
    const silent = connect(Number(port), hostname);
    await once(silent, "connect");
    equal((await fetch(server.replace("https:", "http:"))).status, 400);
    const ended = await Promise.race([
      other.stop().then(() => "ended"),
      sleep(30_000, "waits", { ref: false }),
    ]);
    equal(ended, "ended");
    silent.destroy();
  });

  it("does not start with half of an authority, or with a key that is not the certificate's", async () => {
    const other = await startSandbox();
    const text = readFileSync(join(other.directory, FILE), "utf8");
    await other.stop();
    const broken = await startSandbox();
    const file = join(broken.directory, FILE);
    const own = readFileSync(file, "utf8");
    const [certificate] = own.split(/(?=-----BEGIN PRIVATE KEY-----)/);
    const [, strangeKey] = text.split(/(?=-----BEGIN PRIVATE KEY-----)/);
    await broken.restart(() => writeFileSync(file, own));
    for (const wrong of ["", certificate ?? "", `${certificate}${strangeKey}`]) {
      writeFileSync(file, wrong);
      await rejects(startSandbox(broken.directory), /certificate-authority\.pem must hold/);
    }
    rmSync(broken.directory, { recursive: true });
  });
});
