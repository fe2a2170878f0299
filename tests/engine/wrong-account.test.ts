import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { PodReader } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { OWNER, type ProgramHost, programHost } from "./inline-program";

const pod = { namespace: "orders", serviceAccount: "orders-api" };

/** Of a cluster on this machine. */
function kubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "orders",
    contexts: [{ name: "orders", context: { cluster: "orders", user: "orders" } }],
    clusters: [{ name: "orders", cluster: { server: `https://127.0.0.1:${port}` } }],
    users: [{ name: "orders", user: { token: "none" } }],
  });
}

describe("a program of one's own that is given no provider", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  before(async () => {
    host = await programHost();
  });
  after(() => host.sandbox.remove());

  /** A reader in the cluster of an account, and a secret of it. */
  function reader(account: string) {
    const clusterArn = `arn:aws:eks:us-east-1:${account}:cluster/shop`;
    const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbC123`;
    new PodReader("orders", { ...pod, clusterArn, secrets: [{ arn }] });
  }

  it("is refused before anything is made, where a reader's cluster is of another account", async () => {
    const stack = await host.inline("elsewhere", async () => reader("222222222222"));
    await rejects(
      stack.up(),
      /PodReader orders: clusterArn must be of account 111111111111, which the AWS provider is of, got arn:aws:eks:us-east-1:222222222222:/,
    );
    const { deployment } = await stack.exportStack();
    const types = deployment.resources.map(({ type }: { type: string }) => type);
    deepStrictEqual(
      types.filter((type: string) => /^(aws|kubernetes):/.test(type)),
      [],
    );
  });

  it("says in the preview to which cluster its Kubernetes objects go", async () => {
    const words =
      /no Kubernetes provider is given: its service account will be in the cluster of context orders of \/\S+\/config/;
    let said = "";
    // The cluster that the kubeconfig names does not answer; the preview fails by it once it has been heard.
    const server = createServer(async (socket) => {
      socket.on("error", () => {});
      for (let waits = 0; waits < 100 && !words.test(said); waits++) await sleep(100);
      socket.destroy();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    const before = process.env.KUBECONFIG;
    process.env.KUBECONFIG = join(directory, "config");
    try {
      writeFileSync(process.env.KUBECONFIG, kubeconfig((server.address() as AddressInfo).port));
      const stack = await host.inline("ambient", async () => reader(OWNER));
      const onOutput = (text: string) => {
        said += text;
      };
      await stack.preview({ onOutput }).catch(() => undefined);
      match(said, words);
    } finally {
      if (before === undefined) delete process.env.KUBECONFIG;
      else process.env.KUBECONFIG = before;
      rmSync(directory, { recursive: true });
      server.close();
    }
  });
});
